"""Expressions of rules as trees: numbers, names and operations on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor.frozen import dataclass

FUNCTIONS = {"min": 2, "max": 2, "mod": 2, "ceil": 1, "floor": 1, "sqrt": 1, "log2": 1, "neg": 1}
"""Functions of the grammar and how many operands each takes (min and max fold more into pairs)."""


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A symbol of a rule."""

    text: str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or function over its operands."""

    operator: str
    operands: tuple[Term, ...]


Term = Number | Name | Apply


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right`, the operator one of `= >= <=`."""

    left: Term
    operator: str
    right: Term


def names(term: Term) -> Iterator[str]:
    """The names of a term, each time one occurs, from left to right."""
    if isinstance(term, Name):
        yield term.text
    elif isinstance(term, Apply):
        for operand in term.operands:
            yield from names(operand)


def replace(term: Term, values: Mapping[str, Term]) -> Term:
    """The term with names exchanged for other terms."""
    if isinstance(term, Name):
        return values.get(term.text, term)
    if isinstance(term, Number):
        return term
    return Apply(term.operator, tuple(replace(operand, values) for operand in term.operands))


def compared(comparison: Comparison) -> tuple[str, ...]:
    """The names of a comparison, each once, in order of appearance."""
    return tuple(dict.fromkeys([*names(comparison.left), *names(comparison.right)]))


_RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "^": 4}


def show(term: Term, rank: int = 0) -> str:
    """The term in the grammar's own syntax, with as few parentheses as it needs."""
    if isinstance(term, Number):
        text = str(term.value)
        return f"({text})" if rank > 1 and ("/" in text or text.startswith("-")) else text
    if isinstance(term, Name):
        return term.text
    own = _RANK.get(term.operator)
    if own is None:
        return f"{term.operator}({', '.join(show(operand) for operand in term.operands)})"
    if term.operator == "neg":
        text = "-" + show(term.operands[0], own)
    else:
        left, right = term.operands
        base = own + (term.operator == "^")
        text = f"{show(left, base)} {term.operator} {show(right, own + 1)}"
    return f"({text})" if own < rank else text
