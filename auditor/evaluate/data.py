"""The figures and the lists behind them, for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from auditor.evaluate.figures import Figures, by_kind, by_report, by_rule, by_severity, together
from auditor.evaluate.gold import Item
from auditor.evaluate.score import Alarm, Score

Json = dict[str, Any]


def as_json(scores: Sequence[Score]) -> Json:
    """All figures and lists as plain dicts."""
    return {
        "schema": "auditor.evaluation/1",
        "reports": len(scores),
        "numerals": sum(score.numerals for score in scores),
        "unaccounted": sum(score.unaccounted for score in scores),
        "total": _figures(together(scores)),
        "by_severity": _groups(by_severity(scores)),
        "by_kind": _groups(by_kind(scores)),
        "by_rule": _groups(by_rule(scores)),
        "by_report": _groups(by_report(scores)),
        "lists": {score.name: _lists(score) for score in scores},
    }


def ratio(pair: tuple[int, int]) -> float | None:
    """The share; None of nothing."""
    part, whole = pair
    return part / whole if whole else None


def _groups(groups: Mapping[str, Figures]) -> Json:
    return {str(name): _figures(figures) for name, figures in groups.items()}


def _figures(figures: Figures) -> Json:
    shares = {"recall": figures.recall, "precision": figures.precision, "confirmation": figures.confirmation}
    return {**asdict(figures), **{name: ratio(pair) for name, pair in shares.items()}}


def _lists(score: Score) -> Json:
    return {
        "found": [{**_item(item), "rule": alarm.finding.code} for item, alarm in score.found],
        **{name: [_item(item) for item in getattr(score, name)] for name in ("missed", "blessed", "wronged", "gaps")},
        **{name: [_alarm(alarm) for alarm in getattr(score, name)] for name in ("false", "duplicate", "excused")},
    }


def _item(item: Item) -> Json:
    return {"line": item.lines[0], "kind": item.kind, "severity": item.severity, "quote": item.quote, "note": item.note}


def _alarm(alarm: Alarm) -> Json:
    finding = alarm.finding
    return {
        "line": alarm.line or None,
        "rule": finding.code,
        "kind": finding.kind,
        "severity": finding.severity.value,
        "message": finding.message,
    }
