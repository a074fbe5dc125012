"""Jobs that behave as badly as real ones may; which way is written in the document itself."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path

from auditor.batch import Document, Result
from auditor.errors import InputError


def count(document: Document) -> Result:
    return Result("supported", errors=document.text.count("wrong"), audit={"length": len(document.text)})


def obey(document: Document) -> Result:
    """Does what the first word of the document says."""
    word, _, rest = document.text.partition(" ")
    match word:
        case "crash":
            os._exit(3)
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "sleep":
            time.sleep(3600)
        case "spin":
            while True:
                pass
        case "deaf":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGPROF})
            time.sleep(3600)
        case "native":
            # Sleeps in native code that holds the interpreter: no Python signal handler ever runs.
            ctypes.PyDLL(None).usleep(3_600_000_000 // 1000)
            spin_natively()
        case "hog":
            hoard = [bytearray(2**24) for _ in range(2**14)]
            return Result(str(len(hoard)))
        case "greedy":
            return Result(str(len(bytearray(2**42))))
        case "raise":
            raise ValueError(rest)
        case "refuse":
            raise InputError(rest)
        case "parricide":
            end_the_grandparent()
        case "once":
            crash_once(rest)
    return count(document)


def spin_natively() -> None:
    int("7" * 4000) ** 40_000_000


def crash_once(marker: str) -> None:
    """Kills the worker the first time, as somebody from outside might."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def end_the_grandparent() -> None:
    """Kills the process that asked for this worker, not the one that forked it."""
    status = Path("/proc", str(os.getppid()), "status").read_text()
    (parent,) = [line.split()[1] for line in status.splitlines() if line.startswith("PPid:")]
    os.kill(int(parent), signal.SIGKILL)
    time.sleep(3600)


def slowly(document: Document) -> Result:
    time.sleep(0.02)
    return count(document)


class Broken:
    """Cannot even start."""

    def prepare(self) -> None:
        raise RuntimeError("no rules")

    def __call__(self, document: Document) -> Result:
        raise AssertionError("never reached")


class Stillborn:
    """Dies before the first document."""

    def prepare(self) -> None:
        os._exit(7)

    def __call__(self, document: Document) -> Result:
        raise AssertionError("never reached")
