"""The calculator for agents: units, print tolerance, ambiguous units, and what it refuses."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import UsageError
from auditor.serve.agents.derive import derive


@pytest.mark.parametrize(
    ("expression", "premises", "result"),
    [
        ("2*4", {}, "8"),
        ("weights / tp", {"weights": "26GB", "tp": "2"}, "13 GB"),
        ("rate / gpus", {"rate": "100 tokens/s", "gpus": "8 GPUs"}, "12.5 tokens/s/GPU"),
        ("memory / block", {"memory": "80 GB", "block": "20 GB"}, "4"),
        ("min(a, b)", {"a": "80 GB", "b": "90 MB"}, "0.09 GB"),
        ("gpus + 1", {"gpus": "8 GPUs"}, "9 GPUs"),
        ("ceil(layers / stages)", {"layers": "61", "stages": "4"}, "16"),
        ("a^2", {"a": "3 GB"}, "9 GB^2"),
    ],
)
def test_units_go_with_the_numbers(expression: str, premises: dict[str, str], result: str) -> None:
    assert derive(expression, premises).result == result


def test_rounding_and_ambiguous_units_are_told() -> None:
    found = derive("weights / tp", {"weights": "26GB", "tp": "2"})
    assert (found.low, found.high) == ("12.75", "13.5")
    assert found.other_readings == {"GB = 2^30 bytes": "13.96 GB"}


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("a / b + c <= d", True),
        ("a >= d", False),
        ("a / b = 13", False),
        ("a = b * c", True),
    ],
)
def test_a_comparison_holds_if_any_reading_lets_it(expression: str, holds: bool) -> None:
    premises = {"a": "28GB", "b": "2", "c": "14 GB", "d": "80 GiB"}
    if "13" in expression:
        with pytest.raises(UsageError, match="different units: GB, a number"):
            derive(expression, premises)
    else:
        assert derive(expression, premises).holds is holds


@pytest.mark.parametrize(
    ("expression", "premises", "told"),
    [
        ("a + b", {"a": "80 GB", "b": "2 s"}, "joins s and GB"),
        ("a / 0", {"a": "1"}, "divides by what may be zero"),
        ("sqrt(a)", {"a": "-4"}, "taken of a negative number"),
        ("log2(a)", {"a": "80 GB"}, "takes a bare number, not GB"),
        ("__import__('os')", {}, "is no name"),
        ("9^9^9", {}, "a power of a power"),
        ("(" * 500 + "1", {}, "cannot be read"),
        ("a", {"a": "1\n- b: 2"}, "should be one number"),
        ("a < 2", {"a": "1"}, "expected one of = <= >="),
        ("1", {f"a{n}": "1" for n in range(99)}, "99 premises are more than"),
    ],
)
def test_what_makes_no_sense_is_refused(expression: str, premises: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        derive(expression, premises)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_whole_numbers_are_calculated_exactly(a: int, b: int) -> None:
    found = derive("a * b - b / 2", {"a": str(a), "b": str(b)})
    assert found.low == found.high
    assert Fraction(found.low or "") == a * b - Fraction(b, 2)
