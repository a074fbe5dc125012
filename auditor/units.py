"""Units as a closed vocabulary: symbols, dimensions and readings, from the data under `rules/units/`."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from auditor.frozen import dataclass

Dimensions = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit under one reading."""

    symbol: str
    """Canonical spelling: `GB`, `token/ms/GPU`, `TFLOP/s`, `%`; empty for a bare number."""
    factor: Fraction
    """Base units (byte, second, FLOP, plain counts) in one of it."""
    dimensions: Dimensions
    """Exponents of the base dimensions, sorted by name, none of them 0: (("gpu", -1), ("second", -1), ("token", 1))."""

    def __hash__(self) -> int:
        # Units of one symbol are nearly always one, and a string keeps its hash, which a Fraction does not.
        return hash(self.symbol)


NUMBER = Unit("", Fraction(1), ())
"""The unit of a bare number."""


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One thing that a spelling may stand for; the table holds each once, so that it is only equal to itself."""

    name: str
    """What it takes the spelling for ("GB = 2^30 bytes"); empty where there is nothing to choose."""
    unit: Unit


@dataclass(frozen=True, slots=True)
class Term:
    """A spelling of the vocabulary."""

    alternatives: tuple[Alternative, ...]
    """At least one, the usual one first."""
    countable: bool = False
    """Whether it names things that are counted one by one."""
    plural: bool = False
    """Whether it is the plural of such a name."""


def multiply(left: Unit, right: Unit) -> Unit:
    """The unit of a product: `GB/GPU` times `GPU` is `GB`."""
    return _combine(left, right, 1)


def divide(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient: `GB` by `GB/s` is `s`."""
    return _combine(left, right, -1)


def power(unit: Unit, exponent: int) -> Unit:
    """The unit of a whole power."""
    atoms = {atom: count * exponent for atom, count in _atoms(unit.symbol).items() if exponent}
    dimensions = tuple((name, count * exponent) for name, count in unit.dimensions if exponent)
    return Unit(_render(atoms), unit.factor**exponent, dimensions)


@lru_cache(maxsize=4096)
def combine_dimensions(left: Dimensions, right: Dimensions, sign: int) -> Dimensions:
    """The exponents of a product (sign 1) or quotient (sign -1)."""
    if not right:
        return left
    powers = dict(left)
    for name, count in right:
        powers[name] = powers.get(name, 0) + sign * count
    return tuple(sorted((name, count) for name, count in powers.items() if count))


def _combine(left: Unit, right: Unit, sign: int) -> Unit:
    atoms = _atoms(left.symbol)
    for atom, count in _atoms(right.symbol).items():
        atoms[atom] = atoms.get(atom, 0) + sign * count
    factor = left.factor * right.factor if sign > 0 else left.factor / right.factor
    return Unit(_render(atoms), factor, combine_dimensions(left.dimensions, right.dimensions, sign))


def _atoms(symbol: str) -> dict[str, int]:
    """`GB·s/GPU^2` as {GB: 1, s: 1, GPU: -2}; a `1` holds the place of an empty numerator."""
    atoms: dict[str, int] = {}
    for place, part in enumerate(symbol.split("/") if symbol else ()):
        for atom in part.split("·"):
            name, _, exponent = atom.partition("^")
            if name != "1":
                atoms[name] = atoms.get(name, 0) + (1 if place == 0 else -1) * int(exponent or 1)
    return atoms


def _render(atoms: dict[str, int]) -> str:
    above = "·".join(_raised(atom, count) for atom, count in atoms.items() if count > 0)
    below = "".join("/" + _raised(atom, -count) for atom, count in atoms.items() if count < 0)
    return (above or "1") + below if below else above


def _raised(atom: str, count: int) -> str:
    return atom if count == 1 else f"{atom}^{count}"
