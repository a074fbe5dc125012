"""The cache of a GPU by its bytes of a token: "57,344 bytes per token per GPU", "262,144 tokens", "14 GiB per GPU"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from auditor import patterns as re
from auditor.derivations.checks.passages import (
    BY_HAND,
    CACHE_WORD,
    is_near,
    is_plain,
    is_whole,
    named,
    sections,
    sentence,
    situation,
    worked,
)
from auditor.derivations.derivation import Derivation
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_OF_TOKEN = re.compile(
    r"\b(?:per|each|/) ?token,? (?:per|and|on each|on every|on one|/) ?GPU\b|\bper GPU,? (?:per|and|/) ?token\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:pool|budget|available|left|remain\w*|free|limit\w*|capacity|max\w*|reserve[sd]?|prefix|shared?|average|mean"
    r"|FP8|INT8|window|sliding|if|would|without|per (?:layer|sequence|request|user|stage))\b",
    re.IGNORECASE,
)
"""Words by which other room, other tokens or another cache is meant."""
_OF_TOKEN_UNIT = {"byte": 1, "gpu": -1, "token": -1}
_COUNTED = frozenset({"token", "sequence", "request"})
_MOST = 8
_ONE = Interval.point(1)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cache of a GPU, in a section with one size of a token on a GPU and one load."""
    operands = worked_with(facts)
    for told in sections(facts):
        some = [fact for fact in told if fact.claim.index not in operands]
        sizes = [fact for fact in some if _is_size(fact)]
        load = _load(some) if len(sizes) == 1 else None
        if load is None:
            continue
        for fact in some:
            if _is_share(fact) and fact not in (sizes[0], load) and is_near((sizes[0], load, fact), facts):
                found = worked(fact, ([sizes[0], load], []), "bytes of a token × tokens", rule)
                if found.holds or _is_meant((sizes[0], load, fact), found, some, facts):
                    yield found


def _is_size(fact: Fact) -> bool:
    dimensions = dict(fact.quantity.readings[0].unit.dimensions)
    if not is_plain(fact) or dimensions.get("byte") != 1:
        return False
    return dimensions == _OF_TOKEN_UNIT or _OF_TOKEN.search(named(fact)) is not None


def _load(some: Sequence[Fact]) -> Fact | None:
    """The tokens of all sequences: the only ones, or those that two other counts come to."""
    counts = [fact for fact in some if is_whole(fact) and fact.quantity.unit.symbol in _COUNTED]
    loads = [fact for fact in counts if fact.quantity.unit.symbol == "token"]
    if len(loads) <= 1 or len(counts) > _MOST:
        return loads[0] if len(loads) == 1 else None
    products = {a.quantity.nominal() * b.quantity.nominal() for a, b in combinations(counts, 2)}
    found = [fact for fact in loads if fact.quantity.nominal() in products]
    return found[0] if len(found) == 1 else None


def _is_share(fact: Fact) -> bool:
    amount = dict(fact.quantity.readings[0].unit.dimensions) in ({"byte": 1}, {"byte": 1, "gpu": -1})
    return amount and is_plain(fact) and fact.scope == "gpu" and CACHE_WORD.search(named(fact)) is not None


def _is_meant(three: Sequence[Fact], found: Derivation, some: Sequence[Fact], facts: Facts) -> bool:
    """Whether no other number of tokens gives what is stated, and no word says that other ones are meant."""
    size, load, share = three
    if (found.interval * BY_HAND).meets(share.quantity.hull) or len(set(map(situation, three))) > 1:
        return False
    others = [fact for fact in some if is_whole(fact) and fact not in three]
    counts = [fact.quantity.hull for fact in others if fact.quantity.unit.symbol in _COUNTED]
    ways = [size.quantity.hull * each * other for each in (*counts, load.quantity.hull) for other in (_ONE, *counts)]
    met = any(way.meets(share.quantity.hull) for way in ways)
    return not met and not any(_OTHERWISE.search(sentence(fact, facts)) for fact in three)
