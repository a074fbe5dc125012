"""GitLab's Code Quality report: an array of issues; lines only, so no unit of columns."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from auditor.check.hit import Checked, Hit, Outcome
from auditor.rulebook import Rulebook

_SEVERITIES = {"error": "critical", "warning": "minor", "note": "info"}


def render(outcome: Outcome, book: Rulebook) -> str:
    """All findings that count."""
    issues = [_issue(checked, hit) for checked in outcome.documents for hit in checked.active]
    return json.dumps(issues, indent=1, ensure_ascii=False) + "\n"


def _issue(checked: Checked, hit: Hit) -> dict[str, Any]:
    lines = {"begin": hit.place.line, "end": hit.place.end_line} if hit.place else {"begin": 1}
    return {
        "description": hit.message,
        "check_name": hit.code,
        # Issues with one fingerprint are shown as one: the same words in two documents are two.
        "fingerprint": sha256(f"{checked.path}\0{hit.fingerprint}".encode()).hexdigest(),
        "severity": _SEVERITIES[hit.severity],
        "location": {"path": checked.path, "lines": lines},
    }
