"""One supervised worker for guests: processes of Ray or datatrove that bring a few documents at a time."""

from __future__ import annotations

from auditor.batch.options import Options
from auditor.batch.pool import Pool
from auditor.batch.record import Job

_kept: list[tuple[Job, Options, Pool]] = []


def resident(job: Job, options: Options) -> Pool:
    """The worker of this process for this job; it stays from one call to the next, since starting one takes time."""
    for known, under, pool in _kept:
        if (known, under) == (job, options) and not pool.in_flight:
            return pool
    dismiss()
    _kept.append((job, options, Pool(job, options, 1)))
    return _kept[0][2]


def dismiss() -> None:
    """Ends the worker, if there is one."""
    for _, _, pool in _kept:
        pool.close(at_once=True)
    _kept.clear()
