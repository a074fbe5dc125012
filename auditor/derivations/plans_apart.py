"""Degrees of several plans in one situation: no count of GPUs can be held against all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation
from auditor.derivations.situations import Situation
from auditor.facts import Fact, Facts

_SEVERAL = 3
"""Values of one degree in one situation from which on they belong to plans that the text does not tell apart."""
_LETTERS = re.compile(r"[A-Z]P(?![A-Za-z])")
_PLACEMENT = "placement/"


class PlansApart:
    """Which degrees of a situation do not stand together."""

    def __init__(self, situation: Situation, facts: Facts) -> None:
        degrees = [fact for fact in situation.facts if fact.concept in DEGREES]
        several = _has_many_values(degrees)
        self._mixed = frozenset(fact.claim.index for fact in degrees if several)
        self._open = _fills_rows(degrees, facts) or _is_partly_taken_over(degrees, situation)

    def are_behind(self, derivation: Derivation) -> bool:
        """Whether it rests on degrees of several plans: on some of them, or on all, as each count of GPUs does."""
        if derivation.rule.startswith(_PLACEMENT):
            return bool(self._mixed) or self._open
        return derivation.head in self._mixed or not self._mixed.isdisjoint(derivation.premises)


def _has_many_values(degrees: Iterable[Fact]) -> bool:
    values: dict[str, set[Fraction | None]] = defaultdict(set)
    for fact in degrees:
        values[fact.concept].add(fact.quantity.value)
    return any(len(found) >= _SEVERAL for found in values.values())


def _fills_rows(degrees: Iterable[Fact], facts: Facts) -> bool:
    """Whether the rows of a table each name a layout of their own: "8 × 80 GB, TP8", "16 × 80 GB, DP16 + EP16"."""
    layouts: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for fact in degrees:
        block = facts.claims.document.blocks[fact.claim.block]
        if block.cell is not None and fact.claim.degree and _LETTERS.search(block.text):
            layouts[block.cell.table][block.cell.row].add(fact.concept)
    return any(len({frozenset(row) for row in rows.values()}) > 1 for rows in layouts.values())


def _is_partly_taken_over(degrees: Iterable[Fact], situation: Situation) -> bool:
    """Whether a variant names some of its degrees, and is silent on others that the plan has."""
    own = {fact.concept for fact in degrees}
    return bool(own and situation.scenario) and any(cell[0] in DEGREES - own for cell, _ in situation.cells.stated())
