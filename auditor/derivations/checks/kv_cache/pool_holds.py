"""How many fit into a pool of the cache, "KV pool: 240 GB", "KV per sequence: 5 GB", "max concurrent sequences: 48"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.by_block import by_block
from auditor.derivations.checks.passages import (
    CACHE_WORD,
    is_near,
    is_plain,
    named,
    sections,
    sentence,
    subject,
    worked,
)
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Bound, Derivation
from auditor.derivations.values import dimensions_of
from auditor.derivations.workings import worked_with, written
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.units import Dimensions

_POOL = re.compile(r"\b(?:pool|budget|available|left|remain\w*|free|reserve[sd]?|room)\b", re.IGNORECASE)
_THING = r"(?:requests?|sequences?|sessions?|users?|conversations?|chats?)"
_OF_ONE = re.compile(
    rf"\b(?:a|one|each|every|per|single)\b[^.;\n]{{0,24}}\b{_THING}\b[^.;\n\d]{{0,24}}\Z", re.IGNORECASE
)
"""What stands before an amount that one of them takes."""
_PER_THING = re.compile(rf"\W{{0,2}}(?:per|/|each|for (?:one|each|every)) ?{_THING}\b", re.IGNORECASE)
_OF_TOKEN = re.compile(r"\b(?:per|/|a|one|each) ?token\b", re.IGNORECASE)
_THINGS = re.compile(rf"\b{_THING}\b", re.IGNORECASE)
_FIT = re.compile(
    r"\b(?:fits?|holds?|room|at most|max\w*|concurren\w*|simultaneous\w*|at once|same time|in parallel)\b",
    re.IGNORECASE,
)
_TOKENS_FIT = re.compile(
    r"\btokens? (?:that|which|can|will)? ?(?:fits?|be held|be cached|held|cached)\b|\b(?:max\w*|total|cached?) tokens\b"
    r"|\btoken capacity\b|\bcapacity (?:in|of) tokens\b|\b(?:room for|holds?|fits?|caches?)\b[^.;\n]{0,30}\btokens?\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:FP8|INT8|INT4|quanti\w+|prefix|shar(?:e|ed|ing)|swap\w*|offload\w*|preempt\w*|average|mean|typical\w*|window"
    r"|both|together|altogether|combined|sliding|overcommit\w*|oversubscri\w*|evict\w*|all (?:GPUs|replicas|nodes)"
    r"|total|cluster|fleet|queue\w*"
    r"|target\w*|would|if|instead|not|plan(?:ned)?|stated|claim\w*|original\w*|recomputed)\b",
    re.IGNORECASE,
)
"""Words by which more fit, or other room or another size is meant."""
_LENGTH = re.compile(r"\b\d+K\b", re.IGNORECASE)
_BYTES: Dimensions = (("byte", 1),)
_AMOUNTS: Sequence[Dimensions] = (_BYTES, (("byte", 1), ("gpu", -1)))
_HOLDERS = DEGREES | {"gpus", "nodes", "replicas", "gpus_per_node"}
_OF_GPU = re.compile(r"\b(?:GPUs?|cards?|devices?|ranks?)\b", re.IGNORECASE)
_BEFORE = 140
_NEARLY = Interval(Fraction(17, 20), Fraction(1))


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number that is said to fit, in a section with one pool and one size."""
    holders = {fact.quantity.value for fact in facts.all if fact.concept in _HOLDERS and fact.quantity.whole}
    used, operands = written(facts), worked_with(facts)
    for some in sections(facts):
        told = [fact for fact in some if fact.claim.index not in operands]
        pools = [fact for fact in told if _is_pool(fact, facts)]
        rooms = [fact for fact in some if _is_tokens(fact, facts)]
        for pool, size, is_count in (
            (pools, _is_of_one, _is_count),
            (pools, _is_of_token, _is_tokens),
            (rooms, _is_length, _is_count),
        ):
            sizes = [fact for fact in told if size(fact, facts)] if len(pool) == 1 else []
            for count in some if len(sizes) == 1 else ():
                asked = count.claim.index not in used and count not in (pool[0], sizes[0]) and is_count(count, facts)
                if asked and _belong(pool[0], sizes[0], count, facts):
                    yield from _judged(pool[0], sizes[0], count, holders, facts, rule)


def _belong(pool: Fact, size: Fact, count: Fact, facts: Facts) -> bool:
    """Whether three numbers are told together, of one GPU or not, and of requests alike."""
    three = pool, size, count
    shared = [("gpu", -1) in dimensions_of(each) for each in (pool, size)]
    told = is_near(three, facts) and not any(_OTHERWISE.search(sentence(each, facts)) for each in three)
    return told and shared[0] == shared[1] and not _is_of_another(*three, facts)


