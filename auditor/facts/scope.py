"""What a number is counted per: a GPU, a stage, a layer, an expert, a token, a sequence, or the total."""

from __future__ import annotations

from auditor.facts.naming import Around, Named
from auditor.rulebook.vocabulary import Concept, Vocabulary


def scoped(named: Named, around: Around, vocabulary: Vocabulary) -> tuple[Concept, str] | None:
    """The concept and scope of a named number; None where its scope makes it something without a name."""
    concept = _changed(named, around, vocabulary)
    scope = named.fit or said(around)
    if scope in concept.scoped:
        concept = vocabulary.concepts[concept.scoped[scope]]
    if scope in concept.groups or scope == concept.per:
        return concept, ""
    if scope == "sum":
        return concept, _sum(concept, around)
    if scope == "total":
        return concept, "total" if concept.totals else ""
    if scope and not concept.divisible and not concept.totals and concept.groups:
        # A count of devices per stage or node is no degree.
        return None
    return concept, scope


def said(around: Around) -> str:
    """The scope that the words give, nearest first; a bare "total" gives way to what the lines above say."""
    total = ""
    for sense in (*around.own, *around.above):
        if sense.scope and sense.scope != "sum":
            return sense.scope if not total or sense.scope != "total" else total
        total = total or sense.scope
    return total


def _sum(concept: Concept, around: Around) -> str:
    """A "total" of memory may add parts or GPUs: open. Of anything that has no parts of its own it is over GPUs."""
    if not concept.totals or (concept.general and concept.divisible):
        return ""
    return "total"


def _changed(named: Named, around: Around, vocabulary: Vocabulary) -> Concept:
    """Active parameters, effective bandwidth: a word beside the number makes it another concept."""
    for topic, other in named.concept.changed.items():
        near = (around.after, around.before, named.sense)
        if any(topic in sense.topics for sense in near):
            return vocabulary.concepts[other]
    return named.concept
