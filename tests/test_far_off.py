"""A number that no usual slip can have made is misread rather than mistaken: it is noted, not refuted."""

from __future__ import annotations

import pytest

from auditor.audit import judge

EQUATION = "arithmetic/equation"
WEIGHTS = """\
- Dense model
- Parameters: 70B
- Precision: BF16

## Memory

- Total weights: {amount}
"""


def _said(report: str, code: str) -> set[str]:
    return {str(each.severity) for each in judge(report).all if each.code == code}


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        ("4 × 24 = 98 GPUs", "near"),
        ("4 × 24 = 960 GPUs", "a place"),
        ("4 × 24 = 24 GPUs", "a factor left out"),
        ("4 × 24 = 384 GPUs", "a factor taken twice"),
        ("40 × 24 = 961 tokens/s", "near"),
        ("3 × 2,712 = 6,136", "digits"),
    ],
)
def test_a_slip_is_refuted(written: str, slip: str) -> None:
    assert _said(written, EQUATION) == {"error"}, slip


def test_what_no_slip_makes_is_noted() -> None:
    report = "4 × 24 = 1,730 GPUs"
    (note,) = (each for each in judge(report).all if each.code == EQUATION)
    assert note.severity == "note"
    assert "may be another thing's" in note.message


@pytest.mark.parametrize("amount", ["70 GB", "35 GB", "14 GB", "52 GB"])
def test_an_amount_by_a_usual_factor_is_refuted(amount: str) -> None:
    assert _said(WEIGHTS.format(amount=amount), "weights/total") == {"error"}


@pytest.mark.parametrize("amount", ["6.12 GB", "3.15 GB"])
def test_an_amount_far_from_all_that_is_usual_may_be_of_a_part(amount: str) -> None:
    assert _said(WEIGHTS.format(amount=amount), "weights/total") == {"note"}


def test_what_exceeds_all_that_is_possible_is_refuted_however_far_it_is() -> None:
    report = "- Peak: 400 TFLOPS per GPU\n- FLOPs per token: 20 GFLOP\n- Throughput: 9,131 tokens/ms per GPU\n"
    assert _said(report, "throughput/compute-bound-per-gpu") == {"error"}
