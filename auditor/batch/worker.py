"""The worker process: takes chunks of tasks, answers one by one, and never outlives its limits."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from auditor.batch.options import Options
from auditor.batch.record import Failure, Job, Row, Task
from auditor.batch.row import audited, raised
from auditor.errors import InputError

_COLLECT = (50_000, 20, 100)
"""An audit allocates many small records and frees them at once: rarer collections save a fifth of its time."""

_MERCY = 1.0
"""Seconds of processor time from the soft limit to the hard one."""


class TimeLimit(BaseException):
    """The document has used up its time; no `except Exception` on the way catches it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker can take its first chunk."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The worker cannot work at all, whatever the document."""

    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of the first unanswered task of the chunk."""

    answer: Row | Failure
    leaving: bool = False
    """Whether the worker ends itself: after a time or memory limit its state is not to be trusted."""


def serve(connection: Connection, job: Job, options: Options) -> None:
    """The life of a worker: until the parent sends an empty chunk or goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        if not _prepared(connection, job):
            return
        _limit_memory(options.limits.megabytes)
        while chunk := connection.recv():
            for task in chunk:
                answer = _answer(task, job, options)
                connection.send(answer)
                if answer.leaving:
                    return


def _prepared(connection: Connection, job: Job) -> bool:
    """Lets the job load what it needs (`prepare`, if it has one) before the clock of a document runs."""
    prepare: Callable[[], None] | None = getattr(job, "prepare", None)
    try:
        if prepare is not None:
            prepare()
    except Exception as error:
        connection.send(Broken(f"{type(error).__name__}: {error}"))
        return False
    gc.set_threshold(*_COLLECT)
    gc.freeze()
    connection.send(Ready())
    return True


def _answer(task: Task, job: Job, options: Options) -> Answer:
    try:
        with _clock(options.limits.seconds):
            result = job(task.document)
            row = audited(task.document, task.key, result, keep_text=options.keep_text)
        return Answer(row)
    except TimeLimit as error:
        failure = raised(error, "timeout")
        return Answer(Failure(failure.stage, "timeout", f"not done after {options.limits.seconds:g} s"), leaving=True)
    except MemoryError as error:
        failure = raised(error, "memory")
        return Answer(Failure(failure.stage, "memory", f"more than {options.limits.megabytes} MB"), leaving=True)
    except InputError as error:
        return Answer(Failure("read", "unreadable", str(error)))
    except Exception as error:
        return Answer(raised(error, "exception"))


@contextmanager
def _clock(seconds: float) -> Iterator[None]:
    """The time limit of one document, where the system has timers; elsewhere the parent alone keeps time.

    The soft limit raises TimeLimit, which shows where the time went. Native code that holds the interpreter (a regular
    expression that backtracks) never sees it: for that the hard limit, on processor time, ends the process.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds + _MERCY)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise TimeLimit


def _limit_memory(megabytes: int) -> None:
    """Makes allocation fail beyond what the process has now and the limit, where the system can do that (Linux)."""
    statm = Path("/proc/self/statm")
    if not megabytes or not statm.exists():
        return
    import resource

    now = int(statm.read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
