"""How a worker died, in words."""

from __future__ import annotations

import signal

from auditor.batch.record import Failure


def failure(code: int | None, overdue: str) -> Failure:
    """What a worker's exit code says of the document that it had in hand; `overdue` is the message for a timeout."""
    if code is not None and -code in _clocks():
        return Failure("audit", "timeout", overdue)
    return Failure("audit", "crash", f"the worker died ({how(code)})")


def _clocks() -> set[int]:
    return {getattr(signal, name) for name in ("SIGALRM", "SIGPROF", "SIGXCPU") if hasattr(signal, name)}


def how(code: int | None) -> str:
    """An exit code in words; a negative one is a signal."""
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name}, out of memory perhaps" if name == "SIGKILL" else name
