"""What a number is counted per, how it is meant, and what the report does with it."""

from __future__ import annotations

import pytest

from auditor.facts import Stance

from .conftest import Meaning

SCOPES = [
    ("5", "GB/GPU", {"key": "Model parameters"}, "gpu"),
    ("5", "GB", {"key": "Per-GPU KV cache"}, "gpu"),
    ("5", "GB", {"key": "KV cache", "after": "per layer"}, "layer"),
    ("40", "GB", {"key": "Total KV cache"}, "total"),
    ("60", "GB", {"key": "Total memory"}, ""),
    ("12800", "token/ms", {"key": "Throughput", "after": "system total"}, "total"),
    ("64", "GPU", {"key": "Total GPUs"}, ""),
    ("8", "expert/GPU", {}, ""),
    ("4", "GPU/stage", {}, ""),
    ("512", "KB/token", {"key": "KV cache"}, "token"),
    ("10", "GB", {"key": "KV cache", "before": "each GPU holds"}, "gpu"),
    ("10", "GB", {"key": "单卡显存占用"}, "gpu"),
    ("16", "layer", {"key": "Per layer", "before": "60 GB over"}, ""),
    ("500", "token/s", {"key": "Throughput", "headings": ("Report", "With 40 ms per batch")}, ""),
]


@pytest.mark.parametrize(("value", "unit", "label", "scope"), SCOPES)
def test_scope(meaning: Meaning, value: str, unit: str, label: dict[str, str], scope: str) -> None:
    assert meaning(value, unit, **label).scope == scope


def test_a_headroom_that_is_said_to_be_used_has_no_name(meaning: Meaning) -> None:
    assert not meaning("0.02", "%", key="Compute Headroom", after="utilization").known
    assert meaning("35", "%", key="Compute Headroom").concept == "compute_free_share"


def test_a_heading_gives_the_scope_to_the_numbers_below(meaning: Meaning) -> None:
    assert meaning("16", "GB", key="Activations", headings=("Report", "Per-GPU Memory")).scope == "gpu"
    assert meaning("56", "GB", key="Total", headings=("Report", "Memory Usage per GPU")).scope == "gpu"


ROLES = [
    ({"key": "TTFT", "before": "requirement:"}, "required"),
    ({"key": "TTFT", "after": "requirement"}, "required"),
    ({"key": "TTFT Target"}, "required"),
    ({"key": "TTFT", "before": "(Achieved:"}, "achieved"),
    ({"row": "TTFT", "column": "Target"}, "required"),
    ({"key": "Maximum TTFT"}, "maximum"),
    ({"key": "Estimated TTFT"}, "estimated"),
    ({"key": "TTFT"}, ""),
    ({"key": "Mean TTFT"}, "average"),
    ({"before": "This means a TTFT of"}, ""),
    ({"key": "TTFT", "headings": ("Report", "Performance Requirements")}, "required"),
    ({"key": "TTFT", "headings": ("Report", "Performance Requirements Met")}, ""),
]


@pytest.mark.parametrize(("label", "role"), ROLES)
def test_role(meaning: Meaning, label: dict[str, str], role: str) -> None:
    assert meaning("10", "s", **label).role == role


STANCES = [
    ({"before": "The plan claims"}, Stance.QUOTED),
    ({"before": "(not", "after": "as previously claimed"}, Stance.DISPUTED),
    ({"after": "target is mathematically impossible"}, Stance.DISPUTED),
    ({"row": "Throughput", "column": "Claimed"}, Stance.QUOTED),
    ({"before": "Throughput should be"}, Stance.PROPOSED),
    ({"key": "Throughput"}, Stance.ASSERTED),
    ({"before": "Throughput reduces to"}, Stance.ASSERTED),
]


@pytest.mark.parametrize(("label", "stance"), STANCES)
def test_stance(meaning: Meaning, label: dict[str, str], stance: Stance) -> None:
    assert meaning("100", "token/ms", **label).stance is stance


SCENARIOS = [
    ({"row": "TTFT", "column": "Original"}, ("original",)),
    ({"row": "TTFT", "column": "Corrected Plan"}, ("corrected",)),
    ({"key": "TTFT", "headings": ("Report", "Decode Phase (Corrected)")}, ("corrected", "decode")),
    ({"key": "TTFT", "headings": ("Report", "Phase 2: scaling")}, ("phase 2",)),
    ({"key": "TTFT", "headings": ("Report", "Option B")}, ("option b",)),
    ({"key": "TTFT", "headings": ("Report", "16 GPU Configuration")}, ("16 gpus",)),
    ({"key": "TTFT", "headings": ("Corrected plan", "Results")}, ()),
    ({"row": "MA Separation", "column": "TTFT"}, ("ma separation",)),
    ({"row": "TTFT", "column": "Value"}, ()),
    ({"key": "TTFT", "headings": ("Report", "With 40ms latency")}, ("with 40ms latency",)),
    ({"key": "TTFT (S=1024)"}, ("sequence length 1024",)),
    ({"key": "TTFT", "after": "in the optimised version"}, ("optimised",)),
]


@pytest.mark.parametrize(("label", "scenario"), SCENARIOS)
def test_scenario(meaning: Meaning, label: dict[str, str], scenario: tuple[str, ...]) -> None:
    assert meaning("6", "s", **label).scenario == scenario
