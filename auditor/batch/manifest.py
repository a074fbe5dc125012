"""`manifest.json`: what the output holds. It is written last; while a run is under way there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditor.batch.account import Account
from auditor.batch.files import write_json
from auditor.batch.index import Index
from auditor.batch.key import Provenance
from auditor.batch.row import SCHEMA
from auditor.batch.store import state

NAME = "manifest.json"


def remove(out: Path) -> None:
    """Says that the output is not complete."""
    (out / NAME).unlink(missing_ok=True)


def write(out: Path, index: Index, provenance: Provenance, account: Account, superseded: int) -> None:
    """Says what the output holds, and that it is complete."""
    write_json(out / NAME, state(out) / NAME, _manifest(index, provenance, account, superseded), durable=True)


def _manifest(index: Index, provenance: Provenance, account: Account, superseded: int) -> dict[str, Any]:
    shards = index.shards().values()
    return {
        "schema": SCHEMA,
        "provenance": {"version": provenance.version, "rules": provenance.rules, "config": provenance.config},
        "account": account.as_json(),
        "superseded": superseded,
        **_totals(index),
        "shards": [
            {"name": shard.name, "rows": shard.rows, "bytes": shard.size, "sha256": shard.sha256} for shard in shards
        ],
    }


def _totals(index: Index) -> dict[str, Any]:
    """What all rows say together, those of earlier runs included."""
    verdicts: dict[str, int] = {}
    reasons: dict[str, int] = {}
    findings = {"error": 0, "warning": 0, "note": 0}
    for tally, count in index.totals():
        (reasons if tally.status == "failed" else verdicts)[tally.verdict] = count
        findings["error"] += tally.errors
        findings["warning"] += tally.warnings
        findings["note"] += tally.notes
    return {"rows": len(index), "verdicts": verdicts, "failures": reasons, "findings": findings}
