"""Findings as an editor's diagnostics, with the places that the wrong number was held against."""

from __future__ import annotations

from lsprotocol.types import (
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    Location,
    Position,
    Range,
)

from auditor.check.hit import Checked, Hit, Mark
from auditor.serve.editor.places import Places
from auditor.text import visible

_SEVERITIES = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "note": DiagnosticSeverity.Information,
}
_RELATED = 20
_LONGEST = 80


def diagnostics(checked: Checked, uri: str, places: Places) -> list[Diagnostic]:
    """All findings that count."""
    return [diagnostic(hit, uri, places) for hit in checked.active]


def diagnostic(hit: Hit, uri: str, places: Places) -> Diagnostic:
    """One finding; one about the whole document stands on its first line."""
    return Diagnostic(
        range=_range(hit.place, places) if hit.place else Range(Position(0, 0), Position(0, 0)),
        message=visible(hit.message),
        severity=_SEVERITIES[hit.severity],
        code=hit.code,
        source="auditor",
        related_information=[
            DiagnosticRelatedInformation(Location(uri, _range(mark, places)), _told(mark))
            for mark in hit.related[:_RELATED]
        ],
        data={"fingerprint": hit.fingerprint},
    )


def _range(mark: Mark, places: Places) -> Range:
    return places.range(mark.start, mark.end)


def _told(mark: Mark) -> str:
    text = visible(mark.text)
    return f"it rests on {text if len(text) <= _LONGEST else f'{text[:_LONGEST]}…'}"
