"""Programs give the same as arithmetic on single values, and intervals that hold every single result."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.interval import Interval
from auditor.rulebook import numeric
from auditor.rulebook.corner import InexactError, compute
from auditor.rulebook.grammar import read_relation, read_term
from auditor.rulebook.program import evaluate, packed, program, unpacked
from auditor.rulebook.relate import compiled
from auditor.rulebook.rule import Relation, Variable
from auditor.rulebook.term import compared

RELATIONS = [
    "gpus = tp * pp * max(dp, ep)",
    "kv = 2 * l * g * d * e",
    "bubble = (p - 1) / (m + p - 1)",
    "t >= (2 * n * s + l * a * (s * c + s ^ 2 / 2)) / (g * f)",
    "e2e = ttft + (osl - 1) * tpot",
    "x / y <= 1 + sqrt(n) * cv",
    "n = l * (4 * h ^ 2 + 3 * h * f) + 2 * v * h",
    "s = 1 / ((1 - q / (q + 1)) + q / n)",
    "c = ceil(t * k / e)",
    "w = a - b * c",
]
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
positive = st.fractions(min_value=Fraction(1), max_value=Fraction(1000), max_denominator=50)


def variables(text: str) -> dict[str, Variable]:
    return {name: Variable(name, "gpus", minimum=Fraction(1)) for name in compared(read_relation(text))}


@cache
def relation_of(text: str) -> Relation:
    return compiled(read_relation(text), variables(text))


@st.composite
def boxes(draw: st.DrawFn) -> tuple[str, dict[str, Interval], dict[str, Fraction]]:
    """A relation, an interval for each name, and a value inside each."""
    text = draw(st.sampled_from(RELATIONS))
    box, inside = {}, {}
    for name in variables(text):
        low, middle, high = sorted(draw(st.tuples(positive, positive, positive)))
        box[name], inside[name] = Interval(low, high), middle
    return text, box, inside


@given(boxes())
def test_a_form_holds_every_solution_in_the_box(case: tuple[str, dict[str, Interval], dict[str, Fraction]]) -> None:
    text, box, inside = case
    relation = relation_of(text)
    for symbol, form in relation.forms.items():
        result = form(box)
        # The value that solves the equation at the point inside must lie in the interval for the box.
        single = evaluate(form.steps, {name: Interval.point(value) for name, value in inside.items()})
        if form.minimums.get(symbol) is None or (single.low is not None and single.low >= form.minimums[symbol]):
            assert result.meets(single), (text, symbol)


@given(boxes())
def test_a_solved_form_satisfies_the_relation(case: tuple[str, dict[str, Interval], dict[str, Fraction]]) -> None:
    text, _, inside = case
    relation = relation_of(text)
    for symbol, form in relation.forms.items():
        values = {name: Interval.point(value) for name, value in inside.items()}
        solved = form.range(values)
        if solved.low is not None and solved.low > 0:
            assert relation.difference({**values, symbol: solved}).contains(0), (text, symbol)


@given(boxes())
def test_a_bound_points_to_the_side_where_the_relation_holds(
    case: tuple[str, dict[str, Interval], dict[str, Fraction]],
) -> None:
    text, _, inside = case
    relation = relation_of(text)
    values = {name: Interval.point(value) for name, value in inside.items()}
    for symbol, form in relation.forms.items():
        if form.direction == "=" or not (solved := form.range(values)).is_point:
            continue
        assert solved.low is not None
        if solved.low <= 0:
            continue
        beyond = solved.low * (2 if form.direction == ">=" else Fraction(1, 2))
        assert relation.admits({**values, symbol: Interval.point(beyond)}), (text, symbol)
        before = solved.low * (Fraction(1, 2) if form.direction == ">=" else 2)
        assert not relation.admits({**values, symbol: Interval.point(before)}), (text, symbol)


def test_a_name_that_occurs_twice_does_not_widen_a_monotone_form() -> None:
    names = {n: Variable(n, "x", minimum=Fraction(1)) for n in ("bubble", "p", "m")}
    relation = compiled(read_relation("bubble = (p - 1) / (m + p - 1)"), names)
    box = {"p": Interval(Fraction(2), Fraction(4)), "m": Interval(Fraction(8), Fraction(8))}
    assert relation.forms["bubble"](box) == Interval(Fraction(1, 9), Fraction(3, 11))


def test_open_ends_stay_open_through_a_product() -> None:
    names = {n: Variable(n, "x") for n in ("a", "b", "c")}
    relation = compiled(read_relation("a = b * c"), names)
    box = {"b": Interval(Fraction(1), Fraction(2), high_open=True), "c": Interval.point(3)}
    assert relation.forms["a"](box) == Interval(Fraction(3), Fraction(6), high_open=True)


def test_an_infinite_end_stays_infinite() -> None:
    names = {n: Variable(n, "x") for n in ("a", "b", "c")}
    relation = compiled(read_relation("a = b * c"), names)
    assert relation.forms["a"]({"b": Interval.at_least(2), "c": Interval.point(3)}) == Interval(
        Fraction(6), None, high_open=True
    )


def test_dividing_by_zero_leaves_everything_open() -> None:
    names = {n: Variable(n, "x") for n in ("a", "b", "c")}
    relation = compiled(read_relation("a = b / c"), names)
    assert relation.forms["a"]({"b": Interval.point(1), "c": Interval.point(0)}) == Interval(None, None)


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=1000))
def test_a_square_root_lies_between_its_ends(value: Fraction) -> None:
    root = numeric.square_root(Interval.point(value))
    assert root.low is not None
    assert root.high is not None
    assert root.low**2 <= value <= root.high**2
    assert root.high - root.low < Fraction(1, 10**9)


@given(st.fractions(min_value=Fraction(1, 1000), max_value=10**6, max_denominator=1000))
def test_a_logarithm_lies_between_its_ends(value: Fraction) -> None:
    found = numeric.binary_logarithm(Interval.point(value))
    assert found.low is not None
    assert found.high is not None
    assert 2.0 ** float(found.low) <= float(value) * (1 + 1e-9)
    assert 2.0 ** float(found.high) >= float(value) * (1 - 1e-9)
    assert found.high - found.low < Fraction(1, 10**6)


@given(st.fractions(min_value=0, max_value=3, max_denominator=9), st.integers(0, 90))
def test_a_power_lies_between_its_ends(base: Fraction, exponent: int) -> None:
    assert numeric.power(Interval.point(base), Interval.point(exponent)).contains(base**exponent)


def test_a_power_too_large_to_write_has_no_upper_end() -> None:
    assert numeric.power(Interval.point(10), Interval.point(10**9)).high is None
    assert numeric.power(Interval.point(Fraction(1, 10)), Interval.point(10**9)).low == 0


@given(st.fractions(max_denominator=9), st.fractions(max_denominator=9))
def test_the_larger_and_the_smaller(x: Fraction, y: Fraction) -> None:
    values = {"x": x, "y": y}
    pairs = {name: value.as_integer_ratio() for name, value in values.items()}
    assert Fraction(*compute(program(read_term("max(x, y)")), pairs)) == max(x, y)
    assert Fraction(*compute(program(read_term("min(x, y)")), pairs)) == min(x, y)
    points = {name: Interval.point(value) for name, value in values.items()}
    assert evaluate(program(read_term("max(x, y)")), points) == Interval.point(max(x, y))
    assert evaluate(program(read_term("min(x, y)")), points) == Interval.point(min(x, y))


OPERATIONS = {
    "x + y": lambda x, y: x + y,
    "x - y": lambda x, y: x - y,
    "x * y": lambda x, y: x * y,
    "x / y": lambda x, y: x / y,
    "x ^ 3 - y ^ -2": lambda x, y: x**3 - y**-2,
    "mod(x, y)": lambda x, y: x % y,
    "ceil(x) + floor(y)": lambda x, y: ceil(x) + floor(y),
}


@given(st.fractions(max_denominator=9), st.fractions(max_denominator=9).filter(bool), st.sampled_from(list(OPERATIONS)))
def test_pairs_of_integers_give_what_fractions_give(x: Fraction, y: Fraction, text: str) -> None:
    pairs = {"x": x.as_integer_ratio(), "y": y.as_integer_ratio()}
    assert Fraction(*compute(program(read_term(text)), pairs)) == OPERATIONS[text](x, y)


def test_what_has_no_rational_value_says_so() -> None:
    with pytest.raises(InexactError):
        compute(program(read_term("sqrt(x)")), {"x": (2, 1)})


def test_a_program_survives_packing() -> None:
    steps = program(read_term("1/8 * a - 2.5 ^ -2"))
    assert unpacked(packed(steps)) == steps
