"""Kinds of concepts that the derivations tell apart: what is reached, what a model and an accelerator are."""

from __future__ import annotations

from collections.abc import Mapping

from auditor import patterns as re
from auditor.facts import Fact
from auditor.interval import Interval
from auditor.quantity import Modality

GOALS = frozenset({"required", "target", "limit"})
"""Roles of what shall be."""
REACHED = frozenset(
    {
        "throughput", "request_rate", "ttft", "tpot", "end_to_end_latency", "mfu", "hfu", "gpu_utilisation",
        "memory_utilisation", "bandwidth_utilisation", "load_cv", "load_imbalance", "scaling_efficiency",
    }
)  # fmt: skip
"""What a deployment reaches."""
RISING = frozenset(
    {
        "throughput", "average_throughput", "normalised_throughput", "user_throughput", "single_stream_rate",
        "request_rate", "maximum_concurrency", "mfu", "hfu", "gpu_utilisation", "effective_flops",
        "effective_bandwidth", "speedup", "scaling_efficiency", "pipeline_efficiency", "cache_hit_rate",
    }
)  # fmt: skip
"""Of these more is better."""
FALLING = frozenset(
    {
        "ttft", "tpot", "decode_latency", "end_to_end_latency", "total_time", "layer_time", "step_time", "load_cv",
        "load_imbalance", "bubble_fraction", "bubble_time", "communication_time", "communication_overhead",
    }
)  # fmt: skip
"""Of these less is better."""
MODEL = frozenset(
    {
        "layers", "hidden_size", "attention_heads", "kv_heads", "head_dim", "ffn_hidden", "expert_hidden", "experts",
        "experts_per_token", "shared_experts", "vocabulary", "parameters", "active_parameters", "expert_parameters",
        "attention_parameters", "bytes_per_parameter", "bytes_per_element",
    }
)  # fmt: skip
"""What a model is."""
DEVICE = frozenset({"gpu_memory", "peak_flops", "memory_bandwidth", "interconnect_bandwidth", "gpus_per_node"})
"""What an accelerator and its node are."""
FIXED = MODEL | DEVICE | {"flops_per_token"}
"""The same in every scenario that does not say otherwise. What is not listed may differ from one scenario to the next,
and carries over only to support."""
MEMORY = frozenset(
    {
        "memory_used", "weight_memory", "kv_cache", "activation_memory", "optimizer_memory", "gradient_memory",
        "overhead_memory", "memory_free",
    }
)  # fmt: skip
"""Amounts of memory, which reports state of a GPU and of all without saying which."""
CAPACITIES = frozenset({"gpu_memory", "memory_bandwidth", "peak_flops", "gpus"})
DEGREES = frozenset(
    {
        "tensor_parallel", "pipeline_parallel", "expert_parallel", "data_parallel", "context_parallel",
        "sequence_parallel", "expert_tensor_parallel", "virtual_stages",
    }
)  # fmt: skip
"""How a deployment is split."""
LAYOUT = DEGREES | {"gpus"}
"""What a plan of it says first: how many GPUs, and how they are split."""
_FOR_A_PART = re.compile(
    r"\W*(?:only\s+)?for\s+(?:\w+\s+){0,2}(?:layers?|experts?|blocks?|stages?)\b(?!\s+parallel)", re.I
)
_REMARK = 60
"""Characters behind a degree in which a remark on it is looked for."""
COUNTED: Mapping[str, str] = {
    "gpu": "gpus",
    "device": "gpus",
    "rank": "gpus",
    "card": "gpus",
    "layer": "layers",
    "block": "layers",
    "expert": "experts",
    "node": "nodes",
    "head": "attention_heads",
}
"""Concepts by the noun, singular, of what they count."""
OF_ALL = frozenset({"", "total"})
"""Scopes of what is stated of all together: none is told, or the total is."""
_CONFIGURATION = (
    FIXED | DEGREES | {"gpus", "nodes", "micro_batches", "mfu", "hfu", "bandwidth_utilisation", "effective_flops"}
)
"""What a plan starts from."""
HELD = frozenset({"limit", "available"})
"""Roles of what the memory in use is held against."""
FILLED = frozenset({"kv_cache", "activation_memory"})
"""What a budget is set for: "KV budget: 50 GB" says little of the cache in use."""
_AT_LEAST = ("≥", ">", "at least", "At least", "minimum", "Minimum", "至少")


_ACRONYMS = re.compile(r"\b(?:gpu|gpus|kv|ttft|tpot|ffn|mfu|hfu|flops|cv|mla)\b")


def spoken(concept: str) -> str:
    """The id of a concept as words: "GPU memory"."""
    return _ACRONYMS.sub(lambda found: "GPUs" if found[0] == "gpus" else found[0].upper(), concept.replace("_", " "))


def is_goal(fact: Fact) -> bool:
    """Whether the number is what shall be reached ("required", "≥ 65 %"), and so states nothing of the deployment."""
    if fact.concept not in REACHED:
        return False
    return fact.role in GOALS or fact.claim.text.startswith(_AT_LEAST)


def is_no_premise(fact: Fact) -> bool:
    """Whether nothing follows from the number: it is to be reached, or it is what the memory in use is held against."""
    if is_goal(fact):
        return True
    bound = fact.role in GOALS and fact.quantity.modality in (Modality.AT_MOST, Modality.LESS_THAN)
    return fact.concept == "memory_used" and (bound or fact.role in HELD)


def is_of_a_part(fact: Fact) -> bool:
    """Whether a degree is said to hold for a part of the model: "TP size: 2 (for the expert layer)"."""
    return fact.concept in DEGREES and _FOR_A_PART.match(fact.claim.label.after[:_REMARK]) is not None


def is_configuration(fact: Fact) -> bool:
    """Whether the number is one that a plan starts from, rather than what it hopes to reach."""
    return fact.concept in _CONFIGURATION


def as_premise(fact: Fact) -> tuple[Interval, Interval]:
    """What a fact admits as a premise, and its number alone; "within 64 GB" of a capacity says that it is 64 GB."""
    value = fact.quantity.value
    if fact.concept not in CAPACITIES or value is None:
        return fact.quantity.hull, fact.quantity.nominal()
    ends = [value * reading.unit.factor for reading in fact.quantity.readings]
    return Interval(min(ends), max(ends)), Interval.point(ends[0])
