"""Formulas of LaTeX read as they are set, and amounts of money as money."""

from __future__ import annotations

import pytest

from auditor.document import read


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"$N = 70.5 \times 10^9$ parameters", "N = 70.5 ×10^9 parameters"),
        (r"TP is $4$, with $L = 80$ layers", "TP is 4, with L = 80 layers"),
        (r"$$ 2 \cdot 80 \cdot 128 = 20{,}480 \text{ bytes} $$", " 2 ·80 ·128 = 20,480 bytes "),
        (r"\(2 \times 8 = 16\) GPUs", "2 ×8 = 16 GPUs"),
        (r"$\frac{140}{4} = 35$", "(140)/(4) = 35"),
        (r"$0.7\,k$ and $99.9\%$", "0.7 k and 99.9%"),
        (r"costs $4 per hour, $96 per day", "costs $4 per hour, $96 per day"),
        (r"from $3.20 to $4.10/h or $5–$6", "from $3.20 to $4.10/h or $5–$6"),
        (r"\(a\) and \[1\]", "(a) and [1]"),
    ],
)
def test_a_formula_reads_as_it_is_set(text: str, shown: str) -> None:
    assert [block.text for block in read(text).blocks] == [shown]
