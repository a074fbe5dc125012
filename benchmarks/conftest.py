from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rounds import Case, Figure

from auditor.audit import own_rules
from auditor.rulebook import Rulebook

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared" / "corpus"
"""Real reports, where they are; else the project's own corpus is measured."""


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """Reports of some four kilobytes."""
    found = sorted(REAL.glob("[SP]*.md")) or sorted((ROOT / "corpus").glob("*.md"))
    return [path.read_text(encoding="utf-8") for path in found if len(path.read_bytes()) > 1000]


@pytest.fixture(scope="session")
def joined(texts: list[str]) -> str:
    """Some 17 kB in one document."""
    return "\n\n".join(texts[:5])[:17_200]


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return own_rules()


@pytest.fixture(scope="session")
def parse(texts: list[str]) -> Case:
    """The measure, P: markdown-it-py over the same texts."""
    markdown = MarkdownIt("commonmark").enable("table")
    return lambda: [markdown.parse(text) for text in texts]


@pytest.fixture
def figure(benchmark: Any) -> Figure:
    """Records a ratio beside what it must be and what it aims at; fails where it misses what it must be."""

    def record(value: float, must: float, aim: float, case: Case = lambda: None) -> None:
        benchmark.pedantic(case, rounds=1, iterations=1)
        benchmark.extra_info.update(ratio=round(value, 4), must=must, aim=aim)
        print(f"\n{benchmark.name}: {value:.4g} (must {must:g}, aim {aim:g})")
        assert value <= must, f"{value:.4g} is more than {must:g}"

    return record
