"""The checker's arithmetic, held against brute force and against the engine's own."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.interval import Interval
from auditor.verify.program import bounds, run
from auditor.verify.ranges import MINUS, PLUS, Range, has_whole, number, point

NUMBERS = st.fractions(min_value=-50, max_value=50, max_denominator=8)
OPENS = st.booleans()


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    if low == high:
        return Interval.point(low)
    kind = draw(st.sampled_from(["bounded"] * 6 + ["up", "down"]))
    return Interval(
        None if kind == "down" else low, None if kind == "up" else high, draw(OPENS), draw(OPENS)
    )  # fmt: skip


def own(value: Interval) -> Range:
    """The engine's interval as the checker writes it."""
    return Range(
        MINUS if value.low is None else (0, value.low),
        PLUS if value.high is None else (0, value.high),
        value.low_open or value.low is None,
        value.high_open or value.high is None,
    )


@settings(deadline=None)
@given(intervals(), intervals(), st.sampled_from("+-*/"))
def test_both_programs_agree_on_the_four_operations(a: Interval, b: Interval, operator: str) -> None:
    engine = {"+": a + b, "-": a - b, "*": a * b, "/": a / b}[operator]
    assert run(["a", "b", operator], {"a": own(a), "b": own(b)}) == own(engine)


@settings(deadline=None)
@given(intervals(), st.integers(min_value=-4, max_value=4))
def test_both_programs_agree_on_powers(a: Interval, exponent: int) -> None:
    checked, engine = run(["a", str(exponent), "^"], {"a": own(a)}), own(a**exponent)
    assert (checked.low, checked.high) == (engine.low, engine.high)


@settings(deadline=None)
@given(intervals(), intervals())
def test_both_programs_agree_on_what_meets(a: Interval, b: Interval) -> None:
    assert own(a).meets(own(b)) == a.meets(b)


@settings(deadline=None)
@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=3), st.lists(st.integers(0, 8), min_size=3, max_size=3)
)
def test_every_value_lies_between_the_bounds(pairs: list[tuple[Fraction, Fraction]], at: list[int]) -> None:
    steps = "x y * z + x max"
    ranges = {name: Range((0, min(p)), (0, max(p))) for name, p in zip("xyz", pairs, strict=True)}
    inside = {
        n: r.low[1] + (r.high[1] - r.low[1]) * Fraction(k, 8) for (n, r), k in zip(ranges.items(), at, strict=True)
    }
    value = max(inside["x"] * inside["y"] + inside["z"], inside["x"])
    found = bounds(steps, ranges)
    assert found.outer.holds(value)
    assert found.inner is not None
    assert found.inner.low >= found.outer.low
    assert found.inner.high <= found.outer.high
    assert found.admit(found.inner)
    assert found.admit(found.outer)


def test_a_result_beside_the_bounds_is_not_admitted() -> None:
    found = bounds("tp pp *", {"tp": point(Fraction(2)), "pp": Range((0, Fraction(3)), (0, Fraction(4)))})
    assert found.admit(Range((0, Fraction(6)), (0, Fraction(8))))
    assert not found.admit(Range((0, Fraction(6)), (0, Fraction(9))))
    assert not found.admit(Range((0, Fraction(7)), (0, Fraction(8))))


@pytest.mark.parametrize(
    ("steps", "low", "high"),
    [
        ("x ceil", 3, 4),
        ("x floor", 2, 3),
        ("x 2 mod", 0, 2),
        ("x neg", Fraction(-7, 2), Fraction(-5, 2)),
        ("x about", Fraction(9, 4), Fraction(77, 20)),
        ("9 sqrt", 3, 3),
        ("8 log2", 3, 3),
        ("2 x min", 2, 2),
        ("x 1/2 *", Fraction(5, 4), Fraction(7, 4)),
        ("2 x ^", 4, 16),
    ],
)
def test_functions(steps: str, low: Fraction, high: Fraction) -> None:
    x = Range((0, Fraction(5, 2)), (0, Fraction(7, 2)))
    value = run(steps.split(), {"x": x})
    assert abs(value.low[1] - low) < Fraction(1, 10**9)
    assert abs(value.high[1] - high) < Fraction(1, 10**9)


def test_one_sided_results() -> None:
    x = point(Fraction(5))
    assert run(["x", "≥"], {"x": x}).high == PLUS
    assert run(["x", "≤"], {"x": x}).low == MINUS


@pytest.mark.parametrize("steps", ["", "x", "1 +", "1 2", "1 2 frobnicate", "9 64 ^ 64 ^ 64 ^ 64 ^", "__import__"])
def test_what_is_no_program_is_an_error(steps: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        run(steps.split(), {})


@pytest.mark.parametrize("text", ["", "x", "1e", "nan", "inf", "1/2/3", 5, None, "9e999999", "1" * 200_000])
def test_what_is_no_number_is_an_error(text: object) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        number(text)


def test_whole_numbers() -> None:
    assert has_whole(Range((0, Fraction(5, 2)), (0, Fraction(3))))
    assert not has_whole(Range((0, Fraction(5, 2)), (0, Fraction(3)), high_open=True))
    assert not has_whole(Range((0, Fraction(2)), (0, Fraction(3)), low_open=True, high_open=True))
    assert has_whole(Range(MINUS, (0, Fraction(1, 2))))
