"""Which way a term moves with each of its names: proven when the rulebook is compiled, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from auditor.interval import Interval, Rational
from auditor.rulebook.program import evaluate, program
from auditor.rulebook.term import Apply, Name, Number, Term, names

Slopes = dict[str, int]
"""+1 rising (never falling), -1 falling, 0 not proven."""

_KEEP = frozenset(("ceil", "floor", "sqrt", "log2"))
_JOIN = frozenset(("min", "max", "+"))


def slopes(term: Term, minimums: Mapping[str, Rational]) -> Slopes | None:
    """The slope of each name where all are at or above their minimum, 0 if not given; None if one is not proven."""
    domain = {name: Interval.at_least(minimums.get(name, Fraction(0))) for name in names(term)}
    found = _slopes(term, domain)
    unproven = [name for name, slope in found.items() if slope == 0]
    if unproven and not _plain(term):
        return None
    for name in unproven:
        found[name] = _by_derivative(term, name, minimums)
    return found if 0 not in found.values() else None


def implied(difference: Slopes, unknown: str) -> Slopes:
    """The slopes of `unknown` as the solution of `left = right`: those of the difference, turned by its own.

    They hold wherever the solution itself is at or above its minimum, since the difference is monotone there.
    """
    return {name: -slope * difference[unknown] for name, slope in difference.items() if name != unknown}


def _slopes(term: Term, domain: Mapping[str, Interval]) -> Slopes:
    """By the structure of the term: sums join, factors of one sign keep or turn."""
    if isinstance(term, Number):
        return {}
    if isinstance(term, Name):
        return {term.text: 1}
    parts = [_slopes(operand, domain) for operand in term.operands]
    if term.operator in _KEEP:
        return parts[0]
    if term.operator == "neg":
        return _turned(parts[0], -1)
    if term.operator in _JOIN:
        return _joined(parts[0], parts[1])
    if term.operator == "-":
        return _joined(parts[0], _turned(parts[1], -1))
    if term.operator in ("*", "/"):
        return _product(term, parts, domain)
    if term.operator == "^" and isinstance(term.operands[1], Number) and _sign(term.operands[0], domain) > 0:
        return _turned(parts[0], 1 if term.operands[1].value > 0 else -1)
    return dict.fromkeys(names(term), 0)


def _product(term: Apply, parts: list[Slopes], domain: Mapping[str, Interval]) -> Slopes:
    left, right = (_sign(operand, domain) for operand in term.operands)
    quotient = -1 if term.operator == "/" else 1
    return _joined(_turned(parts[0], right), _turned(parts[1], left * quotient))


def _sign(term: Term, domain: Mapping[str, Interval]) -> int:
    """+1 where the term is never negative, -1 where it is never positive, 0 where that is not known."""
    value = evaluate(program(term), domain)
    if value.low is not None and value.low >= 0:
        return 1
    return -1 if value.high is not None and value.high <= 0 else 0


def _turned(found: Slopes, sign: int) -> Slopes:
    return {name: slope * sign for name, slope in found.items()}


def _joined(left: Slopes, right: Slopes) -> Slopes:
    joined = {**left, **right}
    return {name: slope if left.get(name, slope) == slope else 0 for name, slope in joined.items()}


def _plain(term: Term) -> bool:
    """Whether the term is a quotient of polynomials."""
    if not isinstance(term, Apply):
        return True
    if term.operator == "^" and not isinstance(term.operands[1], Number):
        return False
    return term.operator in ("+", "-", "*", "/", "^", "neg") and all(_plain(operand) for operand in term.operands)


def _by_derivative(term: Term, name: str, minimums: Mapping[str, Rational]) -> int:
    """The sign of the derivative, from the signs of its coefficients once every name counts from its minimum."""
    import sympy

    from auditor.rulebook.solve import to_sympy

    expression = to_sympy(term)
    shifted = {s: s + sympy.Rational(str(minimums.get(s.name, 0))) for s in expression.free_symbols}
    slope = sympy.diff(expression, sympy.Symbol(name, positive=True)).subs(shifted, simultaneous=True)
    top, bottom = sympy.fraction(sympy.together(slope))
    signs = [_coefficient_sign(sympy.expand(part)) for part in (top, bottom)]
    return signs[0] * signs[1]


def _coefficient_sign(expression: object) -> int:
    import sympy

    coefficients = [term.as_coeff_Mul()[0] for term in sympy.Add.make_args(expression)]
    if all(c >= 0 for c in coefficients):
        return 1
    return -1 if all(c <= 0 for c in coefficients) else 0
