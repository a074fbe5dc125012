"""Multiples, fractions and shares that are a degree of parallelism: "TP acceleration: 8x", "each GPU: 512 → 128"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.derivations.checks.degrees import (
    Reading,
    Stated,
    confirmed,
    count,
    itself,
    name_of,
    quotient,
    stated,
    together,
)
from auditor.derivations.checks.groups import degrees_in
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts, Link, Operand, Stance
from auditor.quantity import Modality

_FRACTION = re.compile(r"1\s?/\s?\d+")
_SPARSE = re.compile(r"\b(?:spars\w*|moe|mixture[ -]of[ -]experts|dense)\b", re.IGNORECASE)
_SHARED = re.compile(r"\b(?:each|per|every|split|shard\w*|divid\w*|partition\w*)\b")
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_SHARING = "expert_parallel"
_CHANCE = 0.2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each multiple, for each fraction with a 1 above the line, and for each share behind an arrow,
    that a degree gives; the first two where their own words name it alone."""
    asking = [fact for fact in facts.all if _asks(fact)]
    changes = [link for link in facts.claims.links if link.form == "change" and _SHARED.search(link.words)]
    known = stated(facts, "experts", "experts_per_token") if asking or changes else {}
    for fact in asking:
        reading = _reading(fact, known) or _sparsity(fact, known)
        if reading is not None:
            yield confirmed(fact, reading, rule, _CHANCE)
    for link in changes:
        yield from _shares(link, facts, known, rule)


def _shares(link: Link, facts: Facts, known: Stated, rule: str) -> Iterator[Derivation]:
    """ "Each GPU handles a hidden dimension of 512 → 128" """
    if not isinstance(link.first, Operand) or not isinstance(link.second, Operand):
        return
    whole, share = facts.by_claim[link.first.claim], facts.by_claim[link.second.claim]
    if whole is None or share is None or not (whole.quantity.whole and share.quantity.whole and share.quantity.value):
        return
    for concept in sorted(DEGREES):
        for degree in together(share, known.get(concept, ())):
            if count(whole) == count(share) * count(degree) > count(share):
                yield confirmed(share, quotient(whole, degree, "the share of a rank"), rule, _CHANCE)
                return


def _asks(fact: Fact) -> bool:
    plain = fact.stance is Stance.ASSERTED and fact.quantity.modality in _PLAIN
    return plain and (fact.quantity.unit.symbol == "×" or _FRACTION.search(fact.claim.text) is not None)


def _reading(fact: Fact, known: Stated) -> Reading | None:
    label, value = fact.claim.label, fact.quantity.value
    if not value:
        return None
    places = (label.key, label.before, label.after, *label.headings[-1:])
    named = next((found for place in places if (found := degrees_in(place))), frozenset[str]())
    degree = next(iter(named)) if len(named) == 1 else ""
    if degree == _SHARING and value < 1 and any(count(each) > 1 for each in known.get("tensor_parallel", ())):
        # Each expert is divided too.
        return None
    for other in together(fact, known.get(degree, ())):
        if value == count(other) > 1:
            return itself(other, "the degree")
        if value == 1 / count(other) < 1:
            return Reading("1 ÷ the degree", value, f"1 {name_of(other)} /", f"1 ÷ {other.claim.text}", (other,))
    return None


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
