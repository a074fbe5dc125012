"""Latencies that nothing calls a request's beside a longer time to the first token: those of a token or of a step."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.facts.companions import unnamed
from auditor.facts.fact import Fact, Stance

_LATENCY, _FIRST = "end_to_end_latency", "ttft"
_LONGEST = Fraction(1, 10)
"""Seconds; what takes longer is no step of decoding."""
_GOALS = frozenset({"required", "limit", "maximum"})
_OF_REQUEST = re.compile(
    r"\b(?:end|e2e|requests?|responses?|answers?|total|overall|whole|inference|quer(?:y|ies))\b|端到端|推理|响应|请求|总"
    r"|\btổng\b|đầu cuối|phản hồi",
    re.IGNORECASE,
)


def latencies(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts, where "TTFT 900 ms, latency 40 ms" gives no latency of a request."""
    first = [
        fact.quantity.hull.low
        for fact in facts
        if fact.concept == _FIRST and fact.stance is Stance.ASSERTED and fact.role not in _GOALS
    ]
    longest = max((low for low in first if low is not None), default=None)
    if longest is None:
        return tuple(facts)
    return tuple(unnamed(fact) if _is_of_a_step(fact, longest) else fact for fact in facts)


def _is_of_a_step(fact: Fact, longest: Fraction) -> bool:
    high, label = fact.quantity.hull.high, fact.claim.label
    if fact.concept != _LATENCY or high is None or high > min(longest, _LONGEST):
        return False
    said = " ".join((label.key, label.row, label.column, label.before, label.after, fact.claim.text))
    return _OF_REQUEST.search(said) is None
