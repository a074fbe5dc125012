"""What one document may cost, and how it is kept to that. Whatever is hit is said: in the ledger, and as a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from auditor.errors import UsageError
from auditor.frozen import dataclass

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_AGAIN = 1.0
"""Seconds after which the alarm rings again: what it raises within a callback of the interpreter is lost."""
_WRITTEN = re.compile(r"(\w+)=(\d+(?:\.\d+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost."""

    bytes: int = 32_000_000
    """Size of its file; a larger one is not read."""
    numerals: int = 200_000
    """Numerals that are judged; those behind them stand in the ledger as not read."""
    seconds: float = 0
    """Time of its audit, after which nothing of it is judged; 0 for no limit: what it hits depends on the machine."""


USUAL = Limits()
"""What holds unless other limits are given."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a text is left off."""

    at: int
    """Offset of the first character that is not read."""
    why: str
    """Which limit that is, for the ledger: "beyond the limit of 200000 numerals"."""


class OutOfTime(BaseException):
    """The time is up; no `except Exception` on the way catches it."""


def given(written: Iterable[str], limits: Limits = USUAL) -> Limits:
    """The limits with those changed that are written as NAME=NUMBER. Raises UsageError for another name or form."""
    found = limits
    names = [field.name for field in fields(Limits)]
    for text in written:
        parts = _WRITTEN.fullmatch(text)
        if parts is None or parts[1] not in names or (parts[1] != "seconds" and "." in parts[2]):
            raise UsageError(f"--limit {text}: give NAME=NUMBER, with one of {', '.join(names)} for NAME")
        value: Any = float(parts[2]) if parts[1] == "seconds" else int(parts[2])
        found = replace(found, **{parts[1]: value})
    return found


def cut(text: str, limits: Limits) -> Cut | None:
    """Where a text holds more numerals than are judged; None if it does not."""
    # Numerals do not touch, so that a text of so many characters cannot hold more of them.
    if len(text) < 2 * limits.numerals:
        return None
    for count, found in enumerate(_NUMERAL.finditer(text)):
        if count == limits.numerals:
            return Cut(found.start(), f"beyond the limit of {limits.numerals} numerals")
    return None


def out_of_time(limits: Limits) -> Cut:
    """What is left of a text whose time is up: nothing."""
    return Cut(0, f"not done within the limit of {limits.seconds:g} s")


@contextmanager
def clock(seconds: float) -> Iterator[None]:
    """Raises OutOfTime in the block once the time is up; keeps no time beside the main thread, or without timers."""
    if not seconds:
        yield
        return
    # Imported here: a start without a time limit is quicker without them.
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(*_: object) -> None:
    raise OutOfTime
