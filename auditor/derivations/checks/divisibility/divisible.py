"""Counts that are called divisible by a number: "60 layers: evenly divisible by PP=8"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.divisibility.division import divided
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Facts, Stance
from auditor.text import line_at

_DIVISIBLE = re.compile(
    r"\s*(?:(?:transformer|attention|query|MoE|hidden|KV|model)?\s*[a-z]+\s*)?[:(,—–-]?\s*(?:(?:which|that) )?"
    r"(?:is |are )?(?:(?:evenly|perfectly|cleanly|exactly|fully|also) )*(?:divisible|divides? evenly) by "
    r"(?:the )?(?:[A-Z]{2}\s?[=:]?\s?|[a-z ]{0,24})?",
    re.IGNORECASE,
)
"""What stands between a count and the number that divides it."""
_DENIED = re.compile(r"\b(?:not|must|should|needs? to|if|unless|only|has to|have to)\b|n't\b|[❌✗⚠?]", re.IGNORECASE)
_REACH = 80


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count and the number right behind it that is said to divide it."""
    blocks = facts.claims.document.blocks
    for whole, parts in pairwise(exact_counts(facts)):
        text, close = blocks[whole.claim.block].text, whole.claim.block == parts.claim.block
        between = text[whole.claim.end : parts.claim.start] if close else ""
        if not between or len(between) > _REACH or not _DIVISIBLE.fullmatch(between):
            continue
        total, count = whole.quantity.value, parts.quantity.value
        line = line_at(text, whole.claim.start)
        asserted = whole.stance is parts.stance is Stance.ASSERTED
        if not total or not count or _DENIED.search(line) or not asserted:
            continue
        yield replace(divided(whole.claim, parts.claim, total, count, asserted=True), rule=rule)
