"""Workflow commands of GitHub Actions: annotations beside the lines; columns in code points.

A step shows ten annotations of each severity: the first ten are commands, the rest plain lines of the log.
"""

from __future__ import annotations

from collections import Counter

from auditor.check.columns import on_first_line
from auditor.check.formats.concise import line
from auditor.check.formats.full import closing
from auditor.check.hit import Checked, Hit, Outcome
from auditor.rulebook import Rulebook
from auditor.text import visible

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SHOWN = 10


def render(outcome: Outcome, book: Rulebook) -> str:
    """All findings that count, errors first, then the closing line."""
    found = [(checked, hit) for checked in outcome.documents for hit in checked.active]
    found.sort(key=lambda pair: list(_COMMANDS).index(pair[1].severity))
    seen: Counter[str] = Counter()
    lines = []
    for checked, hit in found:
        seen[hit.severity] += 1
        shown = seen[hit.severity] <= _SHOWN
        lines.append(_command(checked, hit) if shown else f"- {line(checked, hit)}")
    lines += [f"::error title=auditor::{_data(f'{failed.path}: {failed.message}')}" for failed in outcome.failed]
    return "".join(f"{each}\n" for each in (*lines, f"- {closing(outcome)}"))


def _command(checked: Checked, hit: Hit) -> str:
    properties = {"file": checked.path, "title": f"auditor ({hit.code})"}
    if hit.place:
        place = on_first_line(hit.place)
        properties |= {"line": str(place.line), "endLine": str(place.end_line)}
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[hit.severity]} {told}::{_data(hit.message)}"


def _data(text: str) -> str:
    broken = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(broken)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
