"""A batch of synthetic documents against a single process: rate, account, memory.

    python benchmarks/long_run.py -n 100000

The rate of one process is taken before and after the batch and averaged, since a machine does not stay the same; that
of two such processes side by side says what the machine can give at all. Processor time per document beside the rates
tells a busy machine from a slow pool. The memory of the parent and of its workers is sampled all along; it is flat if
the last half of the run takes no more than the first, within a tenth.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from auditor.batch import open_source
from auditor.batch.key import key
from auditor.batch.record import Document
from auditor.batch.row import audited

_GOAL = 0.85


@dataclass(frozen=True)
class Speed:
    """Documents of one process, per second of the clock and of the processor."""

    rate: float
    processor: float
    """Seconds for a document."""


@dataclass(frozen=True)
class Moment:
    """The memory of a running batch in MB."""

    done: int
    parent: float
    worker: float
    """The largest of them."""


def main() -> int:
    """Runs the benchmark; 0 if every promise was kept."""
    asked = _asked()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        source, out = Path(folder, "in.jsonl"), Path(folder, "out")
        _auditor("synth", "-n", asked.count, "--seed", asked.seed, "-o", source)
        print(f"{asked.count} synthetic documents, {source.stat().st_size / 1e6:.0f} MB, {asked.workers} workers")
        before = _single(source, asked.sample)
        ceiling = sum(speed.rate for speed in _side_by_side(source, asked.sample, asked.workers))
        batch, moments, account, code = _batch(source, out, asked)
        after = _single(source, asked.sample)
    single = (before.rate + after.rate) / 2
    processor = (before.processor + after.processor) / 2
    print(f"single process    {before.rate:.1f} before, {after.rate:.1f} after: {single:.1f} documents/s")
    print(f"{asked.workers} side by side    {ceiling:.1f} documents/s, {ceiling / single:.2f} times one")
    ratio = batch.rate / (asked.workers * single)
    print(f"batch             {batch.rate:.1f} documents/s, {ratio:.1%} of {asked.workers} times one process,")
    print(f"                  {batch.rate / ceiling:.1%} of {asked.workers} side by side")
    print(f"processor time    {batch.processor * 1e3:.1f} ms a document, parent included; one process "
          f"{processor * 1e3:.1f} ms: {processor / batch.processor:.1%}")  # fmt: skip
    flat = _tell_memory(moments)
    print(f"account           {account}; exit code {code}")
    print(f"rate at least {_GOAL:.0%}: {ratio >= _GOAL}; memory flat: {flat}; account closed: {code == 0}")
    return int(not (ratio >= _GOAL and flat and code == 0))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--count", type=int, default=100_000, help="documents of the batch")
    parser.add_argument("--sample", type=int, default=1000, help="documents of each run of a single process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--format", default="parquet", choices=("parquet", "jsonl"))
    parser.add_argument("--folder", default=None, help="where to keep gigabytes for a while")
    parser.add_argument("--single", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.single is not None:
        speed = _in_this_process(asked.single, asked.sample)
        print(json.dumps([speed.rate, speed.processor]))
        sys.exit(0)
    return asked


def _auditor(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "auditor", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def _in_this_process(source: Path, sample: int) -> Speed:
    """The same job and the same rows as in a batch, one after the other."""
    from auditor.batch.job import AuditJob

    job = AuditJob()
    job.prepare()
    gc.set_threshold(50_000, 20, 100)
    gc.freeze()
    digest = job.provenance.digest
    documents = [document for document, _ in zip(_documents(source), range(sample + 20), strict=False)]
    for document in documents[:20]:
        job(document)
    clock, processor = time.perf_counter(), time.process_time()
    for document in documents[20:]:
        audited(document, key(digest, document.id, document.text), job(document), keep_text=True)
    count = len(documents) - 20
    return Speed(count / (time.perf_counter() - clock), (time.process_time() - processor) / count)


def _documents(source: Path) -> Iterator[Document]:
    return (document for document in open_source([str(source)], 10**7) if isinstance(document, Document))


def _single(source: Path, sample: int) -> Speed:
    (speed,) = _side_by_side(source, sample, 1)
    return speed


def _side_by_side(source: Path, sample: int, count: int) -> list[Speed]:
    command = [sys.executable, __file__, "--single", str(source), "--sample", str(sample)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    return [Speed(*json.loads(process.communicate()[0])) for process in running]


def _batch(source: Path, out: Path, asked: argparse.Namespace) -> tuple[Speed, list[Moment], str, int]:
    command = [sys.executable, "-m", "auditor", "batch", str(source), "-o", str(out), "--format", asked.format]
    command += ["--workers", str(asked.workers), "--fail-on", "never"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    moments: list[Moment] = []
    used: dict[int, float] = {}
    while process.poll() is None:
        time.sleep(min(2.0, max(0.2, asked.count / 20_000)))
        used |= {pid: max(_processor(pid), used.get(pid, 0)) for pid in (process.pid, *_below(process.pid))}
        with suppress(OSError, ValueError):
            moments.append(_moment(process.pid, json.loads((out / "progress.json").read_bytes())))
    passed = time.perf_counter() - started
    account = process.communicate()[0].strip()
    return Speed(asked.count / passed, sum(used.values()) / asked.count), moments, account, process.returncode


def _moment(parent: int, progress: dict[str, int]) -> Moment:
    below = _below(parent)
    return Moment(
        progress["audited"] + progress["failed"], _megabytes(parent), max(map(_megabytes, below), default=0.0)
    )


def _below(pid: int) -> list[int]:
    found = []
    for path in Path("/proc", str(pid), "task").glob("*/children"):
        with suppress(OSError):
            found += [int(child) for child in path.read_text().split()]
    return [*found, *(grandchild for child in found for grandchild in _below(child))]


def _megabytes(pid: int) -> float:
    with suppress(OSError):
        return int(Path("/proc", str(pid), "statm").read_text().split()[1]) * resource.getpagesize() / 1e6
    return 0.0


def _processor(pid: int) -> float:
    """Seconds of processor time so far; 0 for a process that has just ended."""
    with suppress(OSError):
        fields = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _tell_memory(moments: list[Moment]) -> bool:
    """Prints the curve at twelve points; whether it is flat once the workers are warm."""
    print("memory in MB      documents   parent   largest worker")
    for moment in moments[:: max(len(moments) // 12, 1)]:
        print(f"                  {moment.done:9} {moment.parent:8.0f} {moment.worker:8.0f}")
    warm = moments[len(moments) // 10 :]
    half = len(warm) // 2
    if not half:
        return False
    peaks = [(max(m.parent for m in part), max(m.worker for m in part)) for part in (warm[:half], warm[half:])]
    return all(late <= 1.1 * early for early, late in zip(*peaks, strict=True))


if __name__ == "__main__":
    sys.exit(main())
