"""Widths of a matrix that the line above it splits: "8-way column-parallel:", "weight: [8192, 4096] per device".

They are confirmed by the width that the report states, over the ways of the split.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

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
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each bare number below such a line that a stated width over its ways gives."""
    ways = _ways(facts)
    widths = [fact for fact in exact_counts(facts) if _is_width(fact)] if ways else []
    sizes = {count(fact) for fact in exact_counts(facts) if fact.known} if widths else set()
    for fact in exact_counts(facts) if widths else ():
        if fact.known or fact.quantity.unit.symbol or fact.stance is not Stance.ASSERTED:
            continue
        if count(fact) < _LEAST or count(fact) in sizes:
            # What is the batch, too, is hardly meant as a part of a width.
            continue
        block = facts.claims.document.blocks[fact.claim.block]
        split = ways.get(lead(facts, block))
        whole = _whole(fact, split, widths) if split is not None else None
        if split is not None and whole is not None:
            yield confirmed(fact, quotient(whole, split, "the width of a part"), rule, _CHANCE)


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


def _whole(fact: Fact, split: Fact, widths: Sequence[Fact]) -> Fact | None:
    whole = Fraction(count(fact) * count(split))
    return next((width for width in widths if count(width) == whole), None)
