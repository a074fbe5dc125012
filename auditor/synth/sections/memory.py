"""Memory of serving and of training, and the cache step by step."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from auditor.synth.entry import Entry, Section, follows, given, passes
from auditor.synth.figures import digits, rounded, with_unit
from auditor.synth.plan import Plan, Setup
from auditor.synth.training import PARTS, Training

_FITS = "Memory check|Memory fit|Fits in GPU memory"
_CHECKED = (
    "Each GPU has to hold its share of the weights, its cache and what the runtime needs.",
    "The budget below is that of the fullest GPU.",
    "A reserve of a tenth is kept free.",
)


def serving_memory(plan: Plan, chance: Random) -> Section:
    """Weights, cache and the rest of each GPU, against what it has."""
    model = plan.model
    parts = (plan.weights / plan.replica, plan.cache / plan.replica, plan.overhead)
    weights, cache, overhead = (digits(part, 1) for part in parts)
    return Section(
        ("Memory", "Memory budget", "Does it fit?", "Memory Analysis", "Memory Usage Verification"),
        (
            follows(
                "weights",
                "Model weights|Weight memory|Total weight memory",
                f"{digits(plan.weights, 1)} GB",
                f"{digits(model.parameters, 1)}B parameters × {_bytes(plan.width)}",
                "parameters",
                "precision",
            ),
            follows(
                "weights_each",
                "Weights per GPU|Weight shard per GPU|Model weights per GPU",
                f"{weights} GB",
                f"{digits(plan.weights, 1)} GB / {plan.replica}",
                "weights",
                "tp",
                "pp",
            ),
            given("cache_each", "KV cache per GPU|KV cache on each GPU", f"{cache} GB"),
            given("overhead", "Activations and runtime per GPU|Activations and buffers per GPU", f"{overhead} GB"),
            follows(
                "used",
                "Memory used per GPU|Total per GPU|Total memory per GPU",
                f"{digits(plan.used, 1)} GB",
                f"{weights} + {cache} + {overhead}",
                "weights_each",
                "cache_each",
                "overhead",
            ),
            *_against(plan, plan.used),
        ),
        _CHECKED,
    )


def training_memory(run: Training, chance: Random) -> Section:
    """Weights, gradients, optimizer states and activations of each GPU."""
    names = (
        "Weights per GPU|Model weights per GPU",
        "Gradients per GPU|Gradient memory per GPU",
        "Optimizer states per GPU|Adam states per GPU",
    )
    billions = digits(run.model.parameters, 1)
    keys = ("weights_each", "gradients_each", "states_each")
    parts = tuple(
        follows(
            key,
            labels,
            f"{digits(part, 1)} GB",
            f"{billions}B × {_bytes(width)} / {run.replica}",
            "parameters",
            "tp",
            "pp",
        )
        for key, labels, part, width in zip(keys, names, run.parts, PARTS, strict=True)
    )
    working = " + ".join(digits(part, 1) for part in (*run.parts, run.activations))
    return Section(
        ("Memory per GPU", "Training memory", "Memory Breakdown", "Memory Requirements"),
        (
            given(
                "optimizer", "Optimizer|Optimizer and precision", "Adam, mixed precision (BF16 weights, FP32 states)"
            ),
            *parts,
            given("activations", "Activations per GPU|Activation memory per GPU", f"{digits(run.activations, 1)} GB"),
            follows(
                "used", "Memory used per GPU|Total per GPU", f"{digits(run.used, 1)} GB", working, *keys, "activations"
            ),
            *_against(run, run.used),
        ),
        ("States are not sharded over the data-parallel group.", "Mixed precision needs 16 bytes for each parameter."),
    )


def _against(plan: Setup, used: Fraction) -> tuple[Entry, ...]:
    """What is used against what there is."""
    memory = plan.gpu.memory
    return (
        follows(
            "utilisation",
            "Memory utilization|GPU memory utilization|Memory utilization per GPU",
            with_unit(used / memory * 100, "%", 1),
            f"{digits(used, 1)} GB / {memory} GB",
            "used",
            "capacity",
        ),
        follows(
            "headroom",
            "Headroom per GPU|Free memory per GPU|Memory headroom",
            f"{digits(memory - used, 1)} GB",
            f"{memory} GB - {digits(used, 1)} GB",
            "capacity",
            "used",
        ),
        passes(
            "fits",
            _FITS,
            f"{digits(used, 1)} GB < {memory} GB",
            f"{digits(used, 1)} is less than {memory}",
            "used",
            "capacity",
        ),
    )


def cache(plan: Plan, chance: Random) -> Section:
    """From the bytes of a token to those of a batch."""
    model = plan.model
    token = model.cache_of_a_token
    sequence, batch = (digits(rounded(Fraction(token * plan.context * many, 10**9), 2), 2) for many in (1, plan.batch))
    return Section(
        ("KV cache step by step", "Calculating the KV cache", "KV Cache Size"),
        (
            follows(
                "cache_token",
                "KV cache per token|KV cache size per token",
                f"{digits(token)} bytes",
                f"2 × {model.layers} × {model.kv_heads} × {model.head_dim} × 2",
                "layers",
                "kv_heads",
                "head_dim",
            ),
            follows(
                "cache_sequence",
                "KV cache per sequence|KV cache for one sequence",
                f"{sequence} GB",
                f"{digits(token)} bytes × {digits(plan.context)}",
                "cache_token",
                "context",
            ),
            follows(
                "cache_batch",
                "KV cache for the batch|Total KV cache",
                f"{batch} GB",
                f"{digits(token)} bytes × {digits(plan.context)} × {plan.batch}",
                "cache_token",
                "context",
                "batch",
            ),
        ),
        (
            "Two tensors, K and V, are stored for every layer, KV head and dimension, at two bytes each.",
            "The factor 2 in front counts keys and values; the last one is bytes per element.",
        ),
    )


def _bytes(width: int) -> str:
    return f"{width} byte{'s' * (width != 1)}"
