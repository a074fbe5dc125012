"""`index.html`: the documents of a batch, the worst first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.batch.files import replacing
from auditor.batch.index import Index
from auditor.batch.record import Tally
from auditor.batch.store import state

if TYPE_CHECKING:
    from auditor.report import Row

NAME = "index.html"
_MOST = 2000
"""Documents that a page lists: a browser has to hold them all."""


def write(out: Path, index: Index) -> None:
    """Lists the documents with the most errors; each links to the shard that holds its audit."""
    from auditor.report.html import index as page

    rows: list[Row] = []
    links: list[str] = []
    for identity, shard, tally in index.worst(_MOST):
        rows.append(_row(identity, tally))
        links.append(shard)
    if not rows:
        (out / NAME).unlink(missing_ok=True)
        return
    with replacing(out / NAME, state(out) / NAME) as file:
        file.write(page(rows, links, _sentence(index, len(rows))).encode())


def _row(identity: str, tally: Tally) -> Row:
    from auditor.report import Row
    from auditor.report.view import Coverage

    declared, coverage, worst, found = json.loads(tally.brief)
    return Row(
        path=identity,
        verdict=tally.verdict.replace("_", " ").upper(),
        declared=declared,
        errors=tally.errors,
        warnings=tally.warnings,
        coverage=Coverage(**coverage),
        worst=worst,
        found=tuple((code, kind) for code, kind in found),
    )


def _sentence(index: Index, listed: int) -> str:
    """What the output holds, in one sentence."""
    totals = list(index.totals())
    counts = [f"{count} {tally.verdict.replace('_', ' ')}" for tally, count in totals if tally.status == "audited"]
    failed = sum(count for tally, count in totals if tally.status == "failed")
    audited = sum(count for tally, count in totals if tally.status == "audited")
    parts = [f"{audited} documents: {', '.join(counts)}"]
    if failed:
        parts.append(f"{failed} could not be audited")
    if listed < audited:
        parts.append(f"the {listed} with the most errors are listed and counted here")
    return "; ".join(parts)
