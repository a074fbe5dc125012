"""Rows of the output, as lines of JSON."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from auditor.batch.record import Document, Failure, Result, Row, Tally

SCHEMA = "auditor.batch/1"
_LONGEST = 2000
"""Characters of a message that a row keeps: an exception may quote a document."""


def audited(document: Document, key: bytes, result: Result, *, keep_text: bool) -> Row:
    """The row of an audit."""
    fields: dict[str, Any] = {
        **_head(document.id, key, "audited"),
        "sha256": sha256(document.text.encode()).hexdigest(),
        "verdict": result.verdict,
        "declared_verdict": result.declared,
        "errors": result.errors,
        "warnings": result.warnings,
        "notes": result.notes,
        "metadata": document.metadata,
    }
    if keep_text:
        fields["text"] = document.text
    tally = Tally("audited", result.verdict, result.errors, result.warnings, result.notes, brief(result.audit))
    return Row(document.id, key, stored(fields, dumps(result.audit)), tally)


def stored(fields: Mapping[str, Any], audit: str | None) -> bytes:
    """A row on its way to a shard: JSON, then a tab and the JSON of the audit if there is one."""
    # No tab stands in JSON without indentation: inside a string it is written with a backslash.
    return (dumps(fields) if audit is None else f"{dumps(fields)}\t{audit}").encode("utf-8", "backslashreplace")


def brief(audit: Mapping[str, Any]) -> str:
    """What the index page says of an audit: what the report says of itself, coverage, the worst finding, all codes."""
    if "coverage" not in audit:
        return ""
    findings = audit["findings"]
    worst = findings[0]["message"][:_LONGEST] if findings else ""
    found = [(finding["code"], finding["kind"]) for finding in findings]
    return dumps([audit["declared_verdict"] or "", audit["coverage"], worst, found])


def failed(identity: str, key: bytes, failure: Failure) -> Row:
    """The row of a document that has no audit."""
    fields = {
        **_head(identity, key, "failed"),
        "stage": failure.stage,
        "reason": failure.reason,
        "message": failure.message[:_LONGEST],
        "attempts": failure.attempts,
    }
    return Row(identity, key, stored(fields, None), Tally("failed", failure.reason))


def raised(error: BaseException, reason: str) -> Failure:
    """What an exception says, with the stage of the pipeline that it came out of."""
    lines = traceback.format_exception_only(error)
    return Failure(_stage(error), reason, lines[-1].strip() if lines else type(error).__name__)


def _stage(error: BaseException) -> str:
    """The innermost stage of the pipeline on the way to where it was raised."""
    stages = ("document", "claims", "facts", "derivations", "findings", "report", "rulebook")
    found = "audit"
    for frame, _ in traceback.walk_tb(error.__traceback__):
        package, _, rest = str(frame.f_globals.get("__name__", "")).partition(".")
        stage = rest.partition(".")[0]
        if package == "auditor" and stage in stages:
            found = stage
    return found


def _head(identity: str, key: bytes, status: str) -> dict[str, Any]:
    return {"id": identity, "key": key.hex(), "status": status}


def dumps(value: Any) -> str:
    """Compact JSON; what JSON has no type for (dates, bytes) as text, NaN as null."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, separators=(",", ":"), default=str)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value
