"""What the engine asks of those who do the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Protocol

from auditor.batch.record import Outcome, Task


class Workers(Protocol):
    """Those who do the tasks: the processes of this machine, or a cluster."""

    eager: bool
    """Whether small chunks do no harm: else a chunk is given only when it is full or the source has ended."""

    @property
    def in_flight(self) -> int:
        """Tasks that were given and have not come back."""

    @property
    def idle(self) -> int:
        """How many chunks can be given now."""

    @property
    def chunk(self) -> int:
        """How many tasks a chunk should have."""

    def last_chunk(self, waiting: int) -> int:
        """The same when `waiting` tasks are all that is left."""

    def give(self, tasks: Sequence[Task]) -> None:
        """Hands over a chunk; only while `idle`."""

    def wait(self, timeout: float, also: Connection | None = None) -> Iterator[Outcome]:
        """What has come back, after some `timeout` seconds, or as soon as `also` has something to read."""

    def drop(self) -> int:
        """Forgets what has not been begun: how many tasks."""

    def close(self, *, at_once: bool = False) -> None:
        """Ends the work."""
