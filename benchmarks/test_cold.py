"""Fresh processes against a bare typer command line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rounds import Figure, cold, processor

HELLO = """
import typer
app = typer.Typer()
@app.command()
def hello(name: str = "world") -> None:
    print(f"hello {name}")
app()
"""
READY = "from auditor.rulebook import load; book = load(); book.rules; book.vocabulary"
BASE = "import auditor.rulebook, json, hashlib"


@pytest.fixture
def hello(tmp_path: Path) -> list[str]:
    script = tmp_path / "hello.py"
    script.write_text(HELLO)
    return [sys.executable, str(script)]


@pytest.fixture
def report(tmp_path: Path, texts: list[str]) -> str:
    path = tmp_path / "one.md"
    path.write_text(texts[0], encoding="utf-8")
    return str(path)


def test_a_cold_audit(hello: list[str], report: str, figure: Figure) -> None:
    command = [sys.executable, "-m", "auditor", "audit", report]
    figure(cold(command, hello), must=1.6, aim=1.35)


def test_the_version(hello: list[str], figure: Figure) -> None:
    figure(cold([sys.executable, "-m", "auditor", "--version"], hello), must=1.05, aim=1.0)


def test_the_rulebook(hello: list[str], figure: Figure) -> None:
    """Loading and checking the kept rules, beyond the imports that it takes."""
    ready, base = [sys.executable, "-c", READY], [sys.executable, "-c", BASE]
    processor(ready)
    found = sorted((processor(ready) - processor(base)) / processor(hello) for _ in range(15))
    figure(max(found[7], 0), must=0.05, aim=0.015)
