"""Values as people write them, and without loss."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor import show
from auditor.interval import Interval
from auditor.units import Unit

GB = Unit("GB", Fraction(10**9), (("byte", 1),))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(256), "256"),
        (Fraction(3_600_000), "3,600,000"),
        (Fraction(2375, 100), "23.75"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(1234567, 1000), "1,235"),
        (Fraction(7, 10**6), "7e-6"),
        (Fraction(10) ** 20, "1e20"),
        (Fraction(10) ** 5000, "1e5000"),
        (Fraction(1, 10**5000), "1e-5000"),
        (Fraction(0), "0"),
    ],
)
def test_numbers_for_people(value: Fraction, text: str) -> None:
    assert show.number(value) == text


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval.point(15 * 10**9), "15 GB"),
        (Interval.at_least(15 * 10**9), "at least 15 GB"),
        (Interval.at_least(15 * 10**9, open=True), "more than 15 GB"),
        (Interval.at_most(15 * 10**9), "at most 15 GB"),
        (Interval(Fraction(15 * 10**9), Fraction(20 * 10**9)), "15 to 20 GB"),
        (Interval(Fraction(1514 * 10**7), Fraction(1516 * 10**7)), "15.15 GB"),
        (Interval(None, None), "anything"),
    ],
)
def test_intervals_for_people(interval: Interval, text: str) -> None:
    assert show.interval(interval, GB) == text


@given(st.fractions())
def test_exact_strings_lose_nothing(value: Fraction) -> None:
    assert Fraction(show.exact(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_exact_decimals_have_no_fraction_bar(value: Decimal) -> None:
    assert "/" not in show.exact(Fraction(value))


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**14))
def test_four_digits_are_right(value: Fraction) -> None:
    shown = Fraction(show.number(value).replace(",", ""))
    assert abs(shown - value) <= value / 1000


@pytest.mark.parametrize(
    ("text", "symbol", "shown"),
    [
        ("8", "GPU", "8 GPUs"),
        ("1", "GPU", "1 GPU"),
        ("at most 1", "stage", "at most 1 stage"),
        ("100", "token/ms/GPU", "100 tokens/ms/GPU"),
        ("2", "batch", "2 batches"),
        ("3", "GB", "3 GB"),
        ("3", "s", "3 s"),
        ("23.7", "%", "23.7%"),
        ("5", "", "5"),
    ],
)
def test_counted_things_have_a_plural(text: str, symbol: str, shown: str) -> None:
    assert show.with_unit(text, symbol) == shown


@pytest.mark.parametrize(
    ("text", "like", "shown"),
    [
        ("at most 7,926,056,960 parameters", "30B", "at most 7.926B parameters"),
        ("55,296,000,000", "864M", "55.3B"),
        ("755,974,912", "10B", "756M"),
        ("30,532,122,624", "30.53B", "30.532123B"),
        ("300B is stated; 30,000,000,000 follows", "300B", "300B is stated; 30B follows"),
        ("38,400 tokens", "30B", "38,400 tokens"),
        ("140,000,000,000 bytes", "70 GB", "140,000,000,000 bytes"),
        ("245,760 B", "1K", "245,760 B"),
    ],
)
def test_counts_beside_a_count_with_a_letter_have_a_letter_too(text: str, like: str, shown: str) -> None:
    assert show.lettered(text, like) == shown


def test_a_count_of_the_report_is_said_as_it_stands_there() -> None:
    assert (
        show.lettered("30B against 29,500,000,000", "30B", kept="- 29,500,000,000 weights")
        == "30B against 29,500,000,000"
    )
