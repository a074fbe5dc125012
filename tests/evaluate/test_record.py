"""What a rule was worth where it was measured, and what follows from that."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from auditor.audit import judge
from auditor.cli.app import run
from auditor.errors import RulebookError
from auditor.findings import DocumentVerdict, Severity, Verdict
from auditor.rulebook import Record, Rulebook, load

WRONG = "- Total: 2 × 4 = 9 GPUs\n"
RULE = "arithmetic/equation"


def recorded(folder: Path, text: str) -> Rulebook:
    (folder / "record").mkdir()
    (folder / "record" / "own.toml").write_text(text, encoding="utf-8")
    return load([folder])


def test_a_rule_that_is_wrong_too_often_only_notes(tmp_path: Path) -> None:
    doubted = recorded(tmp_path, f'["{RULE}"]\nright = 3\nwrong = 1\n')
    findings = judge(WRONG, doubted)
    assert [finding.severity for finding in findings.all] == [Severity.NOTE]
    assert Verdict.REFUTED not in {judgement.verdict for judgement in findings.judgements}
    assert findings.verdict is not DocumentVerdict.REFUTED


def test_four_of_five_are_enough(tmp_path: Path) -> None:
    trusted = recorded(tmp_path, f'["{RULE}"]\nright = 4\nwrong = 1\n')
    assert [finding.severity for finding in judge(WRONG, trusted).all] == [Severity.ERROR]


def test_a_rule_is_measured_without_its_record(tmp_path: Path) -> None:
    doubted = recorded(tmp_path, f'["{RULE}"]\nright = 0\nwrong = 1\n')
    assert [finding.severity for finding in judge(WRONG, doubted.unmeasured()).all] == [Severity.ERROR]
    assert not doubted.trusts(RULE)


def test_precision() -> None:
    assert Record(3, 1).precision == Fraction(3, 4)
    assert Record(0, 0).precision is None
    assert Record(0, 0).trusted


@pytest.mark.parametrize("counts", ["right = 1", "right = 1\nwrong = -1", 'right = 1\nwrong = "x"', "a = 1\nb = 1"])
def test_a_wrong_record_is_said(tmp_path: Path, counts: str) -> None:
    book = recorded(tmp_path, f'["{RULE}"]\n{counts}\n')
    with pytest.raises(RulebookError, match=r"record/own\.toml: arithmetic/equation: "):
        judge(WRONG, book)


def test_the_record_is_written_as_the_rulebook_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.md").write_text(WRONG + "- Layers: 4 × 8 = 33\n", encoding="utf-8")
    (tmp_path / "plan.gold.yaml").write_text("must_find: [{lines: [1], quote: 9 GPUs}]\n", encoding="utf-8")
    pack = tmp_path / "pack"
    assert run(["evaluate", str(tmp_path), "--record", str(pack / "record" / "measured.toml")]) == 0
    capsys.readouterr()
    assert load([pack]).record[RULE] == Record(1, 1)
