"""What a number's unit says of its meaning: which concepts it fits, and what it is counted per."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from auditor.frozen import dataclass
from auditor.quantity import Quantity
from auditor.rulebook.vocabulary import Concept, Dimensions

SCOPES = {
    "gpu": "gpu",
    "rank": "gpu",
    "worker": "gpu",
    "chip": "gpu",
    "node": "node",
    "server": "node",
    "host": "node",
    "stage": "stage",
    "layer": "layer",
    "block": "layer",
    "expert": "expert",
    "token": "token",
    "sequence": "sequence",
    "sample": "sequence",
    "prompt": "sequence",
    "request": "request",
    "user": "request",
    "batch": "batch",
    "micro-batch": "micro-batch",
    "step": "step",
    "iteration": "step",
    "head": "head",
    "replica": "replica",
    "instance": "replica",
    "group": "group",
    "module": "group",
    "part": "group",
    "partition": "group",
    "shard": "group",
}
"""The scope that a dimension below the line is."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One way to read a unit: dimensions of the quantity itself, and the scope that the rest is."""

    dimensions: Dimensions
    scope: str


def fits(quantity: Quantity) -> tuple[Fit, ...]:
    """Every way to read the quantity's unit, the plainest first."""
    symbol = quantity.unit.symbol
    if symbol in ("%", "×"):
        return (Fit(((symbol, 1),), ""),)
    found = _fits(tuple(dict.fromkeys(reading.unit.dimensions for reading in quantity.readings)))
    if len(quantity.readings) > 1 and len(found) > 1:
        # Work per token is no rate per token.
        found = tuple(fit for fit in found if fit.scope != "token" or ("flop", 1) not in fit.dimensions) or found
    # A share may be printed without a sign: MFU 0.55; "1/8 of the experts" is none of its own.
    if (
        not symbol
        and "/" not in quantity.text
        and quantity.value is not None
        and 0 <= quantity.value <= 2
        and quantity.value.denominator > 1
    ):
        return (*found, Fit((("%", 1),), ""))
    return found


@lru_cache(maxsize=512)
def _fits(readings: tuple[Dimensions, ...]) -> tuple[Fit, ...]:
    found = []
    for dimensions in readings:
        below = [(name, power) for name, power in dimensions if power < 0 and name in SCOPES]
        for taken in (pair for count in range(min(len(below), 2) + 1) for pair in combinations(below, count)):
            rest = tuple(pair for pair in dimensions if pair not in taken)
            found.append(Fit(rest, " ".join(SCOPES[name] for name, _ in taken)))
    return tuple(found)


def scope_of(concept: Concept, readings: tuple[Fit, ...]) -> str | None:
    """What the unit counts the concept per, "" if nothing; None where the concept has no such unit."""
    for fit in readings:
        if fit.dimensions in concept.units:
            return fit.scope
    return None
