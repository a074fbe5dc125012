"""The whole check as one JSON object; places in code points with offsets, as in the audit JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from auditor import __version__
from auditor.check.hit import Checked, Hit, Mark, Outcome
from auditor.rulebook import Rulebook

SCHEMA = "auditor.check/1"


def render(outcome: Outcome, book: Rulebook) -> str:
    """Documents with their coverage and findings, the silenced ones marked."""
    table = {
        "schema": SCHEMA,
        "provenance": {"version": __version__, "rules": book.digest},
        "exit_code": outcome.code,
        "documents": [document(checked) for checked in outcome.documents],
        "failed": [asdict(failed) for failed in outcome.failed],
    }
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"


def document(checked: Checked) -> dict[str, Any]:
    """One document."""
    return {
        "path": checked.path,
        "sha256": checked.sha256,
        "verdict": checked.verdict,
        "coverage": {
            "claims": checked.claims,
            "supported": checked.supported,
            "refuted": checked.refuted,
            "open": checked.open,
            "silent": checked.silent,
        },
        "findings": [finding(hit) for hit in checked.hits],
    }


def finding(hit: Hit) -> dict[str, Any]:
    """One finding."""
    return {
        "code": hit.code,
        "kind": hit.kind,
        "severity": hit.severity,
        "message": hit.message,
        "span": _span(hit.place) if hit.place else None,
        "related": [_span(mark) for mark in hit.related],
        "stated": hit.stated,
        "expected": hit.expected,
        "account": {heading: list(lines) for heading, lines in hit.account},
        "fingerprint": hit.fingerprint,
        "repair": asdict(hit.repair) if hit.repair else None,
        "alternatives": list(hit.alternatives),
        "silenced": hit.silenced or None,
        "reason": hit.reason or None,
    }


def _span(mark: Mark) -> dict[str, Any]:
    return asdict(mark)
