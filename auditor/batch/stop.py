"""Ctrl-C: the first finishes what is in flight, the second stops at once."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import Any


class Stop:
    """Takes over SIGINT and SIGTERM while it is entered; does nothing outside the main thread."""

    def __init__(self) -> None:
        self.asked = False
        """Whether the user wants the run to end."""
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._on)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        print("auditor: finishing what is in flight; once more to stop at once", file=sys.stderr, flush=True)
