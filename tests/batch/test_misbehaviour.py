"""Documents that crash, hang or eat memory cost one error row each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from batch import jobs
from batch.tools import audit, documents, manifest, rows

from auditor.batch import Unreadable
from auditor.errors import AuditorError

FINE = [f"text {number}" for number in range(20)]


def failures(out: Path) -> list[tuple[str, str, str, int]]:
    failed = [row for row in rows(out) if row["status"] == "failed"]
    return [(row["stage"], row["reason"], row["message"], row["attempts"]) for row in failed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("crash", ("audit", "crash", "the worker died (exit code 3)", 3)),
        ("segfault", ("audit", "crash", "the worker died (SIGSEGV)", 3)),
        ("sleep", ("audit", "timeout", "not done after 0.5 s", 1)),
        ("spin", ("audit", "timeout", "not done after 0.5 s", 1)),
        ("native", ("audit", "timeout", "not done after 0.5 s", 1)),
        ("hog", ("audit", "memory", "more than 256 MB", 1)),
        ("raise a tantrum", ("audit", "exception", "ValueError: a tantrum", 1)),
        ("refuse not text", ("read", "unreadable", "not text", 1)),
    ],
)
def test_a_bad_document_costs_itself_only(text: str, expected: tuple[str, str, str, int], tmp_path: Path) -> None:
    # Eating memory takes its time on a busy machine; the rest never ends by itself.
    seconds = 20.0 if text == "hog" else 0.5
    account = audit(documents(*FINE[:10], text, *FINE[10:]), tmp_path, jobs.obey, seconds=seconds, megabytes=256)
    assert (account.audited, account.failed, account.complete) == (20, 1, True)
    assert failures(tmp_path) == [expected]


def test_a_worker_that_ignores_its_own_clock_is_ended_by_the_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.batch.pool._GRACE", 0.5)
    account = audit(documents("deaf", *FINE), tmp_path, jobs.obey, seconds=0.5)
    assert (account.audited, account.failed, account.complete) == (20, 1, True)
    assert failures(tmp_path) == [("audit", "timeout", "not done after 0.5 s", 1)]


def test_bad_documents_in_a_row_exhaust_no_worker(tmp_path: Path) -> None:
    bad = ["crash", "spin", "raise", "greedy", "segfault"] * 3
    account = audit(documents(*FINE[:5], *bad, *FINE), tmp_path, jobs.obey, seconds=0.3, megabytes=128)
    # Same text under different names: each is a document of its own.
    assert (account.audited, account.failed, account.complete) == (25, 15, True)
    assert account.reasons == {"crash": 6, "timeout": 3, "exception": 3, "memory": 3}
    assert manifest(tmp_path)["failures"] == {"crash": 6, "exception": 3, "memory": 3, "timeout": 3}


def test_a_worker_that_is_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    account = audit(documents(*FINE, f"once {tmp_path / 'marker'}", "last"), tmp_path / "out", jobs.obey)
    assert (tmp_path / "marker").exists()
    assert (account.audited, account.failed, account.complete) == (22, 0, True)


def test_things_that_are_no_documents_get_their_row(tmp_path: Path) -> None:
    source = [*documents("a"), Unreadable("b.jsonl:2", "malformed", "no JSON: here"), *documents("c")]
    account = audit(source, tmp_path, jobs.count)
    assert (account.taken, account.failed) == (3, 1)
    assert failures(tmp_path) == [("read", "malformed", "no JSON: here", 1)]
    assert audit(source, tmp_path, jobs.count).skipped == 3


@pytest.mark.parametrize(
    ("job", "message"),
    [(jobs.Broken(), "cannot start.*no rules"), (jobs.Stillborn(), "die before their first document.*exit code 7")],
)
def test_workers_that_cannot_start_end_the_batch(job: jobs.Broken, message: str, tmp_path: Path) -> None:
    with pytest.raises(AuditorError, match=message):
        audit(documents(*FINE), tmp_path, job)
    assert not (tmp_path / "manifest.json").exists()


def test_an_exception_names_the_stage_that_it_came_out_of() -> None:
    from auditor.batch.row import raised
    from auditor.rulebook import load

    with pytest.raises(Exception) as caught:  # noqa: PT011
        load(["/nowhere/at/all"])
    assert raised(caught.value, "exception").stage == "rulebook"


def test_a_script_without_a_main_guard_is_not_run_again_by_every_worker(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "print('once')\n"
        "from pathlib import Path\nfrom batch import jobs\nfrom batch.tools import audit, documents\n"
        f"print(audit(documents('a', 'b'), Path({str(tmp_path / 'out')!r}), jobs.count))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "once\n2 in, 2 audited, 0 failed, 0 skipped\n"
