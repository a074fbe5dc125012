"""The counts of a document, which many checks go through."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from auditor.derivations.once import once
from auditor.facts import Fact, Facts
from auditor.quantity import Modality


@once
def exact_counts(facts: Facts) -> Sequence[Fact]:
    """The whole numbers that nothing bounds or makes rough, in source order."""
    return [fact for fact in facts.all if fact.quantity.whole and fact.quantity.modality is Modality.EXACT]


def whole_values(facts: Facts, concept: str) -> frozenset[Fraction]:
    """The whole numbers that a document states of a concept."""
    found = (fact.quantity.value for fact in facts.all if fact.concept == concept and fact.quantity.whole)
    return frozenset(value for value in found if value is not None)
