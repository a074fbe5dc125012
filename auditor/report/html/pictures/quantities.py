"""The facts of a document as pictures ask for them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.findings import Fact, Stance
from auditor.report.view import View

PER_GPU = ("gpu", "")
_LIMITS = ("required", "limit", "minimum", "saved", "headroom")


def asserted(view: View, *concepts: str) -> Iterator[Fact]:
    """The facts about some concepts that the report states as true of its subject and as single values, in order."""
    for fact in view.findings.derivations.facts.all:
        if fact.concept in concepts and fact.known and fact.stance is Stance.ASSERTED and fact.quantity.value:
            yield fact


def actual(view: View, *concepts: str) -> Iterator[Fact]:
    """Those of them that say what is, not what is asked for, saved or left."""
    return (fact for fact in asserted(view, *concepts) if fact.role not in _LIMITS)
