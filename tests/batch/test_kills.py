"""Whatever is killed, and whenever: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from batch.tools import manifest, rows

COUNT = 200

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes through /proc")


@contextmanager
def victim(out: Path) -> Iterator[subprocess.Popen[str]]:
    tests = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(tests)}
    arguments = [sys.executable, "-m", "batch.victim", str(out), str(COUNT)]
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.communicate()


def below(pid: int) -> list[int]:
    """The processes that descend from one: server of forks, workers."""
    found = []
    for path in Path("/proc", str(pid), "task").glob("*/children"):
        with suppress(OSError):
            found += [int(child) for child in path.read_text().split()]
    return [*found, *(grandchild for child in found for grandchild in below(child))]


def journalled(out: Path) -> int:
    """Rows that have been kept so far."""
    count = 0
    for path in (*out.glob("part-*"), *(out / ".auditor").glob("*.open")):
        if path.suffix == ".open" and (out / f"{path.stem}.jsonl").exists():
            continue  # killed between the two: the next run deletes the journal
        with suppress(OSError):
            count += path.read_bytes().count(b"\n")
    return count


def wait_for(out: Path, count: int, process: subprocess.Popen[str]) -> None:
    while process.poll() is None and journalled(out) < count:
        time.sleep(0.005)


def check(out: Path) -> None:
    found = rows(out)
    assert sorted(row["id"] for row in found) == [f"{number:04}" for number in range(COUNT)]
    assert {row["status"] for row in found} == {"audited"}
    assert manifest(out)["account"]["closed"]
    assert not list((out / ".auditor").glob("*.open"))


def finish(out: Path) -> str:
    with victim(out) as process:
        told, complained = process.communicate(timeout=120)
        assert process.returncode == 0, complained
    return told


def test_the_parent_killed_at_ten_moments(tmp_path: Path) -> None:
    chance = random.Random(7)
    kept = 0
    for _ in range(10):
        with victim(tmp_path) as process:
            wait_for(tmp_path, kept + chance.randint(1, 12), process)
            process.kill()
            process.communicate()
        assert journalled(tmp_path) >= kept
        kept = journalled(tmp_path)
        assert not (tmp_path / "manifest.json").exists()
    told = finish(tmp_path)
    assert told.startswith(f"{COUNT} in, {COUNT - kept} audited, 0 failed, {kept} skipped")
    check(tmp_path)


def test_workers_killed_at_ten_moments(tmp_path: Path) -> None:
    chance = random.Random(7)
    with victim(tmp_path) as process:
        for step in range(10):
            wait_for(tmp_path, (step + 1) * 15 + chance.randint(0, 14), process)
            # The last ones are the newest: workers, never the process that forks them.
            workers = sorted(below(process.pid))[-2:]
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
        told, complained = process.communicate(timeout=120)
        assert process.returncode == 0, complained
    assert told.startswith(f"{COUNT} in, {COUNT} audited, 0 failed")
    check(tmp_path)


def test_ctrl_c_finishes_what_is_in_flight_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with victim(tmp_path) as process:
        wait_for(tmp_path, 15, process)
        process.send_signal(signal.SIGINT)
        told, complained = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "finishing what is in flight" in complained
    assert not (tmp_path / "manifest.json").exists()
    assert json.loads((tmp_path / "progress.json").read_text())["state"] == "interrupted"
    done = len(rows(tmp_path))
    assert 15 <= done < COUNT
    assert f"{done} audited" in told
    assert not list((tmp_path / ".auditor").glob("*.open"))
    assert f"{done} skipped" in finish(tmp_path)
    check(tmp_path)


def test_no_worker_outlives_a_killed_parent(tmp_path: Path) -> None:
    with victim(tmp_path) as process:
        wait_for(tmp_path, 5, process)
        children = below(process.pid)
        process.kill()
        process.communicate()
    deadline = time.monotonic() + 30
    while any(Path("/proc", str(child)).exists() for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [child for child in children if Path("/proc", str(child)).exists()] == []
