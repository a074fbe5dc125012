"""Reviewdog's diagnostic format; columns in UTF-8 bytes from 1, ends exclusive."""

from __future__ import annotations

import json
from typing import Any

from auditor.check.columns import columns
from auditor.check.hit import Checked, Hit, Mark, Outcome, Repair
from auditor.rulebook import Rulebook
from auditor.span import Lines

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(outcome: Outcome, book: Rulebook) -> str:
    """All findings that count."""
    diagnostics = [_diagnostic(checked, hit) for checked in outcome.documents for hit in checked.active]
    return json.dumps({"source": {"name": "auditor"}, "diagnostics": diagnostics}, indent=1, ensure_ascii=False) + "\n"


def _diagnostic(checked: Checked, hit: Hit) -> dict[str, Any]:
    found: dict[str, Any] = {
        "message": hit.message,
        "location": _location(checked, hit.place),
        "severity": _SEVERITIES[hit.severity],
        "code": {"value": hit.code},
    }
    if hit.repair:
        found["suggestions"] = [{"range": _range(checked, _mark(checked, hit.repair)), "text": hit.repair.text}]
    if hit.related:
        found["related_locations"] = [
            {"message": mark.text, "location": _location(checked, mark)} for mark in hit.related
        ]
    return found


def _location(checked: Checked, mark: Mark | None) -> dict[str, Any]:
    return {"path": checked.path, **({"range": _range(checked, mark)} if mark else {})}


def _range(checked: Checked, mark: Mark) -> dict[str, Any]:
    first, last = columns(checked.source, mark, "utf8")
    return {"start": {"line": mark.line, "column": first}, "end": {"line": mark.end_line, "column": last}}


def _mark(checked: Checked, repair: Repair) -> Mark:
    position = Lines(checked.source).position
    return Mark(repair.start, repair.end, repair.text, *position(repair.start), *position(repair.end))
