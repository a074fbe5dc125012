"""Repairs: made where only one is possible, never where the text leaves a choice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.audit import own_rules
from auditor.check.mend import mended, patch
from auditor.check.run import Checker


def fixed(text: str) -> str:
    return mended(Checker(own_rules()).check("x.md", text))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- Total: 2 × 4 = 9 GPUs", "- Total: 2 × 4 = 8 GPUs"),
        ("- Batch: 32 × 40 = 1,380 tokens", "- Batch: 32 × 40 = 1,280 tokens"),
        ("- Used: 15.2GB of 64GB = 30.0% 🚀", "- Used: 15.2GB of 64GB = 23.8% 🚀"),
        ("- A: 2 × 4 = 9 GPUs\n- B: 3 × 5 = 16 layers", "- A: 2 × 4 = 8 GPUs\n- B: 3 × 5 = 15 layers"),
    ],
)
def test_the_result_of_written_arithmetic_is_repaired(before: str, after: str) -> None:
    assert fixed(before + "\r\n") == after + "\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "- Total: 2 × 4 = 8 GPUs",
        "- Total GPUs: 9 GPUs\n- Total GPUs: 2 × 4 = 9 GPUs",
        "- Total: 2 × 4 = ~90 GPUs",
        "- Share: 10 ÷ 7 = 9",
    ],
)
def test_where_it_could_be_another_number_nothing_is_written(text: str) -> None:
    assert fixed(text) == text


def test_a_patch_says_where_a_file_has_no_last_line_break() -> None:
    shown = patch(Checker(own_rules()).check("x.md", "- Total: 2 × 4 = 9 GPUs"))
    assert shown.endswith("+- Total: 2 × 4 = 8 GPUs\n\\ No newline at end of file\n")


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 99), st.integers(2, 99), st.integers(1, 50))
def test_a_repaired_text_has_nothing_left_to_repair(first: int, second: int, off: int) -> None:
    text = f"- Total: {first} × {second} = {first * second + off} GPUs\n"
    once = fixed(text)
    assert once in (text, f"- Total: {first} × {second} = {first * second} GPUs\n")
    assert fixed(once) == once
