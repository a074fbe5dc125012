"""The ledger for people and programs."""

from __future__ import annotations

import json

from report.examples import hostile, refuted

from auditor.report import View, ledger


def test_every_numeral_has_its_line_in_source_order() -> None:
    table = ledger(View(refuted()), "terminal")
    assert [line.split()[0] for line in table.splitlines()[1:9]] == [
        "1:8",
        "3:1",
        "3:17",
        "5:15",
        "5:21",
        "5:27",
        "6:10",
        "7:11",
    ]
    assert "gpus = 64 GPUs " in table
    assert "memory, per gpu = 15.2 GB" in table
    assert "1:8   1" in table
    assert "other               part of a name" in table


def test_unknown_concepts_are_the_reports_own_words() -> None:
    assert "“thing” = 64 GPUs" in ledger(View(hostile()), "markdown")


def test_as_json_it_is_the_part_of_the_audit() -> None:
    found = json.loads(ledger(View(refuted(), path="plan.md"), "json"))
    assert found["schema"] == "auditor.claims/1"
    assert found["ledger"]["numerals"] == len(found["ledger"]["entries"]) == 6
    assert len(found["claims"]) == 7
