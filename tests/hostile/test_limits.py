"""What hits a limit is said: in the ledger, as a finding, or in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.audit import audit
from auditor.check.config import load
from auditor.cli.app import run
from auditor.errors import UsageError
from auditor.limits import Limits, given

TEXT = "- **GPUs**: 2 × 4 = 8 GPUs\n- **Weights**: 3 + 4 = 8 GB\n"


def test_numerals_beyond_the_limit_are_in_the_ledger_and_a_finding_counts_them() -> None:
    found = audit(TEXT, limits=Limits(numerals=3))
    assert [entry.why for entry in found.ledger.entries][3:] == ["beyond the limit of 3 numerals"] * 3
    (finding,) = found.findings
    assert (finding.code, finding.kind, finding.severity) == ("document/limit", "document", "warning")
    assert finding.message == "3 of 6 numerals were not judged: beyond the limit of 3 numerals."
    assert found.verdict == "supported_with_gaps"
    assert not audit(TEXT, limits=Limits(numerals=6)).ledger.unaccounted


@pytest.mark.parametrize("numerals", range(7))
def test_every_numeral_is_accounted_for_wherever_the_limit_falls(numerals: int) -> None:
    found = audit(TEXT, limits=Limits(numerals=numerals))
    assert found.ledger.numerals == 6
    assert sum("limit" in entry.why for entry in found.ledger.entries) == 6 - numerals


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_when_the_time_is_up_nothing_is_judged_and_that_is_said() -> None:
    found = audit("1 + 2 = 3 GB of 4 GB, " * 2000, limits=Limits(seconds=0.01))
    assert found.findings[0].message.endswith("not done within the limit of 0.01 s.")
    assert not found.claims
    assert found.ledger.numerals == 8000


def test_a_file_that_is_too_large_is_refused_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    assert run(["audit", str(tmp_path / "a.md"), "--limit", "bytes=20"]) == 2
    assert "larger than the limit of 20 bytes; --limit bytes=NUMBER raises it" in capsys.readouterr().err


def test_the_option_and_the_setting_take_the_same_limits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(TEXT, encoding="utf-8")
    Path("auditor.toml").write_text('limits = ["numerals=3"]\n', encoding="utf-8")
    assert load(Path("auditor.toml")).limits == ("numerals=3",)
    assert run(["check", "a.md", "--output-format", "concise", "--fail-on", "warning"]) == 1
    assert "document/limit" in capsys.readouterr().out
    assert run(["check", "a.md", "--output-format", "sarif", "--limit", "numerals=2"]) == 0
    assert "4 of 6 numerals were not judged" in capsys.readouterr().out


@pytest.mark.parametrize("written", ["numerals", "numerals=-1", "numerals=1.5", "lines=3", "seconds=1e9", "bytes=٣"])
def test_another_limit_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="bytes, numerals, seconds"):
        given([written])
