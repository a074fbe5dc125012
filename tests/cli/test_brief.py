"""`auditor audit --brief` and `--against` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli.app import run

REPORT = "# Check\n\n- **Layers**: 40\n- **Attention heads**: 40\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a report and a brief in two notations."""
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "brief.md").write_text("- Layers: 48\n- Attention heads: 40\n", encoding="utf-8")
    (tmp_path / "plan.yaml").write_text("layers: 40\nattention_heads: 32\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_brief_is_named_with_its_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "report.md", "--brief", "brief.md", "-q"]) == 1
    assert capsys.readouterr().out == (
        "report.md:3:15: error consistency/brief: 40 is stated here; the brief says 48 (brief.md:1).\n"
    )


def test_plans_are_read_beside_the_brief(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "report.md", "--brief", "brief.md", "--against", "plan.yaml", "-q"]) == 1
    shown = capsys.readouterr().out
    assert "40 is stated here; the plan says 32 (plan.yaml:2: attention_heads: 32)." in shown
    assert "40 is stated here; the brief says 48 (brief.md:1)." in shown


def test_without_a_brief_nothing_changes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "report.md", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["provenance"]["outside"] == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("gone.md", None, "gone.md: there is no such file or folder; check the path"),
        ("bad.toml", "layers: 48", "bad.toml is no TOML (Expected '=' after a key"),
        ("bad.json", '{"layers": ', "bad.json is no JSON (Expecting value"),
        ("bad.yaml", "a: [", "bad.yaml is no YAML (while parsing a flow node"),
        ("empty.md", "Nothing here.", "empty.md states no quantity that the rules know"),
        ("latin.md", "Schichten: 48 \xe9", "latin.md: byte 14 (line 1) is not UTF-8"),
    ],
)
def test_a_brief_that_cannot_be_read_ends_with_2_and_a_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, sentence: str
) -> None:
    if text is not None:
        (here / name).write_bytes(text.encode("latin-1"))
    assert run(["audit", "report.md", "--brief", name]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(f"auditor: {sentence}")
    assert shown.err.count("\n") == 1
    assert shown.out == ""


def test_an_audit_with_a_brief_verifies(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "report.md", "--brief", "brief.md", "--against", "plan.yaml", "--format", "json", "-o", "audit.json"])
    assert run(["verify", "audit.json", "report.md"]) == 0


@pytest.mark.parametrize("brief", ["80 layers", "Layers: 80", "layers = 80", "The model has 80 transformer layers."])
def test_a_brief_may_say_it_in_any_order(here: Path, capsys: pytest.CaptureFixture[str], brief: str) -> None:
    (here / "brief.md").write_text(brief, encoding="utf-8")
    run(["audit", "report.md", "--brief", "brief.md", "-q"])
    assert "40 is stated here; the brief says 80" in capsys.readouterr().out


def test_what_is_not_understood_of_a_brief_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "brief.toml").write_text(
        'layers = 40\nflux = 12\nname = "plan 9"\n[x]\nwobble_gw = 1.2\n', encoding="utf-8"
    )
    for command in (["audit"], ["check", "--isolated", "--no-cache"]):
        assert run([*command, "report.md", "--brief", "brief.toml"]) == 0
        told = capsys.readouterr().err
        assert (
            told
            == "auditor: brief.toml: 1 quantity is read; not understood: flux: 12 (line 2), wobble_gw: 1.2 (line 5)\n"
        )
    run(["audit", "report.md", "--brief", "brief.toml", "--format", "json"])
    (outside,) = json.loads(capsys.readouterr().out)["provenance"]["outside"]
    assert outside["unread"] == [{"line": 2, "text": "flux: 12"}, {"line": 5, "text": "wobble_gw: 1.2"}]


def test_a_brief_that_is_understood_is_not_spoken_of(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "report.md", "--brief", "brief.md"])
    assert capsys.readouterr().err == ""


def test_a_brief_that_is_no_text_is_said_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "brief.toml").write_bytes(b"\x00\x01")
    assert run(["audit", "report.md", "--brief", "brief.toml"]) == 2
    assert capsys.readouterr().err == "auditor: brief.toml: byte 0 is NUL, so this is no text file\n"
