"""How far a run is: a bar on a terminal, a line a minute elsewhere, and `progress.json` for programs."""

from __future__ import annotations

import sys
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from auditor.batch.account import Account
from auditor.batch.files import write_json
from auditor.batch.store import state

NAME = "progress.json"
_WINDOW = 60.0
"""Seconds that rate and time left look back: what was skipped at the start says nothing about the rest."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of a run at one time."""

    account: Account
    done: int
    """Documents that have their row or were skipped."""
    total: int | None
    fraction: float | None
    """Share of the source that has been read; None where its size is not known."""
    rate: float
    """Documents a second, over the last minute."""
    left: float | None
    """Seconds to the end; None where that cannot be said."""


class Display(Protocol):
    """Shows a run to people."""

    def show(self, moment: Moment) -> None:
        """Called several times a second."""

    def close(self, moment: Moment) -> None:
        """Called once at the end."""


class Progress:
    """Measures a run and tells everybody who wants to know."""

    def __init__(self, out: Path, total: int | None, display: Display) -> None:
        self._out, self._total, self._display = out, total, display
        self._started = self._written = time.monotonic()
        self._began = _now()
        self._seen: deque[tuple[float, int, float]] = deque()

    def tick(self, account: Account, fraction: float | None) -> None:
        """Shows the state; at most once a second it is also written."""
        now = time.monotonic()
        if not self._seen or now - self._seen[-1][0] >= 0.2:
            self._seen.append((now, _done(account), fraction or 0.0))
            while now - self._seen[0][0] > _WINDOW:
                self._seen.popleft()
            moment = self._moment(account, fraction)
            self._display.show(moment)
            if now - self._written >= 1.0:
                self._written = now
                self._write(moment, "running")

    def close(self, account: Account, word: str) -> None:
        """Shows and writes the last state: finished, interrupted or failed."""
        moment = self._moment(account, 1.0 if word == "finished" else None)
        self._display.close(moment)
        self._write(moment, word)

    def _moment(self, account: Account, fraction: float | None) -> Moment:
        done = _done(account)
        first = self._seen[0] if self._seen else (self._started, 0, 0.0)
        passed = max(time.monotonic() - first[0], 1e-3)
        rate = (done - first[1]) / passed
        left: float | None = None
        if self._total is not None and rate > 0:
            left = (self._total - done) / rate
        elif fraction is not None and fraction > first[2]:
            left = (1 - fraction) * passed / (fraction - first[2])
        return Moment(account, done, self._total, fraction, rate, left)

    def _write(self, moment: Moment, word: str) -> None:
        value: dict[str, Any] = {
            "state": word,
            **moment.account.as_json(),
            "total": moment.total,
            "documents_per_second": round(moment.rate, 2),
            "seconds_left": None if moment.left is None or word != "running" else round(moment.left, 1),
            "seconds": round(time.monotonic() - self._started, 1),
            "started": self._began,
            "updated": _now(),
        }
        write_json(self._out / NAME, state(self._out) / NAME, value, durable=False)


class Lines:
    """A line a minute on standard error."""

    def __init__(self, every: float = 60.0) -> None:
        self._every, self._last = every, time.monotonic()

    def show(self, moment: Moment) -> None:
        """Prints a line if a minute has passed."""
        if time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            print(f"auditor: {line(moment)}", file=sys.stderr, flush=True)

    def close(self, moment: Moment) -> None:
        """Prints nothing: the command says how it ended."""


class Silent:
    """Shows nothing."""

    def show(self, moment: Moment) -> None:
        """Shows nothing."""

    def close(self, moment: Moment) -> None:
        """Shows nothing."""


def line(moment: Moment) -> str:
    """The state in one line."""
    of = f" of {moment.total}" if moment.total is not None else ""
    share = f" ({moment.fraction:.0%} read)" if moment.fraction is not None and moment.total is None else ""
    left = f", {clock(moment.left)} left" if moment.left is not None else ""
    return f"{moment.done}{of} documents{share}, {moment.account.failed} failed, {moment.rate:.1f} a second{left}"


def clock(seconds: float) -> str:
    """A stretch of time as h:mm:ss."""
    minutes, rest = divmod(max(int(seconds), 0), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _done(account: Account) -> int:
    return account.audited + account.failed + account.skipped


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
