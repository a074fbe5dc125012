"""Whatever is written, changed or damaged: the audit keeps its contract, and the same text gives the same audit."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hostile.contract import problems, view
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.report import render
from fuzz.mutate import BROKEN, MARKS, NAMES, NUMBERS, OPENINGS, SIGNS, UNITS, mutated
from fuzz.seeds import seeds

SEEDS = sorted(set(seeds()))
PIECES = st.sampled_from((*NUMBERS, *UNITS, *SIGNS, *MARKS, *NAMES, *OPENINGS, *BROKEN, " ", " ", "\n", "\n\n", " = "))
KEPT = sorted((Path(__file__).parent / "crashes").glob("*.md"))
slowly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.lists(PIECES, max_size=30).map("".join))
@slowly
def test_pieces_of_reports_in_any_order(text: str) -> None:
    assert problems(text, pages=False) == []


@given(st.sampled_from(SEEDS), st.integers(0, 2**32))
@slowly
def test_reports_with_changes(seed: str, chance: int) -> None:
    assert problems(mutated(seed, random.Random(chance)), pages=False) == []


@given(st.text(max_size=120))
@slowly
def test_any_text(text: str) -> None:
    assert problems(text, pages=False) == []


@given(st.sampled_from(SEEDS))
@settings(max_examples=10, deadline=None)
def test_the_same_text_gives_the_same_audit(text: str) -> None:
    assert render(view(text), "json") == render(view(text), "json")


@pytest.mark.parametrize("path", KEPT, ids=[path.stem for path in KEPT])
def test_what_once_broke_an_audit(path: Path) -> None:
    assert problems(path.read_bytes().decode("utf-8", "surrogatepass")) == []
