"""Which concept a number states, by its label and unit."""

from __future__ import annotations

import pytest

from .conftest import Meaning

NAMED = [
    # value, unit, label, concept
    ("64", "GPU", {"key": "GPU Count"}, "gpus"),
    ("128", "GPU", {"key": "Total GPUs"}, "gpus"),
    ("1024", "GPU", {"key": "Impractical GPU Count", "before": "Recommends"}, "gpus"),
    ("16", "layer", {"before": "The model has"}, "layers"),
    ("16", "expert", {"key": "Layers", "before": "each with attention and a mixture of"}, "experts"),
    ("8", "layer/stage", {"key": "Layer Distribution"}, "layers_per_stage"),
    ("8", "expert/GPU", {"key": "Expert Distribution"}, "experts_per_gpu"),
    ("2", "expert", {"before": "only", "after": "active per token"}, "experts_per_token"),
    ("1.15", "GB/GPU", {"key": "Memory per GPU"}, "memory_used"),
    ("23.4", "%", {"key": "Memory", "after": "utilization"}, "memory_utilisation"),
    ("12", "%", {"key": "Compute", "after": "utilization"}, "gpu_utilisation"),
    ("40", "GB", {"before": "20GB model +", "after": "KV cache"}, "kv_cache"),
    ("10", "GB/GPU", {"key": "KV Cache"}, "kv_cache"),
    ("240", "TFLOP/s", {"key": "Computing Power", "after": "effective"}, "effective_flops"),
    ("400", "TFLOP/s/GPU", {"key": "Computing Power"}, "peak_flops"),
    ("1.44", "TB/s", {"key": "Bandwidth", "after": "effective bandwidth"}, "effective_bandwidth"),
    ("900", "GB/s", {"key": "Interconnect", "before": "NVLink"}, "interconnect_bandwidth"),
    ("8", "GFLOP/token", {"key": "FLOPS Calculation"}, "flops_per_token"),
    ("4000000000", "parameter", {"after": "active"}, "active_parameters"),
    ("35", "token/ms/GPU", {"key": "Performance"}, "throughput"),
    ("40", "token/ms/GPU", {"key": "Hoped for by the end of May"}, "throughput"),
    ("312", "sample/s", {"key": "Throughput"}, "request_rate"),
    ("8.5", "ms/layer", {"key": "Latency"}, "layer_time"),
    ("204", "ms", {"key": "Latency"}, "end_to_end_latency"),
    ("6", "s", {"key": "TTFT"}, "ttft"),
    ("0.065", "ms", {"row": "Proposed", "column": "TPOT (ms)"}, "tpot"),
    ("4.01", "GB", {"row": "Parameters", "column": "Memory (GB)"}, "weight_memory"),
    ("18.18", "GB", {"row": "Total", "column": "Memory (GB)"}, "memory_used"),
    ("64", "GB", {"before": "within the", "after": "VRAM capacity"}, "gpu_memory"),
    ("512", "", {"key": "Token dimension"}, "hidden_size"),
    ("128", "", {"key": "Dimension per head"}, "head_dim"),
    ("0.15", "", {"key": "Load Balance", "before": "CV ="}, "load_cv"),
    ("4", "GPU/node", {}, "gpus_per_node"),
    ("4", "GPU", {"key": "TP groups"}, "tensor_parallel"),
    ("4", "", {"key": "Pipeline stages"}, "pipeline_parallel"),
    ("29300000", "parameter/expert", {}, "expert_parameters"),
    ("8", "head", {"before": "with", "after": "KV heads"}, "kv_heads"),
    ("10", "GB", {"key": "每卡显存占用"}, "memory_used"),
    ("500", "token/s", {"key": "吞吐量"}, "throughput"),
    ("2", "s", {"key": "首字延迟"}, "ttft"),
    ("8", "", {"key": "Số GPU"}, "gpus"),
    ("40", "GB", {"key": "Bộ nhớ trọng số"}, "weight_memory"),
    ("140", "GB", {"key": "Llama-3-70B Model Size"}, "weight_memory"),
    ("81920", "B", {"key": "Per token", "headings": ("Plan", "Item 3: KV Cache")}, "kv_cache"),
    ("26000000000", "parameter", {"key": "MoE Parameters"}, "moe_parameters"),
    ("3.3", "GB", {"key": "Dense weights"}, "dense_weight_memory"),
]


