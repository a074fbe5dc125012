"""Sizes that are multiplied by one that only has a name: "6144 × batch_size elements", "96 × 4,000 × hidden_size".

They are confirmed by the size that is stated under its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.facts import Fact, Facts, Stance

_NUMBER = r"\d[\d,.]{0,12}"
_NAME = (
    r"(?:batch|seq\w*|hidden|tokens?|heads?|layers?|num|embed\w*|vocab\w*|d)"
    r"(?:[_ ](?:size|len|length|dim|model|tokens|layers|heads))?"
)
_BEHIND = re.compile(rf"(?:\s*[×x*]\s*{_NUMBER}){{0,3}}\s*[×x*]\s*{_NAME}\b", re.IGNORECASE)
"""What follows a factor of such a product."""
_BEFORE = re.compile(rf"\b{_NAME}\s*[×x*]\s*\Z", re.IGNORECASE)
"""What precedes one."""
_REACH = 40
_SIZES = frozenset({"hidden_size", "batch_size", "sequence_length", "ffn_hidden", "expert_hidden", "vocabulary"})
_LEAST = 64
"""A size that is no degree and no number of copies."""
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each factor of such a product that the report states as a size."""
    blocks, sizes = facts.claims.document.blocks, None
    for fact in exact_counts(facts):
        if (fact.quantity.value or 0) < _LEAST or not _is_factor(fact, blocks[fact.claim.block].text):
            continue
        sizes = sizes if sizes is not None else _stated(facts)
        other = sizes.get(fact.quantity.value or Fraction(0))
        if other is not None and other.claim.block != fact.claim.block and fact.stance is Stance.ASSERTED:
            yield said_again(fact.claim, other.claim, other.quantity.hull, rule, power=_CHANCE)


def _is_factor(fact: Fact, text: str) -> bool:
    start = fact.claim.start
    return bool(_BEHIND.match(text, fact.claim.end) or _BEFORE.search(text, max(start - _REACH, 0), start))


def _stated(facts: Facts) -> Mapping[Fraction, Fact]:
    """The sizes that are stated under their names, by value."""
    found: dict[Fraction, Fact] = {}
    for fact in exact_counts(facts):
        if fact.known and fact.concept in _SIZES and fact.stance is Stance.ASSERTED and not fact.scenario:
            found.setdefault(fact.quantity.value or Fraction(0), fact)
    return found
