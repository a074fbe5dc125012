"""Percentiles of one time out of order: a p99 below the p95 of the same list, row, column or sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor import show
from auditor.derivations.by_block import by_block
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.text import line_start, says_any

_NAME = re.compile(
    r"(?<![\w.])[pP](\d{2}(?:\.\d{1,2})?)(?![\d.]*\w)|(?<![\d.])(\d{2}(?:\.\d)?)(?:th|st|nd|rd)[ -]percentile"
    r"|\b(median|trung vị)\b|(中位数)|(?<![\d.])(\d{2}) ?分位",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\d{2}(?:\.\d)?(?:th|st|nd|rd)[ -]percentile", re.IGNORECASE)
_RANK = re.compile(r"\b[pP]\d")
_HINTS = ("percentile", "median", "trung vị", "中位数", "分位")
"""One of these stands in each of them, or that; together they are found in a fraction of the time."""
_MEDIAN = Fraction(50)
_SMALL = re.compile(
    r"\b(?:the|an?|and|is|was|are|at|of|in|on|s|ms|µs|us|sec(?:onds)?|và|là)\b|[^\w]+|为|是|和", re.IGNORECASE
)
"""Words of a label that do not say which time it is."""
_DIFFERENT = re.compile(
    r"gain|sav(?:ed|ing)|improv|reduc|faster|slower|lower|higher|differ|delta|Δ|overhead|added|adds|extra|chang|drop"
    r"|spread|jitter|versus|\bvs\b|minus|error|deviat|breakdown|part of|contribut|target|SLO|SLA"
    r"|limit|budget|goal|\bby\b|[<>≤≥]|目标|降低|提升|mục tiêu|giảm",
    re.IGNORECASE,
)
"""Words that make numbers of percentiles differences, parts or limits, which are in no order."""
_SENTENCE = re.compile(r"[.!?。](?:\s|\Z)")
_BETWEEN = re.compile(r"[\s,;/·|()（）:=、，；–—-]*")
_TIMES = frozenset({"ttft", "tpot", "end_to_end_latency", "decode_latency"})
_SECOND = (("second", 1),)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A time with the percentile that it is."""

    fact: Fact
    rank: Fraction
    name: str


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentile that is less than a lower one of the same time."""
    source = facts.claims.document.source
    if (_RANK.search(source) is None and not says_any(source, _HINTS)) or _NAME.search(source) is None:
        return
    groups: dict[tuple[object, ...], list[_Ranked]] = defaultdict(list)
    for fact in filter(_is_plain, facts.all):
        for group, found in _placed(fact, facts):
            groups[group].append(found)
    for series in (*groups.values(), *_sentences(facts), *_slashed(facts)):
        yield from _out_of_order(series, rule)


def _is_plain(fact: Fact) -> bool:
    plain = fact.quantity.is_plain and fact.stance is Stance.ASSERTED
    return plain and bool(fact.quantity.value) and fact.role not in GOALS and not fact.claim.qualifier


def _is_time(fact: Fact) -> bool:
    return all(reading.unit.dimensions == _SECOND for reading in fact.quantity.readings)


def _out_of_order(series: Sequence[_Ranked], rule: str) -> Iterator[Derivation]:
    """The first number that is less than one of a lower percentile; of a series that names each percentile once."""
    ranked = sorted(series, key=lambda each: each.rank)
    if len({each.rank for each in ranked}) < len(ranked) or not any(_is_time(each.fact) for each in ranked):
        return
    for lower, higher in pairwise(ranked):
        ends = _comparable(lower.fact, higher.fact)
        if ends is not None and ends[1] < ends[0]:
            yield _derivation(higher, lower, rule)
            return


def _comparable(lower: Fact, higher: Fact) -> tuple[Fraction, Fraction] | None:
    """The least that one admits and the most that the other does, in one unit; a bare number has that of its row."""
    symbols = {lower.quantity.unit.symbol, higher.quantity.unit.symbol}
    bare = "" in symbols and len(symbols - {""}) == 1 and (_is_time(lower) or _is_time(higher))
    if not bare and not (_is_time(lower) and _is_time(higher)):
        return None
    first, second = (each.quantity.interval if bare else each.quantity.hull for each in (lower, higher))
    return None if first.low is None or second.high is None else (first.low, second.high)


def _derivation(higher: _Ranked, lower: _Ranked, rule: str) -> Derivation:
    claim, quantity = lower.fact.claim, lower.fact.quantity
    given = Input(claim.name, quantity.hull, claim.index)
    least = Interval(quantity.hull.low, None)
    known = lower.fact.concept in _TIMES or higher.fact.concept in _TIMES
    return one_step(
        higher.fact.claim,
        Step(f"at least the {lower.name}", claim.text, least, quantity.unit.symbol, f"{claim.name} ≥", (given,)),
        rule,
        expected=f"at least {show.interval(quantity.nominal(), quantity.readings[0].unit)}",
        holds=False,
        relation="≥",
        basis=Basis.COMPARISON,
        severity="" if known else "warning",
        message=f"{higher.name} is {higher.fact.claim.text}, less than the {lower.name} of {claim.text}.",
    )


def _percentile(label: str) -> tuple[Fraction, str, str] | None:
    """The one percentile that a label names, its name, and what else the label says."""
    found = list(_NAME.finditer(label))
    if len(found) != 1 or _DIFFERENT.search(label):
        return None
    digits = next((group for group in found[0].groups() if group), "")
    rank = Fraction(digits) if digits[:1].isdecimal() else _MEDIAN
    rest = label[: found[0].start()] + " " + label[found[0].end() :]
    return rank, found[0][0], " ".join(_SMALL.sub(" ", rest).lower().split())


def _placed(fact: Fact, facts: Facts) -> Iterator[tuple[tuple[object, ...], _Ranked]]:
    """The series of a list, row or column that a number belongs to."""
    label, block = fact.claim.label, facts.claims.document.blocks[fact.claim.block]
    told = " ".join((label.key, label.row, label.column, label.before, label.after, *label.headings[-1:]))
    if _DIFFERENT.search(told):
        return
    if block.cell is not None and fact.concept not in _TIMES:
        # The parts of a slow request are not each slower than those of a usual one.
        return
    if block.cell is not None:
        table, row, column = block.cell.table, block.cell.row, block.cell.column
        across, down = _percentile(label.column), _percentile(label.row)
        if across is not None and down is None:
            yield ("row", table, row, across[2]), _Ranked(fact, across[0], across[1])
        elif down is not None and across is None:
            yield ("column", table, column, down[2]), _Ranked(fact, down[0], down[1])
    elif block.item is not None and not label.before and (named := _percentile(label.key)) is not None:
        yield ("list", block.item.list, label.headings, fact.scenario, named[2]), _Ranked(fact, named[0], named[1])


def _sentences(facts: Facts) -> Iterator[list[_Ranked]]:
    """Runs of numbers with nothing but their percentiles between them: "TTFT p50 320 ms, p95 780 ms"."""
    run: list[_Ranked] = []
    about = ""
    blocks = facts.claims.document.blocks
    ordinal: Fact | None = None
    for fact in facts.all:
        text = blocks[fact.claim.block].text
        if _ORDINAL.match(text, fact.claim.start):
            ordinal = fact
            continue
        before = fact.claim.label.before
        if ordinal is not None and ordinal.claim.block == fact.claim.block:
            before = f"{ordinal.claim.label.before} {text[ordinal.claim.start : fact.claim.start]}"
        ordinal = None
        named = _percentile(before) if _is_plain(fact) and _is_time(fact) else None
        goes_on = bool(run) and named is not None and _is_next(run[-1].fact, fact, named[2], about, facts)
        if not goes_on:
            yield run
            run = []
        if named is not None and (goes_on or not _is_told_apart(fact, facts)):
            about = about if goes_on else named[2]
            run.append(_Ranked(fact, named[0], named[1]))
    yield run


def _is_next(earlier: Fact, fact: Fact, words: str, about: str, facts: Facts) -> bool:
    if fact.claim.block != earlier.claim.block or fact.scenario != earlier.scenario or words not in ("", about):
        return False
    between = facts.claims.document.blocks[fact.claim.block].text[earlier.claim.end : fact.claim.start]
    if not words and _SENTENCE.search(between):
        # What the last of several times of a sentence is called need not be what the next sentence is about.
        return False
    return _BETWEEN.fullmatch(_SMALL.sub(" ", _NAME.sub(" ", between))) is not None or words == about != ""


def _is_told_apart(fact: Fact, facts: Facts) -> bool:
    """Whether the line up to a number makes it a difference or a limit."""
    text = facts.claims.document.blocks[fact.claim.block].text
    return _DIFFERENT.search(text, line_start(text, fact.claim.start), fact.claim.start) is not None


def _slashed(facts: Facts) -> Iterator[list[_Ranked]]:
    """Numbers under a key that names as many percentiles: "P50/P95/P99: 4.1 / 9.8 / 10.2 s"."""
    for several in by_block(facts).values():
        key = several[0].claim.label.key
        names = list(_NAME.finditer(key)) if key else []
        if len(names) < 2 or len(names) != len(several) or _DIFFERENT.search(key) or not all(map(_is_plain, several)):
            continue
        text = facts.claims.document.blocks[several[0].claim.block].text
        gaps = [text[a.claim.end : b.claim.start] for a, b in pairwise(several)]
        if all(_BETWEEN.fullmatch(gap) for gap in gaps):
            ranks = [_percentile(name[0]) for name in names]
            yield [_Ranked(fact, rank[0], rank[1]) for fact, rank in zip(several, ranks, strict=True) if rank]
