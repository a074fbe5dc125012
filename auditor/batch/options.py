"""What a user may set about a batch."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from auditor.errors import UsageError

FORMS = ("jsonl", "parquet")
"""The forms of the output's shards."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one document may cost the worker that audits it; how many bytes it may have is the source's business."""

    seconds: float = 30.0
    """Wall time of its audit."""
    megabytes: int = 2048
    """Memory that a worker may take beyond what it has before its first document; 0 for no limit."""
    attempts: int = 3
    """Workers that may die of it before it is given up: a worker can also be killed from outside."""


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch runs and what it writes."""

    workers: int = field(default_factory=_processors)
    limits: WorkerLimits = field(default_factory=WorkerLimits)
    form: str = "jsonl"
    shard_rows: int = 1000
    keep_text: bool = True
    """Whether rows carry the document's text."""
    retry_failed: bool = False
    """Whether documents that failed in an earlier run are tried again."""
    fail_on: tuple[str, ...] = ("error",)
    """Severities of findings that make the exit code 1."""

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise UsageError(f"{self.form} is no form of output: give one of {', '.join(FORMS)}")
        if min(self.workers, self.shard_rows, self.limits.attempts) < 1 or self.limits.seconds <= 0:
            raise UsageError("workers, rows of a shard, attempts and the time limit must be above zero")
