"""Ratios that hold on a noisy machine: both sides are timed within each round, and the median of the rounds counts."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

Case = Callable[[], object]
Figure = Callable[..., None]
"""Records a ratio: value, must, aim."""


def ratio(case: Case, reference: Case, *, rounds: int = 7, least: float = 0.06) -> float:
    """How many times the processor time of `reference` the `case` takes; both are warmed up once."""
    case()
    reference()
    times = max(1, round(least / max(_seconds(reference, 1), 1e-9)))
    found = []
    # What a case keeps at hand would else be collected at the cost of the reference.
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        gc.collect()
        found.append(_seconds(case, max(1, times // 4)) / max(1, times // 4) / (_seconds(reference, times) / times))
    gc.unfreeze()
    return statistics.median(found)


def _seconds(case: Case, times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        case()
    return time.process_time() - began


def cold(command: Sequence[str], reference: Sequence[str], *, rounds: int = 15) -> float:
    """The same for fresh processes, each run once first so that files and compiled rules are there."""
    processor(command)
    processor(reference)
    return statistics.median(processor(command) / processor(reference) for _ in range(rounds))


def processor(command: Sequence[str]) -> float:
    """Seconds of processor time that a command takes, its children included."""
    before = os.times()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def wall(command: Sequence[str]) -> float:
    """Seconds by the clock, for what several processors share."""
    began = time.perf_counter()
    processor(command)
    return time.perf_counter() - began


def peak(code: str) -> int:
    """Peak resident memory in kB of a fresh interpreter that runs some code."""
    script = f"{code}\nimport resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])
