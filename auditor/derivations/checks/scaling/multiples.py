"""Multiples, fractions and shares that are a degree of parallelism: "TP acceleration: 8x", "each GPU: 512 → 128"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.degrees import (
    Reading,
    Stated,
    confirmed,
    count,
    degrees_in,
    itself,
    quotient,
    stated,
    together,
)
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation
from auditor.derivations.leads import lead
from auditor.facts import Fact, Facts, Operand, Stance

_FRACTION = re.compile(r"1\s?/\s?\d+")
_SPARSE = re.compile(r"\b(?:spars\w*|moe|mixture[ -]of[ -]experts|dense)\b", re.IGNORECASE)
_WAYS = re.compile(r"\d[ -]?(?:ways?|dimensions?|divisions?|shards?|slices?|partitions?|parts)\Z")
_LESS = re.compile(r"\b(?:reduc\w*|sav\w*|less|lower\w*|cuts?|halv\w*|fewer|decreas\w*)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:vs|versus|than|compared|over|against)\b")
"""What makes a saving one between two plans."""
_ARROW = re.compile(r"\s*(?:→|->)\s*")
_RANKS = frozenset({"gpu", "tp_group", "group"})
_PARALLEL = re.compile(r"parallel\w*", re.IGNORECASE)
_SHARED = re.compile(r"\b(?:each|per|every|split|shard\w*|divid\w*|partition\w*)\b")
_SHARING = "expert_parallel"
_DIVIDING = ("tensor_parallel", "pipeline_parallel", _SHARING)
_OF_MODEL = re.compile(r"\b(?:model|total|all|whole)\b[^.;]{0,12}\b(?:weights|parameters)\b", re.IGNORECASE)
_CHANCE = 0.2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each multiple, fraction with a 1 above the line, number of ways and percentage that is saved,
    where the words around name one degree that gives it, and for each share behind an arrow that a degree gives."""
    asking = [fact for fact in facts.all if _asks(fact)]
    changes = [*_changes(facts), *_arrows(facts)]
    known = stated(facts, "experts", "experts_per_token", "experts_per_gpu", "gpus") if asking or changes else {}
    for fact in asking:
        reading = (
            _reading(fact, known, facts) or _sparsity(fact, known) or _of_experts(fact, known) or _of_all(fact, known)
        )
        if reading is not None:
            yield confirmed(fact, reading, rule, _CHANCE)
    for whole, share in changes:
        yield from _shares(whole, share, known, rule)


def _changes(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """ "Each GPU handles a hidden dimension of 512 → 128" """
    for link in facts.claims.links:
        said = link.form == "change" and _SHARED.search(link.words)
        if said and isinstance(link.first, Operand) and isinstance(link.second, Operand):
            whole, share = facts.by_claim[link.first.claim], facts.by_claim[link.second.claim]
            if whole is not None and share is not None:
                yield whole, share


def _arrows(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """ "512 → 128 per TP group" """
    blocks = facts.claims.document.blocks
    for whole, share in pairwise(facts.all):
        if share.scope in _RANKS and share.claim.block == whole.claim.block and not share.known:
            between = blocks[share.claim.block].text[whole.claim.end : share.claim.start]
            if _ARROW.fullmatch(between):
                yield whole, share


def _shares(whole: Fact, share: Fact, known: Stated, rule: str) -> Iterator[Derivation]:
    if not (whole.quantity.whole and share.quantity.whole and share.quantity.value):
        return
    for concept in sorted(DEGREES):
        for degree in together(share, known.get(concept, ())):
            if count(whole) == count(share) * count(degree) > count(share):
                yield confirmed(share, quotient(whole, degree, "the share of a rank"), rule, _CHANCE)
                return


def _asks(fact: Fact) -> bool:
    plain = fact.stance is Stance.ASSERTED and fact.quantity.is_plain and not fact.known
    text, symbol = fact.claim.text, fact.quantity.unit.symbol
    return plain and (symbol in ("×", "%") or _FRACTION.search(text) is not None or _WAYS.search(text) is not None)


def _reading(fact: Fact, known: Stated, facts: Facts) -> Reading | None:
    label, value = fact.claim.label, fact.quantity.nominal().low
    if not value:
        return None
    blocks = facts.claims.document.blocks
    above = lead(facts, blocks[fact.claim.block])
    leading = blocks[above].text if above is not None else ""
    places = (label.key, label.before, label.after, leading, *label.headings[-1:])
    named = next((found for place in places if (found := degrees_in(place))), frozenset[str]())
    degree = next(iter(named)) if len(named) == 1 else ""
    dividing = {concept for concept in _DIVIDING for each in known.get(concept, ()) if count(each) > 1}
    if degree == _SHARING and value < 1 and fact.scope != "group" and "tensor_parallel" in dividing:
        # Each expert is divided too.
        return None
    if value < 1 and fact.scope == "gpu" and len(dividing) > 1 and _OF_MODEL.search(label.after):
        # Of the whole model no degree alone tells what a GPU holds.
        return None
    saved, words = fact.quantity.unit.symbol == "%", f"{label.key} {label.before} {label.after}"
    if saved and (not _LESS.search(words) or _BESIDE.search(words)):
        return None
    for other in together(fact, known.get(degree, ())):
        part = 1 / count(other)
        if saved and value == 1 - part > 0:
            return Reading("1 − 1 ÷ the degree", value, f"1 1 {other.claim.name} / -", _one_less(other), (other,))
        if not saved and value == count(other) > 1:
            return itself(other, "the degree")
        if not saved and value == part < 1:
            return Reading("1 ÷ the degree", value, f"1 {other.claim.name} /", f"1 ÷ {other.claim.text}", (other,))
    return None


def _one_less(other: Fact) -> str:
    return f"1 − 1 ÷ {other.claim.text}"


def _of_experts(fact: Fact, known: Stated) -> Reading | None:
    """ "Each GPU stores 1/12 of the experts" where it holds 8 of 96."""
    label, value = fact.claim.label, fact.quantity.value
    if fact.scope != "gpu" or not value or value >= 1 or "expert" not in f"{label.before} {label.after}".lower():
        return None
    for held in together(fact, known.get("experts_per_gpu", ())):
        for experts in together(fact, known.get("experts", ())):
            if count(held) == value * count(experts):
                return quotient(held, experts, "the experts of a GPU over all")
    return None


def _of_all(fact: Fact, known: Stated) -> Reading | None:
    """ "96-way parallel processing" on 96 GPUs."""
    label = fact.claim.label
    if not _WAYS.search(fact.claim.text) or not _PARALLEL.match(label.after) or degrees_in(label.key + label.after):
        return None
    gpus = (other for other in together(fact, known.get("gpus", ())) if count(other) == fact.quantity.value)
    return next((itself(other, "all GPUs at once") for other in gpus), None)


def _sparsity(fact: Fact, known: Stated) -> Reading | None:
    """How many times fewer experts work on a token than there are, where the words speak of the sparse model."""
    label = fact.claim.label
    if fact.quantity.unit.symbol != "×" or not _SPARSE.search(" ".join((label.key, label.before, label.after))):
        return None
    for experts in together(fact, known.get("experts", ())):
        for chosen in together(fact, known.get("experts_per_token", ())):
            if count(experts) == count(chosen) * (fact.quantity.value or 0) > count(chosen):
                return quotient(experts, chosen, "experts over those of a token")
    return None
