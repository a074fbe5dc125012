"""Parallel degrees that are no whole numbers: "PP=1.5"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.values import operands
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_CONCEDED = re.compile(
    r"[❌✗✘⚠]|\b(?:not|no|non|cannot|can't|integers?|whole|fraction\w*|invalid|impossible|round\w*)\b", re.I
)
"""What says of a line that the report knows it."""
_ROW = re.compile(r"[TPDECS]P|(?:tensor|pipeline|data|expert|context) parallel(?:ism)?(?: (?:size|degree))?", re.I)
"""A row that states a degree."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each degree that is written as one ("TP=0.5"), is worked out nowhere, and is not whole."""
    broken = [fact for fact in facts.all if _is_broken(fact)]
    if not broken:
        return
    sides = (side for equation in facts.claims.equations for side in equation.sides)
    used = frozenset(claim for side in sides for claim in operands(side))
    for fact in broken:
        text = facts.claims.document.blocks[fact.claim.block].text
        if fact.claim.index not in used and not _CONCEDED.search(text):
            yield _derivation(fact, rule)


def _is_broken(fact: Fact) -> bool:
    quantity = fact.quantity
    row = fact.claim.label.row.strip(" *_`")
    said = bool(fact.claim.degree) or _ROW.fullmatch(row) is not None
    written = fact.concept in DEGREES and said and not quantity.unit.symbol
    plain = fact.stance is Stance.ASSERTED and quantity.modality is Modality.EXACT
    return written and plain and quantity.value is not None and quantity.value.denominator != 1


def _derivation(fact: Fact, rule: str) -> Derivation:
    point = Interval.point(fact.quantity.value or Fraction(0))
    step = claim_step(fact.claim, point, "degree")
    return one_step(
        fact.claim, step, rule, expected="a whole number", holds=False, relation="whole", basis=Basis.ARITHMETIC
    )
