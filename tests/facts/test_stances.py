"""What a document rejects, changes or recommends: which of its numbers it stands by, and in which version."""

from __future__ import annotations

from auditor.facts import Stance

from .conftest import Meanings, fact


def test_a_design_is_rejected_by_the_line_that_takes_it_back(meanings: Meanings) -> None:
    facts = meanings(
        "## Plan\n\n- Data parallel: 6\n\nWait, that is too many.\n\n## Second plan\n\n- Data parallel: 3\n"
    )
    assert [found.stance for found in facts.all] == [Stance.REJECTED, Stance.ASSERTED]


def test_struck_through_is_rejected(meanings: Meanings) -> None:
    facts = meanings("GPU count: ~~64 GPUs~~ 32 GPUs\n")
    assert fact(facts, "64 GPUs").stance is Stance.REJECTED


def test_a_change_quotes_what_was_and_proposes_what_should_be(meanings: Meanings) -> None:
    told = meanings("- Increase the batch size from 16 sequences to 64 sequences\n")
    assert [found.stance for found in told.all] == [Stance.QUOTED, Stance.PROPOSED]
    done = meanings("- Batch size was raised from 16 sequences to 64 sequences\n")
    assert done.all[-1].stance is Stance.ASSERTED


def test_what_a_report_says_of_an_earlier_version_is_asserted_of_it(meanings: Meanings) -> None:
    facts = meanings("- The cache shrank from 12 GB to 4 GB\n")
    assert [found.stance for found in facts.all] == [Stance.ASSERTED, Stance.ASSERTED]
    assert fact(facts, "12 GB").scenario == ("previous",)
    table = meanings("| | Previous | Optimized |\n|---|---|---|\n| GPUs | 8 GPUs | 4 GPUs |\n")
    assert [(found.scenario, found.stance) for found in table.all] == [
        (("previous",), Stance.ASSERTED),
        (("optimised",), Stance.ASSERTED),
    ]


def test_a_corrected_column_is_asserted_beside_what_rows_quote(meanings: Meanings) -> None:
    table = meanings("| Aspect | Previous | Corrected |\n|---|---|---|\n| Claimed PP | 6 | 3 |\n")
    assert [found.stance for found in table.all] == [Stance.QUOTED, Stance.ASSERTED]


def test_recommendations_are_a_version_of_their_own(meanings: Meanings) -> None:
    facts = meanings("# Report\n\n- GPUs: 8\n\n## Recommendations for growth\n\n- GPUs: 16\n")
    assert [(found.scenario, found.stance) for found in facts.all] == [
        ((), Stance.ASSERTED),
        (("recommendations for growth", "recommended"), Stance.ASSERTED),
    ]


def test_the_sections_of_one_recommended_plan_are_one_situation(meanings: Meanings) -> None:
    facts = meanings(
        "# Report\n\n## Recommended configuration\n\n### Layout\n\n- GPUs: 8\n\n### Outcome\n\n- TTFT: 2 s\n"
    )
    assert {found.scenario for found in facts.all} == {("recommended", "recommended configuration")}
