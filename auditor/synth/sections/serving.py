"""What a deployment gives: throughput, latency, batching, cost."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from auditor.synth.entry import Entry, Section, follows, given, passes
from auditor.synth.figures import counted, digits, plain, with_unit
from auditor.synth.plan import Plan, Setup


def throughput(plan: Plan, chance: Random) -> Section:
    """Tokens a second, and how hard the GPUs work for them."""
    total = plan.rate * plan.gpus
    target = _round_down(Fraction(total * chance.randint(60, 95), 100))
    peak = plan.gpu.peak
    return Section(
        ("Throughput", "Serving rate", "Throughput Analysis", "Performance Verification"),
        (
            given("rate", "Throughput per GPU|Decode throughput per GPU", with_unit(plan.rate, "tokens/s")),
            follows(
                "total",
                "Total throughput|System throughput|Aggregate throughput",
                with_unit(total, "tokens/s"),
                f"{digits(plan.rate)} × {plan.gpus}",
                "rate",
                "gpus",
            ),
            given(
                "target", "Required throughput|Throughput target|Throughput requirement", with_unit(target, "tokens/s")
            ),
            passes(
                "meets",
                "Throughput check|Meets throughput requirement",
                f"{digits(total)} tokens/s against {digits(target)} tokens/s required",
                f"{digits(total)} is at least {digits(target)}",
                "total",
                "target",
            ),
            given("compute", "Achieved compute per GPU in prefill|Effective compute per GPU", f"{plan.compute} TFLOPS"),
            follows(
                "mfu",
                "MFU|MFU in prefill|Model FLOPs utilization (MFU)",
                with_unit(plan.compute / peak * 100, "%", 1),
                f"{plan.compute} TFLOPS / {plain(peak)} TFLOPS",
                "compute",
                "peak",
            ),
            given(
                "streamed",
                "Achieved memory bandwidth in decode|Effective memory bandwidth",
                f"{digits(plan.streamed)} GB/s",
            ),
            follows(
                "mbu",
                "Memory bandwidth utilization|Bandwidth utilization in decode",
                with_unit(Fraction(plan.streamed, plan.gpu.bandwidth) * 100, "%", 1),
                f"{digits(plan.streamed)} GB/s / {digits(plan.gpu.bandwidth)} GB/s",
                "streamed",
                "bandwidth",
            ),
        ),
        (
            "Decode is bound by memory bandwidth, prefill by compute.",
            "Rates are those of the steady state.",
            "Measured with continuous batching.",
        ),
    )


def latency(plan: Plan, chance: Random) -> Section:
    """From the request to the last token."""
    whole = Fraction(plan.ttft) + (plan.output - 1) * plan.tpot
    limit = _round_up(Fraction(plan.ttft * chance.randint(110, 220), 100))
    return Section(
        ("Latency", "Response times", "Latency Analysis", "Latency Verification"),
        (
            given("ttft", "Time to first token (TTFT)|TTFT", with_unit(plan.ttft, "ms")),
            given("tpot", "Time per output token (TPOT)|TPOT|Inter-token latency", with_unit(plan.tpot, "ms", 1)),
            given("output", "Output length|Output tokens per request", with_unit(plan.output, "tokens")),
            follows(
                "whole",
                "End-to-end latency|Request latency|Total latency per request",
                f"{digits(whole, 1)} ms",
                f"{digits(plan.ttft)} ms + {digits(plan.output - 1)} × {digits(plan.tpot, 1)} ms",
                "ttft",
                "tpot",
                "output",
            ),
            follows(
                "seconds",
                "End-to-end latency in seconds|Request latency in seconds",
                f"{digits(whole / 1000, 2)} s",
                f"{digits(whole, 1)} ms",
                "whole",
            ),
            passes(
                "prompt",
                "TTFT check|TTFT requirement",
                f"{digits(plan.ttft)} ms against a limit of {digits(limit)} ms",
                f"{digits(plan.ttft)} is less than {digits(limit)}",
                "ttft",
            ),
        ),
        (
            "The first token waits for prefill, every further one for a decode step.",
            "Queueing is not included.",
            "Percentiles were not measured; these are means.",
        ),
    )


def batching(plan: Plan, chance: Random) -> Section:
    """Sequences in flight."""
    everything = plan.batch * plan.dp
    even = passes(
        "even",
        "Batch split|Distribution over replicas",
        f"{digits(everything)} sequences divide evenly over {plan.dp} replicas",
        f"{everything} / {plan.dp} = {plan.batch}",
        "everything",
        "dp",
    )
    entries = (
        given(
            "batch",
            "Sequences per replica|Batch size per replica|Batch size per DP rank",
            counted(plan.batch, "sequence"),
        ),
        follows(
            "everything",
            "Sequences in flight|Global batch size",
            counted(everything, "sequence"),
            f"{plan.batch} × {plan.dp}",
            "batch",
            "dp",
        ),
        even,
    )
    # "Evenly over one replica" is nothing that anybody writes.
    return Section(("Batching", "Concurrency", "Batch Configuration"), entries if plan.dp > 1 else entries[:2])


def cost(plan: Plan, chance: Random) -> Section:
    """Dollars a day."""
    return Section(("Cost", "Running cost", "Cost Analysis"), priced(plan, plan.price, 24, ("day", "per day", "Daily")))


def priced(plan: Setup, price: Fraction, hours: int, span: tuple[str, str, str]) -> tuple[Entry, ...]:
    """GPU-hours and dollars of so many hours on all GPUs."""
    _, behind, before = span
    amount, dollars = plan.gpus * hours, digits(price, 2)
    return (
        given("price", "Price per GPU-hour|GPU-hour price|Cost per GPU-hour", f"${dollars}"),
        follows(
            "hours",
            f"GPU-hours {behind}|{before} GPU-hours",
            f"{digits(amount)} GPU-hours",
            f"{plan.gpus} GPUs × {digits(hours)} hours",
            "gpus",
        ),
        follows(
            "cost",
            f"Cost {behind}|{before} cost",
            f"${digits(amount * price, 2)}",
            f"{digits(amount)} × ${dollars}",
            "hours",
            "price",
        ),
    )


def _round_down(value: Fraction) -> int:
    """To two significant digits, as targets are given."""
    whole = max(int(value), 1)
    step = int(10 ** max(len(str(whole)) - 2, 0))
    return whole // step * step


def _round_up(value: Fraction) -> int:
    """To two significant digits, as limits are given."""
    return _round_down(value) + int(10 ** max(len(str(int(value))) - 2, 0))
