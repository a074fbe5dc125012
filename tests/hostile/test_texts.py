"""Hostile texts go through the whole pipeline, keep its contract, and cost no more than their size."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hostile.contract import problems, view
from hostile.texts import TEXTS, Grown

from auditor.derivations.checks.arithmetic import elsewhere
from auditor.derivations.checks.consistency import restatement
from auditor.findings import defects
from auditor.report import render

SMALL = 400
GROWTH = 2.6
"""How many times the work of a text of twice the size may be; linear is 2."""
LONGER = {"limits": 1500}
"""Characters of the smaller text where fewer do not fill what a number is compared with."""
WINDOWS = ((restatement, "_COMPARED"), (elsewhere, "_WIDEST"), (defects, "_COMPARED"))
"""How many others a number is compared with: made small, so that the work is linear from the first on."""


@pytest.mark.parametrize("grown", TEXTS.values(), ids=TEXTS)
def test_a_hostile_text_is_audited_like_any_other(grown: Grown) -> None:
    assert problems(grown(SMALL), pages=False) == []


@pytest.mark.parametrize("name", ["entities", "escapes", "bidi overrides", "wide table", "towers", "sums", "ticks"])
def test_its_pages_hold_it_too(name: str) -> None:
    assert problems(TEXTS[name](SMALL)) == []


def work(done: Callable[[], object]) -> int:
    """How many functions are called by some work, Python's and C's: the same on every machine."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event.endswith("call")

    sys.setprofile(count)
    try:
        done()
    finally:
        sys.setprofile(None)
    return calls


def audited(text: str) -> Callable[[], object]:
    return lambda: [render(view(text), form) for form in ("terminal", "json")]


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_is_about_twice_the_work(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in WINDOWS:
        monkeypatch.setattr(module, name, 8)
    audited("- **GPUs**: 2 × 4 = 9\n")()
    size = LONGER.get(kind, 1000)
    smaller, larger = (work(audited(TEXTS[kind](size * times))) for times in (1, 2))
    assert larger < GROWTH * smaller + 10_000


def peak(done: Callable[[], object]) -> int:
    """The most memory that some work holds at once, in bytes."""
    tracemalloc.start()
    try:
        done()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_combinations_of_premises_are_not_held_all_at_once() -> None:
    grown = TEXTS["degrees of another value each"]
    audited(grown(SMALL))()
    smaller, larger = (peak(audited(grown(1500 * times))) for times in (1, 2))
    assert larger < GROWTH * smaller
