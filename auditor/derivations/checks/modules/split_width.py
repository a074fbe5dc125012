"""Widths of a matrix that the line above it splits: "8-way column-parallel:", "weight: [8192, 4096] per device".

They are confirmed by the width that the report states, over the ways of the split.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import groupby

from auditor import patterns as re
from auditor.derivations.checks.degrees import confirmed, count, quotient
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.leads import lead
from auditor.facts import Fact, Facts, Stance

_SPLIT = re.compile(r"(?P<ways>\d{1,3})-way (?:column|row|tensor|model)[- ]parallel", re.IGNORECASE)
_WIDTHS = frozenset({"hidden_size", "ffn_hidden", "expert_hidden"})
_LEAST = 256
"""A width that is no count of heads, layers or experts."""
_SIDES = 2
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each bare number below such a line that a stated width over its ways gives."""
    ways = _ways(facts)
    widths = {count(fact): fact for fact in exact_counts(facts) if _is_width(fact)} if ways else {}
    sizes = {count(fact) for fact in exact_counts(facts) if fact.known} if widths else set()
    for index, counts in groupby(exact_counts(facts), key=lambda fact: fact.claim.block) if widths else ():
        split = ways.get(lead(facts, facts.claims.document.blocks[index]))
        there = list(counts)
        parts = [fact for fact in there if count(fact) not in widths]
        if split is None or len(parts) != 1 or len(there) > _SIDES:
            # Of a matrix one side is split.
            continue
        whole = widths.get(count(parts[0]) * count(split))
        if whole is not None and _is_part(parts[0], sizes):
            yield confirmed(parts[0], quotient(whole, split, "the width of a part"), rule, _CHANCE)


def _is_part(fact: Fact, sizes: set[Fraction]) -> bool:
    """Whether a number may be a part of a width: what is the batch, too, is hardly meant so."""
    plain = not fact.known and not fact.quantity.unit.symbol and fact.stance is Stance.ASSERTED
    return plain and count(fact) >= _LEAST and count(fact) not in sizes


def _is_width(fact: Fact) -> bool:
    return fact.known and fact.concept in _WIDTHS and fact.stance is Stance.ASSERTED and not fact.scope


def _ways(facts: Facts) -> Mapping[int | None, Fact]:
    """By block the number of ways in which its line splits what follows."""
    found: dict[int | None, Fact] = {}
    for fact in exact_counts(facts):
        text = facts.claims.document.blocks[fact.claim.block].text
        if count(fact) > 1 and _SPLIT.match(text, fact.claim.start):
            found.setdefault(fact.claim.block, fact)
    return found
