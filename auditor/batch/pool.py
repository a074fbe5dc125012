"""Supervised workers: a crash, a hang or hunger for memory costs the one document that caused it."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from auditor.batch.deaths import failure, how
from auditor.batch.options import Options
from auditor.batch.record import Failure, Job, Outcome, Task
from auditor.batch.worker import Answer, Broken, Ready, serve
from auditor.errors import AuditorError

_GRACE = 5.0
"""Seconds that a worker gets beyond its own time limit before the parent ends it."""
_CHUNK_SECONDS = 0.5
"""Between two chunks a worker waits for the parent, some milliseconds or, while a shard is written, longer."""
_LONGEST_CHUNK = 32
_STILLBORN = 3
"""Workers in a row that die before their first document, after which the batch is given up."""


@dataclass(slots=True, eq=False)
class _Hand:
    """One worker as the parent sees it."""

    process: BaseProcess
    connection: Connection
    ready: bool = False
    tasks: deque[Task] = field(default_factory=deque)
    """Sent and not answered; it works on the first."""
    since: float = field(default_factory=time.monotonic)
    """When it began with the first, at the latest."""


class Pool:
    """A fixed number of workers, each replaced when it dies.

    A chunk goes to a worker only when that one waits for it: neither side can then block the other with a full pipe.
    """

    eager = True

    def __init__(self, job: Job, options: Options, workers: int | None = None) -> None:
        self._job, self._options = job, options
        self._context: Any = _context(job)
        self._again: deque[Task] = deque()
        self._stillborn = 0
        self._pace = _CHUNK_SECONDS
        self._hands = [self._hire() for _ in range(workers or options.workers)]

    @property
    def in_flight(self) -> int:
        """Tasks that were given and have not come back."""
        return sum(len(hand.tasks) for hand in self._hands) + len(self._again)

    @property
    def idle(self) -> int:
        """Workers that wait for a chunk."""
        waiting = sum(hand.ready and not hand.tasks for hand in self._hands)
        return max(waiting - len(self._again), 0)

    @property
    def chunk(self) -> int:
        """How many tasks a worker should get at once: half a second of work."""
        return max(1, min(_LONGEST_CHUNK, int(_CHUNK_SECONDS / max(self._pace, 1e-6))))

    def last_chunk(self, waiting: int) -> int:
        """The same when no more than those that wait will come: less and less, so that all end together."""
        return max(1, min(self.chunk, waiting // (2 * len(self._hands))))

    def give(self, tasks: Sequence[Task]) -> None:
        """Hands a chunk to an idle worker."""
        hand = next(hand for hand in self._hands if hand.ready and not hand.tasks)
        hand.tasks.extend(tasks)
        hand.since = time.monotonic()
        try:
            hand.connection.send(list(tasks))
        except (BrokenPipeError, ConnectionResetError):
            return  # it died while it waited: the end of its pipe tells `wait`

    def wait(self, timeout: float, also: Connection | None = None) -> Iterator[Outcome]:
        """What has come back, after at most `timeout` seconds, or at once when `also` has something to read."""
        ready = wait([*(hand.connection for hand in self._hands), *([also] if also else [])], timeout)
        for hand in list(self._hands):
            if hand.connection in ready:
                yield from self._heard(hand)
            elif hand.tasks and time.monotonic() - hand.since > self._options.limits.seconds + _GRACE:
                yield from self._ended(hand, Failure("audit", "timeout", self._overdue()))
        self._retry()

    def all(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """What comes back of all these tasks."""
        waiting = deque(tasks)
        while waiting or self.in_flight:
            while waiting and self.idle:
                self.give([waiting.popleft() for _ in range(self.last_chunk(len(waiting)))])
            yield from self.wait(1.0)

    def drop(self) -> int:
        """Forgets what no worker has begun: how many tasks. What they work on still comes back."""
        dropped = len(self._again)
        self._again.clear()
        return dropped

    def close(self, *, at_once: bool = False) -> None:
        """Ends the workers; those that still work are killed."""
        for hand in self._hands:
            if hand.tasks or at_once or not hand.ready:
                hand.process.kill()
            else:
                _dismiss(hand)
        for hand in self._hands:
            hand.process.join(_GRACE)
            if hand.process.is_alive():
                hand.process.kill()
                hand.process.join()
            hand.process.close()
            hand.connection.close()
        self._hands.clear()

    def _hire(self) -> _Hand:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._job, self._options), daemon=True)
        with _script_left_alone(self._job):
            process.start()
        theirs.close()
        return _Hand(process, ours)

    def _heard(self, hand: _Hand) -> Iterator[Outcome]:
        """Everything that the worker has said by now."""
        try:
            while True:
                yield from self._taken(hand, hand.connection.recv())
                if hand not in self._hands or not hand.connection.poll():
                    return
        except (EOFError, OSError):
            yield from self._ended(hand, None)

    def _taken(self, hand: _Hand, message: Ready | Broken | Answer) -> Iterator[Outcome]:
        if isinstance(message, Broken):
            raise AuditorError(f"the workers cannot start ({message.message})")
        if isinstance(message, Ready):
            hand.ready, self._stillborn = True, 0
            return
        task = hand.tasks.popleft()
        now = time.monotonic()
        self._pace += (now - hand.since - self._pace) / 8
        hand.since = now
        yield _outcome(task, message.answer)
        if message.leaving:
            self._replace(hand)

    def _ended(self, hand: _Hand, verdict: Failure | None) -> Iterator[Outcome]:
        """A worker is dead, or hangs: the task that it had in hand is charged with it."""
        if verdict is not None:
            hand.process.kill()
        hand.process.join(_GRACE)
        code = hand.process.exitcode
        self._stillborn += not hand.ready
        if self._stillborn >= _STILLBORN:
            raise AuditorError(f"the workers die before their first document ({how(code)})")
        if hand.tasks:
            task = hand.tasks.popleft()
            charge = verdict or failure(code, self._overdue())
            if charge.reason == "crash" and task.attempts + 1 < self._options.limits.attempts:
                self._again.append(Task(task.number, task.key, task.document, task.attempts + 1))
            else:
                yield _outcome(task, charge)
        self._replace(hand)

    def _replace(self, hand: _Hand) -> None:
        # What it had not begun is nobody's fault: it goes to others, uncharged.
        self._again.extend(hand.tasks)
        hand.tasks.clear()
        if hand.process.is_alive():
            hand.process.kill()
        hand.process.join()
        hand.process.close()
        hand.connection.close()
        self._hands[self._hands.index(hand)] = self._hire()

    def _retry(self) -> None:
        """Gives what came back undone to idle workers, one at a time: a second death has one suspect only."""
        for hand in self._hands:
            if self._again and hand.ready and not hand.tasks:
                self.give([self._again.popleft()])

    def _overdue(self) -> str:
        return f"not done after {self._options.limits.seconds:g} s"


def _context(job: Job) -> BaseContext:
    """Workers come from a clean server process where there is one: cheap to replace, no thread copied half-way."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The server imports once what every worker would import anew.
    module = getattr(job, "__module__", "__main__")
    context.set_forkserver_preload([serve.__module__, *([module] if module != "__main__" else [])])
    return context


@contextmanager
def _script_left_alone(job: Job) -> Iterator[None]:
    """Keeps multiprocessing from running the caller's script again in every worker: only a job inside it needs that."""
    main = sys.modules["__main__"]
    if getattr(job, "__module__", "__main__") != "__main__":
        sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _dismiss(hand: _Hand) -> None:
    try:
        hand.connection.send([])
    except (BrokenPipeError, ConnectionResetError):
        hand.process.kill()


def _outcome(task: Task, answer: Any) -> Outcome:
    if isinstance(answer, Failure) and task.attempts:
        answer = Failure(answer.stage, answer.reason, answer.message, task.attempts + 1)
    return Outcome(task, answer)
