"""Intervals against brute force: what holds for the values holds for the intervals."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.interval import WHOLE, Interval

numbers = st.fractions(min_value=-6, max_value=6, max_denominator=4)


@st.composite
def bounded(draw: st.DrawFn) -> Interval:
    """Points, and intervals with two ends of every kind."""
    low, high = sorted((draw(numbers), draw(numbers)))
    open_low, open_high = draw(st.booleans()), draw(st.booleans())
    if low == high:
        open_low = open_high = False
    return Interval(low, high, open_low, open_high)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """The same, half-lines, and the whole line."""
    a = draw(bounded())
    ends = draw(st.sampled_from((a.low, a.low, None))), draw(st.sampled_from((a.high, a.high, None)))
    return Interval(*ends, a.low_open, a.high_open)


@st.composite
def without_zero(draw: st.DrawFn) -> Interval:
    """What lies on one side of zero, to its edge or to infinity."""
    low, high = sorted((abs(draw(numbers)), abs(draw(numbers))))
    high = high or Fraction(1)
    ends = low == 0 or (low < high and draw(st.booleans())), low < high and draw(st.booleans())
    a = Interval(low, draw(st.sampled_from((high, high, None))), *ends)
    return draw(st.sampled_from((a, -a)))


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a value in it, often one of its ends, or zero."""
    interval = draw(intervals())
    low = interval.low if interval.low is not None else (interval.high or Fraction(0)) - 6
    high = interval.high if interval.high is not None else low + 6
    places = [low + (high - low) * Fraction(step, 8) for step in (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8)]
    inside = [value for value in places if interval.contains(value)] + [Fraction(0)] * interval.contains(Fraction(0))
    return interval, draw(st.sampled_from(inside))


@pytest.mark.parametrize("calculate", [operator.add, operator.sub, operator.mul])
@given(members(), members())
def test_arithmetic_holds_every_result(
    calculate: Callable[..., object], a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]
) -> None:
    result = calculate(a[0], b[0])
    assert isinstance(result, Interval)
    assert result.contains(calculate(a[1], b[1]))  # type: ignore[arg-type]


@given(members(), members())
def test_quotients_are_held(a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]) -> None:
    assume(b[1] != 0)
    assert (a[0] / b[0]).contains(a[1] / b[1])


@given(members(), st.integers(-3, 5))
def test_powers_are_held(a: tuple[Interval, Fraction], exponent: int) -> None:
    assume(a[1] != 0 or exponent >= 0)
    assert (a[0] ** exponent).contains(a[1] ** exponent)


def ends_are_reached(result: Interval, values: list[Fraction]) -> bool:
    """Whether values come as near to each end as a grid can show: a closed end is among them, an open one is not."""
    low = result.low is None or (result.low in values) is not result.low_open
    high = result.high is None or (result.high in values) is not result.high_open
    return low and high


def grid(interval: Interval) -> list[Fraction]:
    """Values of a bounded interval, its closed ends among them."""
    assert interval.low is not None
    assert interval.high is not None
    steps = [interval.low + (interval.high - interval.low) * Fraction(step, 8) for step in range(9)]
    return [value for value in steps if interval.contains(value)] + [Fraction(0)] * interval.contains(0)


@pytest.mark.parametrize("calculate", [operator.add, operator.sub, operator.mul])
@given(bounded(), bounded())
def test_arithmetic_holds_nothing_else_at_its_ends(calculate: Callable[..., object], a: Interval, b: Interval) -> None:
    result = calculate(a, b)
    assert isinstance(result, Interval)
    values = [calculate(x, y) for x in grid(a) for y in grid(b)]
    assert ends_are_reached(result, values)  # type: ignore[arg-type]


@given(bounded(), st.integers(0, 5))
def test_powers_hold_nothing_else_at_their_ends(a: Interval, exponent: int) -> None:
    assert ends_are_reached(a**exponent, [x**exponent for x in grid(a)])


@given(intervals(), intervals(), numbers)
def test_intersection_and_hull(a: Interval, b: Interval, value: Fraction) -> None:
    both = a.intersect(b)
    assert (both is not None and both.contains(value)) == (a.contains(value) and b.contains(value))
    if a.contains(value) or b.contains(value):
        assert a.hull(b).contains(value)
    assert a.within(a.hull(b))
    assert b.within(a.hull(b))


@given(intervals(), intervals())
def test_meeting_is_having_an_intersection(a: Interval, b: Interval) -> None:
    assert a.meets(b) == b.meets(a) == (a.intersect(b) is not None)


@given(intervals(), intervals())
def test_within_is_what_the_hull_does_not_widen(a: Interval, b: Interval) -> None:
    assert a.within(b) == (a.hull(b) == b) == (a.intersect(b) == a)


@given(intervals(), st.fractions(min_value=Fraction(1, 9), max_value=9, max_denominator=9))
def test_scaling_is_multiplying(a: Interval, factor: Fraction) -> None:
    assert a.scale(factor) == a * Interval.point(factor)


@given(without_zero())
def test_a_reciprocal_of_a_reciprocal(a: Interval) -> None:
    inverse = a.reciprocal()
    assert inverse is not None
    again = inverse.reciprocal()
    assert again is not None
    assert a.within(again)


def test_zero_has_no_reciprocal() -> None:
    assert Interval.point(0).reciprocal() is None
    assert Interval(Fraction(-1), Fraction(1)).reciprocal() is None
    assert Interval(Fraction(0), Fraction(2)).reciprocal() == Interval.at_least(Fraction(1, 2))
    assert Interval.at_least(2).reciprocal() == Interval(Fraction(0), Fraction(1, 2), True, False)
    assert WHOLE / Interval.point(0) == WHOLE


def test_an_end_that_is_left_out_does_not_meet() -> None:
    assert not Interval.at_most(5, open=True).meets(Interval.at_least(5))
    assert Interval.at_most(5).meets(Interval.at_least(5))


def test_infinite_ends_are_all_alike() -> None:
    assert Interval(None, Fraction(1), True, False) == Interval.at_most(1)
    assert Interval(None, None, True, True) == WHOLE


def test_the_middle_is_the_finite_end_of_a_half_line() -> None:
    assert Interval(Fraction(1), Fraction(4)).middle == Fraction(5, 2)
    assert Interval.at_least(3).middle == 3
    assert Interval.at_most(3).middle == 3
    assert WHOLE.middle is None


@pytest.mark.parametrize(("low", "high", "open_end"), [(2, 1, False), (1, 1, True)])
def test_an_empty_interval_is_refused(low: int, high: int, open_end: bool) -> None:
    with pytest.raises(ValueError, match="empty interval"):
        Interval(Fraction(low), Fraction(high), open_end)
