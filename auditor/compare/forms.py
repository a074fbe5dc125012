"""A comparison as plain text, as markdown and as JSON."""

from __future__ import annotations

import json
from typing import Any

from auditor.compare.comparison import Change, Comparison
from auditor.compare.lines import lines
from auditor.compare.words import headline, items, tally
from auditor.report import View
from auditor.report.markdown import escape
from auditor.report.terminal import plain

FORMS = ("terminal", "markdown", "json")


def render(comparison: Comparison, form: str) -> str:
    """The comparison in one of FORMS."""
    if form == "json":
        return json.dumps(as_json(comparison), ensure_ascii=False, indent=1) + "\n"
    return markdown(comparison) if form == "markdown" else plain(lines(comparison))


def markdown(comparison: Comparison) -> str:
    """What one would paste into the review of a revision."""
    table = [
        f"| {item.group} | {item.place} | {escape(_told(item.text, item.outcome))} |" for item in items(comparison)
    ]
    head = ["| change | place | what |", "|---|---|---|"] if table else []
    return "\n".join([f"**{escape(headline(comparison))}**", "", f"{tally(comparison)}.", "", *head, *table, ""])


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain dicts; claims by the ids that they have in the audits of the two versions."""
    weaker = comparison.weaker
    return {
        "schema": "auditor.compare/1",
        "old": _document(comparison.old),
        "new": _document(comparison.new),
        "solved": [_change(change) for change in comparison.solved],
        "fresh": [_change(change) for change in comparison.fresh],
        "remaining": [_change(change) for change in comparison.remaining],
        "weaker": {
            "vanished": [_claim(comparison.old, claim) for claim in weaker.vanished],
            "vaguer": [
                {"old": _claim(comparison.old, pair.old), "new": _claim(comparison.new, pair.new)}
                for pair in weaker.vaguer
            ],
            "kept": [
                {
                    "old": _claim(comparison.old, pair.old),
                    "new": _claim(comparison.new, pair.new),
                    "number_before": _claim(comparison.old, pair.number_before),
                    "number_after": _claim(comparison.new, pair.number_after),
                }
                for pair in weaker.kept
            ],
        },
    }


def _told(text: str, outcome: str) -> str:
    return f"{text} ({outcome})" if outcome else text


def _document(view: View) -> dict[str, Any]:
    return {
        "path": view.path,
        "verdict": view.findings.verdict.value,
        "declared_verdict": view.findings.declared or None,
    }


def _change(change: Change) -> dict[str, Any]:
    finding = change.finding
    return {
        "fingerprint": change.fingerprint,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "old_line": change.old_line,
        "new_line": change.new_line,
        "outcome": change.outcome or None,
    }


def _claim(view: View, claim: int) -> dict[str, Any]:
    return {"id": f"c{claim}", "text": view.text(claim), "line": view.line(claim)}
