"""Parts and what one of them has, with an arrow between: "Head groups: n = 6 → 4 heads per group" of 24 heads."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.degrees import confirmed, count, quotient
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts, Stance

_ARROW = re.compile(r"[^\d\n.;]{0,16}(?:→|->)\s*(?:[A-Za-z_]\w{0,15}\s*=\s*)?")
_PARTS = re.compile(r"\b(?:groups|slices|shards|partitions|parts|chunks|splits)\b", re.IGNORECASE)
_WHOLES = frozenset({"attention_heads", "head_dim", "hidden_size", "ffn_hidden", "layers", "experts"})
_LEAST = 12
"""A count that is hardly the product of two others by chance."""
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each share behind an arrow that a stated count over the parts before it gives."""
    blocks = facts.claims.document.blocks
    wholes: dict[Fraction, Fact] | None = None
    for parts, share in pairwise(exact_counts(facts)):
        if parts.claim.block != share.claim.block or not _PARTS.search(parts.claim.label.key) or not count(parts):
            continue
        if not _ARROW.fullmatch(blocks[share.claim.block].text, parts.claim.end, share.claim.start):
            continue
        wholes = wholes if wholes is not None else _stated(facts)
        whole = wholes.get(count(parts) * count(share))
        if whole is not None and share.stance is Stance.ASSERTED and count(share) > 1:
            yield confirmed(share, quotient(whole, parts, "the share of a part"), rule, _CHANCE)


def _stated(facts: Facts) -> dict[Fraction, Fact]:
    """The counts of the whole model, by value."""
    told = [fact for fact in exact_counts(facts) if fact.known and fact.concept in _WHOLES and not fact.scope]
    return {count(fact): fact for fact in reversed(told) if fact.stance is Stance.ASSERTED and count(fact) >= _LEAST}
