"""How rates, times, placements and costs of the reference vectors are worked out by the rules."""

from __future__ import annotations

from fractions import Fraction

from rulebook.vectors import DAY, HOUR, Solver, Work


def run_flops(v: Solver) -> Fraction:
    return v("flops/training-total", "compute", "without recomputation", active=v.N, tokens=v.D)


def training_token(v: Solver) -> Fraction:
    widths = {"layers": v.L, "heads": v.a, "query_dim": v.inputs.get("dqk", v.inputs.get("d")), "length": v.s}
    active = v.Nact if "Nact" in v.inputs else v.N - v.emb
    value = v.inputs.get("dv", v.inputs.get("d"))
    convention = "with causal attention, query and value widths apart"
    return v("flops/training-per-token", "work", convention, active=active, value_dim=value, **widths) / 10**9


def iteration(v: Solver, convention: str) -> Fraction:
    shape = {"batch": v.B, "length": v.s, "layers": v.l, "hidden": v.h, "vocabulary": v.V}
    return v("flops/gpt-iteration", "work", convention, **shape)


def gpt_days(v: Solver) -> Fraction:
    token = iteration(v, "full recomputation") / (v.B * v.s)
    way = "work of a token × tokens over the rate of all GPUs"
    return v("flops/training-time", "time", way, work=token, tokens=v.D, gpus=v.n, rate=v.X) / DAY


def gpt_iteration_time(v: Solver) -> Fraction:
    return v("flops/iteration-time", "time", work=iteration(v, "full recomputation"), gpus=v.n, rate=v.X)


def recomputed_days(v: Solver) -> Fraction:
    token = v("flops/training-per-token", "work", "weights alone, full recomputation", active=v.P)
    way = "work of a token × tokens over the rate of all GPUs"
    return v("flops/training-time", "time", way, work=token, tokens=v.T, gpus=v.n, rate=v.X) / DAY


def iteration_mfu(convention: str) -> Work:
    def work(v: Solver) -> Fraction:
        given = {"work": iteration(v, convention), "time": v.t, "gpus": v.n, "peak": v.peak}
        return 100 * v("utilisation/mfu-of-iteration", "mfu", **given)

    return work


def palm_mfu(v: Solver) -> Fraction:
    shape = {"active": v.N, "layers": v.L, "heads": v.H, "head_dim": v.Q, "length": v.T}
    token = v("flops/training-per-token", "work", "with full attention", **shape)
    return 100 * v("utilisation/mfu-of-throughput", "mfu", throughput=v.tok, work=token, gpus=v.chips, peak=v.peak)


def mfu(v: Solver) -> Fraction:
    return 100 * v("utilisation/mfu", "mfu", "of one GPU", rate=v.tf, peak=v.peak)


def aggregate(v: Solver) -> Fraction:
    return v("utilisation/effective-of-all", "total", gpus=v.n, rate=v.tf) / 1000


def run_mfu(v: Solver) -> Fraction:
    return 100 * v("utilisation/mfu-of-run", "mfu", compute=run_flops(v), gpu_hours=v.chip_hours * HOUR, peak=v.peak)


def placed(convention: str = "TP × PP × CP × DP, experts folded into them") -> Work:
    def work(v: Solver) -> Fraction:
        degrees = {"tensor": v.tp, "pipeline": v.inputs.get("pp", Fraction(1)), "data": v.dp}
        return v("placement/gpu-count", "gpus", convention, context=v.inputs.get("cp", Fraction(1)), **degrees)

    return work


def expert_copies(v: Solver) -> Fraction:
    given = {"gpus": v.world, "expert": v.ep, "pipeline": v.pp, "expert_tensor": v.inputs.get("etp", Fraction(1))}
    return v("placement/expert-data-parallel", "copies", **given)


def deepspeed_copies(v: Solver) -> Fraction:
    data = v("placement/data-parallel-rest", "data", gpus=v.world, tensor=v.tp, pipeline=v.pp)
    return v("placement/expert-copies-of-data-parallel", "copies", data=data, expert=v.ep)


