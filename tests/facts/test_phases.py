"""Layouts of two phases in running text."""

from __future__ import annotations

from auditor import claims, document, facts
from auditor.rulebook import load

RULES = load()


def situations(text: str) -> list[tuple[str, tuple[str, ...]]]:
    read = facts.resolve(claims.extract(document.read(text)), RULES.vocabulary)
    return [(fact.claim.text, fact.scenario) for fact in read.all]


def test_each_phase_has_its_own_degrees() -> None:
    told = situations("Prefill uses TP=8; decode uses EP=24.")
    assert told == [("8", ("prefill",)), ("24", ("decode",))]


def test_a_layout_beside_one_phase_is_that_of_the_plan() -> None:
    assert situations("With TP=8 and DP=2 the decode is faster.") == [("8", ()), ("2", ())]
