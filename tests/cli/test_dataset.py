"""`auditor dataset`, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.batch import Document, run
from auditor.batch.job import AuditJob
from auditor.cli.app import run as cli

pytest.importorskip("pyarrow", reason="the extra `dataset` is not installed")


def test_from_audits_to_a_checked_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    job = AuditJob()
    run([Document("a.md", "# Plan\n\n- **GPUs**: 2 × 4 = 9 GPUs\n")], Path("audits"), job, job.provenance)
    assert cli(["dataset", "build", "audits", "-o", "set"]) == 0
    assert "without their text: 1" in capsys.readouterr().out
    assert cli(["dataset", "build", "audits", "-o", "set", "--license", "Apache-2.0", "--source", "us"]) == 0
    told = capsys.readouterr().out
    assert "documents by licence: 1 apache-2.0" in told
    assert cli(["dataset", "stats", "set"]) == 0
    assert capsys.readouterr().out == told
    assert cli(["dataset", "stats", "set", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdicts"] == {"refuted": 1}
    assert cli(["dataset", "validate", "set"]) == 0
    Path("set/DATASHEET.md").unlink()
    assert cli(["dataset", "validate", "set"]) == 1
    assert capsys.readouterr().out.endswith("DATASHEET.md is missing\n")


def test_the_corpus_agrees_with_itself(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = str(root / "corpus")
    assert cli(["dataset", "agree", corpus, corpus]) == 0
    told = capsys.readouterr().out
    assert "spans, all: F1 1.000" in told
    assert "to adjudicate: 0 numerals" in told
    assert cli(["dataset", "agree", corpus, corpus, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["statuses"]["ac1"] == 1.0
