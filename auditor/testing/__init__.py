"""For test suites: a text whose numbers refute each other fails the test.

from auditor.testing import assert_consistent

def test_the_report() -> None:
    assert_consistent(write_report())
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.audit import own_rules
from auditor.check.formats import render
from auditor.check.hit import Outcome
from auditor.check.run import Checker, Sieve, at_least, only
from auditor.check.select import selection
from auditor.errors import UsageError
from auditor.testing.measure import Measure, measure

__all__ = ["Measure", "assert_consistent", "measure"]

_FAILS = {"error": {"error"}, "warning": {"error", "warning"}, "any": {"error", "warning", "note"}}


def assert_consistent(
    text: str,
    *,
    fail_on: str = "error",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    min_coverage: float = 0.0,
    name: str = "text",
) -> None:
    """Fails with the findings and their working if numbers of a markdown text refute each other.

    `fail_on` is error, warning or any; `select` and `ignore` take rule ids, folders and kind:NAME; `min_coverage` is
    the least share of the claims, in per cent, that has to be decided. Comments in the text silence nothing.
    Raises AssertionError, and UsageError for a rule or level that is unknown.
    """
    if fail_on not in _FAILS:
        raise UsageError(f"fail_on={fail_on!r}: give one of {', '.join(_FAILS)}")
    book, failing = own_rules(), frozenset(_FAILS[fail_on])
    selected = selection(book, select, (), ignore)
    sieves: list[Sieve] = [only(lambda hit: hit.severity in failing and selected(hit))]
    checked = Checker(book, None, tuple(sieves)).check(name, text)
    outcome = Outcome((at_least(min_coverage)(checked),), (), failing)
    if outcome.code:
        raise AssertionError(render("full", outcome, book))
