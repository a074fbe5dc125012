"""Caches of several lengths, "Context 32K: KV cache 10 GB", "Context 128K: 40 GB": they grow with the tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.paired import width
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_LENGTH = re.compile(r"sequence length \d")
_LENGTHS = frozenset({"sequence_length", "input_length"})
_OTHERWISE = re.compile(
    r"sliding|window|hybrid|mamba|linear attention|local attention|compress|evict|sparse|quanti|FP8|INT8|INT4|offload"
    r"|chunk|ring attention|context parallel|\bCP\b|paged|block size",
    re.IGNORECASE,
)
"""Words of a document in which a cache need not grow with the context."""
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_ALONE = 2
"""Numbers of a line that states a length and the cache of it, and nothing else."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cache of a length that follows on another one."""
    lines: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        lines[fact.claim.block].append(fact)
    stated: dict[tuple[object, ...], list[tuple[Fact, Fact]]] = defaultdict(list)
    for line in lines.values():
        pair = _pair(line, facts)
        if pair is not None:
            cache = pair[1]
            stated[cache.scope, cache.claim.label.headings, cache.quantity.readings[0].unit.dimensions].append(pair)
    for pairs in stated.values():
        if len(pairs) > 1 and not _OTHERWISE.search(facts.claims.document.source):
            for first, second in pairwise(pairs):
                yield _derivation(first, second, rule)


def _pair(line: Sequence[Fact], facts: Facts) -> tuple[Fact, Fact] | None:
    """The length and the cache of a line that has no other number."""
    if len(line) != _ALONE or facts.claims.document.blocks[line[0].claim.block].cell is not None:
        return None
    length, cache = line if line[0].concept in _LENGTHS else line[::-1]
    named = length.concept in _LENGTHS and cache.concept == "kv_cache"
    of_length = len(cache.scenario) == 1 and _LENGTH.match(cache.scenario[0]) is not None
    plain = all(each.quantity.modality in _PLAIN and each.stance is Stance.ASSERTED for each in line)
    return (length, cache) if named and of_length and plain and length.quantity.value else None


def _derivation(first: tuple[Fact, Fact], second: tuple[Fact, Fact], rule: str) -> Derivation:
    length, cache = second
    given = tuple(
        Input(f"c{each.claim.index}", _value(each), each.claim.index) for each in (first[1], length, first[0])
    )
    before, to, since = (each.interval for each in given)
    result, unit = before * to / since, cache.quantity.readings[0].unit
    own, nominal = _value(cache), [each.quantity.nominal() for each in (first[1], length, first[0])]
    holds = result.meets(own)
    working = f"{first[1].claim.text} × {length.claim.text} ÷ {first[0].claim.text}"
    name = f"c{cache.claim.index}"
    return Derivation(
        rule=rule,
        head=cache.claim.index,
        premises=(first[1].claim.index, length.claim.index, first[0].claim.index),
        holds=holds,
        stated=cache.claim.text,
        expected=show.interval(nominal[0] * nominal[1] / nominal[2], unit),
        interval=result,
        basis=Basis.DERIVATION,
        steps=(
            Step(
                "cache × tokens ÷ tokens",
                working,
                result,
                unit.symbol,
                f"{given[0].name} {given[1].name} * {given[2].name} /",
                given,
            ),
        ),
        compared=Step(
            "cache", cache.claim.text, _value(cache), "", name, (Input(name, _value(cache), cache.claim.index),)
        ),
        power=round(max(width(cache.quantity), 0.001), 3) if holds else None,
    )


def _value(fact: Fact) -> Interval:
    """In the first reading of the unit: what two amounts of one unit are to each other does not depend on it."""
    return fact.quantity.readings[0].interval
