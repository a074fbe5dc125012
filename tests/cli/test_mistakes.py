"""What the command line says where it is used wrongly: one sentence, with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli.app import run

RULE = """
kind = "derivation"
severity = "error"
bound = "exact"
says = "Each of our nodes has three GPUs."
why = "They are built so."
relation = "gpus = 3 * nodes"
message = "{stated} is stated; {nodes} have {expected}."
source = "The house."

[where]
gpus = "gpus"
nodes = "nodes"
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with two reports and a rule."""
    (tmp_path / "a.md").write_text("- Number of nodes: 4\n- Number of GPUs: 16\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("- Total: 2 × 4 = 8 GPUs\n", encoding="utf-8")
    (tmp_path / "mine" / "sums").mkdir(parents=True)
    (tmp_path / "mine" / "sums" / "mine.toml").write_text(RULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("audit a.md --format sarif", "'sarif' is written by `auditor check --output-format sarif`"),
        ("audit a.md --output sarif=x.sarif", "sarif is written by `auditor check --output sarif=x.sarif`"),
        ("audit a.md --format pdf", "'pdf' is not one of terminal, markdown, html, json"),
        ("audit a.md b.md -o b.md", "b.md is a file: the output of several documents needs a folder"),
        ("check a.md --config nope.toml", "the configuration nope.toml cannot be read: No such file or directory"),
        ("check a.md --isolated --rules nope", "nope: no such folder of rules"),
        ("audit a.md --rules nope", "nope: no such folder of rules"),
    ],
)
def test_a_mistake_is_told_with_a_way_out(
    here: Path, capsys: pytest.CaptureFixture[str], line: str, sentence: str
) -> None:
    assert run(line.split()) == 2
    assert sentence in capsys.readouterr().err
    assert (here / "b.md").read_text(encoding="utf-8").startswith("- Total")


@pytest.mark.parametrize("line", ["audit a.md -q", "check a.md --isolated --no-cache --select sums"])
def test_rules_of_a_folder_are_used(here: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    assert run([*line.split(), "--rules", "mine"]) == 1
    assert "sums/mine" in capsys.readouterr().out


def test_a_rule_of_a_folder_is_explained(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "sums/mine", "--rules", "mine"]) == 0
    assert capsys.readouterr().out.startswith("sums/mine: Each of our nodes has three GPUs.")
    assert run(["claims", "a.md", "--rules", "mine"]) == 0


def test_a_project_names_its_rules_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "auditor.toml").write_text('rules = ["mine"]\nselect = ["sums"]\n', encoding="utf-8")
    assert run(["check", "a.md", "--no-cache"]) == 1
    assert "sums/mine" in capsys.readouterr().out


def test_a_check_that_nobody_carries_out_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mine" / "sums" / "mine.toml").write_text(
        RULE.replace('relation = "gpus = 3 * nodes"', 'check = "equatoin"').replace("{nodes} have", "they have"),
        encoding="utf-8",
    )
    assert run(["rules", "test", "sums", "--rules", "mine"]) == 1
    assert "sums/mine: no check is called 'equatoin'; did you mean 'equation'?" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", " \n", "Only words.\n"])
def test_a_document_without_numbers_is_said_to_be_one(
    here: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (here / "a.md").write_text(text, encoding="utf-8")
    assert run(["audit", "a.md"]) == 0
    assert "There is nothing to audit: no numeral stands in it." in capsys.readouterr().out


def test_an_audit_of_another_report_is_one_sentence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "a.md", "--format", "json", "-o", "a.json"])
    capsys.readouterr()
    assert run(["verify", "a.json", "b.md"]) == 1
    (said,) = capsys.readouterr().out.splitlines()
    assert said == "document: the report is not the one that was audited: its SHA-256 is another one"


def test_a_check_of_nothing_says_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.md").write_text("", encoding="utf-8")
    assert run(["check", "a.md", "--isolated", "--no-cache"]) == 0
    assert capsys.readouterr().out == "1 document: nothing found; there is no numeral to check.\n"


def test_an_audit_that_was_tampered_with_is_a_problem(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "a.md", "--format", "json", "-o", "a.json"])
    for wrong in ("x", None, -1, [], "1/0"):
        audit = json.loads((here / "a.json").read_text(encoding="utf-8"))
        for claim in audit["claims"]:
            claim["span"]["line"] = wrong
        (here / "t.json").write_text(json.dumps(audit), encoding="utf-8")
        assert run(["verify", "t.json", "a.md"]) == 1
        assert "the program failed" not in capsys.readouterr().err
