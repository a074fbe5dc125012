"""`auditor evaluate` from the outside."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest

from auditor.cli.app import run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "plan.md").write_text("- Total: 2 × 4 = 9 GPUs\n- Layers: 4 × 8 = 32\n", encoding="utf-8")
    (tmp_path / "plan.gold.yaml").write_text(
        "must_find: [{lines: [1], quote: 9 GPUs, kind: arithmetic}]\nmust_confirm: [{lines: [2], quote: '32'}]\n",
        encoding="utf-8",
    )
    return tmp_path


def test_figures_are_printed(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(corpus)]) == 0
    shown = capsys.readouterr().out
    assert "recall     1 of 1, 100.0 % (errors 1 of 1, 100.0 %)" in shown
    assert "confirmed  1 of 1, 100.0 %" in shown


def test_figures_as_json(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(corpus), "--format", "json", "-o", str(tmp_path / "figures.json")]) == 0
    assert not capsys.readouterr().out
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert figures["total"]["recall"] == figures["by_rule"]["arithmetic/equation"]["precision"] == 1
    assert figures["lists"]["plan"]["found"][0]["quote"] == "9 GPUs"


def test_a_folder_that_is_no_corpus_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(tmp_path)]) == 2
    assert "holds no report with its judgement" in capsys.readouterr().err


def test_without_yaml_the_extra_is_named(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def without_yaml(name: str, *rest: Any) -> Any:
        if name == "yaml":
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_yaml)
    assert run(["evaluate", str(corpus)]) == 2
    assert "pip install 'claim-auditor[evaluate]'" in capsys.readouterr().err


def test_slips_are_tried(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(corpus), "--mutate", "2"]) == 0
    shown = capsys.readouterr().out
    assert "slips in supported claims" in shown
    assert run(["evaluate", str(corpus), "--mutate", "2", "--format", "json"]) == 0
    mutations = json.loads(capsys.readouterr().out)["mutations"]
    assert mutations["total"]["made"] == len(mutations["trials"]) > 0
