"""A thousand reports in one command."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from rounds import Figure, wall

COUNT = 1000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> Path:
    """Reports that differ, so that none is taken for another."""
    place = tmp_path_factory.mktemp("reports")
    for number in range(COUNT):
        text = f"{texts[number % len(texts)]}\n\nReport {number}.\n"
        (place / f"{number:04}.md").write_text(text, encoding="utf-8")
    return place


def _batch(folder: Path, out: Path, workers: int) -> float:
    command = [sys.executable, "-m", "auditor", "batch", str(folder), "-o", str(out), "--fail-on", "never"]
    return wall([*command, "--workers", str(workers)])


@pytest.mark.slow
def test_two_workers_against_parsing(folder: Path, tmp_path: Path, figure: Figure) -> None:
    markdown = MarkdownIt("commonmark").enable("table")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    began = time.perf_counter()
    for text in texts:
        markdown.parse(text)
    parsing = time.perf_counter() - began
    figure(_batch(folder, tmp_path / "two", 2) / parsing, must=2, aim=1)


@pytest.mark.slow
def test_two_workers_against_one(folder: Path, tmp_path: Path, figure: Figure) -> None:
    two, one = _batch(folder, tmp_path / "two", 2), _batch(folder, tmp_path / "one", 1)
    figure(two / one, must=0.6, aim=0.53)
