"""`auditor verify` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli.app import run

PLAN = "# Plan\n\n- Total: 2 × 4 = 9 GPUs\n- Layers: 4 × 8 = 32\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plan.md").write_text(PLAN, encoding="utf-8")
    (tmp_path / "other.md").write_text("- Stages: 3 × 3 = 9\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run(["audit", "plan.md", "--format", "json", "-o", "plan.json"])
    return tmp_path


def test_what_stands_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "plan.json", "plan.md"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("plan.json: 6 quotations, 3 proofs, 3 steps checked against plan.md: all stands")


def test_a_changed_digit_ends_with_1_and_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    claim = next(claim for claim in audit["claims"] if claim["text"] == "32")
    claim["certificate"]["range"]["low"] = "31"
    (folder / "plan.json").write_text(json.dumps(audit), encoding="utf-8")
    assert run(["verify", "plan.json", "plan.md"]) == 1
    assert f"{claim['id']}: the last step gives [32, 32], not [31, 32]\n" in capsys.readouterr().out


def test_another_report_ends_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "plan.json", "other.md"]) == 1
    assert "document: the report is not the one that was audited" in capsys.readouterr().out


def test_of_several_audits_the_report_s_own_is_taken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "plan.md", "other.md", "--format", "json"])
    (folder / "both.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["verify", "both.json", "other.md"]) == 0


@pytest.mark.parametrize("text", ["", "[]", "5", "{"])
def test_what_is_no_audit_ends_with_2(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "plan.json").write_text(text, encoding="utf-8")
    assert run(["verify", "plan.json", "plan.md"]) == 2
    assert "auditor: " in capsys.readouterr().err
