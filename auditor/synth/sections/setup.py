"""The configuration: model, hardware, and how the one is laid over the other."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from auditor.synth.entry import Entry, Section, follows, given
from auditor.synth.figures import counted, digits, plain, with_unit
from auditor.synth.plan import Plan, Setup

_USES = ("Online inference", "Inference serving", "LLM serving", "Interactive inference")


def configuration(plan: Setup, chance: Random) -> Section:
    """Model and hardware, as a report lists them before it calculates."""
    model, gpu = plan.model, plan.gpu
    use: tuple[Entry, ...] = (given("use", "Workload|Use case|Phase", "Pre-training"),)
    if isinstance(plan, Plan):
        use = (
            given("use", "Workload|Use case|Purpose", chance.choice(_USES)),
            given("precision", "Precision|Weight precision|Data type", plan.precision),
        )
    return Section(
        (
            "Configuration",
            "Deployment under review",
            "Inputs",
            "System and model",
            "Hardware and Model Parameters",
            "Input Conditions",
            "Model and Hardware Specifications",
        ),
        (
            given("model", "Model|Model name|LLM", model.name),
            given("parameters", "Parameters|Model size|Total parameters", _billions(model.parameters)),
            *(_experts(plan) if model.experts else ()),
            given("layers", "Layers|Transformer layers|Number of layers", counted(model.layers, "layer")),
            given("heads", "Attention heads|Query heads|Number of attention heads", counted(model.heads, "head")),
            *use,
            given("gpu", "Accelerator|GPU type|GPU model", gpu.name),
            given(
                "capacity",
                "GPU memory|Memory per GPU|VRAM per GPU|GPU memory capacity|HBM capacity per GPU",
                with_unit(gpu.memory, "GB"),
            ),
            given(
                "peak",
                "Peak BF16 compute per GPU|Dense BF16 peak per GPU|Peak compute per GPU (BF16)",
                f"{plain(gpu.peak)} TFLOPS",
            ),
            given("bandwidth", "Memory bandwidth|HBM bandwidth|Memory bandwidth per GPU", f"{gpu.bandwidth:,} GB/s"),
            given(
                "context", "Context length|Sequence length|Maximum sequence length", with_unit(plan.context, "tokens")
            ),
        ),
        (
            "The figures below are the basis of every check in this report.",
            "All later sections refer to this configuration.",
            "Taken from the model card and the data sheet of the accelerator.",
        ),
    )


def _experts(plan: Setup) -> tuple[Entry, ...]:
    model = plan.model
    return (
        given("active", "Active parameters|Activated parameters per token", _billions(model.active)),
        given("experts", "Experts per layer|Routed experts per layer", counted(model.experts, "expert")),
        given(
            "top_k",
            "Experts per token|Activated experts per token|Experts routed per token",
            counted(model.experts_per_token, "expert"),
        ),
    )


def _billions(value: Fraction) -> str:
    return f"{digits(value, 1)}B parameters"


def parallelism(plan: Setup, chance: Random) -> Section:
    """Degrees, GPUs, and what each GPU gets of layers, heads and experts."""
    model = plan.model
    product = f"{plan.tp} × {plan.pp} × {plan.dp}"
    stage, shard = model.layers // plan.pp, model.heads // plan.tp
    return Section(
        (
            "Parallel layout",
            "Parallelism",
            "Mapping onto GPUs",
            "Parallel Strategy",
            "Parallel Strategy Configuration",
            "GPU Allocation",
        ),
        (
            given("tp", "Tensor parallelism (TP)|TP degree|TP|Tensor Parallel Degree", str(plan.tp)),
            given("pp", "Pipeline parallelism (PP)|PP degree|PP|Pipeline Parallel Degree", str(plan.pp)),
            given("dp", "Data parallelism (DP)|DP degree|DP|Data Parallel Degree", str(plan.dp)),
            follows(
                "gpus",
                "Total GPUs|GPU count|Total GPUs (TP × PP × DP)|Total GPUs required",
                counted(plan.gpus, "GPU"),
                product,
                "tp",
                "pp",
                "dp",
            ),
            follows(
                "stage",
                "Layers per stage|Layers per pipeline stage",
                counted(stage, "layer"),
                f"{model.layers} / {plan.pp}",
                "layers",
                "pp",
            ),
            follows(
                "shard",
                "Attention heads per GPU|Heads per TP rank|Query heads per GPU",
                counted(shard, "head"),
                f"{model.heads} / {plan.tp}",
                "heads",
                "tp",
            ),
            *(_experts_each(plan) if plan.ep > 1 else ()),
        ),
        (
            "Every degree divides what it splits.",
            "Tensor parallelism stays inside a node, where the links are fast.",
            "Stages exchange activations only at their boundaries.",
        ),
    )


def _experts_each(plan: Setup) -> tuple[Entry, ...]:
    experts = plan.model.experts
    return (
        given("ep", "Expert parallelism (EP), within the TP group|EP degree (shared with TP)", str(plan.ep)),
        follows(
            "experts_each",
            "Experts per GPU and layer|Experts per GPU",
            counted(experts // plan.ep, "expert"),
            f"{experts} / {plan.ep}",
            "experts",
            "ep",
        ),
    )


def model_section(plan: Plan, chance: Random) -> Section:
    """What a tutorial on the cache needs of a model."""
    model = plan.model
    return Section(
        ("Model configuration", "The model at hand", "Parameters used in this guide"),
        (
            given("model", "Model|Example model", model.name),
            given("layers", "Layers|Number of layers", counted(model.layers, "layer")),
            given("kv_heads", "KV heads|Key/value heads|Number of KV heads", counted(model.kv_heads, "head")),
            given("head_dim", "Head dimension|Head size", str(model.head_dim)),
            given(
                "cache_precision",
                "KV cache precision|KV cache data type",
                f"{chance.choice(('FP16', 'BF16'))} (2 bytes)",
            ),
            given("context", "Context length|Sequence length", with_unit(plan.context, "tokens")),
            given("batch", "Batch size|Concurrent sequences", counted(plan.batch, "sequence")),
        ),
        (
            "With grouped-query attention only the KV heads are stored, not all query heads.",
            "The cache grows linearly with sequence length and batch size.",
        ),
    )
