"""What a training run takes: batches, operations, time, GPU-hours."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from auditor.synth.entry import Section, follows, given
from auditor.synth.figures import counted, digits, plain, rounded, scientific, with_unit
from auditor.synth.sections.serving import priced
from auditor.synth.training import Training


def global_batch(run: Training, chance: Random) -> Section:
    """Sequences and tokens of an optimizer step, and how many steps there are."""
    sequences = run.micro * run.accumulation * run.dp
    tokens = sequences * run.context
    return Section(
        ("Batch schedule", "Global batch", "Batch Configuration"),
        (
            given("micro", "Micro-batch size|Micro-batch size per replica", counted(run.micro, "sequence")),
            given("accumulation", "Gradient accumulation steps|Micro-batches per step", str(run.accumulation)),
            follows(
                "everything",
                "Global batch size|Sequences per step",
                counted(sequences, "sequence"),
                f"{run.micro} × {run.accumulation} × {run.dp}",
                "micro",
                "accumulation",
                "dp",
            ),
            follows(
                "step",
                "Tokens per step|Tokens per optimizer step",
                f"{digits(tokens)} tokens",
                f"{digits(sequences)} × {digits(run.context)}",
                "everything",
                "context",
            ),
            given("tokens", "Training tokens|Total training tokens", f"{digits(run.tokens)}B tokens"),
            follows(
                "steps",
                "Optimizer steps|Training steps",
                f"{digits(Fraction(run.tokens * 10**9, tokens))} steps",
                f"{digits(run.tokens)}B / {digits(tokens)}",
                "tokens",
                "step",
            ),
        ),
        ("The learning rate is warmed up over the first steps.", "Gradients are averaged over all replicas."),
    )


def training_time(run: Training, chance: Random) -> Section:
    """Operations, what the cluster gives, and how long it takes."""
    flops = 6 * run.model.working * run.tokens * 10**18
    cluster = run.gpus * run.compute
    seconds = rounded(flops / (cluster * 10**12), 0)
    which = "active" if run.model.experts else "parameters"
    return Section(
        ("Compute and time", "Training time", "Training Time Estimate"),
        (
            follows(
                "flops",
                "Total training compute|Training FLOPs",
                scientific(flops, "FLOPs"),
                f"6 × {digits(run.model.working, 1)}B × {digits(run.tokens)}B",
                which,
                "tokens",
            ),
            given("compute", "Achieved compute per GPU|Sustained compute per GPU", f"{run.compute} TFLOPS"),
            follows(
                "mfu",
                "MFU|Model FLOPs utilization (MFU)",
                with_unit(run.compute / run.gpu.peak * 100, "%", 1),
                f"{run.compute} TFLOPS / {plain(run.gpu.peak)} TFLOPS",
                "compute",
                "peak",
            ),
            follows(
                "cluster",
                "Cluster compute|Achieved compute of all GPUs",
                f"{digits(cluster)} TFLOPS",
                f"{run.gpus} × {run.compute} TFLOPS",
                "gpus",
                "compute",
            ),
            follows(
                "days",
                "Training time|Estimated training time",
                f"{digits(seconds / 86_400, 1)} days",
                f"{digits(seconds)} s / 86,400",
                "flops",
                "cluster",
            ),
        ),
        (
            "Six operations for each parameter and token: two forward, four backward.",
            "Time lost to restarts and evaluation is not counted.",
        ),
    )


def training_cost(run: Training, chance: Random) -> Section:
    """Dollars of a week of the run."""
    return Section(("Cost", "Running cost", "Budget"), priced(run, run.price, 168, ("week", "per week", "Weekly")))
