"""A JSON object for each finding that counts, one a line, with the path of its document."""

from __future__ import annotations

import json

from auditor.check.formats.json import finding
from auditor.check.hit import Outcome
from auditor.rulebook import Rulebook


def render(outcome: Outcome, book: Rulebook) -> str:
    """All findings that count."""
    rows = ({"path": checked.path, **finding(hit)} for checked in outcome.documents for hit in checked.active)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
