"""The track record of the rules, as the rulebook keeps it."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.evaluate.figures import by_rule
from auditor.evaluate.score import Score
from auditor.rulebook import Record

_HEAD = (
    "# How often the findings of each rule were right, of {count} reports. Written by `auditor evaluate --record`.\n"
)


def measured(scores: Iterable[Score]) -> dict[str, Record]:
    """What each rule found right and wrong, by id; rules that found nothing that counts are left out."""
    figures = by_rule(tuple(scores)).items()
    return {rule: Record(found.found, found.false) for rule, found in figures if found.found or found.false}


def toml(scores: Iterable[Score]) -> str:
    """The same as a file for a rulebook's folder `record`."""
    scores = tuple(scores)
    rules = (f'["{rule}"]\nright = {r.right}\nwrong = {r.wrong}\n' for rule, r in measured(scores).items())
    return "\n".join([_HEAD.format(count=len(scores)), *rules])
