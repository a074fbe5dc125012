"""The run of a batch on this machine: source, workers and output brought together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from auditor.batch import finish, manifest, row
from auditor.batch.account import Account
from auditor.batch.feed import Entry, Feed
from auditor.batch.files import alone
from auditor.batch.key import Provenance
from auditor.batch.options import Options
from auditor.batch.pool import Pool
from auditor.batch.progress import Display, Progress, Silent
from auditor.batch.record import Document, Failure, Job, Outcome, Row, Task, Unreadable
from auditor.batch.stop import Stop
from auditor.batch.store import Store, state
from auditor.batch.workers import Workers

_TURN = 0.2
"""Seconds after which a turn of the loop ends although nothing has happened."""
_PACKETS = 64
"""Packets of a source that are looked at in one turn: a run that only skips must still show its progress."""


def run(
    source: Iterable[Document | Unreadable],
    out: Path,
    job: Job,
    provenance: Provenance,
    options: Options | None = None,
    display: Display | None = None,
    hire: Callable[[Job, Options, int], Workers] = Pool,
) -> Account:
    """Does the job to every document of the source whose result `out` does not hold yet; the account of it.

    `hire` gives those who do the work, from the job, the options and how many they should be at most.
    A source may have `documents` (how many, or None) and `fraction` (how much of it has been read, or None).
    Raises UsageError if another run writes there, AuditorError if the workers cannot start at all.
    """
    options = options or Options()
    out.mkdir(parents=True, exist_ok=True)
    with alone(state(out) / "lock"):
        manifest.remove(out)
        store = Store(out, provenance, options.form, options.shard_rows)
        try:
            if options.retry_failed:
                store.without(store.index.failed(), keep_copy=False)
            account = _Run(source, store, provenance, options, partial(hire, job, options)).go(out, display or Silent())
            finish.finish(out, store, provenance, account)
        finally:
            store.close()
    return account


class _Run:
    """One pass over the source."""

    def __init__(
        self,
        source: Iterable[Document | Unreadable],
        store: Store,
        provenance: Provenance,
        options: Options,
        hire: Callable[[int], Workers],
    ) -> None:
        self._source, self._store, self._options, self._hire = source, store, options, hire
        self._feed = Feed(source, provenance.digest)
        self._pool: Workers | None = None
        self._pending: deque[Task] = deque()
        self._under_way: set[bytes] = set()
        self._next = 0
        self._account = Account()

    def go(self, out: Path, display: Display) -> Account:
        """Runs to the end of the source, or until it is stopped."""
        progress = Progress(out, getattr(self._source, "documents", None), display)
        word = "failed"
        try:
            with Stop() as stop:
                while not self._finished(stop):
                    self._turn(stop)
                    progress.tick(self._account, getattr(self._source, "fraction", None))
            word = "interrupted" if self._account.interrupted else "finished"
        except KeyboardInterrupt:
            self._account.interrupted, word = True, "interrupted"
        finally:
            self._feed.close()
            if self._pool is not None:
                self._pool.close(at_once=word != "finished")
            self._account.taken = self._feed.taken
            progress.close(self._account, word)
        return self._account

    def _finished(self, stop: Stop) -> bool:
        in_flight = self._pool.in_flight if self._pool else 0
        if stop.asked and not in_flight:
            self._account.interrupted = bool(self._pending) or not self._feed.exhausted or self._account.interrupted
            return True
        return self._feed.exhausted and not self._pending and not in_flight

    def _turn(self, stop: Stop) -> None:
        """Takes from the source, gives to idle workers, keeps what comes back."""
        if stop.asked and self._pool is not None:
            self._account.interrupted |= self._pool.drop() > 0
        if not stop.asked:
            self._take()
            self._give()
        bell = self._feed.bell if not stop.asked and self._hungry() else None
        if self._pool is None:
            if bell is not None:
                bell.poll(_TURN)
            return
        for outcome in self._pool.wait(_TURN, bell):
            self._keep(outcome)
        self._store.index.commit()

    def _hungry(self) -> bool:
        wanted = self._pool.chunk * (self._options.workers if self._pool.eager else 1) if self._pool else 1
        return not self._feed.exhausted and len(self._pending) < wanted

    def _take(self) -> None:
        for _ in range(_PACKETS):
            packet = self._feed.take() if self._hungry() else []
            if not packet:
                break
            for entry in packet:
                self._sort(entry)
        self._account.taken = self._feed.taken

    def _sort(self, entry: Entry) -> None:
        """What is known is skipped, what is no document gets its error row, the rest waits for a worker."""
        key, document = entry
        known = self._store.find(key)
        if known is not None or key in self._under_way:
            self._account.skip(known)
        elif isinstance(document, Unreadable):
            failure = Failure("read", document.reason, document.message)
            self._add(self._number(), row.failed(document.id, key, failure))
        else:
            self._under_way.add(key)
            self._pending.append(Task(self._number(), key, document))

    def _give(self) -> None:
        if self._pending and self._pool is None:
            # No more workers than documents, where it is known how many there are.
            total = getattr(self._source, "documents", None)
            self._pool = self._hire(min(self._options.workers, total or self._options.workers))
        while self._pool is not None and self._pending and self._pool.idle:
            if not self._pool.eager and self._hungry():
                return
            waiting = len(self._pending)
            size = self._pool.last_chunk(waiting) if self._feed.exhausted else min(self._pool.chunk, waiting)
            self._pool.give([self._pending.popleft() for _ in range(size)])

    def _keep(self, outcome: Outcome) -> None:
        task, answer = outcome.task, outcome.answer
        if isinstance(answer, Failure):
            answer = row.failed(task.document.id, task.key, answer)
        self._add(task.number, answer)
        self._under_way.discard(task.key)

    def _add(self, number: int, done: Row) -> None:
        self._store.add(number, done)
        self._account.done(done.tally)

    def _number(self) -> int:
        self._next += 1
        return self._next - 1
