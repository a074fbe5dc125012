"""Numbers with two neighbouring digits swapped."""

from __future__ import annotations

from fractions import Fraction

import pytest

from auditor.claims import extract
from auditor.derivations.swapped import is_swapped
from auditor.document import read
from auditor.interval import Interval


@pytest.mark.parametrize(
    ("printed", "meant", "swapped"),
    [
        ("2,712", 2172, True),
        ("$1,204,416", 1_240_416, True),
        ("35.6 ms", "0.0376", False),
        ("35.6 ms", "0.0365", True),
        ("4.07 tokens/s", "4.7", True),
        ("2,712", 2717, False),
        ("2,712", 2712, False),
        ("12", 21, False),
        ("0", 0, False),
    ],
)
def test_a_swap_is_seen_in_the_digits_as_printed(printed: str, meant: int | str, swapped: bool) -> None:
    quantity = extract(read(f"Value: {printed}")).all[0].quantity
    assert quantity is not None
    assert is_swapped(quantity, Interval.point(Fraction(meant))) is swapped
