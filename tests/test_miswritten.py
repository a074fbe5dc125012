"""Numbers with two neighbouring digits swapped, or one digit mistaken."""

from __future__ import annotations

from fractions import Fraction

import pytest

from auditor.claims import extract
from auditor.derivations.miswritten import REPLACED, SWAPPED, miswriting
from auditor.document import read
from auditor.interval import Interval


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [
        ("2,712", 2172, SWAPPED),
        ("$1,204,416", 1_240_416, SWAPPED),
        ("35.6 ms", "0.0376", ""),
        ("35.6 ms", "0.0365", SWAPPED),
        ("4.07 tokens/s", "4.7", SWAPPED),
        ("2,712", 2717, ""),
        ("2,712", 2712, ""),
        ("12", 21, ""),
        ("0", 0, ""),
        ("1,338", 1388, REPLACED),
        ("13.38 ms", "0.01388", REPLACED),
        ("338", 388, ""),
        ("1,338", 2338, ""),
    ],
)
def test_a_slip_is_seen_in_the_digits_as_printed(printed: str, meant: int | str, slip: str) -> None:
    quantity = extract(read(f"Value: {printed}")).all[0].quantity
    assert quantity is not None
    assert miswriting(quantity, Interval.point(Fraction(meant))) == slip