@pytest.mark.parametrize(("value", "unit", "label", "concept"), NAMED, ids=[f"{n[3]}-{i}" for i, n in enumerate(NAMED)])
def test_named(meaning: Meaning, value: str, unit: str, label: dict[str, str], concept: str) -> None:
    fact = meaning(value, unit, **label)
    assert (fact.concept, fact.known) == (concept, True)


UNNAMED = [
    # value, unit, label: words beside the name say that it is something else
    ("16", "GB", {"key": "Attention bias weights"}),
    ("256", "GB", {"key": "CPU memory"}),
    ("20", "GB", {"key": "Memory deficit"}),
    ("40", "%", {"key": "TTFT", "after": "reduction"}),
    ("5", "GB", {"before": "reduces memory by"}),
    ("16", "GB", {"before": "memory footprint drops to", "after": "for attention projections"}),
    ("12", "GB", {"key": "Draft model frobnication memory"}),
    ("4", "GPU", {"before": "Attention heads split across"}),
    ("3", "layer", {"before": "the first"}),
    ("92", "", {"key": "Throughput"}),
    ("35", "%", {"key": "KV cache frobnication rate"}),
    ("5", "ms", {"key": "Latency", "before": "kernel launch takes"}),
]


@pytest.mark.parametrize(("value", "unit", "label"), UNNAMED, ids=[str(n[2]) for n in UNNAMED])
def test_left_unnamed(meaning: Meaning, value: str, unit: str, label: dict[str, str]) -> None:
    assert not meaning(value, unit, **label).known


def test_a_degree_is_named_by_its_letters(meaning: Meaning) -> None:
    assert meaning("16", degree="EP", key="Strategy").concept == "expert_parallel"


def test_an_unknown_label_keeps_the_words_of_the_report(meaning: Meaning) -> None:
    fact = meaning("3", "", key="Frobnication  Index")
    assert (fact.concept, fact.known) == ("frobnication index", False)


def test_a_heading_names_what_only_qualifies(meaning: Meaning) -> None:
    assert meaning("6", "s", key="Achieved", headings=("Report", "TTFT Requirement")).concept == "ttft"
    assert not meaning("6", "s", key="Prefill compute", headings=("Report", "TTFT Requirement")).known


def test_bytes_of_a_token_below_a_heading_of_the_cache_are_the_cache(meaning: Meaning) -> None:
    cache = ("Report", "KV Cache Plan")
    fact = meaning("40", "KB/token", key="Footprint", headings=cache)
    assert (fact.concept, fact.scope) == ("kv_cache", "token")
    assert meaning("40", "KB/token", key="Activations", headings=cache).concept == "activation_memory"
    assert meaning("40", "KB/token", key="Footprint", headings=("Report", "Workload")).concept != "kv_cache"


def test_a_capacity_in_tokens_below_a_heading_of_the_cache_is_its(meaning: Meaning) -> None:
    cache = ("Report", "KV Cache Plan")
    assert meaning("50000", "token", key="Maximum capacity", headings=cache).concept == "cache_tokens"
    each = meaning("50000", "token/GPU", key="Maximum capacity", headings=cache)
    assert (each.concept, each.scope) == ("cache_tokens", "")
    assert meaning("40", "GB", key="GPU memory capacity", headings=cache).concept == "gpu_memory"
    assert not meaning("50000", "token", key="Maximum capacity", headings=("Report", "Queue")).known


@pytest.mark.parametrize("before", ["Tensor Parallelism (TP) - Degree", "Tensor Parallelism – size", "TP degree"])
def test_a_dash_before_the_word_for_a_size_parts_no_name(meaning: Meaning, before: str) -> None:
    assert meaning("2", "", before=before).concept == "tensor_parallel"


def test_a_dash_before_other_words_does(meaning: Meaning) -> None:
    assert not meaning("2", "", before="Tensor Parallelism (TP) - retries").known
