"""A number that may be another plan's is noted, not refuted: where several are spoken of, whose premises are whose?"""

from __future__ import annotations

from auditor.audit import judge

ONE = """\
# Deployment of a dense model

## Model

- Attention heads: 40

## Layout

- GPUs: 64
- TP: 16
- DP: 4
"""
RULE = "divisibility/attention-heads"
OTHERS = """
## What else was looked at

| Layout | GPUs | TP | Attention heads |
|---|---|---|---|
| narrow | 32 | 4 | 32 |
| wide | 96 | 8 | 64 |
"""


def _said(report: str) -> set[tuple[str, str]]:
    return {
        (str(each.severity), each.code) for each in judge(report).all if each.code == "divisibility/attention-heads"
    }


def test_a_plan_that_stands_alone_is_held_to_its_own_numbers() -> None:
    assert _said(ONE) == {("error", RULE)}


def test_among_several_plans_the_number_may_be_another_ones() -> None:
    assert _said(ONE + OTHERS) == {("note", RULE)}


def test_what_stands_in_one_section_is_of_one_plan() -> None:
    assert _said(ONE.replace("\n## Layout\n\n", "") + OTHERS) == {("error", RULE)}


def test_the_note_says_why() -> None:
    (note,) = (each for each in judge(ONE + OTHERS).all if each.code == RULE)
    assert "describes several plans" in note.message


def test_a_product_written_out_is_wrong_in_any_plan() -> None:
    wrong = ONE + OTHERS + "\nThe wide layout takes 12 × 8 = 98 GPUs.\n"
    assert {each.code for each in judge(wrong).all if each.severity == "error"} == {"arithmetic/equation"}
