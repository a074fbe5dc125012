"""The language of relations: names, numbers, + - * / ^, parentheses, a few functions, and one comparison.

A pack of a user is hostile input, so nothing of it is ever executed and every dimension of it is limited.
"""

from __future__ import annotations

import re
from fractions import Fraction

from auditor.rulebook.term import FUNCTIONS, Apply, Comparison, Name, Number, Term, show

MAX_LENGTH = 2000
MAX_TOKENS = 400
MAX_DEPTH = 24
MAX_DIGITS = 30
MAX_EXPONENT = 64
MAX_GROWTH = 600

_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|\*\*|[<>=]=|.)", re.S | re.ASCII)
_SAME = {"**": "^", "==": "=", "≤": "<=", "≥": ">=", "×": "*", "·": "*", "÷": "/", "−": "-"}
_COMPARISONS = ("=", "<=", ">=")
_DIGITS = "0123456789"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


class GrammarError(ValueError):
    """A relation that cannot be read; the text says what and where."""


def read_relation(text: str) -> Comparison:
    """The comparison that `text` writes. Raises GrammarError with the place and the remedy."""
    reader = _Reader(text)
    left = reader.sum()
    operator = reader.take()
    if operator not in _COMPARISONS:
        raise GrammarError(f"expected one of = <= >= after {show(left)!r}, found {operator or 'the end'!r}")
    return _limited(Comparison(left, operator, reader.last()))


def read_term(text: str) -> Term:
    """The expression that `text` writes. Raises GrammarError."""
    return _limited(Comparison(_Reader(text).last(), "=", Number(Fraction(0)))).left


def _limited(comparison: Comparison) -> Comparison:
    if max(_growth(comparison.left), _growth(comparison.right)) > MAX_GROWTH:
        raise GrammarError("the powers in it make numbers too large; write smaller exponents")
    return comparison


def _growth(term: Term) -> int:
    """How many times the digits of a value may multiply."""
    if isinstance(term, Number):
        return 1 + len(str(term.value.numerator)) // 10
    if isinstance(term, Name):
        return 1
    grown = [_growth(operand) for operand in term.operands]
    if term.operator == "^" and isinstance(term.operands[1], Number):
        return grown[0] * max(1, abs(int(term.operands[1].value)))
    return sum(grown)


def _names_something(term: Term) -> bool:
    return isinstance(term, Name) or (isinstance(term, Apply) and any(map(_names_something, term.operands)))


class _Reader:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise GrammarError(f"longer than {MAX_LENGTH} characters; split it into several rules")
        self.tokens = [token for token in (_token(found) for found in _TOKEN.finditer(text.strip())) if token]
        if len(self.tokens) > MAX_TOKENS:
            raise GrammarError(f"more than {MAX_TOKENS} names, numbers and signs; split it into several rules")
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        """The next token, empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        """The next token, and go on."""
        token = self.peek()
        self.at += 1
        return token

    def expect(self, token: str) -> None:
        """Take `token` or say that it is missing."""
        found = self.take()
        if found != token:
            raise GrammarError(f"expected {token!r}, found {found or 'the end'!r}")

    def last(self) -> Term:
        """A sum that must reach the end of the text."""
        term = self.sum()
        if rest := self.peek():
            raise GrammarError(f"nothing may follow {show(term)!r}, found {rest!r}")
        return term

    def sum(self) -> Term:
        """product (+|- product)*"""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise GrammarError(f"nested deeper than {MAX_DEPTH}; split it into several rules")
        term = self.product()
        while self.peek() in ("+", "-"):
            term = Apply(self.take(), (term, self.product()))
        self.depth -= 1
        return term

    def product(self) -> Term:
        """unary (*|/ unary)*"""
        term = self.unary()
        while self.peek() in ("*", "/"):
            term = Apply(self.take(), (term, self.unary()))
        return term

    def unary(self) -> Term:
        """-* power"""
        minus = 0
        while self.peek() == "-":
            minus += 1
            self.take()
        term = self.power()
        return Apply("neg", (term,)) if minus % 2 else term

    def power(self) -> Term:
        """atom (^ exponent)?"""
        base = self.atom()
        if self.peek() != "^":
            return base
        self.take()
        negative = self.peek() == "-"
        if negative:
            self.take()
        exponent = self.atom()
        if isinstance(exponent, Number):
            exponent = Number(_exponent(-exponent.value if negative else exponent.value))
        elif not _names_something(exponent):
            raise GrammarError("an exponent is one whole number, or names a quantity: work it out")
        elif negative:
            exponent = Apply("neg", (exponent,))
        if self.peek() == "^":
            raise GrammarError("a power of a power needs parentheses")
        return Apply("^", (base, exponent))

    def atom(self) -> Term:
        """A number, a name, a function call, or a sum in parentheses."""
        token = self.take()
        if token == "(":
            term = self.sum()
            self.expect(")")
            return term
        if token[:1] in _DIGITS and token:
            return Number(_number(token))
        if token in FUNCTIONS and token != "neg":
            return self.call(token)
        if _NAME.fullmatch(token):
            return Name(token)
        if token[:1].isalpha() or token[:1] == "_":
            raise GrammarError(f"{token!r} is no name: names are lower case letters, digits and _, and not too long")
        raise GrammarError(f"expected a number, a name or '(', found {token or 'the end'!r}")

    def call(self, function: str) -> Term:
        """The operands of a function; min and max of several fold into pairs."""
        self.expect("(")
        operands = [self.sum()]
        while self.peek() == ",":
            self.take()
            operands.append(self.sum())
        self.expect(")")
        wanted = FUNCTIONS[function]
        if function in ("min", "max") and len(operands) > 2:
            return _fold(function, operands)
        if len(operands) != wanted:
            raise GrammarError(f"{function} takes {wanted} operand{'s' * (wanted > 1)}, found {len(operands)}")
        return Apply(function, tuple(operands))


def _token(found: re.Match[str]) -> str:
    return _SAME.get(found.group(1), found.group(1)).strip()


def _number(text: str) -> Fraction:
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MAX_DIGITS or (exponent and abs(int(exponent[:6])) > MAX_DIGITS):
        raise GrammarError(f"the number {text[:40]} has too many digits (at most {MAX_DIGITS})")
    return Fraction(text)


def _exponent(value: Fraction) -> Fraction:
    if value.denominator != 1 or abs(value) > MAX_EXPONENT:
        raise GrammarError(f"the exponent {value} must be a whole number from -{MAX_EXPONENT} to {MAX_EXPONENT}")
    return value


def _fold(function: str, operands: list[Term]) -> Term:
    term = operands[0]
    for operand in operands[1:]:
        term = Apply(function, (term, operand))
    return term
