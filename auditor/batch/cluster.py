"""The workers of a Ray cluster, through Ray Data: for those who outgrow one machine.

The driver reads the source, keeps the rows and closes the account exactly as on one machine; only the work is sent out,
a wave at a time. On every node a task audits its block in a supervised process of its own, so that a crash or a hang is
charged to its document there. What Ray itself loses (a node, a task that the system kills too often) comes again in a
second pass, one document to a task: a document that takes its whole task with it costs itself only.
"""

from __future__ import annotations

import logging
import os
import pickle
import warnings
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any

from auditor.batch.options import Options
from auditor.batch.record import Failure, Job, Outcome, Task
from auditor.batch.resident import resident
from auditor.errors import AuditorError, UsageError

_BLOCK = 32
"""Documents of a task in the first pass."""
_RETRIES = 3
"""How often Ray starts a task again that died with its process or node."""


class Cluster:
    """A Ray cluster behind the same few methods as the processes of one machine."""

    eager = False

    def __init__(self, job: Job, options: Options, workers: int) -> None:
        """Joins the cluster that RAY_ADDRESS names, or starts one here. Raises UsageError without Ray."""
        self._ray = _ray()
        self._job, self._options = job, options
        self._ours = not self._ray.is_initialized()
        if self._ours:
            # Ray would tell its makers how it is used: an audit talks to nobody.
            os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
            address = os.environ.get("RAY_ADDRESS") or "local"
            self._ray.init(address=address, log_to_driver=False, logging_level="error")
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        self._wave: Iterator[Outcome] | None = None
        self._given: dict[int, Task] = {}

    @property
    def in_flight(self) -> int:
        """Tasks of the wave that have not come back."""
        return len(self._given)

    @property
    def idle(self) -> int:
        """One wave at a time."""
        return int(not self._given)

    @property
    def chunk(self) -> int:
        """A wave: enough for every processor of the cluster to take several blocks."""
        processors = int(self._ray.cluster_resources().get("CPU", 1))
        return max(512, 16 * _BLOCK * processors)

    def last_chunk(self, waiting: int) -> int:
        """All that is left."""
        return min(self.chunk, waiting)

    def give(self, tasks: Sequence[Task]) -> None:
        """Sends out a wave."""
        self._given = {task.number: task for task in tasks}
        self._wave = self._two_passes()

    def wait(self, timeout: float, also: Connection | None = None) -> Iterator[Outcome]:
        """The outcomes of the next block; without a wave it waits for `also`."""
        if self._wave is None:
            if also is not None:
                also.poll(timeout)
            return
        outcome = next(self._wave, None)
        if outcome is None:
            self._wave = None
            return
        yield outcome

    def drop(self) -> int:
        """Nothing: a wave that is out comes back whole."""
        return 0

    def close(self, *, at_once: bool = False) -> None:
        """Leaves the cluster, or ends the one that was started here."""
        self._wave = None
        self._given = {}
        if self._ours:
            self._ray.shutdown()

    def _two_passes(self) -> Iterator[Outcome]:
        yield from self._passed(_BLOCK)
        if self._given:
            yield from self._passed(1)
        for task in list(self._given.values()):
            del self._given[task.number]
            message = "every task of the cluster that audited it died"
            yield Outcome(task, Failure("audit", "crash", message, 2 * (_RETRIES + 1)))

    def _passed(self, rows: int) -> Iterator[Outcome]:
        """One pass over what is still missing, `rows` documents to a task."""
        for number, answer in self._answers(list(self._given.values()), rows):
            if isinstance(answer, AuditorError):
                raise answer
            task = self._given.pop(number, None)
            if task is not None:
                yield Outcome(task, answer)

    def _answers(self, tasks: list[Task], rows: int) -> Iterator[tuple[int, Any]]:
        data = self._ray.data
        context = data.DataContext.get_current()
        context.max_errored_blocks = -1
        context.enable_progress_bars = False
        items = [{"task": pickle.dumps(task)} for task in tasks]
        blocks = -(-len(items) // rows)
        with warnings.catch_warnings():
            # Ray Data has no named parameter for it yet, and without it a task that always dies is tried for ever.
            warnings.filterwarnings("ignore", message="`ray_remote_args` is deprecated")
            answers = data.from_items(items, override_num_blocks=blocks).map_batches(
                audit_block,
                fn_kwargs={"job": self._job, "options": self._options},
                batch_size=None,
                batch_format="pyarrow",
                num_cpus=1,
                max_retries=_RETRIES,
            )
        for batch in answers.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=1):
            for answer in batch.column("answer").to_pylist():
                yield pickle.loads(answer)


def audit_block(table: Any, job: Job, options: Options) -> Any:
    """What a task of the cluster does: a table of pickled tasks in, one of pickled (number, answer) out."""
    import pyarrow

    tasks: list[Task] = [pickle.loads(task) for task in table.column("task").to_pylist()]
    try:
        answers: list[tuple[int, Any]] = [
            (outcome.task.number, outcome.answer) for outcome in resident(job, options).all(tasks)
        ]
    except AuditorError as error:
        answers = [(task.number, error) for task in tasks]
    return pyarrow.table({"answer": [pickle.dumps(answer) for answer in answers]})


def _ray() -> Any:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise UsageError("`--engine ray` needs the extra `ray` (ray[data])") from error
    return ray
