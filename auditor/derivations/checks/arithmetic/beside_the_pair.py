"""Percentages and multiples beside a pair that are not made of it: "96 of 96 GPUs, prefill at 80%"."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.values import operands
from auditor.facts import Claim, Facts, Link
from auditor.interval import Interval
from auditor.quantity import Quantity

_WHOLE = re.compile(
    r"\s?of (?:the |its |our |all (?:the )?)?(memory|VRAM|HBM|compute|FLOPS|bandwidth|time|power|energy|traffic)\b",
    re.IGNORECASE,
)
"""What a percentage is told to be of: "96 of 96 GPUs, 4.6% of the memory"."""
_CONDITION = re.compile(r"(?:\bat|@|\bbei|在) ?[~≈]?\Z", re.IGNORECASE)
"""What leads to the level at which the amount before holds: "50.3 days at 95% availability (deadline 55 days)"."""
_LEVEL = re.compile(
    r"\b(?:load|utili[sz]ation|util|MFU|HFU|occupancy|acceptance|availability|hit[ -]rate|duty(?: cycle)?|SLO|bubble)"
    r"(?: of| at|:|=| is)?\s?[~≈]?\Z|(?:负载|利用率|可用率)\s?[:：为]?\s?[~≈约]?\Z",
    re.IGNORECASE,
)
"""What names a level that holds after a change, and is no measure of it: "6 → 3 GPUs (load 60%)"."""
_CONTRAST = re.compile(r"\b(?:while|whereas|but|though|although|während|wobei)\b|而(?!且)|trong khi", re.IGNORECASE)
"""What begins the statement that the pair is of: "33× the rate while each waits longer (11.8 against 6.2 ms)"."""
_THRESHOLD = re.compile(
    r"\b(?:above|over|beyond|below|under|within|exceed(?:s|ing)?|(?:more|less|slower|faster|larger|smaller|higher|lower)"
    r" than) \Z",
    re.IGNORECASE,
)
"""What makes a multiple the bound by which things are counted: "slower than 1.5× the median: 12 of 2,000"."""
_TIME = re.compile(r"\b(?:time|latency|duration|delay|TTFT|TPOT|ITL)\b|延迟|时间|thời gian|độ trễ", re.IGNORECASE)
_PART = re.compile(r"\d ?/ ?\Z")
"""What stands before a whole, and is the part itself: "61.2 / 80 GB (85% of the 72 GB allowed)"."""
_PER_SECOND = ("second", -1)
_REACH = 40
_ONE = Interval.point(1)


def is_beside(facts: Facts, link: Link, stated: Quantity) -> bool:
    """Whether the percentage or multiple that stands by a pair, and is not made of it, may be of something else."""
    if link.result is None:
        return False
    result = facts.claims.all[link.result]
    text = facts.claims.document.blocks[result.block].text
    if _CONDITION.search(text, max(result.start - _REACH, 0), result.start):
        return True
    if link.form == "change" and _LEVEL.search(text, max(result.start - _REACH, 0), result.start):
        return True
    if _CONTRAST.search(text, result.end, max(facts.claims.all[next(operands(link.first))].start, result.end)):
        return True
    if stated.unit.symbol == "×":
        bound = not stated.is_plain
        ahead = result.index < next(operands(link.first))
        return ahead and (bound or _THRESHOLD.search(text, max(result.start - _REACH, 0), result.start) is not None)
    pair = [facts.claims.all[claim] for claim in (next(operands(link.first)), max(operands(link.second)))]
    if link.form == "of" and _PART.search(text, max(pair[0].start - _REACH, 0), pair[0].start):
        return True
    if link.form == "of" and result.index > pair[-1].index:
        whole = _WHOLE.match(text, result.end)
        return whole is not None and whole[1].lower() not in text[pair[0].start : pair[-1].end].lower()
    return _is_of_time(text, result, pair, stated)


def _is_of_time(text: str, result: Claim, pair: list[Claim], stated: Quantity) -> bool:
    """Whether it tells by how much less time a faster rate takes: "prefill time −41% (40,000 → 67,368 tokens/s)"."""
    first, second = (claim.quantity for claim in pair)
    if first is None or second is None or not _TIME.search(text, max(result.start - _REACH, 0), result.start):
        return False
    if second.readings[0].unit.dimensions and _PER_SECOND not in second.readings[0].unit.dimensions:
        return False
    faster, slower = second.hull, first.hull
    if faster.low is None or slower.high is None or not 0 < slower.high < faster.low:
        return False
    saved = _ONE - slower / faster
    return saved.meets(stated.hull) or (-saved).meets(stated.hull)
