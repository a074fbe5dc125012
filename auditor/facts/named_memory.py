"""Amounts in or beside the name of an accelerator that are its memory: "A100 80GB", "an H20 with 96 GB"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.claims import Document
from auditor.facts.catalogue import sizes
from auditor.facts.fact import Fact, Named, Stance
from auditor.quantity import Modality
from auditor.rulebook.vocabulary import Vocabulary

_CAPACITY = "gpu_memory"
_OPEN = frozenset({_CAPACITY, "memory_used"})
_MEMORY = r"(?: of (?:GPU )?(?:memory|VRAM|HBM\w*))?"
_PER = re.compile(rf"{_MEMORY} (?:per|on (?:each|every)|for each) (?:NVIDIA )?")
_LEAD = re.compile(r"\b(?:with|at|ha(?:s|ve)|offers?|provides?)\W{0,3}\Z", re.IGNORECASE)
_RIGHT_BEFORE = re.compile(r"[ -]?")
_HAS = re.compile(r"s?,? (?:ha(?:s|ve)|with|offers?|provides?|comes? with|carr(?:y|ies)) (?:an? |its )?")
_END = re.compile(rf"{_MEMORY}(?: each)?\s*(?:[.,;:)\n]|\Z)")
_FAR = 16


def named_memory(
    facts: Sequence[Fact], named: Sequence[Named], document: Document, vocabulary: Vocabulary
) -> tuple[Fact, ...]:
    """The facts, with such amounts as what each accelerator has, where one is as large as that of some accelerator."""
    names: dict[int, list[Named]] = defaultdict(list)
    for name in named:
        if name.kind == "accelerator":
            names[name.block].append(name)
    if not names:
        return tuple(facts)
    known, found = sizes(vocabulary), list(facts)
    for fact in facts:
        beside = names.get(fact.claim.block, [])
        if fact.known and fact.concept != _CAPACITY and any(_is_inside(fact, name) for name in beside):
            found[fact.index] = replace(fact, concept=_CAPACITY, scope="gpu", role="")
        told = beside if _is_plain(fact) and fact.quantity.nominal().low in known else []
        if any(_is_of(fact, name, document.source) for name in told):
            found[fact.index] = replace(fact, concept=_CAPACITY, known=True, scope="gpu")
    return tuple(found)


def _is_plain(fact: Fact) -> bool:
    told = fact.quantity.modality is Modality.EXACT and fact.stance is Stance.ASSERTED and not fact.scenario
    unnamed = (not fact.known or fact.concept in _OPEN) and not fact.role
    return told and unnamed and fact.quantity.unit.dimensions == (("byte", 1),)


def _is_inside(fact: Fact, name: Named) -> bool:
    """Whether it is a part of the name itself: "A100 80GB"."""
    return name.span.start <= fact.claim.span.start and fact.claim.span.end <= name.span.end


def _is_of(fact: Fact, name: Named, source: str) -> bool:
    own, its = fact.claim.span, name.span
    if own.end <= its.start:
        between = source[own.end : its.start]
        if _PER.fullmatch(between):
            return _LEAD.search(source, max(own.start - _FAR, 0), own.start) is not None
        return _RIGHT_BEFORE.fullmatch(between) is not None
    if its.end <= own.start and _HAS.fullmatch(source[its.end : own.start]):
        return _END.match(source, own.end) is not None
    return False