def rest_of_world(v: Solver) -> Fraction:
    return v("placement/data-parallel-rest", "data", gpus=v.n, tensor=v.tp, pipeline=v.pp)


def request_throughput(v: Solver) -> Fraction:
    way = "from first token and time per output token"
    times = {"ttft": v.ttft_ms / 1000, "tpot": v.itl_ms / 1000}
    return v("throughput/little", "throughput", way, concurrency=v.c, output=v.osl, **times)


def streamed(active: Fraction, bytes_of: Fraction, gpus: Fraction | int, bandwidth: Fraction, v: Solver) -> Fraction:
    given = {"active": active, "bytes": bytes_of, "gpus": gpus, "bandwidth": bandwidth}
    return v("decode/weights-streamed", "tpot", **given) * 1000


def old_decode(v: Solver) -> Fraction:
    parameters = v("parameters/twelve-h-squared", "parameters", layers=v.L, hidden=v.h)
    return streamed(parameters, v.b, 1, v.bw, v)


def old_prefill(v: Solver) -> Fraction:
    parameters = v("parameters/twelve-h-squared", "parameters", layers=v.L, hidden=v.h)
    token = v("flops/forward", "work", "weights of the active parameters", active=parameters)
    return v("prefill/compute-bound", "ttft", prompt=v.T, work=token, gpus=1, peak=v.peak) * 1000


def exchange(v: Solver) -> Fraction:
    given = {"tokens": v.tokens, "chosen": v.experts, "hidden": v.h, "bytes": v.bytes_per_elem, "bandwidth": v.bw}
    return v("collectives/expert-exchange-time", "time", **given) * 10**6


def zero_ratio(v: Solver) -> Fraction:
    volumes = [
        v("collectives/data-parallel-volume", "volume", way, parameters=v.P, bytes=2)
        for way in ("ZeRO stage 3", "data parallelism, ZeRO stages 1 and 2")
    ]
    return volumes[0] / volumes[1]


def whole_hours(v: Solver) -> Fraction:
    """Two phases of a run, each with its own number of chips."""
    phases = [
        v("energy-cost/gpu-hours", "gpu_hours", "GPUs × time", gpus=n, time=h) for n, h in ((v.n1, v.h1), (v.n2, v.h2))
    ]
    return sum(phases, Fraction(0))


def days_of_tokens(v: Solver) -> Fraction:
    way = "tokens over the throughput of each GPU"
    return v("flops/training-time", "time", way, tokens=v.tokens, gpus=v.n, throughput_gpu=v.tps) / DAY


def hours_of_tokens(v: Solver) -> Fraction:
    way = "tokens over the throughput of each GPU"
    return v("energy-cost/gpu-hours", "gpu_hours", way, tokens=v.tokens, throughput=v.tps) / HOUR


def daily_cost(v: Solver) -> Fraction:
    way = "nodes × GPUs of each × time × price"
    given = {"nodes": v.nodes, "gpus_per_node": v.gpus, "time": v.hours * HOUR, "price": v.price / HOUR}
    return v("energy-cost/run-cost", "cost", way, **given)


def bubble(convention: str) -> Work:
    def work(v: Solver) -> Fraction:
        virtual = {"virtual": v.v} if "v" in v.inputs else {}
        return v("pipeline/bubble", "bubble", convention, stages=v.p, micro_batches=v.m, **virtual)

    return work


def largest_load(v: Solver) -> Fraction:
    return v("balance/maximum-within-cv", "largest", mean=1, cv=v.cv, ranks=v.n)


def bandwidth_used(v: Solver) -> Fraction:
    weights_read = v("weights/total", "weights", parameters=v.P, bytes=v.b)
    given = {"weights": weights_read, "tpot": v.tpot, "gpus": 1, "bandwidth": v.peak}
    return 100 * v("utilisation/decode-bandwidth", "utilisation", **given)
