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
        ("- Memory: 26GB + 14GB = 44GB", "- Memory: 26GB + 14GB = 40GB"),
        ("- Total: 2 × 400GB = 800TB", "- Total: 2 × 400GB = 800GB"),
        ("- Bandwidth: 4 × 25 GB/s = 100 TB/s", "- Bandwidth: 4 × 25 GB/s = 100 GB/s"),
        ("- Time: 3 × 5 s = 15 ms", "- Time: 3 × 5 s = 15 s"),
        ("- Blocks: 4 × 16 MiB = 64 GiB", "- Blocks: 4 × 16 MiB = 64 MiB"),
        ("- A: 2 × 4 = 9 GPUs\n- B: 3 × 5 = 16 layers", "- A: 2 × 4 = 8 GPUs\n- B: 3 × 5 = 15 layers"),
    ],
)
def test_the_result_of_written_arithmetic_or_its_prefix_is_repaired(before: str, after: str) -> None:
    assert fixed(before + "\r\n") == after + "\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "- Total: 2 × 4 = 8 GPUs",
        "- Total GPUs: 9 GPUs\n- Total GPUs: 2 × 4 = 9 GPUs",
        "- Total: 2 × 4 = ~90 GPUs",
        "- Share: 10 ÷ 7 = 9",
        "- Blocks: 4 × 16 MiB = 65 GiB",
        "- Weights: 8.83 GB\n- KV cache: 10.74 GB\n- Overhead: 6 GB\n- **Total**: 27.6 GB of 80 GB (32.0%)",
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
