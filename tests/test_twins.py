"""Right numbers with wrong ones of the same form: the right one is confirmed, no wrong one is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from auditor.audit import judge
from auditor.findings import Severity, Verdict

TWINS = tomllib.loads(Path(__file__).with_name("twins.toml").read_text(encoding="utf-8"))


def verdicts(text: str, quote: str) -> set[Verdict]:
    """Those of the numbers in a quote."""
    findings = judge(text)
    start = text.index(quote)
    claims = findings.derivations.facts.claims.all
    there = [c for c in claims if c.quantity is not None and start <= c.span.start and c.span.end <= start + len(quote)]
    return {findings.judgements[claim.index].verdict for claim in there}


@pytest.mark.parametrize("twin", TWINS.values(), ids=TWINS.keys())
def test_the_right_number_is_confirmed(twin: dict[str, str]) -> None:
    text, quote = (twin[key].replace("@", twin["right"]) for key in ("text", "quote"))
    assert verdicts(text, quote) == {Verdict.SUPPORTED}
    assert [each.message for each in judge(text).all if each.severity is not Severity.NOTE] == []


@pytest.mark.parametrize(
    ("twin", "wrong"), [(twin, wrong) for twin in TWINS.values() for wrong in twin["wrong"]], ids=str
)
def test_a_wrong_number_is_not(twin: dict[str, str], wrong: str) -> None:
    text, quote = (twin[key].replace("@", wrong) for key in ("text", "quote"))
    assert Verdict.SUPPORTED not in verdicts(text, quote)
