"""One slip that a report copies from line to line is one finding; the copies are named with it."""

from __future__ import annotations

from auditor.audit import judge
from auditor.report import View, as_json

REPORT = """\
# Placement

The plan takes 48 GPUs in PP=4 stages with TP=6 and DP=2.

- Rack A: 8 GPUs per pipeline stage
- Rack B: 8 GPUs per pipeline stage
- Rack C: 8 GPUs per pipeline stage
"""


def test_the_first_of_several_copies_carries_the_finding() -> None:
    audit = as_json(View(judge(REPORT)))
    (finding,) = [each for each in audit["findings"] if each["severity"] == "error"]
    assert finding["span"]["line"] == 5
    claims = {claim["id"]: claim for claim in audit["claims"]}
    assert [claims[each]["span"]["line"] for each in finding["consequences"]] == [6, 7]


def test_two_numbers_are_two_slips() -> None:
    audit = as_json(View(judge(REPORT.replace("B: 8", "B: 10"))))
    assert [each["span"]["line"] for each in audit["findings"] if each["severity"] == "error"] == [5, 6]
