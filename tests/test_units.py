"""The vocabulary of units: spellings, readings, dimensions, and what products and quotients of units are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.unit_table import alternatives, unit, unit_table
from auditor.units import NUMBER, Unit, divide, multiply, power

SYMBOLS = ("GB", "token/ms/GPU", "TFLOP/s", "GPU", "s", "GB/s", "%", "expert/layer", "$/GPU·h", "kWh", "")
symbols = st.sampled_from(SYMBOLS)


def factors(symbol: str) -> list[Fraction]:
    return [alternative.unit.factor for alternative in alternatives(symbol)]


@pytest.mark.parametrize(
    ("symbol", "readings"),
    [
        ("GB", [10**9, 2**30]),
        ("GiB", [2**30]),
        ("TB/s", [10**12, 2**40]),
        ("Gbit/s", [125 * 10**6]),
        ("MB", [10**6, 2**20]),
        ("B", [1]),
        ("ms", [Fraction(1, 1000)]),
        ("token/ms", [1000]),
        ("%", [Fraction(1, 100)]),
        ("TFLOP", [10**12]),
        ("kWh", [3600 * 1000]),
        ("", [1]),
    ],
)
def test_readings(symbol: str, readings: list[Fraction]) -> None:
    assert factors(symbol) == readings


@pytest.mark.parametrize(
    ("spelling", "symbol"),
    [
        ("gpus", "GPU"),
        ("cards", "GPU"),
        ("Gbps", "Gbit/s"),
        ("GBps", "GB/s"),
        ("gb", "GB"),
        ("seconds", "s"),
        ("μs", "µs"),
        ("sequences", "sequence"),
        ("micro-batches", "micro-batch"),
        ("replicas", "replica"),
        ("percent", "%"),
        ("层", "layer"),
        ("tầng", "layer"),
    ],
)
def test_spellings(spelling: str, symbol: str) -> None:
    term = unit_table().find(spelling)
    assert term is not None
    assert term.alternatives[0].unit.symbol == symbol


def test_flops_are_work_or_rate() -> None:
    work, rate = alternatives("TFLOPS")
    assert work.unit == Unit("TFLOP", Fraction(10**12), (("flop", 1),))
    assert rate.unit == Unit("TFLOP/s", Fraction(10**12), (("flop", 1), ("second", -1)))


def test_what_is_counted_has_a_dimension_of_its_own() -> None:
    assert unit("GB").dimensions != unit("GB/GPU").dimensions
    assert unit("token/ms/GPU").dimensions == (("gpu", -1), ("second", -1), ("token", 1))


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [("GB/GPU", "GPU", "GB"), ("GB", "GPU", "GB·GPU"), ("token/ms", "ms", "token"), ("", "GB", "GB"), ("1/s", "s", "")],
)
def test_products(left: str, right: str, product: str) -> None:
    assert multiply(unit(left), unit(right)).symbol == product


@pytest.mark.parametrize(
    ("left", "right", "quotient"),
    [
        ("GB", "GPU", "GB/GPU"),
        ("GB", "GB/s", "s"),
        ("GB", "GB", ""),
        ("", "s", "1/s"),
        ("token/ms", "GPU", "token/ms/GPU"),
    ],
)
def test_quotients(left: str, right: str, quotient: str) -> None:
    assert divide(unit(left), unit(right)).symbol == quotient


@given(symbols, symbols)
def test_multiplying_undoes_dividing(left: str, right: str) -> None:
    again = multiply(divide(unit(left), unit(right)), unit(right))
    assert (again.factor, again.dimensions) == (unit(left).factor, unit(left).dimensions)


@given(symbols)
def test_a_unit_by_itself_is_a_number(symbol: str) -> None:
    assert divide(unit(symbol), unit(symbol)) == NUMBER


@given(symbols, st.integers(0, 4))
def test_powers_are_products(symbol: str, exponent: int) -> None:
    product = NUMBER
    for _ in range(exponent):
        product = multiply(product, unit(symbol))
    raised = power(unit(symbol), exponent)
    assert (raised.factor, raised.dimensions) == (product.factor, product.dimensions)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="no unit 'furlong'"):
        unit("GB/furlong")


def test_no_spelling_hides_a_word_of_the_language() -> None:
    assert not {"a", "in", "us", "as", "at", "m", "d"} & set(unit_table().folded)
    assert all(unit_table().find(word) is None for word in ("a", "in", "as", "at", "or", "on", "m", "d", "US"))
