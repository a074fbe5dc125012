"""What is named with a finding: the copies of its slip, and nothing that holds by its own working."""

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


def test_one_wrong_unit_in_several_lines_is_one_slip() -> None:
    report = (
        "# Work of a layer\n\n- Scores: 2 × 96 × 2048 × 2048 × 64 = 51.5 TFLOPs\n"
        "- Gate: 2 × 96 × 2048 × 32 = 12.6 TFLOPs\n- Experts: 2 × 96 × 2048 × 1024 × 3 = 1,208 TFLOPs\n"
    )
    audit = as_json(View(judge(report)))
    found = [each for each in audit["findings"] if each["severity"] == "error"]
    claims = {claim["id"]: claim for claim in audit["claims"]}
    assert [each["span"]["line"] for each in found] == [3, 4]
    assert [claims[each]["span"]["line"] for each in found[1]["consequences"]] == [5]


def test_two_numbers_are_two_slips() -> None:
    audit = as_json(View(judge(REPORT.replace("B: 8", "B: 10"))))
    assert [each["span"]["line"] for each in audit["findings"] if each["severity"] == "error"] == [5, 6]


def test_two_things_that_one_degree_does_not_divide_are_two_slips() -> None:
    report = (
        "# Plan\n\n- 40 query heads are split evenly over 16 ranks ✅\n"
        "- Each pipeline has 40 layers, split evenly over 16 stages ✅\n"
    )
    audit = as_json(View(judge(report)))
    assert [each["span"]["line"] for each in audit["findings"] if each["severity"] == "error"] == [3, 4]


def test_what_holds_by_its_own_working_is_not_wrong_because_a_premise_is() -> None:
    report = (
        "A 70B dense model in FP16 with TP=4 and PP=2.\n\n- Weights: 70B × 2 bytes = 140 GB\n"
        "- Weights per GPU: 140 GB / 4 = 35 GB\n- KV cache: 20 GB per GPU\n- Memory per GPU: 17.5 + 20 = 37.5 GB\n"
    )
    audit = as_json(View(judge(report)))
    (finding,) = [each for each in audit["findings"] if each["severity"] == "error"]
    assert (finding["stated"], finding["consequences"]) == ("35 GB", [])
    assert {claim["text"]: claim["verdict"] for claim in audit["claims"]}["37.5 GB"] == "supported"


def test_a_number_that_others_rest_on_carries_the_finding() -> None:
    report = (
        "# Plan\n\n- TP: 2\n- PP: 2\n- DP: 6\n- Number of GPUs: 16\n- Throughput per GPU: 0.72 tokens/ms\n"
        "- Total throughput: 17.28 tokens/ms\n"
    )
    audit = as_json(View(judge(report)))
    (finding,) = [each for each in audit["findings"] if each["severity"] == "error"]
    claims = {claim["id"]: claim for claim in audit["claims"]}
    assert (finding["stated"], finding["expected"]) == ("16", "24")
    assert [claims[each]["text"] for each in finding["consequences"]] == ["17.28 tokens/ms"]


def test_replicas_that_nobody_states_are_in_no_working() -> None:
    found = as_json(View(judge("# Plan\n\n- TP: 2\n- PP: 2\n- DP: 6\n- Number of GPUs: 16\n")))["findings"][0]
    assert (found["expected"], "replicas" in found["message"]) == ("24", False)


def test_what_is_questioned_is_blessed_nowhere_else() -> None:
    report = (
        "A dense model of 10B parameters.\n\n- Parameters: 10B\n- Precision: BF16 (2 bytes per parameter)\n"
        "- Weights: 20 GB\n- Layers: 12\n- Hidden size: 768\n- FFN hidden size: 3072\n"
    )
    audit = as_json(View(judge(report)))
    (finding,) = audit["findings"]
    assert finding["code"] == "parameters/dense-at-most"
    stated = [claim["verdict"] for claim in audit["claims"] if claim["text"].startswith("10B")]
    assert stated == ["not_enough_info", "not_enough_info"]


def test_what_no_gpu_can_do_is_supported_nowhere_even_where_nothing_says_per_gpu() -> None:
    report = (
        "# Plan\n\n- 10B dense model\n- GPUs: 24\n- Compute: 240 TFLOPS effective per GPU\n"
        "- Throughput: 35 tokens/ms per GPU\n- Total throughput: 840 tokens/ms\n\n"
        "## Summary\n\n- Achievable throughput: 35 tokens/ms\n"
    )
    verdicts = [claim["verdict"] for claim in as_json(View(judge(report)))["claims"] if "35 tokens" in claim["text"]]
    assert verdicts == ["refuted", "not_enough_info"]


