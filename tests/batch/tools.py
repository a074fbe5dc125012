"""What the tests of batches share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from auditor.batch import Account, Document, Options, Provenance, Unreadable, WorkerLimits, run
from auditor.batch.pool import Pool
from auditor.batch.record import Job

RULES = Provenance("0", "rules")


def audit(
    texts: Iterable[Document | Unreadable], out: Path, job: Job, provenance: Provenance = RULES, **options: Any
) -> Account:
    hire = options.pop("hire", Pool)
    limits = WorkerLimits(seconds=options.pop("seconds", 20.0), megabytes=options.pop("megabytes", 1024))
    chosen = Options(**{"workers": 2, "limits": limits, "shard_rows": 10, **options})
    return run(texts, out, job, provenance, chosen, hire=hire)


def documents(*texts: str) -> list[Document | Unreadable]:
    return [Document(f"{number:04}", text) for number, text in enumerate(texts)]


def rows(out: Path) -> list[dict[str, Any]]:
    """All rows of an output folder of JSONL, in the order of the shards."""
    lines = [line for path in sorted(out.glob("part-*.jsonl")) for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def manifest(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text())
    return found
