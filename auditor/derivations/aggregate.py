"""Times per output token that are one over the tokens a second of all sequences: no sequence waits so briefly for its
next token, so that they bound nothing."""

from __future__ import annotations

from fractions import Fraction

from auditor.derivations.concepts import OF_ALL, is_goal
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_ONE = Interval.point(1)
_AT_ONCE = frozenset({"batch_size", "concurrency"})
_NEARLY = Fraction(1, 20)
"""How far the product of the two may be off by the printed numbers alone: "2 ms" admits far too much."""


def aggregate_times(facts: Facts) -> frozenset[int]:
    """The claims of these times; none where one sequence alone is decoded, so that the two are the same."""
    times, rates = [fact for fact in facts.all if is_time(fact)], [fact for fact in facts.all if is_of_all(fact)]
    if not (times and rates) or any(f.concept in _AT_ONCE and f.quantity.hull == _ONE for f in facts.all):
        return frozenset()
    return frozenset(time.claim.index for time in times if any(so_many(rate, time, 1) for rate in rates))


def is_time(fact: Fact) -> bool:
    """Whether it is a time per output token that is reached."""
    return fact.concept == "tpot" and fact.known and not is_goal(fact)


def is_of_all(fact: Fact) -> bool:
    """Whether it is a throughput that is reached, and not that of one GPU or user."""
    return fact.concept == "throughput" and fact.known and fact.scope in OF_ALL and not is_goal(fact)


def sequences(rate: Fact, time: Fact) -> Interval:
    """How many decode at once, by the tokens a second of all and the time that each of them takes for one."""
    return rate.quantity.hull * time.quantity.hull


def so_many(rate: Fact, time: Fact, count: int) -> bool:
    """Whether they are so many, by the printed numbers alone too."""
    nominal = (rate.quantity.nominal() * time.quantity.nominal()).scale(Fraction(1, count))
    return sequences(rate, time).meets(Interval.point(count)) and nominal.within(Interval(1 - _NEARLY, 1 + _NEARLY))