def test_what_is_as_wrong_as_its_first_statement_is_not_right_because_it_is_said_again() -> None:
    report = (
        "- Computing power: 300 TFLOPS per GPU\n- FLOPs per token: 30 GFLOP\n- Throughput: 90 tokens/ms per GPU\n"
        "\n## Results\n\n- Achieved throughput: 92 tokens/ms per GPU\n\nIt keeps throughput ≥ 90 tokens/ms per GPU.\n"
    )
    audit = as_json(View(judge(report)))
    (finding,) = [each for each in audit["findings"] if each["severity"] == "error"]
    claims = {claim["id"]: claim for claim in audit["claims"]}
    assert [claims[each]["text"] for each in finding["consequences"]] == ["92 tokens/ms per GPU"]
    assert [claims[each]["verdict"] for each in finding["consequences"]] == ["not_enough_info"]


def test_a_configuration_that_is_stated_twice_is_pointed_at_among_what_speaks_against_it() -> None:
    report = (
        "# Plan\n\nFor a 40B dense transformer.\n\n## Model\n\n- Parameters: 40B\n- Layers: 24\n"
        "- Hidden size: 1024\n- FFN hidden size: 4096\n"
    )
    audit = as_json(View(judge(report)))
    assert [each["span"]["line"] for each in audit["findings"]] == [7]


def test_a_bound_that_a_number_keeps_is_no_statement_of_it() -> None:
    audit = as_json(View(judge("- Rule: EP >= 12 is large expert parallelism\n\n## Plan\n\n- EP: 48\n")))
    assert {claim["text"]: claim["verdict"] for claim in audit["claims"]}["48"] == "not_enough_info"


def verdicts_of(report: str, text: str) -> list[str]:
    return [claim["verdict"] for claim in as_json(View(judge(report)))["claims"] if text in claim["text"]]


def test_one_of_two_settings_that_cannot_both_hold_is_not_right_because_it_is_said_again() -> None:
    report = "# Plan\n\n- TP: 8\n- PP: 3\n- GPUs: 64\n\n## Deployment\n\nWith TP=8 the heads of a layer are split.\n"
    (finding,) = as_json(View(judge(report)))["findings"]
    assert finding["code"] == "placement/world-divides"
    assert verdicts_of(report, "8")[0] == "not_enough_info"


def test_a_count_that_only_lies_above_the_degrees_is_not_supported() -> None:
    report = "# Plan\n\n- TP: 4\n- Number of GPUs: {}\n\n## Deployment\n\nWith TP=4 the heads are split.\n"
    assert [verdicts_of(report.format(gpus), gpus) for gpus in ("10", "24")] == [["not_enough_info"], ["supported"]]


def test_weights_are_not_right_because_gradients_take_as_much() -> None:
    report = "Memory per GPU in training:\n\n- Weights: 3.4 GB\n- Gradients: 3.4 GB\n- Optimizer states: 6.8 GB\n"
    assert (verdicts_of(report, "3.4"), verdicts_of(report, "6.8")) == (["not_enough_info", "supported"], ["supported"])


def test_one_size_of_a_product_says_nothing_where_the_others_differ() -> None:
    report = "## Projection\n\nGet_Time(3145728, 6144, 768)\n\n## Scores\n\nGet_Time(3145728, 96, 3145728)\n"
    assert set(verdicts_of(report, "3145728")) == {"not_enough_info"}


def test_a_time_of_all_layers_does_not_support_that_of_each() -> None:
    report = "- **Communication time**: 37 μs in all\n\n## Result\n\n- Small: 37 μs communication time per layer\n"
    assert verdicts_of(report, "37 μs")[-1] == "not_enough_info"


def test_a_size_is_questioned_where_the_shapes_are_listed_though_a_summary_names_some_of_them() -> None:
    report = (
        "## Summary\n\nA dense model of 40B parameters in 24 layers.\n\n## Model\n\n- Parameters: 40B\n- Layers: 24\n"
        "- Hidden size: 1024\n- FFN hidden size: 4096\n"
    )
    audit = as_json(View(judge(report)))
    assert [each["span"]["line"] for each in audit["findings"]] == [7]


def test_what_says_again_a_number_that_holds_is_not_wrong_because_a_premise_is() -> None:
    report = (
        "# Plan\n\n## KV cache\n\n- TP: 8\n- PP: 2\n- GPUs: 16\n"
        "- Per token: 2 × 80 × 8 × 128 × 2 bytes = 327,680 bytes\n"
        "- Total KV cache: 327,680 × 8192 × 64 = 17.2 GB\n- Per GPU: 171.8 GB / 16 = 10.7 GB\n\n"
        "## Budget per GPU\n\n- KV cache: 10.74 GB\n"
    )
    audit = as_json(View(judge(report)))
    (finding,) = [each for each in audit["findings"] if each["severity"] == "error"]
    assert (finding["expected"], finding["consequences"]) == ("171.8 GB", [])
