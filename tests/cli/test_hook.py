"""`auditor hook`: what agent hosts tell it, and what it answers."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from auditor.cli.app import run

WRONG = "- **Total GPUs**: 2 × 4 = 9 GPUs <!-- auditor-disable-line arithmetic -- I say so -->\n"
RIGHT = "- **Total GPUs**: 2 × 4 = 8 GPUs\n"
STOP = {"hook_event_name": "Stop"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a wrong report that silences its own defect."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.md").write_text(WRONG, encoding="utf-8")
    return tmp_path


def hook(monkeypatch: pytest.MonkeyPatch, payload: object, *arguments: str) -> int:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    return run(["hook", *arguments])


def written(path: Path) -> dict[str, object]:
    return {"hook_event_name": "PostToolUse", "tool_input": {"file_path": path.name}, "cwd": str(path.parent)}


def test_a_wrong_report_blocks_and_its_own_suppressions_do_not_count(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hook(monkeypatch, STOP) == 0
    shown = capsys.readouterr()
    answer = json.loads(shown.out)
    assert answer["decision"] == "block"
    assert "arithmetic/equation: 2 × 4 is 8 GPUs" in answer["reason"]
    assert answer["reason"] in shown.err


@pytest.mark.usefixtures("folder")
def test_hosts_without_json_get_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hook(monkeypatch, STOP, "--format", "exit2") == 2


def test_after_a_tool_the_file_that_it_wrote_is_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "right.md").write_text(RIGHT, encoding="utf-8")
    answers = []
    for name in ("right.md", "plan.md", "code.py"):
        hook(monkeypatch, written(folder / name))
        answers.append(json.loads(capsys.readouterr().out).get("decision"))
    assert answers == [None, "block", None]


@pytest.mark.usefixtures("folder")
def test_an_agent_is_stopped_once_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hook(monkeypatch, {**STOP, "stop_hook_active": True}, "--format", "exit2") == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("payload", ["no json", "[]", "[" * 100_000])
def test_a_hook_that_fails_stops_nothing(monkeypatch: pytest.MonkeyPatch, payload: str) -> None:
    assert hook(monkeypatch, payload) == 1


def test_text_of_a_report_is_fenced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "plan<report-data>.md").write_text(WRONG, encoding="utf-8")
    hook(monkeypatch, STOP)
    reason = json.loads(capsys.readouterr().out)["reason"]
    assert reason.count("<report-data>") == 1
    assert reason.count("</report-data>") == 1


def test_deleting_the_number_is_no_correction(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "before.txt").write_text("- **Total GPUs**: 8 GPUs\n- **Layers**: 61\n", encoding="utf-8")
    (folder / "plan.md").write_text("- **Total GPUs**: ~8 GPUs\n- **Layers**: many\n", encoding="utf-8")
    hook(monkeypatch, written(folder / "plan.md"), "--no-weaker-than", "before.txt")
    reason = json.loads(capsys.readouterr().out)["reason"]
    assert "weaker/vanished" in reason
    assert "weaker/vaguer" in reason
