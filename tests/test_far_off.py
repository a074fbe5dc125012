"""An amount that no usual slip can have made is misread rather than mistaken: it is noted, not refuted."""

from __future__ import annotations

import pytest

from auditor.audit import judge

WEIGHTS = """\
- Dense model
- Parameters: 70B
- Precision: BF16

## Memory

- Total weights: {amount}
"""


def _said(report: str, code: str) -> set[str]:
    return {str(each.severity) for each in judge(report).all if each.code == code}


@pytest.mark.parametrize("amount", ["70 GB", "35 GB", "14 GB", "52 GB"])
def test_an_amount_by_a_usual_factor_is_refuted(amount: str) -> None:
    assert _said(WEIGHTS.format(amount=amount), "weights/total") == {"error"}


@pytest.mark.parametrize("amount", ["6.12 GB", "3.15 GB"])
def test_an_amount_far_from_all_that_is_usual_may_be_of_a_part(amount: str) -> None:
    assert _said(WEIGHTS.format(amount=amount), "weights/total") == {"note"}


def test_what_exceeds_all_that_is_possible_is_refuted_however_far_it_is() -> None:
    report = "- Peak: 400 TFLOPS per GPU\n- FLOPs per token: 20 GFLOP\n- Throughput: 9,131 tokens/ms per GPU\n"
    assert _said(report, "throughput/compute-bound-per-gpu") == {"error"}


def test_the_note_says_why() -> None:
    (note,) = (each for each in judge(WEIGHTS.format(amount="6.12 GB")).all if each.code == "weights/total")
    assert "may refer to something else" in note.message
