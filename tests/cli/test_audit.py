"""`auditor audit` from the outside: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.cli import main
from auditor.cli.app import COMMANDS, run
from auditor.cli.auditing import plain

WRONG = "# Plan\n\nThe plan is **CORRECT**.\n\n- **Total GPUs**: 2 × 4 = 9 GPUs\n"
RIGHT = "# Plan\n\n- **Total GPUs**: 2 × 4 = 8 GPUs\n"


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a wrong and a right report, and the working directory around it."""
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / "wrong.md").write_text(WRONG, encoding="utf-8")
    (folder / "deep" / "right.md").write_text(RIGHT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_an_error_ends_with_1_and_is_shown_with_its_working(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "reports/wrong.md"]) == 1
    shown = capsys.readouterr().out
    assert "reports/wrong.md: REFUTED (1 error, 1 note)" in shown
    assert "error arithmetic/equation  reports/wrong.md:5:27" in shown
    assert "5 │ - **Total GPUs**: 2 × 4 = 9 GPUs" in shown


def test_nothing_wrong_ends_with_0(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "reports/deep/right.md"]) == 0
    assert "REFUTED" not in capsys.readouterr().out


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1), ("any", 1), ("never", 0)])
def test_the_fail_level_decides(reports: Path, level: str, code: int) -> None:
    assert run(["audit", "reports/wrong.md", "--fail-on", level]) == code


def test_several_documents_end_with_a_closing_line(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "reports"]) == 1
    shown = capsys.readouterr().out
    assert shown.index("reports/deep/right.md: ") < shown.index("reports/wrong.md: ")
    assert shown.splitlines()[-1].startswith("2 documents: 1 refuted, 1 supported")


def test_json_of_one_document_is_an_object_and_of_several_an_array(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["audit", "reports/wrong.md", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["verdict"] == "refuted"
    run(["audit", "reports", "--output-format", "json"])
    assert [audit["document"]["path"] for audit in json.loads(capsys.readouterr().out)] == [
        "reports/deep/right.md",
        "reports/wrong.md",
    ]


def test_a_folder_of_audits_lies_as_the_documents_lay(reports: Path) -> None:
    assert run(["audit", "reports", "--format", "json", "-o", "out", "--output", "markdown=pages"]) == 1
    assert json.loads(Path("out/wrong.json").read_text(encoding="utf-8"))["verdict"] == "refuted"
    assert json.loads(Path("out/deep/right.json").read_text(encoding="utf-8"))["findings"] == []
    assert Path("pages/wrong.md").read_text(encoding="utf-8").startswith("# Audit of `reports/wrong.md`")
    assert "[right](<deep/right.md>)" in Path("pages/summary.md").read_text(encoding="utf-8")


def test_what_goes_into_files_leaves_a_line_on_the_screen(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "reports/wrong.md", "--format", "json", "-o", "wrong.json"])
    assert capsys.readouterr().out == "reports/wrong.md: REFUTED (1 error, 1 note)\n"


def test_what_cannot_be_read_does_not_stop_the_rest(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (reports / "bad.md").write_bytes(b"\xff\xfe")
    assert run(["audit", "reports", "--quiet"]) == 2
    shown = capsys.readouterr()
    assert shown.err == "auditor: reports/bad.md is not UTF-8 text (byte 0xff at 0)\n"
    assert "reports/wrong.md:5:27: error arithmetic/equation" in shown.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["audit", "nothing.md"], "auditor: nothing.md is not there"),
        (["audit", "reports/wrong.md", "--output", "pdf=x"], "auditor: --output pdf=x: give FORMAT=PATH"),
        (["audit", "reports", "-o", "reports", "--format", "markdown"], "is a document under audit"),
        (["audit", "reports/wrong.md", "--format", "pdf"], "Invalid value for '--format'"),
        (["audit"], "Missing argument"),
        (["adit"], "No such command 'adit'"),
    ],
)
def test_what_makes_no_sense_ends_with_2_and_a_sentence(
    reports: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_a_crash_ends_with_2_and_a_sentence(
    reports: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no luck")

    monkeypatch.setattr("auditor.cli.work.judge", fail)
    assert run(["audit", "reports/wrong.md"]) == 2
    assert capsys.readouterr().err == (
        "auditor: the program failed on reports/wrong.md (RuntimeError: no luck); AUDITOR_TRACEBACK=1 shows where\n"
    )


def test_standard_input_is_a_document(reports: Path) -> None:
    command = [sys.executable, "-m", "auditor", "audit", "-", "--format", "json"]
    done = subprocess.run(command, input=WRONG.encode(), capture_output=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout)["document"]["path"] == "-"


def test_a_reader_that_goes_away_is_no_failure(reports: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "auditor", "audit", "reports/deep/right.md"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_same_input_gives_the_same_bytes(reports: Path) -> None:
    command = [sys.executable, "-m", "auditor", "audit", "reports", "--format", "json"]
    seen = {
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}, capture_output=True, check=False
        ).stdout
        for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("2", "POSIX"))
    }
    assert len(seen) == 1


def test_the_ledger_lists_every_numeral(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "reports/wrong.md"]) == 0
    shown = capsys.readouterr().out
    assert [line.split()[1] for line in shown.splitlines() if line.startswith("5:")] == ["2", "4", "9"]
    run(["claims", "reports", "--format", "json"])
    assert [each["schema"] for each in json.loads(capsys.readouterr().out)] == ["auditor.claims/1"] * 2


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert run([*command.split(), "--help"]) == 0
    assert "Usage: auditor" in capsys.readouterr().out


def test_the_version_is_printed() -> None:
    done = subprocess.run([sys.executable, "-m", "auditor", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("auditor 0.")


@pytest.mark.parametrize("paths", [["reports"], ["reports/wrong.md", "reports/deep/right.md"], ["missing.md"], [""]])
def test_without_options_the_same_comes_out_as_with_them(
    paths: list[str], reports: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["auditor", "audit", *paths])
    with pytest.raises(SystemExit) as stop:
        main()
    plain = capsys.readouterr()
    assert stop.value.code == run(["audit", *paths, "--fail-on", "error"])
    assert capsys.readouterr() == plain


def test_what_has_options_is_not_taken_for_plain() -> None:
    assert plain(["audit", "a.md", "-"]) == [Path("a.md"), Path("-")]
    for arguments in ([], ["audit"], ["audit", "--help"], ["audit", "a.md", "-q"], ["check", "a.md"]):
        assert plain(arguments) is None
