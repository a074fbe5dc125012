"""Whether the units of a relation fit: bytes against bytes, seconds against seconds; counts are plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from auditor.rulebook.term import Apply, Comparison, Name, Number, Term, show

PHYSICAL = frozenset(("byte", "second", "flop", "dollar", "watt", "gram"))
"""Dimensions that cannot be mixed; what is counted (GPUs, tokens, layers) is a plain number here."""

Powers = dict[str, Fraction]
"""Exponent by dimension; those that are 0 left out."""

_ALIKE = frozenset(("+", "-", "min", "max", "mod"))


class UnitsError(ValueError):
    """Units that do not fit; the text says where."""


def powers(unit: str) -> Powers:
    """The physical dimensions of a unit such as "byte/token" or "watt*second"."""
    found: Powers = {}
    for part, sign in _parts(unit):
        name = "byte" if part == "bit" else part
        if name in PHYSICAL:
            found[name] = found.get(name, Fraction(0)) + sign
    return {name: power for name, power in found.items() if power}


def _parts(unit: str) -> list[tuple[str, int]]:
    above, *below = unit.split("/")
    return [(part, 1) for part in above.split("*")] + [(part, -1) for piece in below for part in piece.split("*")]


def check(comparison: Comparison, units: Mapping[str, Powers]) -> None:
    """Raise UnitsError where the two sides, or two parts of one, have different units; `units` by symbol."""
    _same(comparison.left, comparison.right, comparison.operator, units)


def of(term: Term, units: Mapping[str, Powers]) -> Powers | None:
    """The dimensions of a term; None for a zero, which fits everywhere. Raises UnitsError."""
    if isinstance(term, Number):
        return {} if term.value else None
    if isinstance(term, Name):
        return units[term.text]
    if term.operator in _ALIKE:
        left, right = term.operands
        return _same(left, right, term.operator, units)
    if term.operator == "sqrt":
        return _scaled(of(term.operands[0], units), Fraction(1, 2))
    if term.operator == "^":
        return _power(term, units)
    if term.operator in ("*", "/"):
        return _product(term, units)
    return of(term.operands[0], units)


def _same(left: Term, right: Term, operator: str, units: Mapping[str, Powers]) -> Powers | None:
    a, b = of(left, units), of(right, units)
    if a is not None and b is not None and a != b:
        raise UnitsError(f"{show(left)} is {_say(a)}, {show(right)} is {_say(b)} (around {operator})")
    return b if a is None else a


def _product(term: Apply, units: Mapping[str, Powers]) -> Powers | None:
    left, right = (of(operand, units) for operand in term.operands)
    sign = 1 if term.operator == "*" else -1
    if left is None or right is None:
        return None
    names = dict.fromkeys([*left, *right])
    total = {name: left.get(name, Fraction(0)) + sign * right.get(name, Fraction(0)) for name in names}
    return {name: power for name, power in total.items() if power}


def _power(term: Apply, units: Mapping[str, Powers]) -> Powers | None:
    base, exponent = term.operands
    inside = of(base, units)
    if isinstance(exponent, Number):
        return _scaled(inside, exponent.value)
    if inside or of(exponent, units):
        raise UnitsError(f"{show(term)} raises {_say(inside or {})} to a power that may be any number")
    return inside


def _scaled(found: Powers | None, factor: Fraction) -> Powers | None:
    return None if found is None else {name: power * factor for name, power in found.items()}


def _say(found: Powers) -> str:
    parts = (name if power == 1 else f"{name}^{power}" for name, power in sorted(found.items()))
    return " × ".join(parts) or "a plain number"