def _judged(
    pool: Fact, size: Fact, count: Fact, holders: Set[Fraction | None], facts: Facts, rule: str
) -> Iterator[Derivation]:
    alike = pool.quantity.unit.symbol == size.quantity.unit.symbol
    made = worked(count, ([pool], [size]), "pool ÷ size", rule, alike=alike, bound=Bound.UPPER)
    shared = _OF_GPU.search(f"{sentence(pool, facts)} {subject(pool, facts)}") is not None
    if _is_full(pool, size, count) if made.holds else not _is_of_several(count, made, holders, shared=shared):
        yield made


def _before(fact: Fact, facts: Facts) -> str:
    """The line before a number; of a cell the heads of its row and column."""
    block, label = facts.claims.document.blocks[fact.claim.block], fact.claim.label
    if block.cell is not None:
        return f"{label.column} {label.row}"
    return block.text[max(fact.claim.start - _BEFORE, 0) : fact.claim.start].rpartition("\n")[2].replace("_", " ")


def _behind(fact: Fact, facts: Facts) -> str:
    return facts.claims.document.blocks[fact.claim.block].text[fact.claim.end :][:_BEFORE]


def _is_pool(fact: Fact, facts: Facts) -> bool:
    if dimensions_of(fact) not in _AMOUNTS or not is_plain(fact) or _is_of_one(fact, facts):
        return False
    said = named(fact)
    return _POOL.search(said) is not None and CACHE_WORD.search(f"{said} {subject(fact, facts)}") is not None


def _is_of_one(fact: Fact, facts: Facts) -> bool:
    if dimensions_of(fact) not in _AMOUNTS or not is_plain(fact):
        return False
    return bool(_OF_ONE.search(_before(fact, facts)) or _PER_THING.match(_behind(fact, facts)))


def _is_of_token(fact: Fact, facts: Facts) -> bool:
    if not is_plain(fact):
        return False
    if dimensions_of(fact) == (("byte", 1), ("token", -1)):
        return True
    before = _before(fact, facts)
    told = dimensions_of(fact) == _BYTES or (not dimensions_of(fact) and "bytes" in before)
    return (
        told
        and _OF_TOKEN.search(before) is not None
        and re.search(r"(?::|=|\bis|\btakes) ?[~≈]?\Z", before) is not None
    )


def _is_count(fact: Fact, facts: Facts) -> bool:
    counts = fact.quantity.whole and fact.quantity.modality in (Modality.EXACT, Modality.ABOUT, Modality.AT_MOST)
    said = f"{named(fact)} {_behind(fact, facts)[:40]}"
    plain = not dimensions_of(fact) or _THINGS.fullmatch(fact.quantity.unit.symbol) is not None
    return counts and plain and not fact.claim.degree and bool(_FIT.search(said) and _THINGS.search(said))


def _is_tokens(fact: Fact, facts: Facts) -> bool:
    counts = is_plain(fact) and dimensions_of(fact) in ((), (("token", 1),))
    return counts and _TOKENS_FIT.search(f"{_before(fact, facts)} {fact.claim.text}") is not None


def _is_length(fact: Fact, facts: Facts) -> bool:
    dimensions = dict(dimensions_of(fact))
    if dimensions.get("token") != 1 or not is_plain(fact):
        return False
    return bool(set(dimensions) - {"token"}) or bool(_PER_THING.match(_behind(fact, facts)))


def _is_of_another(pool: Fact, size: Fact, count: Fact, facts: Facts) -> bool:
    """Whether another size stands beside the one, or a count is of requests of another length."""
    said, counted = sentence(size, facts), sentence(count, facts)
    others = [
        each
        for each in by_block(facts)[size.claim.block]
        if dimensions_of(size) and dimensions_of(each) == dimensions_of(size)
    ]
    alone = all(each in (pool, size) or each.claim.text not in said for each in others)
    lengths = [set(_LENGTH.findall(each)) for each in (said, counted)]
    return not alone or (all(lengths) and lengths[0] != lengths[1])


def _is_full(pool: Fact, size: Fact, count: Fact) -> bool:
    """Whether as many are stated as fit by the numbers themselves, or nearly: far fewer may be any number."""
    most = pool.quantity.nominal() / size.quantity.nominal()
    return (most * _NEARLY).meets(Interval.point(count.quantity.value or 0))


def _is_of_several(count: Fact, made: Derivation, holders: Set[Fraction | None], *, shared: bool) -> bool:
    """Whether as many fit into the pools of all that the report counts, or fewer where the pool is that of a GPU."""
    most, stated = made.interval.high, count.quantity.value or Fraction(0)
    room = Interval(Fraction(0), Fraction(1)) if shared else _NEARLY
    return most is not None and any((room * Interval.point(most * each)).contains(stated) for each in holders if each)
