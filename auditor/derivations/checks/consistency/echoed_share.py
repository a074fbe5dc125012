"""What each GPU has, under other words than its name: "8 expert shards total" of a GPU, "uses exactly 96" of 96 GPUs.

They are confirmed by the count that the report states of the same things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.degrees import count
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.facts import Fact, Facts, Stance

_SHARES: Mapping[str, str] = {
    "expert": "experts_per_gpu",
    "head": "heads_per_gpu",
    "layer": "layers_per_gpu",
    "sequence": "sequences_per_gpu",
}
"""The concept of what a GPU has, by what is counted."""
_NOUN = re.compile(r"\b(expert|head|layer|sequence)s?\b", re.IGNORECASE)
_USES = re.compile(r"\b(?:uses|utili[sz]es|takes|occupies|needs) (?:exactly|all) \Z", re.IGNORECASE)
_PER = re.compile(r"(?: \w+){0,2} ?(?:per|/|on each|for each) ?(?:GPU|device|card|rank)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|every|one) (?:GPU|device|card|rank) (?:\w+ ){1,2}(?:exactly )?\Z", re.IGNORECASE)
_GPUS = "gpus"
_REACH = 60
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such number."""
    shares: dict[tuple[str, Fraction], list[Fact]] = {}
    gpus: dict[tuple[Fraction, int], Fact] = {}
    for fact in exact_counts(facts):
        if fact.stance is not Stance.ASSERTED:
            continue
        if fact.concept == _GPUS or fact.quantity.unit.symbol == "GPU":
            gpus.setdefault((count(fact), fact.claim.block), fact)
        elif fact.known and fact.concept in _SHARES.values():
            told = shares.setdefault((fact.concept, count(fact)), [])
            told += [fact] if len(told) < 2 else []
    several = Counter(concept for concept, _ in shares)
    # Where a report names two, the one that is said in other words may be the wrong one.
    shares = {place: told for place, told in shares.items() if several[place[0]] == 1}
    for fact in exact_counts(facts) if shares or gpus else ():
        if fact.known or fact.stance is not Stance.ASSERTED or count(fact) < 2:
            continue
        other = _share(fact, shares, facts) or _used(fact, gpus, facts)
        if other is not None:
            yield said_again(fact.claim, other.claim, other.quantity.hull, rule, power=_CHANCE)


def _share(fact: Fact, shares: Mapping[tuple[str, Fraction], list[Fact]], facts: Facts) -> Fact | None:
    """The same number of the same things on a GPU, in another place; the noun may stand before the number."""
    if fact.scope != "gpu" or fact.quantity.unit.symbol in ("%", "×", "GPU"):
        return None
    text = facts.claims.document.blocks[fact.claim.block].text
    before = text[max(fact.claim.start - _REACH, 0) : fact.claim.start].rpartition("\n")[2]
    if not (_PER.match(text, fact.claim.end) or _EACH.search(before)):
        return None
    nouns = [found[1].lower() for found in _NOUN.finditer(f"{before} {fact.claim.text}")]
    others = shares.get((_SHARES[nouns[-1]], count(fact)), ()) if nouns else ()
    return next((other for other in others if other.claim.block != fact.claim.block), None)


def _used(fact: Fact, gpus: Mapping[tuple[Fraction, int], Fact], facts: Facts) -> Fact | None:
    """The GPUs that there are, named before it in its line."""
    text = facts.claims.document.blocks[fact.claim.block].text
    if fact.quantity.unit.symbol or not _USES.search(text, max(fact.claim.start - _REACH, 0), fact.claim.start):
        return None
    other = gpus.get((count(fact), fact.claim.block))
    return other if other is not None and other.claim.start < fact.claim.start else None
