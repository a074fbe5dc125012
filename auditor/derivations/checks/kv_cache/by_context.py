"""Caches of several lengths, "Context 32K: KV cache 10 GB", "Context 128K: 40 GB": they grow with the tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.paired import width
from auditor.derivations.checks.passages import CACHE_WORD
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval

_LENGTH = re.compile(r"sequence length \d")
_LENGTHS = frozenset({"sequence_length", "input_length"})
_OTHERWISE = re.compile(
    r"sliding|window|hybrid|mamba|linear attention|local attention|compress|evict|sparse|quanti|FP8|INT8|INT4|offload"
    r"|chunk|ring attention|context parallel|\bCP\b|paged|block size",
    re.IGNORECASE,
)
"""Words of a document in which a cache need not grow with the context."""
_ALONE = 2
"""Numbers of a line that states a length and the cache of it, and nothing else."""

_Line = tuple[int | None, int]
"""A row of a table, or a block outside of tables."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cache of a length that follows on another one."""
    lines: dict[_Line, list[Fact]] = defaultdict(list)
    wide = {b.cell.table for b in facts.claims.document.blocks if b.cell is not None and b.cell.column >= _ALONE}
    for fact in facts.all:
        lines[_line(fact, facts)].append(fact)
    stated: dict[tuple[object, ...], list[tuple[Fact, Fact]]] = defaultdict(list)
    for (table, _), line in lines.items():
        pair = _pair(line, facts) if table not in wide else None
        if pair is not None:
            cache = pair[1]
            units = cache.quantity.readings[0].unit.dimensions
            stated[table, cache.scope, cache.claim.label.headings, units, _words(pair, facts)].append(pair)
    for pairs in stated.values():
        if len(pairs) > 1 and not _OTHERWISE.search(facts.claims.document.source):
            for first, second in pairwise(pairs):
                yield _derivation(first, second, rule)


def _line(fact: Fact, facts: Facts) -> _Line:
    cell = facts.claims.document.blocks[fact.claim.block].cell
    return (cell.table, cell.row) if cell is not None else (None, fact.claim.block)


def _pair(line: Sequence[Fact], facts: Facts) -> tuple[Fact, Fact] | None:
    """The length and the cache of a line that has no other number."""
    if len(line) != _ALONE:
        return None
    length, cache = line if line[0].concept in _LENGTHS else line[::-1]
    named = length.concept in _LENGTHS and (cache.concept == "kv_cache" or _is_below(cache, facts))
    plain = all(each.quantity.is_plain and each.stance is Stance.ASSERTED for each in line)
    fits = ("byte", 1) in cache.quantity.readings[0].unit.dimensions and length.quantity.value
    return (length, cache) if named and plain and fits else None


def _is_below(cache: Fact, facts: Facts) -> bool:
    """Whether an amount without a name of its own stands below a heading that speaks of the cache."""
    blocks = facts.claims.document.blocks
    headings = blocks[cache.claim.block].headings
    return not cache.known and bool(headings) and CACHE_WORD.search(blocks[headings[-1]].text) is not None


def _words(pair: Sequence[Fact], facts: Facts) -> str:
    """What a line says beside its two numbers: lines of other words may be of other models or machines."""
    length, cache = pair
    if len(cache.scenario) == 1 and _LENGTH.match(cache.scenario[0]):
        return ""
    text = facts.claims.document.blocks[cache.claim.block].text
    first, second = sorted((length.claim, cache.claim), key=lambda claim: claim.start)
    return f"{text[: first.start]}#{text[first.end : second.start]}#{text[second.end :]}"


def _derivation(first: tuple[Fact, Fact], second: tuple[Fact, Fact], rule: str) -> Derivation:
    length, cache = second
    given = tuple(Input(each.claim.name, _value(each), each.claim.index) for each in (first[1], length, first[0]))
    before, to, since = (each.interval for each in given)
    result, unit = before * to / since, cache.quantity.readings[0].unit
    own, nominal = _value(cache), [each.quantity.nominal() for each in (first[1], length, first[0])]
    holds = result.meets(own)
    working = f"{first[1].claim.text} × {length.claim.text} ÷ {first[0].claim.text}"
    name = cache.claim.name
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
