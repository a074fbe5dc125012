"""`auditor rules` and `auditor explain`."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli.app import run

RULE = """
kind = "arithmetic"
severity = "error"
bound = "exact"
says = "Written arithmetic comes out as written."
why = "It needs no premise from elsewhere."
check = "equation"
message = "{working} is {expected}, not {stated}."
source = "Arithmetic."

[[must_find]]
text = "- Total: 2 × 4 = 8 GPUs"
quote = "8 GPUs"
expected = "9"

[[must_confirm]]
text = "- Total: 2 × 4 = 8 GPUs"
quote = "8 GPUs"
because = "2 × 4 = 8"
"""


def test_rules_are_listed_with_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "arithmetic"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert ["arithmetic/equation", "arithmetic", "error"] in [line.split()[:3] for line in lines]
    assert all(line.startswith("arithmetic/") for line in lines)


def test_a_rule_explains_itself_with_its_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "arithmetic/equation"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("arithmetic/equation: Written arithmetic")
    assert "source: " in shown
    assert "found: " in shown
    assert "confirmed: " in shown


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [("arithmetic/equatoin", "did you mean 'arithmetic/equation'?"), ("arithmetic", "arithmetic holds ")],
)
def test_a_name_that_is_no_rule_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], rule: str, sentence: str
) -> None:
    assert run(["explain", rule]) == 2
    assert sentence in capsys.readouterr().err


def test_an_example_that_does_not_come_out_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "equation.toml").write_text(RULE, encoding="utf-8")
    assert run(["rules", "test", "mine", "--rules", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "mine/equation: '8 GPUs' is not found" in shown
    assert shown.splitlines()[-1] == "1 rule, 2 examples, 1 failed, 1 complaint"


def test_a_rule_without_examples_does_not_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "equation.toml").write_text(RULE.partition("[[")[0], encoding="utf-8")
    assert run(["rules", "test", "mine", "--rules", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "mine/equation: has no [[must_find]]: show an excerpt in which it finds something" in shown
    assert shown.splitlines()[-1] == "1 rule, 0 examples, 0 failed, 2 complaints"


def test_a_rule_says_what_its_check_needs_a_report_to_mention(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "divisibility/even-parts"]) == 0
    assert "\nonly where a report mentions: even, perfect\n" in capsys.readouterr().out
    assert run(["explain", "arithmetic/equation"]) == 0
    assert "only where" not in capsys.readouterr().out


def test_a_remainder_is_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "divisibility/layers"]) == 0
    shown = capsys.readouterr().out
    assert "found: 61 layers cannot be divided evenly over 4 stages: 1 remains." in shown
    assert "should be" not in shown


@pytest.mark.parametrize("rule", ["kv-cache/total", "placement/gpu-count"])
def test_a_convention_without_a_remark_has_no_empty_tail(capsys: pytest.CaptureFixture[str], rule: str) -> None:
    assert run(["explain", rule]) == 0
    assert ": )" not in capsys.readouterr().out


def test_a_rule_tells_how_it_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "arithmetic/equation"]) == 0
    assert "\nmeasured: " in capsys.readouterr().out
