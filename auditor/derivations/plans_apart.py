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
_PARALLEL = re.compile(r"parallel|并行|song song", re.IGNORECASE)
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
    settings: dict[int, list[str]] = defaultdict(list)
    for fact in degrees:
        block = facts.claims.document.blocks[fact.claim.block]
        if block.cell is not None and fact.claim.degree and _LETTERS.search(block.text):
            if _is_setting(fact, facts):
                settings[block.cell.table].append(fact.concept)
            else:
                layouts[block.cell.table][block.cell.row].add(fact.concept)
    if any(len(set(named)) < len(named) for named in settings.values()):
        return True
    rows = ({frozenset(row) for row in rows.values()} for rows in layouts.values())
    return any(len(named) > 1 for named in rows) or not layouts.keys().isdisjoint(settings)


def _is_setting(fact: Fact, facts: Facts) -> bool:
    """Whether a row holds nothing but one degree of a layout that fills several: "Pipeline parallelism | PP=2"."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    own, index = blocks[fact.claim.block].cell, fact.claim.index
    near = (blocks[claim.block].cell for claim in (*claims[max(index - 1, 0) : index], *claims[index + 1 : index + 2]))
    beside = any(
        own is not None and cell is not None and (cell.table, cell.row) == (own.table, own.row) for cell in near
    )
    return not beside and _PARALLEL.search(fact.claim.label.row) is not None


def _is_partly_taken_over(degrees: Iterable[Fact], situation: Situation) -> bool:
    """Whether a variant names some of its degrees, and is silent on others that the plan has."""
    own = {fact.concept for fact in degrees}
    return bool(own and situation.scenario) and any(cell[0] in DEGREES - own for cell, _ in situation.cells.stated())
