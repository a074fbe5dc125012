"""Audits with a brief: what is restated, what is filled in, what is left out, and that each says where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import auditor
from auditor.errors import InputError, UsageError
from auditor.report.model import Audit, Finding

BRIEF = """# Configuration

## Hardware
- **GPU memory**: 80 GB
- **Peak compute**: 900 TFLOPS per GPU
- **MFU**: 50%

## Model
- **Parameters**: 32B
- **Layers**: 48
- **Attention heads**: 40
- **Precision**: BF16

## Requirements
- **TTFT**: at most 3 s
"""


def findings(text: str, brief: str | None = BRIEF, against: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    audit = auditor.audit(text, brief=brief, against=against)
    return [(finding.severity, finding.code, finding.stated) for finding in audit.findings]


def verdicts(text: str, brief: str = BRIEF) -> dict[str, tuple[str, str | None]]:
    audit = auditor.audit(text, brief=brief)
    return {claim.text: (claim.verdict, claim.basis) for claim in audit.claims}


def only(audit: Audit) -> Finding:
    (finding,) = audit.findings
    return finding


def test_a_wrong_restatement_names_both_places() -> None:
    finding = only(auditor.audit("The model:\n\n- **Layers**: 40\n- **Attention heads**: 40", brief=BRIEF))
    assert (finding.kind, finding.severity, finding.stated) == ("restatement", "error", "40")
    assert finding.span is not None
    assert finding.span.line == 3
    assert finding.message == "40 is stated here; the brief says 48 (brief:10)."
    (premise,) = finding.explanation.premises
    assert (premise.source, premise.line, premise.text) == ("brief", 10, "48")


def test_a_right_restatement_is_supported_by_it() -> None:
    audit = auditor.audit("- **Layers**: 48", brief=BRIEF)
    (claim,) = audit.claims
    assert (claim.verdict, claim.basis) == ("supported", "restatement")
    assert claim.certificate is not None
    (given,) = claim.certificate.steps[0].inputs
    assert given.assumed == "brief:10: 48"
    assert given.outside is not None
    assert (given.outside.source, given.outside.line) == ("brief", 10)


@pytest.mark.parametrize(
    "text",
    [
        "- **Original plan**: 40 layers",
        "- **vs 40 layers**: slower",
        "- **Layers per stage**: 12 layers per stage",
        "- **Memory**: 31.5 GB used (within the 80 GB limit)",
        "Wait, this is wrong: 40 layers.",
        "- Change the number of layers from 48 to 40",
        "- **Achieved MFU**: 41%",
        "- **TTFT**: 1.2 s",
        "- **TTFT target**: at most 2 s",
    ],
)
def test_another_thing_or_another_situation_is_no_restatement(text: str) -> None:
    assert findings(f"- **Attention heads**: 40\n{text}") == []


def test_what_the_report_does_not_state_comes_from_the_brief_and_is_cited() -> None:
    audit = auditor.audit("- **Model weights**: 64 GB in total", brief=BRIEF)
    (claim,) = audit.claims
    assert (claim.verdict, claim.basis) == ("supported", "derivation")
    assert claim.certificate is not None
    assert [step.formula for step in claim.certificate.steps[:2]] == ["brief:9", "brief:12"]
    assert [step.values for step in claim.certificate.steps[:2]] == ["32B", "BF16"]


def test_what_follows_from_a_wrong_restatement_is_its_consequence() -> None:
    report = (
        "- **Attention heads**: 40\n- **Layers**: 40\n- **Pipeline stages**: 4\n- **Layers per stage**: 10 layers\n"
    )
    finding = only(auditor.audit(report, brief=BRIEF))
    assert (finding.code, finding.stated) == ("consistency/brief", "40")
    assert len(finding.consequences) == 1


def test_a_laxer_requirement_is_a_wrong_restatement_and_a_stricter_one_is_not() -> None:
    report = "- **TTFT**: 1.2 s (requirement: at most {} s)"
    assert findings(report.format(4)) == [("error", "consistency/brief", "at most 4 s")]
    assert findings(report.format(2)) == []


def test_a_brief_of_another_model_is_one_finding_and_its_model_is_not_used() -> None:
    report = "- **Parameters**: 7B\n- **Layers**: 32\n- **Pipeline stages**: 4\n- **GPU memory limit**: 80 GB"
    audit = auditor.audit(report, brief=BRIEF)
    finding = only(audit)
    assert (finding.kind, finding.severity) == ("document", "warning")
    assert finding.message == (
        "brief describes another model (32B in line 9, 7B here; 48 in line 10, 32 here): only its hardware is used."
    )
    assert next(claim for claim in audit.claims if claim.text == "80 GB").verdict == "supported"


def test_a_single_figure_that_differs_warns_where_nothing_shows_that_the_model_is_the_same() -> None:
    assert findings("- **Layers**: 40") == [("warning", "consistency/brief", "40")]


def test_a_plan_is_restated_too_and_the_brief_outranks_it() -> None:
    plan = "- **Tensor parallelism**: TP=8\n- **Layers**: 40\n- **Attention heads**: 40"
    report = "- **Tensor parallelism**: TP=4\n- **Layers**: 48\n- **Attention heads**: 40"
    assert findings(report, None, [plan]) == [
        ("error", "consistency/brief", "4"),
        ("error", "consistency/brief", "48"),
    ]
    assert verdicts(report)["48"] == ("supported", "restatement")


def test_the_audit_says_what_it_was_made_with() -> None:
    audit = auditor.audit("- **Layers**: 48", brief=BRIEF, against=["- **Layers**: 48"])
    assert [(each.path, each.role, each.premises) for each in audit.provenance.outside] == [
        ("brief", "brief", 8),
        ("plan 1", "plan", 1),
    ]


def test_a_brief_is_a_text_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "brief.toml"
    file.write_text("[model]\nlayers = 48\nattention_heads = 40\n", encoding="utf-8")
    report = "- **Layers**: 40\n- **Attention heads**: 40"
    finding = only(auditor.audit(report, brief=file))
    assert finding.expected == f"layers: 48 ({file}:2)"
    assert findings(report, '{"layers": 48, "attention_heads": 40}') == [("error", "consistency/brief", "40")]


def test_a_brief_without_a_quantity_is_refused() -> None:
    with pytest.raises(InputError, match="brief states no quantity"):
        auditor.audit("- **Layers**: 48", brief="Serve the model well.")


def test_one_plan_is_not_a_list_of_its_letters() -> None:
    with pytest.raises(UsageError, match="sequence of plans"):
        auditor.audit("- **Layers**: 48", against="- **Layers**: 48")


RATES = "- Throughput: 40 tokens/ms per GPU\n- TTFT: at most 3 s"


def test_what_is_asked_of_each_gpu_is_asked_of_all_as_often_as_there_are_gpus() -> None:
    report = "- **GPU count**: 16 GPUs\n- **Throughput**: {} tokens/ms total ✅"
    audit = auditor.audit(report.format(600), brief=RATES)
    finding = only(audit)
    assert (finding.code, finding.severity) == ("verdict/brief-requirement", "error")
    assert finding.expected == "≥ 40 tokens/ms per GPU × 16 GPUs (brief:1)"
    assert findings(report.format(700), RATES) == []


def test_a_rate_of_open_scope_warns() -> None:
    report = "- **GPU count**: 16 GPUs\n- **Throughput**: 600 tokens/ms ✅"
    assert findings(report, RATES) == [("warning", "verdict/brief-requirement", "600 tokens/ms")]


@pytest.mark.parametrize(
    "text",
    [
        "- **Throughput**: 600 tokens/ms total",
        "- **Throughput**: 600 tokens/ms total ❌",
        "- **Throughput**: 45 tokens/ms per GPU ✅",
        "- ✅ **Realistic rates** (600 tokens/ms)\n- **Issue**: the 40 tokens/ms target is impossible",
    ],
)
def test_what_no_tick_claims_and_what_is_met_is_not_accused(text: str) -> None:
    assert findings(f"- **GPU count**: 16 GPUs\n{text}", RATES) == []


def test_a_margin_over_the_requirement_of_one_gpu_is_none_over_that_of_all() -> None:
    report = "- **GPU count**: 8 GPUs\n- **Throughput**: 480 tokens/ms vs 40 required (1100% headroom)"
    audit = auditor.audit(report, brief=RATES)
    finding = only(audit)
    assert (finding.kind, finding.stated, finding.expected) == ("unit", "1100%", "50%")


def test_what_the_brief_itself_contradicts_is_said_once_and_as_a_warning() -> None:
    brief = "- Parameters: 40B\n- Layers: 24\n- Hidden size: 1024\n- Experts: 8 per layer\n- Expert hidden size: 4096"
    report = "A mixture of experts with 40B parameters.\n\n- **Experts**: 8\n- **Parameters**: 40B\n- **Size**: ~40B"
    assert findings(report, brief) == [("warning", "parameters/moe-at-most", "40B parameters")]
