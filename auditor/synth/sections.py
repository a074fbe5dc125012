"""A plan as a report tells it: sections of entries, each with how it follows from others."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from auditor.synth.entry import Entry, Judgement, Section
from auditor.synth.figures import digits, rounded, with_unit
from auditor.synth.plan import Plan


def sections(plan: Plan, chance: Random) -> list[Section]:
    """The sections of a report, in order; which optional ones there are is left to chance."""
    found = [_configuration(plan), _parallelism(plan), _memory(plan)]
    optional = [_throughput(plan, chance), _latency(plan), _batching(plan), _cost(plan)]
    chosen = sorted(chance.sample(range(len(optional)), chance.randint(2, len(optional))))
    return [*found, *(optional[index] for index in chosen)]


def _given(key: str, labels: tuple[str, ...], value: str) -> Entry:
    return Entry(key, labels, value)


def _follows(key: str, labels: tuple[str, ...], value: str, working: str, *rests_on: str, why: str = "") -> Entry:
    why = why or f"{working} = {value}"
    return Entry(key, labels, value, working, judgement=Judgement("must_confirm", why, rests_on=rests_on))


def _configuration(plan: Plan) -> Section:
    model, gpu = plan.model, plan.gpu
    return Section(
        ("Configuration", "Deployment under review", "Inputs", "System and model"),
        (
            _given("model", ("Model", "Served model"), model.name),
            _given("parameters", ("Parameters", "Model size"), f"{digits(model.parameters, 1)}B parameters"),
            _given("layers", ("Layers", "Transformer layers"), f"{model.layers} layers"),
            _given("heads", ("Attention heads", "Query heads"), f"{model.heads} heads"),
            _given("precision", ("Precision", "Weight precision"), "BF16"),
            _given("gpu", ("Accelerator", "GPU type"), gpu.name),
            _given("capacity", ("GPU memory", "Memory per GPU"), with_unit(gpu.memory, "GB")),
            _given("peak", ("Peak BF16 compute per GPU", "Dense BF16 peak per GPU"), f"{_short(gpu.peak)} TFLOPS"),
            _given("context", ("Context length", "Sequence length"), with_unit(plan.context, "tokens")),
        ),
    )


def _parallelism(plan: Plan) -> Section:
    model = plan.model
    stage = model.layers // plan.pp
    product = f"{plan.tp} × {plan.pp} × {plan.dp}"
    return Section(
        ("Parallel layout", "Parallelism", "Mapping onto GPUs"),
        (
            _given("tp", ("Tensor parallelism (TP)", "TP degree"), str(plan.tp)),
            _given("pp", ("Pipeline parallelism (PP)", "PP degree"), str(plan.pp)),
            _given("dp", ("Data parallelism (DP)", "DP degree"), str(plan.dp)),
            _follows("gpus", ("Total GPUs", "GPU count"), f"{plan.gpus} GPUs", product, "tp", "pp", "dp"),
            _follows(
                "stage", ("Layers per stage", "Layers per pipeline stage"), f"{stage} layers",
                f"{model.layers} / {plan.pp}", "layers", "pp",
            ),
            _follows(
                "shard", ("Attention heads per GPU", "Heads per TP rank"), f"{model.heads // plan.tp} heads",
                f"{model.heads} / {plan.tp}", "heads", "tp",
            ),
        ),
    )  # fmt: skip


def _memory(plan: Plan) -> Section:
    model, gpu, used = plan.model, plan.gpu, plan.used
    parts = (plan.weights / plan.replica, plan.cache / plan.replica, plan.overhead)
    weights, cache, overhead = (digits(part, 1) for part in parts)
    share = used / gpu.memory * 100
    return Section(
        ("Memory", "Memory budget", "Does it fit?"),
        (
            _follows(
                "weights", ("Model weights", "Weight memory"), f"{digits(plan.weights, 1)} GB",
                f"{digits(model.parameters, 1)}B parameters × 2 bytes", "parameters", "precision",
            ),
            _follows(
                "weights_each", ("Weights per GPU", "Weight shard per GPU"), f"{weights} GB",
                f"{digits(plan.weights, 1)} GB / {plan.replica}", "weights", "tp", "pp",
            ),
            _given("cache_each", ("KV cache per GPU", "KV cache on each GPU"), f"{cache} GB"),
            _given("overhead", ("Activations and runtime per GPU", "Other memory per GPU"), f"{overhead} GB"),
            _follows(
                "used", ("Memory used per GPU", "Total per GPU"), f"{digits(used, 1)} GB",
                f"{weights} + {cache} + {overhead}", "weights_each", "cache_each", "overhead",
            ),
            _follows(
                "utilisation", ("Memory utilization", "Share of GPU memory in use"), with_unit(share, "%", 1),
                f"{digits(used, 1)} GB / {gpu.memory} GB", "used", "capacity",
            ),
            _follows(
                "headroom", ("Headroom per GPU", "Free memory per GPU"), f"{digits(gpu.memory - used, 1)} GB",
                f"{gpu.memory} GB - {digits(used, 1)} GB", "capacity", "used",
            ),
        ),
    )  # fmt: skip


def _throughput(plan: Plan, chance: Random) -> Section:
    total = plan.rate * plan.gpus
    target = _round_down(Fraction(total * chance.randint(60, 95), 100))
    share = Fraction(plan.compute) / plan.gpu.peak * 100
    return Section(
        ("Throughput", "Serving rate", "Output rate"),
        (
            _given("rate", ("Throughput per GPU", "Output rate per GPU"), with_unit(plan.rate, "tokens/s")),
            _follows(
                "total", ("Total throughput", "System throughput"), with_unit(total, "tokens/s"),
                f"{digits(plan.rate)} × {plan.gpus}", "rate", "gpus",
            ),
            _given("target", ("Required throughput", "Throughput target"), with_unit(target, "tokens/s")),
            Entry(
                "meets", ("Throughput requirement", "Throughput check"),
                f"{digits(total)} tokens/s against {digits(target)} tokens/s required", mark=True,
                judgement=Judgement(
                    "must_confirm", f"{digits(total)} is at least {digits(target)}", rests_on=("total", "target")
                ),
            ),
            _given(
                "compute", ("Sustained prefill compute per GPU", "Prefill rate per GPU"), f"{plan.compute} TFLOPS"
            ),
            _follows(
                "mfu", ("Compute utilization in prefill", "Prefill share of peak"), with_unit(share, "%", 1),
                f"{plan.compute} TFLOPS / {_short(plan.gpu.peak)} TFLOPS", "compute", "peak",
            ),
        ),
    )  # fmt: skip


def _latency(plan: Plan) -> Section:
    whole = Fraction(plan.ttft) + (plan.output - 1) * plan.tpot
    seconds = digits(whole / 1000, 2)
    return Section(
        ("Latency", "Response times", "What a user waits"),
        (
            _given("ttft", ("Time to first token (TTFT)", "TTFT"), with_unit(plan.ttft, "ms")),
            _given("tpot", ("Time per output token (TPOT)", "TPOT"), with_unit(plan.tpot, "ms", 1)),
            _given("output", ("Output length", "Answer length"), with_unit(plan.output, "tokens")),
            _follows(
                "whole", ("End-to-end latency", "Request latency"), f"{digits(whole, 1)} ms",
                f"{digits(plan.ttft)} ms + {digits(plan.output - 1)} × {digits(plan.tpot, 1)} ms", "ttft", "tpot",
                "output",
            ),
            _follows(
                "seconds", ("End-to-end latency in seconds", "Request latency in seconds"), f"{seconds} s",
                f"{digits(whole, 1)} ms", "whole",
            ),
        ),
    )  # fmt: skip


def _batching(plan: Plan) -> Section:
    everything = plan.batch * plan.dp
    even = Judgement("must_confirm", f"{everything} / {plan.dp} = {plan.batch}", rests_on=("everything", "dp"))
    split = f"{digits(everything)} sequences divide evenly over {plan.dp} replicas"
    entries = (
        _given("batch", ("Sequences per replica", "Batch per replica"), f"{plan.batch} sequences"),
        _follows(
            "everything", ("Sequences in flight", "Global batch"), f"{digits(everything)} sequences",
            f"{plan.batch} × {plan.dp}", "batch", "dp",
        ),
        Entry("even", ("Batch split", "Distribution over replicas"), split, judgement=even),
    )  # fmt: skip
    # "Evenly over one replica" is nothing that anybody writes.
    return Section(("Batching", "Concurrency", "Requests in flight"), entries if plan.dp > 1 else entries[:2])


def _cost(plan: Plan) -> Section:
    hours, price = plan.gpus * 24, digits(plan.price, 2)
    return Section(
        ("Cost", "Running cost", "What a day costs"),
        (
            _given("price", ("Price per GPU-hour", "GPU-hour price"), f"${price}"),
            _follows(
                "hours", ("GPU-hours per day", "Daily GPU-hours"), f"{digits(hours)} GPU-hours",
                f"{plan.gpus} GPUs × 24 hours", "gpus",
            ),
            _follows(
                "cost", ("Cost per day", "Daily cost"), f"${digits(hours * plan.price, 2)}",
                f"{digits(hours)} × ${price}", "hours", "price",
            ),
        ),
    )  # fmt: skip


def _round_down(value: Fraction) -> int:
    """To two significant digits, as targets are given."""
    whole = max(int(value), 1)
    step = int(10 ** max(len(str(whole)) - 2, 0))
    return whole // step * step


def _short(value: Fraction) -> str:
    return digits(value) if rounded(value, 0) == value else digits(value, 1)
