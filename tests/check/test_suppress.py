"""Comments that silence a rule: what they cover, and what is said of bad ones."""

from __future__ import annotations

import pytest

from auditor.audit import own_rules
from auditor.check.run import Checker, suppressions

WRONG = "2 × 4 = 9 GPUs"


def judged(text: str) -> list[str]:
    """Each finding as its rule, with what silences it."""
    book = own_rules()
    checked = Checker(book, sieves=(suppressions(book),)).check("x.md", text)
    return [f"{hit.code} {hit.silenced}".strip() for hit in checked.hits]


@pytest.mark.parametrize(
    "text",
    [
        f"- {WRONG} <!-- auditor-disable-line arithmetic/equation -- known -->\n",
        f"<!-- auditor-disable-next-line arithmetic -- known -->\n{WRONG}\n",
        f"<!-- auditor-disable kind:arithmetic -- known -->\n\n{WRONG}\n",
        f"{WRONG}\n\n<!-- auditor-disable-file verdict, arithmetic/equation -- known -->\n",
        f"| a |\n|---|\n| {WRONG} <!-- auditor-disable-line arithmetic -- known --> |\n",
    ],
)
def test_a_suppression_with_a_reason_silences(text: str) -> None:
    assert judged(text) == ["arithmetic/equation suppressed"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (f"<!-- auditor-disable-next-line arithmetic -->\n{WRONG}\n", "without-reason"),
        (f"<!-- auditor-disable-next-line -- why -->\n{WRONG}\n", "unknown"),
        (f"<!-- auditor-disable-next-line arithmetik -- why -->\n{WRONG}\n", "unknown"),
        (f"<!-- auditor-ignore arithmetic -- why -->\n{WRONG}\n", "unknown"),
        (f"<!-- auditor-disable-next-line memory -- why -->\n{WRONG}\n", "unused"),
        (f"<!-- auditor-disable-line arithmetic -- why -->\n\n{WRONG}\n", "unused"),
        (
            f"<!-- auditor-disable arithmetic -- why -->\n\n<!-- auditor-enable arithmetic -->\n\n{WRONG}\n",
            "unused",
        ),
    ],
)
def test_a_suppression_that_does_nothing_is_reported(text: str, complaint: str) -> None:
    assert judged(text) == ["arithmetic/equation", f"suppression/{complaint}"]


def test_code_that_shows_a_suppression_is_none() -> None:
    assert judged(f"```\n<!-- auditor-disable-file arithmetic -- why -->\n```\n\n{WRONG}\n") == ["arithmetic/equation"]


def test_a_batch_and_the_audit_itself_know_no_suppressions() -> None:
    text = f"- {WRONG} <!-- auditor-disable-line arithmetic -- known -->\n"
    (hit,) = Checker(own_rules()).check("x.md", text).hits
    assert hit.silenced == ""


def test_a_flood_of_suppressions_is_read_in_part() -> None:
    text = "".join(f"<!-- auditor-disable-file nothing{n} -- why -->\n\n" for n in range(2000))
    found = judged(text)
    assert len(found) == 201
    assert set(found) == {"suppression/unknown"}
