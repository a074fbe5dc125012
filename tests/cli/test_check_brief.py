"""`auditor check` against a brief and plans, those of the command line and those of the configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli.app import run

REPORT = "# Check\n\n- **Layers**: 40\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with two reports that say the same, and two briefs that do not."""
    monkeypatch.chdir(tmp_path)
    for name in ("a/one.md", "b/two.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    (tmp_path / "right.yaml").write_text("layers: 40\n", encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("layers: 48\n", encoding="utf-8")
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Path and rule of each finding, in reports that are held against something."""
    run(["check", "a", "b", "--format", "jsonl", *arguments])
    return [f"{row['path']} {row['code']}" for row in map(json.loads, capsys.readouterr().out.splitlines())]


@pytest.mark.usefixtures("folder")
def test_a_brief_and_plans_of_the_command_line_hold_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    both = ["a/one.md consistency/brief", "b/two.md consistency/brief"]
    assert found(capsys, "--brief", "wrong.yaml") == both
    assert found(capsys, "--brief", "right.yaml") == []
    assert len(found(capsys, "--against", "wrong.yaml")) == 2
    assert found(capsys) == []


def test_the_first_glob_that_fits_says_which_brief_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = 'brief = "right.yaml"\n[per-file-briefs]\n"a/*.md" = "wrong.yaml"\n"a/**" = "right.yaml"\n'
    (folder / "auditor.toml").write_text(told, encoding="utf-8")
    assert found(capsys) == ["a/one.md consistency/brief"]
    assert found(capsys, "--brief", "right.yaml") == []
    (folder / "auditor.toml").write_text('against = ["wrong.yaml"]\n', encoding="utf-8")
    assert len(found(capsys)) == 2


def test_a_brief_that_cannot_be_read_ends_with_2_and_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "a", "b", "--brief", "gone.yaml"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    (folder / "auditor.toml").write_text('[per-file-briefs]\n"a/*.md" = "gone.yaml"\n', encoding="utf-8")
    assert run(["check", "a", "b"]) == 2
    assert "gone.yaml" in capsys.readouterr().err


def test_results_that_are_kept_know_their_brief(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    for _ in range(2):
        assert len(found(capsys, "--brief", "wrong.yaml")) == 2
        assert found(capsys, "--brief", "right.yaml") == []
    (folder / "right.yaml").write_text("layers: 41\n", encoding="utf-8")
    assert len(found(capsys, "--brief", "right.yaml")) == 2
