"""Slips in supported claims: which are made, which count, and what is said of them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.audit import judge
from auditor.evaluate import Gold, Trial, caught, mutate_all, slips, trial_json, trial_page
from auditor.evaluate.mutate import mutate
from auditor.evaluate.printing import reprinted
from auditor.evaluate.slips import Slip
from auditor.findings import Findings, Verdict
from auditor.rulebook import load
from auditor.span import Span

PLAN = """# Plan

- **Total GPUs**: 2 × 4 × 3 = 24 GPUs
- **Weights**: 26GB + 14GB = 40GB
- **Latency**: 4.2s (limit: 6s) ✅
"""


def index(findings: Findings, text: str) -> int:
    claims = findings.derivations.facts.claims.all
    return next(c.index for c in claims if c.text == text and findings.judgements[c.index].verdict is Verdict.SUPPORTED)


def made(text: str, kind: str, claim: str) -> set[str]:
    """What the claim's line becomes by slips of one kind, with several seeds."""
    findings = judge(text)
    found = index(findings, claim)
    every = (slip for seed in range(9) for slip in slips(findings, found, 12, str(seed)) if slip.kind == kind)
    changed = {slip.applied(text) for slip in every}
    return {line for other in changed for line in other.split("\n") if line not in text.split("\n")}


def gold(text: str, name: str = "plan") -> Gold:
    return Gold(name, text, (), (), ())


@pytest.mark.parametrize(
    ("kind", "claim", "line"),
    [
        ("× 10", "24 GPUs", "- **Total GPUs**: 2 × 4 × 3 = 240 GPUs"),
        ("× 1024", "24 GPUs", "- **Total GPUs**: 2 × 4 × 3 = 24576 GPUs"),
        ("factor 2", "24 GPUs", "- **Total GPUs**: 2 × 4 × 3 = 12 GPUs"),
        ("dropped degree", "24 GPUs", "- **Total GPUs**: 2 × 4 × 3 = 6 GPUs"),
        ("unit", "40GB", "- **Weights**: 26GB + 14GB = 40MB"),
        ("digit", "40GB", "- **Weights**: 26GB + 14GB = 90GB"),
        ("tick", "4.2s", "- **Latency**: 4.2s (limit: 6s) ❌"),
    ],
)
def test_each_kind_of_slip(kind: str, claim: str, line: str) -> None:
    assert line in made(PLAN, kind, claim)


def test_a_comparison_is_flipped() -> None:
    text = "- **Latency**: 4.2s < 6s ✅\n"
    findings = judge(text)
    found = [flips(findings, claim) for claim in range(len(findings.judgements))]
    assert "- **Latency**: 4.2s > 6s ✅\n" in set().union(*found)


def flips(findings: Findings, claim: int) -> set[str]:
    source = findings.derivations.facts.claims.document.source
    return {slip.applied(source) for slip in slips(findings, claim, 20, "x") if slip.kind == "comparison"}


def test_the_same_seed_makes_the_same_slips() -> None:
    findings = judge(PLAN)
    claim = index(findings, "24 GPUs")
    assert slips(findings, claim, 4, "a") == slips(findings, claim, 4, "a")
    assert len(slips(findings, claim, 4, "a")) == 4


def test_a_wrong_sum_is_caught_where_it_stands() -> None:
    trials = [trial for trial in mutate(gold(PLAN), load(), 6, 0) if trial.rule == "arithmetic/equation"]
    assert {trial.outcome for trial in trials} <= {"caught", "true"}
    assert not [trial for trial in trials if trial.elsewhere]
    assert any(trial.line == 3 and trial.outcome == "caught" for trial in trials)


def test_what_stays_true_does_not_count() -> None:
    # 4.2s and 5.2s both keep a limit of 6s.
    limits = [trial for trial in mutate(gold(PLAN), load(), 40, 0) if trial.rule.startswith("verdict/")]
    kept = [t for t in limits if t.kind == "digit" and t.line == 5 and t.before == "4" and int(t.after) < 6]
    assert kept
    assert {trial.outcome for trial in kept} == {"true"}


def test_several_processes_give_the_same_in_the_same_order() -> None:
    reports = [gold(PLAN, "one"), gold(PLAN, "two")]
    assert mutate_all(reports, 1, workers=2) == mutate_all(reports, 1)


def test_figures_of_trials() -> None:
    def trial(kind: str, outcome: str, *elsewhere: str) -> Trial:
        return Trial("plan", 3, kind, "arithmetic/equation", "24", "240", outcome, elsewhere)

    trials = [
        trial("× 10", "caught"),
        trial("× 10", "true"),
        trial("digit", "missed"),
        trial("unit", "doubted", "x: y"),
    ]
    assert caught(trials).share == (1, 3)
    shown = trial_page(trials)
    assert "caught     1 of 3, 33.3 %" in shown
    assert "accused elsewhere\n  plan.md:3 unit (arithmetic/equation): 24 → 240: x: y" in shown
    assert "missed\n  plan.md:3 digit" in shown
    assert trial_json(trials)["by_kind"]["× 10"]["share"] == 1


@pytest.mark.parametrize(
    ("numeral", "factor", "text"),
    [
        ("24", Fraction(10), "240"),
        ("1,229", Fraction(1024), "1,258,496"),
        ("0.5", Fraction(1, 2), "0.25"),
        ("7", Fraction(1, 2), "3.5"),
        ("10.0", Fraction(1, 3), "3.333"),
        ("1.2.3", Fraction(2), None),
        ("1,5", Fraction(2), None),
        ("0.01", Fraction(1, 100_000), None),
    ],
)
def test_numbers_are_written_in_their_own_style(numeral: str, factor: Fraction, text: str | None) -> None:
    assert reprinted(numeral, factor) == text


@settings(deadline=None)
@given(st.decimals(min_value=1, max_value=10**9, places=2), st.sampled_from([2, 10, 1024]))
def test_a_multiple_is_written_exactly(number: object, factor: int) -> None:
    text = reprinted(str(number), Fraction(factor))
    assert text is not None
    assert Fraction(text) == Fraction(str(number)) * factor


def test_offsets_behind_a_slip_move_with_it() -> None:
    slip = Slip("× 10", 0, Span(3, 5), "240")
    assert [slip.moved(offset) for offset in (0, 3, 5, 9)] == [0, 3, 6, 10]
    assert slip.applied("ab 24 GPUs") == "ab 240 GPUs"


def test_the_corpus_of_the_project_can_be_mutated(root: Path) -> None:
    text = (root / "corpus" / "correction-summary-30b.md").read_text(encoding="utf-8")
    trials = mutate(gold(text), load(), 1, 0)
    assert trials
    assert {trial.outcome for trial in trials} <= {"true", "caught", "doubted", "missed"}
