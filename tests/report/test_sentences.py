"""Messages as people read them: each thing once, with its noun, and cures that can be."""

from __future__ import annotations

import pytest

import auditor
from auditor.audit import judge
from auditor.findings.wording import worded
from auditor.report import View, render
from auditor.show import with_unit


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("35 GB per GPU of weights per GPU is stated.", "35 GB of weights per GPU is stated."),
        ("6 GFLOPs/token per token is stated.", "6 GFLOPs per token is stated."),
        ("2 experts per GPU is stated for a GPU; it holds 6.", "2 experts are stated for a GPU; it holds 6."),
        ("12 experts per layer experts cannot be divided.", "12 experts per layer cannot be divided."),
        ("a step of 24 heads attention heads", "a step of 24 attention heads."),
        ("it takes 1 GPU GPUs and 1 KV heads", "it takes 1 GPU and 1 KV head."),
        ("12 layers over 5 stages: 1 remain.", "12 layers over 5 stages: 1 remains."),
        ("20B parameters is stated.", "20B parameters are stated."),
        ("0.25 TFLOP at 3 GFLOP per token each", "0.25 TFLOP at 3 GFLOP each."),
        ("(layers: 24 transformer layers, experts: 8)", "(layers: 24, experts: 8)."),
        ("74 GB is not ≤ within 64 GB.", "74 GB is not ≤ 64 GB."),
        ("3,000 tokens/s per GPU is a rate per GPU.", "3,000 tokens/s per GPU is a rate per GPU."),
        ("5% of the experts are stated as active.", "5% of the experts are stated as active."),
        ("Data parallelism (3) has too few GPUs: 16 GPUs are there.", ""),
        ("1.5 layers is shown.", ""),
    ],
)
def test_each_thing_is_said_once_and_agrees(message: str, said: str) -> None:
    assert worded(message) == (said or message)


def test_units_are_written_as_people_do() -> None:
    assert with_unit("2,664", "GPU·h") == "2,664 GPU hours"
    assert with_unit("0.5 to 1.25", "$/Mtoken") == "$0.50 to $1.25/Mtoken"
    assert with_unit("8", "micro-batch") == "8 micro-batches"
    assert with_unit("23.7", "day") == "23.7 days"


def message(report: str, **given: str) -> str:
    return auditor.audit(report, **given).findings[0].message


def test_a_bare_number_gets_its_noun() -> None:
    report = "- Parameters: 12e9\n- Bytes per parameter: 2\n- Total weights: 12 GB"
    assert message(report) == "12 GB of weights is stated; 12e9 parameters at 2 bytes each take 24 GB."


def test_a_message_names_what_its_convention_works_with() -> None:
    report = "- Nodes: 18\n- Throughput per node: 14,800 tokens/s\n- Total throughput: 26,640 tokens/s"
    assert "18 nodes × 14,800 tokens/s is 266,400 tokens/s" in message(report)


def test_the_brief_is_named_as_what_it_is() -> None:
    said = message("- Tensor parallelism: 8", brief='{"tensor_parallel": 4}')
    assert said == "8 is stated here; the brief says 4 (brief:1: tensor_parallel: 4)."


def cures(report: str) -> list[str]:
    return [line for line in render(View(judge(report)), "terminal").splitlines() if "would have to be" in line]


def test_cures_are_whole_where_they_count() -> None:
    (found,) = cures("- KV heads: 8\n- Layers: 60\n- PP: 4\n- Layers per stage: 20, evenly\n")[:1] or [""]
    assert "." not in found.partition("would have to be")[2]


def test_no_cure_is_impossible_or_far_away() -> None:
    told = cures("- Total parameters: 10B\n- Peak: 400 TFLOPS per GPU\n- GPUs: 4\n- Throughput: 900,000 tokens/s\n")
    assert all(int(line.split("at least ")[1].split()[0]) >= 1 for line in told if "GPUs" in line)
    assert cures("- TP: 2\n- PP: 1\n- Weights: 100 GB\n- Weights per GPU: 300 GB") == []


def test_an_unusual_convention_is_cured_by_the_usual_one() -> None:
    report = "- EP=8, PP=4, TP=2, DP=3\n- GPU count: 96 total"
    assert message(report).startswith("96: only an unusual convention gives it (EP × DP × PP")
    told = [line.strip().removeprefix("cure").split() for line in cures(report)]
    assert [(words[0], words[-1]) for words in told] == [("2", "1"), ("4", "2"), ("8", "4")]


def test_what_was_tried_is_told_only_where_it_says_more() -> None:
    used = "- GPU memory: 80 GB\n- Memory used per GPU: 60 GB\n- Memory utilisation: 95%"
    assert "75%" in message(used)
    assert "tried" not in render(View(judge(used)), "terminal")
    folded = "- TP: 8\n- PP: 4\n- EP: 8\n- DP: 2\n- GPUs: 48"
    assert "tried" in render(View(judge(folded)), "terminal")


def test_a_result_is_told_by_the_usual_reading_as_precisely_as_what_is_stated() -> None:
    assert message("- Cache: 327,680 × 8192 × 64 = 17.2 GB") == "327,680 × 8192 × 64 is 171.8 GB, not 17.2 GB."
    assert message("- Free: 141 GB − 20.97 GB = 130.03 GB") == "141 GB − 20.97 GB is 120.03 GB, not 130.03 GB."


def test_what_is_stated_is_told_without_its_markup() -> None:
    (formula,) = auditor.audit(r"$$ 2 \times 60 \times 1{,}024 = 132{,}880 \text{ bytes} $$").findings
    assert formula.message == "2 × 60 × 1,024 is 122,880 B, not 132,880 bytes."
    assert formula.stated == "132,880 bytes"
    assert formula.certificate is not None
    assert formula.certificate.steps[0].values == "2 × 60 × 1,024"
    (bold,) = auditor.audit("It takes **2 × 3 = 7** GPUs.").findings
    assert bold.message == "2 × 3 is 6 GPUs, not 7 GPUs."
    (right,) = [claim for claim in auditor.audit(r"It is $2 \times 3 = 6 \text{ GB}$.").claims if claim.basis]
    assert right.text == r"6 \text{ GB}"
    assert right.certificate is not None
    assert right.certificate.stated == "6 GB"
