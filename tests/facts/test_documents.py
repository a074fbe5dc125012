"""Whole documents: what headings, tables, lists and self-corrections make of their numbers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.claims import extract
from auditor.document import read
from auditor.facts import resolve
from auditor.rulebook.vocabulary import Vocabulary

from .conftest import Meanings, fact


def test_a_table_of_variants_keeps_its_rows_apart(meanings: Meanings) -> None:
    facts = meanings("| Model | Method | TPOT |\n|---|---|---|\n| Dense | Ring | 4 ms |\n| Dense | Tree | 3 ms |\n")
    assert [found.concept for found in facts.all] == ["tpot", "tpot"]
    assert [found.scenario for found in facts.all] == [("dense / ring",), ("dense / tree",)]


def test_a_key_that_sets_degrees_does_not_name_what_they_give(meanings: Meanings) -> None:
    facts = meanings("# Plan\n\n- TP = 4, PP = 2, DP = 2: 24 GPUs\n")
    assert fact(facts, "24 GPUs").concept == "gpus"


@pytest.mark.parametrize("title", ["# A Plan for a 12B MoE Model", "# 12B Model Serving", "# Serving a 12B-LLM"])
def test_a_title_says_how_large_the_model_is(meanings: Meanings, title: str) -> None:
    assert fact(meanings(f"{title}\n\n## Hardware\n- GPUs: 16\n"), "12B").concept == "parameters"


def test_words_behind_a_share_outweigh_a_key_of_change(meanings: Meanings) -> None:
    facts = meanings("- **Bubble Reduction**: 25% bubble ratio\n- **Bubble Reduction**: 30% fewer\n")
    assert fact(facts, "25%").concept == "bubble_fraction"
    assert not fact(facts, "30%").known


def test_gigabytes_behind_a_format_are_those_of_the_weights(meanings: Meanings) -> None:
    facts = meanings("- **Weight Precision**: FP16 (48GB total)\n- **Precision**: BF16 (2 bytes)\n")
    assert (fact(facts, "48GB").concept, fact(facts, "2 bytes").concept) == ("weight_memory", "bytes_per_parameter")


def test_a_table_of_plans_keeps_its_columns_apart(meanings: Meanings) -> None:
    facts = meanings(
        "| Metric | Original | Corrected |\n|---|---|---|\n| TTFT | 9 s | 7 s |\n| Memory per GPU | 12 GB | 30 GB |\n"
    )
    assert [(f.concept, f.scope, f.scenario) for f in facts.all] == [
        ("ttft", "", ("original",)),
        ("ttft", "", ("corrected",)),
        ("memory_used", "gpu", ("original",)),
        ("memory_used", "gpu", ("corrected",)),
    ]


def test_a_number_heads_its_row(meanings: Meanings) -> None:
    facts = meanings("| Sequence Length | KV Cache |\n|---|---|\n| 512 | 2 GB |\n| 4096 | 16 GB |\n")
    assert fact(facts, "16 GB").scenario == ("sequence length 4096",)


def test_a_part_in_the_row_is_not_the_whole(meanings: Meanings) -> None:
    facts = meanings("| Component | Memory |\n|---|---|\n| Attention | 3 GB |\n| KV cache | 5 GB |\n| Total | 8 GB |\n")
    assert [(f.concept, f.known) for f in facts.all][1:] == [("kv_cache", True), ("memory_used", True)]
    assert not facts.all[0].known


def test_memory_used_and_memory_there(meanings: Meanings) -> None:
    facts = meanings("- **Memory Utilization**: 25% per GPU (20 GB of 80 GB)\n- **Total**: 30 GB (limit: 80 GB)\n")
    assert [f.concept for f in facts.all[:3]] == ["memory_utilisation", "memory_used", "gpu_memory"]
    assert fact(facts, "20 GB").scope == "gpu"


def test_what_is_divided_is_not_the_width_of_one_head(meanings: Meanings) -> None:
    facts = meanings("- Heads per rank: 96 / 8 = 12; head_dim 12288 / 96 = 128\n")
    assert fact(facts, "12288").concept != "head_dim"


def test_what_is_left_of_memory_is_not_what_was_taken_off(meanings: Meanings) -> None:
    facts = meanings("## Weights\n\n- one GPU leaves 21.6 − 16.1 = 5.5 GB, minus 1.4 activation = 4.1 GB\n")
    assert not {fact(facts, text).concept for text in ("5.5 GB", "4.1 GB")} & {"weight_memory", "activation_memory"}


def test_the_key_names_the_result_of_arithmetic(meanings: Meanings) -> None:
    facts = meanings(
        "- **Total GPUs**: 2 (TP) × 6 (PP) = 12 GPUs\n- **Memory**: 18 GB weights + 5 GB KV cache = 23 GB\n"
    )
    assert [f.concept for f in facts.all] == [
        "tensor_parallel",
        "pipeline_parallel",
        "gpus",
        "weight_memory",
        "kv_cache",
        "memory_used",
    ]


def test_nodes_are_servers_only_where_servers_are_spoken_of(meanings: Meanings) -> None:
    assert fact(meanings("- Cluster: 4 nodes with 8 GPUs per node"), "4 nodes").concept == "nodes"
    assert not fact(meanings("- The graph has 40 nodes and 60 edges"), "40 nodes").known


def test_what_a_figure_is_taken_over_does_not_name_it(meanings: Meanings) -> None:
    assert fact(meanings("- Over 8 ranks the load CV is 3"), "3").concept == "load_cv"


def test_a_share_of_a_product_is_not_the_whole(meanings: Meanings) -> None:
    facts = meanings("4 GPUs × 3 experts = 12 experts\n\n2 nodes × 4 GPUs\n")
    assert not fact(facts, "3 experts").known
    assert not facts.all[-1].known


def test_the_total_of_a_table_of_weights_and_cache_is_the_memory_used(meanings: Meanings) -> None:
    facts = meanings("| Part | GB per GPU |\n|---|---|\n| Weights | 12 |\n| KV cache | 3 |\n| **Sum** | **15** |\n")
    assert (fact(facts, "15").concept, fact(facts, "15").scope) == ("memory_used", "gpu")


def test_both_ends_of_a_reduction_are_values(meanings: Meanings) -> None:
    facts = meanings("- Bubble reduction from 30% to 10%\n")
    assert [(found.concept, found.scenario) for found in facts.all] == [
        ("bubble_fraction", ("previous",)),
        ("bubble_fraction", ()),
    ]


def test_what_stays_free_is_no_memory_used(meanings: Meanings) -> None:
    facts = meanings("- Memory per GPU: 22 GB, leaving 42 GB free\n- Headroom: 42 GB (65.6%)\n")
    assert (fact(facts, "22 GB").concept, fact(facts, "42 GB").concept) == ("memory_used", "memory_free")
    assert fact(facts, "65.6%").concept == "memory_free_share"


def test_a_rate_behind_the_letters_of_its_unit_has_it(meanings: Meanings) -> None:
    facts = meanings("- Result: TPS = 7,500, TPOT = 6 ms\n\nIt serves the 30B MoE model.\n")
    assert (fact(facts, "7,500").concept, fact(facts, "7,500").quantity.unit.symbol) == ("throughput", "token/s")
    assert fact(facts, "30B").concept == "parameters"


def test_a_limit_below_the_capacity_is_one_on_the_use(meanings: Meanings) -> None:
    facts = meanings("- GPU memory capacity: 80 GB\n- Total memory: 39 GB < 68 GB limit\n")
    assert (fact(facts, "68 GB").concept, fact(facts, "68 GB").role) == ("memory_used", "limit")
    facts = meanings("- Total memory: 39 GB < 64 GB limit\n")
    assert fact(facts, "64 GB").concept == "gpu_memory"


def test_units_of_heads_reach_the_cells(meanings: Meanings) -> None:
    facts = meanings("| Metric | Plan A | Gain |\n|---|---|---|\n| TPOT (ms) | 25 | 1.5 |\n")
    assert (fact(facts, "25").concept, fact(facts, "25").quantity.unit.symbol) == ("tpot", "ms")
    assert fact(facts, "1.5").quantity.unit.symbol == ""


FIGURES = [
    ("- Throughput: 90 tokens/ms (requirement: 60)\n", "60", "throughput", ""),
    ("- Attention Heads: 12 (64 dimensions each)\n", "64 dimensions each", "head_dim", ""),
    ("- Pipeline stages (6 layers each)\n", "6 layers", "layers_per_stage", ""),
    ("- GPU Count: 8x H100 (80GB each)\n", "80GB each", "gpu_memory", "gpu"),
    ("- BF16 = 2 bytes of weights\n", "2 bytes", "bytes_per_parameter", ""),
    ("- Memory budget (45% utilization)\n", "45%", "memory_utilisation", ""),
    ("- Headroom: 55% of the memory\n", "55%", "", ""),
    ("- Memory Needs: fine (2.5% utilization of 64GB)\n", "64GB", "gpu_memory", ""),
    ("- only 2 of 32 experts active\n", "2", "experts_per_token", ""),
    ("- Each GPU stores 1/8 of the memory\n", "1/8", "", ""),
    ("- 4 TP groups of 8 GPUs each\n", "8 GPUs each", "tensor_parallel", ""),
    ("- TP=8, PP=2: two of them (16 GPUs total)\n", "16 GPUs", "gpus", ""),
    ("- Weights: 24GB ÷ 8 GPUs = 3GB per GPU\n", "24GB", "weight_memory", "total"),
    ("- Total KV cache = 2GB × 32 layers = 64GB\n", "2GB", "kv_cache", "layer"),
    ("- PP stages: 4 → 8 layers per stage\n", "4", "pipeline_parallel", ""),
    ("- GPU: 0 → 1\n", "0", "", ""),
    ("```\n├── EP0: GPUs 0-7\n└── EP1: GPUs 8-15\n```\n", "1", "", ""),
    ("- Number of KV heads: 6 heads\n", "6 heads", "kv_heads", ""),
    ("- Heads: 24 query heads, 6 KV heads\n", "6 KV heads", "kv_heads", ""),
    ("- Experts of EP0 through EP7\n", "7", "", ""),
    ("```python\n# TP groups\nfor base in range(0, 128, 16):\n```\n", "128", "", ""),
    ("- Model Size: 120GB FP32 / 60GB FP16\n", "60GB", "weight_memory", ""),
    ("- Weights: 8 × 10 GB = 80 GB\n", "8", "", ""),
    ("- GPU memory capacity: 64GB\n- Fit: 66.1% of 64GB HBM\n", "66.1%", "memory_utilisation", ""),
    ("- Layers: 61\n- The first 3 layers are dense\n", "3 layers", "", ""),
    ("## Expert Parallelism\n\n- Memory: each GPU stores 1/4 of the experts\n", "1/4", "", ""),
    ("## Per-GPU memory\n\n- Weights: 15GB (60GB over TP=4)\n", "60GB", "weight_memory", "total"),
    ("- Weights per GPU: 30GB (TP=2 splits 60GB)\n", "60GB", "weight_memory", "total"),
    ("- Activations per GPU: 3GB (with recomputation, once 9GB)\n", "9GB", "", ""),
    ("- Total parameters: 70B (13B active parameters)\n", "13B active parameters", "active_parameters", ""),
    ("- Weights fit: 17GB < 60GB available\n", "60GB", "gpu_memory", ""),
    ("- Single GPU: 300TFlops compute, 64GB VRAM\n", "300TFlops", "peak_flops", "gpu"),
    (
        "## Memory per GPU\n\nOn a GPU memory is no limit: a single GPU could hold all the weights (26 GB of 64).\n",
        "26 GB",
        "weight_memory",
        "total",
    ),
    ("- KV cache: 96 × 1,024 B = 98,304 B for the model (96 KiB)\n", "96 KiB", "kv_cache", ""),
    ("- KV cache: 96 × 1,024 B = 98,304 B per token for the model\n", "98,304 B per token", "kv_cache", "token"),
    ("- Model: 13B parameters on 8 GPUs with 48 GB each\n", "48 GB each", "", ""),
    ("- At batch 48 the weights without the input embedding 11.7 GB\n", "11.7 GB", "", ""),
    ("- TPOT: 20 ms\n- Two more GPUs buy 1.9 ms of TPOT\n", "1.9 ms", "", ""),
    ("- Counting causal attention (6Lhs = 4.7 GFLOP per token)\n", "4.7 GFLOP per token", "", ""),
    ("```\nserve.py --num_gpus=16\n```\n", "16", "gpus", ""),
]


@pytest.mark.parametrize(("text", "number", "concept", "scope"), FIGURES, ids=[f[0].strip() for f in FIGURES])
def test_numbers_that_stand_with_others(meanings: Meanings, text: str, number: str, concept: str, scope: str) -> None:
    found = fact(meanings(text), number)
    assert (found.concept if found.known else "", found.scope if found.known else "") == (concept, scope)


def test_phases_and_variants_from_headings(meanings: Meanings) -> None:
    text = "# Report\n\n## Prefill Phase\n\n- TTFT: 2 s\n\n## 32 GPU Configuration\n\n- TTFT: 1 s\n"
    alone, beside = meanings(text), meanings(f"{text}\n## 64 GPU Configuration\n\n- TTFT: 3 s\n")
    assert fact(beside, "2 s").scenario == ("prefill",)
    assert fact(beside, "1 s").scenario == ("32 gpus",)
    assert not fact(alone, "1 s").scenario, "where one number of GPUs is planned it is the plan's own"


def test_items_below_a_condition(meanings: Meanings) -> None:
    facts = meanings(
        "Throughput with batching:\n\n- Achieved: 40 tokens/ms\n\n"
        "Throughput without batching:\n\n- Achieved: 9 tokens/ms\n"
    )
    assert [found.scenario for found in facts.all] == [("with batching",), ("without batching",)]
    assert {found.concept for found in facts.all} == {"throughput"}


def test_storage_formats_and_catalogued_names(meanings: Meanings) -> None:
    facts = meanings(
        "- **Precision**: FP16\n- Weights: 12 GB INT8\n- Model: Llama-3-70B on H100 with an FP8 KV cache\n"
    )
    assert [(i.format, i.concept, i.value) for i in facts.implied] == [
        ("FP16", "bytes_per_parameter", 2),
        ("INT8", "bytes_per_parameter", 1),
        ("FP8", "bytes_per_element", 1),
    ]
    assert facts.implied[1].beside == fact(facts, "12 GB").claim.index
    assert [(named.kind, named.text) for named in facts.named] == [("model", "Llama-3-70B"), ("accelerator", "H100")]
    assert "llama-3-70b" in facts.named[0].entries


def test_every_quantity_has_its_fact(meanings: Meanings) -> None:
    facts = meanings("- **Throughput**: 5 tokens/ms ✅ meets the 4 tokens/ms target\n- Status: PASS\n")
    assert [found.index for found in facts.all] == list(range(len(facts.all)))
    for claim, found in zip(facts.claims.all, facts.by_claim, strict=True):
        assert (found is not None) == (claim.quantity is not None)


@pytest.mark.parametrize(
    ("text", "number", "concept"),
    [
        ("Each GPU has a peak of 300 TFLOPS.", "300 TFLOPS", "peak_flops"),
        ("There are 8 GPUs, each sustaining 120 TFLOPS.", "120 TFLOPS", "effective_flops"),
        ("With it, each token costs 16 GFLOPs.", "16 GFLOPs", "flops_per_token"),
        ("- Bytes per parameter: 2\n", "2", "bytes_per_parameter"),
        ("- Model: 70B parameters (dense)\n", "70B parameters", "parameters"),
        ("We train an MoE with 9B active parameters.", "9B active parameters", "active_parameters"),
        ("The router sends each token to 4 of 64 experts.", "4", "experts_per_token"),
    ],
)
def test_a_number_is_known_by_its_unit_and_the_way_it_is_meant(
    meanings: Meanings, text: str, number: str, concept: str
) -> None:
    assert fact(meanings(text), number).concept == concept


def test_rows_under_a_head_of_quantities_are_no_variants(meanings: Meanings) -> None:
    facts = meanings("| Model parameter | Value |\n|---|---|\n| Layers | 48 |\n| Hidden size | 4096 |\n")
    assert [(found.concept, found.scenario) for found in facts.all] == [("layers", ()), ("hidden_size", ())]


WORDS = st.sampled_from(
    [
        *("memory", "GPU", "per", "total", "KV cache", "TTFT", "throughput", "layer", "expert", "显存", "bộ nhớ"),
        *("(", ")", "[", "=", ":", ",", ";", "/", "×", "|", "**", "~~", "#", "-", "✅", "\n", "\n\n"),
        *("vs", "from", "to", "of", "each", "with", "at", "not", "original", "corrected", "wait"),
        *("16", "2.5", "GB", "tokens/s", "%", "ms", "TP=2", "EP16"),
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_nothing_that_is_written_raises_and_all_is_repeatable(terms: Vocabulary, words: list[str]) -> None:
    claims = extract(read(" ".join(words)))
    assert resolve(claims, terms) == resolve(claims, terms)


def test_gpus_that_are_there_need_no_noun_beside_those_that_are_needed(meanings: Meanings) -> None:
    there = fact(meanings("The plan requires 96 GPUs, but only 24 are available.\n"), "24")
    assert (there.concept, there.role) == ("gpus", "available")
    assert not fact(meanings("The plan requires 96 GPUs, but only 24 tests are done.\n"), "24").known
