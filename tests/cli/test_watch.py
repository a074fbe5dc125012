"""`auditor check --watch`: checked again when a file changes, until it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from auditor.cli.app import run


@pytest.fixture
def watching(tmp_path: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    """A check in a process of its own that watches a folder with one wrong report."""
    (tmp_path / "plan.md").write_text("- Total: 2 × 4 = 9 GPUs\n", encoding="utf-8")
    (tmp_path / "auditor.toml").touch()
    command = [sys.executable, "-m", "auditor", "check", "--watch", "--no-cache", "--format", "concise"]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"}
    # Both streams in one: their order is part of what is seen.
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        # A shell that runs the tests in the background has them ignore interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        # One that hangs closes its output by this, and the test says what it has seen.
        last = Timer(90, process.kill)
        last.start()
        yield process
        last.cancel()
        process.kill()


def lines(process: subprocess.Popen[str]) -> list[str]:
    """What one check says."""
    assert process.stdout
    said = []
    while not said or "watching" not in said[-1]:
        said.append(process.stdout.readline())
        assert said[-1], said
    return said


def put(file: Path, data: bytes) -> None:
    """Changes a file at once: a file that is half written would be one more change."""
    part = file.with_suffix(".part")
    part.write_bytes(data)
    part.replace(file)


def test_a_change_is_checked_and_an_interrupt_ends_it(watching: subprocess.Popen[str], tmp_path: Path) -> None:
    assert lines(watching)[0].startswith("plan.md:1:18: error arithmetic/equation")
    put(tmp_path / "plan.md", b"- Total: 2 * 4 = 8 GPUs!\n")
    assert len(lines(watching)) == 1
    put(tmp_path / "plan.md", b"\xff\xff1")
    assert "is not UTF-8 text" in lines(watching)[0]
    put(tmp_path / "auditor.toml", b"nonsense = 1\n")
    assert "no setting is called 'nonsense'" in lines(watching)[0]
    watching.send_signal(signal.SIGINT)
    assert watching.wait(20) == 130


def test_standard_input_cannot_be_watched(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "-", "--watch"]) == 2
    assert "--watch needs files" in capsys.readouterr().err
