"""A batch in a process of its own, for tests that kill it: OUT, how many documents."""

from __future__ import annotations

import sys
from pathlib import Path

from batch import jobs
from batch.tools import RULES, documents

from auditor.batch import Options, run
from auditor.batch.options import WorkerLimits

PATIENT = WorkerLimits(attempts=12)
"""On a busy machine ten kills in a row may all hit the worker that has the same document in hand."""


def main(out: str, count: int) -> None:
    texts = documents(*(f"text {number}" for number in range(count)))
    account = run(texts, Path(out), jobs.slowly, RULES, Options(workers=2, shard_rows=10, limits=PATIENT))
    print(account)
    sys.exit(0 if account.complete else 2)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
