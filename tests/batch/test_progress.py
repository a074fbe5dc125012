"""How a run tells how far it is."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.batch import Account
from auditor.batch.progress import Lines, Moment, Progress, clock, line
from auditor.batch.record import Tally


def account(audited: int, failed: int = 0) -> Account:
    found = Account()
    for _ in range(audited):
        found.done(Tally("audited", "supported"))
    for _ in range(failed):
        found.done(Tally("failed", "timeout"))
    found.taken = audited + failed
    return found


def test_a_line_names_count_failures_rate_and_time_left() -> None:
    moment = Moment(account(40, 2), 42, 100, 0.4, 12.34, 4.7)
    assert line(moment) == "42 of 100 documents, 2 failed, 12.3 a second, 0:00:04 left"


def test_where_the_number_of_documents_is_not_known_the_share_read_stands_for_it() -> None:
    assert line(Moment(account(42), 42, None, 0.25, 1.0, 3661)) == (
        "42 documents (25% read), 0 failed, 1.0 a second, 1:01:01 left"
    )
    assert line(Moment(account(1), 1, None, None, 1.0, None)) == "1 documents, 0 failed, 1.0 a second"
    assert clock(90061) == "25:01:01"


def test_elsewhere_than_on_a_terminal_a_line_comes_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    moment = Moment(account(1), 1, 2, 0.5, 1.0, 1.0)
    Lines(every=3600).show(moment)
    assert capsys.readouterr().err == ""
    Lines(every=0).show(moment)
    assert capsys.readouterr().err == f"auditor: {line(moment)}\n"


def test_progress_json_is_whole_at_every_moment(tmp_path: Path) -> None:
    progress = Progress(tmp_path, 10, Lines())
    progress._written = -10.0
    progress.tick(account(3, 1), 0.4)
    found = json.loads((tmp_path / "progress.json").read_text())
    assert (found["state"], found["total"], found["audited"], found["failed"]) == ("running", 10, 3, 1)
    progress.close(account(10), "finished")
    found = json.loads((tmp_path / "progress.json").read_text())
    assert (found["state"], found["in"], found["seconds_left"]) == ("finished", 10, None)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".auditor", "progress.json"]


def test_on_a_terminal_there_is_a_bar(tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    tests = Path(__file__).parents[1]
    code = (
        "from auditor.batch.bar import display\nfrom auditor.batch.progress import Moment\n"
        "from auditor.batch import Account\nbar = display()\n"
        "bar.show(Moment(Account(failed=2), 42, 100, 0.4, 12.34, 4.7))\nbar.close(Moment(Account(), 0, 0, 1, 1, 0))"
    )
    environment = {**os.environ, "PYTHONPATH": str(tests), "TERM": "xterm", "COLUMNS": "120"}
    subprocess.run([sys.executable, "-c", code], stderr=terminal, env=environment, check=True)
    shown = os.read(controller, 65536).decode()
    os.close(terminal)
    os.close(controller)
    assert "42 of 100 documents, 2 failed" in shown
    assert "12.3/s" in shown
    assert "0:00:04 left" in shown
