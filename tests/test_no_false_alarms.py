"""Consistent texts that are easily misread: nothing in them may be called wrong, whatever the rules' record says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from auditor.audit import judge, own_rules
from auditor.findings import Severity

REPORTS = sorted(Path(__file__).with_name("consistent").glob("*.md"))
CONSISTENT = tomllib.loads(Path(__file__).with_name("consistent.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", CONSISTENT.values(), ids=CONSISTENT.keys())
def test_nothing_is_called_wrong(text: str) -> None:
    found = judge(text, own_rules().unmeasured())
    assert [f.message for f in found.all if f.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_nothing_is_called_wrong_in_a_consistent_report(path: Path) -> None:
    found = judge(path.read_text(encoding="utf-8"), own_rules().unmeasured())
    assert [f.message for f in found.all if f.severity is not Severity.NOTE] == []


WRONG = {
    "a product of plain numbers": "4 × 2,133 = 8,633 tokens/s",
    "a product of a count": "4 × 2,133 = 8,533",
    "a product of small numbers": "4 × 21 = 85 tokens/s",
    "a sum that a result runs on from": "2 × 3.5B = 7 GFLOP per token plus 0.4 GFLOP → 9.6 GFLOP",
    "a cost per million": "$18.90 / 12.6 = $1.90 per million tokens",
    "memory of all": "8 GPUs × 80 = 740 GB",
    "a total of what there is": "8 + 12 + 3 = 25 GB of 80 GB (31.3%)",
    "GPU-hours of a day": "12 × 8 + 9 × 10 = 286 GPU-h/day",
    "a month of hours": "16 × $3.10/h × 730 = $46,208 per month",
    "points": "0.412 + 1.96 × 0.25 = 1.102 pp",
    "billions with the letter apart": "The model has 70 B × 2 = 150 GB of weights.",
    "a decimal comma": "2 × 0,622 = 1,844 Mrd.",
    "what things of their own kind come to": "64 requests × 20 tokens = 1.28M tokens",
    "a deduction that its product does not give": "Budget: 80 GB\n\n2 × 30 GB = −65 GB\n\nLeft: 15 GB",
    "an amount with a minus and no budget": "2 × 4 GB = −8 GB",
    "a bracket with a raised digit": "1 − (2/3)² = 4/9",
    "counts of one thing": "4 GPUs + 4 = 16 GPUs",
    "a count and one more": "60 layers + 1 = 62",
    "a time for an amount over a rate": "140 GB / 3.35 TB/s = 61.8 ms",
    "tokens that fit": "KV: 40.0 GB / 160,000 B = 280,000 tokens per GPU",
    "among words": "The step takes 18.4 ms of reading and 400 / 3,200 = 165 ms of prefill.",
    "a sum among words": "Every token costs 64 + 16 = 90 KiB of the pool.",
    "at a rate": "Stage weights 12.06 GB (head included) at 3.35 TB/s = 4.6 ms",
    "a column of a drawing": "```\nat 75 %            48.6 / 0.75       = 68.8 rps\n```",
    "a result that goes on": "1.8e12 / 900,000 = 2.0e6 s = 23.148 days; / 0.9 = 29.72 days.",
    "a bound of what is worked out": "TPOT ≥ 3 stages × 4.2 = 16.6 ms",
    "a multiple of the mean": "Hottest rank: 144 / 120 = 1.6 × mean",
    "a chance": "A layer touches 64 × (1 − (60/64)^40) = 51.2 experts",
    "behind a name that is no index": "```\ntable + head  2*50,000*4096  = 439,600,000\n```",
    "of each layer": "per device and layer 32 tokens × 4 experts × 2,048 × 2 B = 564 KB",
    "hours of a month": "6 GPUs × 2.10 $/h × 730 h = 9,798 $ per month",
    "cards named with their memory": "4 nodes × 8 H100 SXM 80 GB = 36 GPUs",
    "an assumed share": "At an assumed MFU of 38 %: 128 × 2,250e12 × 0.38 / 79.5e9 = 1.877M tokens/s",
    "bytes of billions": "```\nweights   2 B x 6.508 B   = 19.02 GB\n```",
    "bytes in full": "2 × 32 × 8 × 128 × 2 = 131,172 bytes",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_what_no_reading_saves_is_called_wrong(text: str) -> None:
    found = judge(text, own_rules().unmeasured())
    assert [f.code for f in found.all if f.severity is Severity.ERROR] == ["arithmetic/equation"]


def test_a_condition_that_always_holds_is_no_situation_of_its_own() -> None:
    found = judge("# Plan\n\nWith TP=8, PP=4 and DP=3:\n\n- **Total GPUs**: 64", own_rules().unmeasured())
    assert [f.code for f in found.all if f.severity is Severity.ERROR] == ["placement/gpu-count"]


def test_more_than_all_memory_is_an_error_where_the_report_is_content() -> None:
    found = judge("- Memory utilization: 140%\n- Status: ✓ Fits", own_rules().unmeasured())
    assert any(f.code == "utilisation/memory-at-most-one" for f in found.all)


COMPARED = ["GPUs grow from 32 to 64, 47 % more.", "Experts rise from 32 to 64, 47 % more experts."]


@pytest.mark.parametrize("text", COMPARED)
def test_the_change_of_a_pair_itself_is_worked_out(text: str) -> None:
    found = judge(text, own_rules().unmeasured())
    assert [f.code for f in found.all if f.severity is Severity.ERROR] == ["arithmetic/ratio"]
