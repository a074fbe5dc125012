"""`reports/` holds what the program says of `corpus/` today."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from auditor.cli.app import run

ROOT = Path(__file__).parents[1]


def command() -> str:
    """The README's command that writes `reports/`."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if "auditor audit corpus" in line)
    return line.split(" && ")[-1].removeprefix(".venv/bin/")


def pages(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_the_audits_of_the_corpus_are_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    arguments = shlex.split(command().replace("=reports", f"={tmp_path}"))
    assert run(arguments[1:]) == 0
    fresh, kept = pages(tmp_path), pages(ROOT / "reports")
    stale = sorted(name for name in fresh.keys() | kept.keys() if fresh.get(name) != kept.get(name))
    assert not stale, f"refresh reports/ and review the change: rm -r reports; {command()}"
