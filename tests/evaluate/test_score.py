"""A report held against its judgement: what counts as found, missed, false, confirmed and wronged."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.audit import judge
from auditor.errors import InputError
from auditor.evaluate import Score, by_kind, by_rule, load, page, score, together

REPORT = """# Plan

- Total: 2 × 4 = 9 GPUs
- Memory: 26GB + 14GB = 44GB per GPU
- Layers: 4 × 8 = 32
- Ranks: 3 × 5 = 15
"""


def scored(folder: Path, gold: str, report: str = REPORT) -> Score:
    (folder / "plan.md").write_text(report, encoding="utf-8")
    (folder / "plan.gold.yaml").write_text(gold, encoding="utf-8")
    [judged] = load(folder)
    return score(judged, judge(report))


def test_a_finding_on_the_line_with_a_number_of_the_item_is_found(tmp_path: Path) -> None:
    got = scored(tmp_path, "must_find: [{lines: [3], quote: 9 GPUs, kind: arithmetic, expected: 8 GPUs}]")
    [(item, alarm)] = got.found
    assert (item.quote, alarm.finding.code, alarm.line) == ("9 GPUs", "arithmetic/equation", 3)
    assert [alarm.line for alarm in got.false] == [4]
    assert together([got]).precision == (1, 2)
    assert by_rule([got])["arithmetic/equation"].precision == (1, 2)


def test_a_finding_on_the_line_about_another_number_is_a_miss_and_a_false_alarm(tmp_path: Path) -> None:
    got = scored(tmp_path, "must_find: [{lines: [3], quote: Total, kind: verdict, stated: 77}]")
    assert [item.kind for item in got.missed] == ["verdict"]
    assert len(got.false) == 2
    assert by_kind([got])["verdict"].recall == (0, 1)


def test_what_may_be_found_is_no_false_alarm(tmp_path: Path) -> None:
    got = scored(tmp_path, "may_find: [{lines: [3], quote: 9 GPUs}, {lines: [5, 4], quote: '32', stated: 44}]")
    assert not got.false
    assert [alarm.line for alarm in got.excused] == [3, 4]


def test_one_finding_answers_one_item_and_gives_way_to_another(tmp_path: Path) -> None:
    # The finding on line 3 fits both items, that on line 4 only the first: each item gets one.
    gold = "must_find: [{lines: [3, 4], quote: 2 × 4 = 9 GPUs, stated: 44}, {lines: [3], quote: 9 GPUs}]"
    got = scored(tmp_path, gold)
    assert [(item.lines[0], alarm.line) for item, alarm in got.found] == [(3, 4), (3, 3)]


def test_a_second_finding_for_an_item_is_a_duplicate(tmp_path: Path) -> None:
    got = scored(tmp_path, "must_find: [{lines: [3, 4], quote: 2 × 4 = 9 GPUs, stated: 44}]")
    assert [alarm.line for alarm in got.duplicate] == [4]
    assert not got.false


def test_what_is_right_is_confirmed_wronged_or_a_gap(tmp_path: Path) -> None:
    gold = """
must_confirm:
- {lines: [5], quote: 4 × 8 = 32, derivation: '32'}
- {lines: [4], quote: 44GB per GPU, derivation: wrong on purpose}
- {lines: [6], quote: Ranks, derivation: no number}
"""
    got = scored(tmp_path, gold)
    assert [item.quote for item in got.confirmed] == ["4 × 8 = 32"]
    assert [item.quote for item in got.wronged] == ["44GB per GPU"]
    assert [item.quote for item in got.gaps] == ["Ranks"]


def test_a_wrong_number_that_is_called_right_is_blessed(tmp_path: Path) -> None:
    got = scored(tmp_path, "must_find: [{lines: [5], quote: 4 × 8 = 32, kind: arithmetic}]")
    assert [item.quote for item in got.blessed] == ["4 × 8 = 32"]


def test_the_page_lists_misses_and_false_alarms(tmp_path: Path) -> None:
    got = scored(tmp_path, "must_find: [{lines: [5], quote: 4 × 8 = 32, kind: unit, expected: 33}]")
    shown = page([got])
    assert "recall     0 of 1, 0.0 % (errors 0 of 1, 0.0 %)" in shown
    assert "missed\n  plan.md:5 unit: 4 × 8 = 32 (33)" in shown
    assert "false alarms\n  plan.md:3 arithmetic/equation: 2 × 4 is 8" in shown
    assert "false alarms" not in page([got], lists=False)


@pytest.mark.parametrize(
    ("gold", "complaint"),
    [
        ("[]", "a judgement has the keys must_find, must_confirm, may_find"),
        ("must_find: [{quote: x}]", "must_find, item 1: lines is missing"),
        ("must_find: [{lines: [3], quote: absent}]", "must_find, item 1: 'absent' does not stand on line 3"),
        ("may_find: [{lines: [99], quote: x}]", "may_find, item 1: there is no such line"),
        ("must_find: [", "cannot be read"),
    ],
)
def test_a_wrong_judgement_is_one_sentence(tmp_path: Path, gold: str, complaint: str) -> None:
    with pytest.raises(InputError, match=r"plan\.gold\.yaml") as error:
        scored(tmp_path, gold)
    assert complaint in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_without_judgements_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no report"):
        load(tmp_path)
