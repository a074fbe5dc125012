"""How parameters, memory and states of the reference vectors are worked out by the rules: which input is what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from auditor.interval import Interval
from auditor.rulebook import Rulebook

Inputs = Mapping[str, Fraction]
DAY, HOUR = 86400, 3600
GIB, MIB, KIB = 2**30, 2**20, 2**10


class Solver:
    """The rules as a calculator of single values."""

    def __init__(self, rulebook: Rulebook, inputs: Inputs) -> None:
        self.rulebook = rulebook
        self.inputs = inputs

    def __getattr__(self, name: str) -> Fraction:
        """An input of the vector."""
        return self.inputs[name]

    def __call__(self, rule: str, symbol: str, convention: str | None = None, **values: Fraction | int) -> Fraction:
        """What the rule gives for the symbol: a value, a bound, or the middle of an irrational's interval."""
        exact = {name: Fraction(value) for name, value in values.items()}
        found: Interval = self.rulebook.evaluate(rule, symbol, exact, convention)
        middle = found.middle
        assert middle is not None, (rule, symbol)
        assert found.low is None or found.high is None or found.high - found.low <= abs(middle) * Fraction(1, 10**6)
        return middle


Work = Callable[[Solver], Fraction]

GATED = "gated feed-forward, separate output head"
TIED = "gated feed-forward, tied embedding"


def dense(convention: str) -> Work:
    """Parameters of a dense model under a convention of its shape."""

    def work(v: Solver) -> Fraction:
        hidden, heads = v.h, v.inputs.get("a", Fraction(1))
        width = v.inputs.get("d", hidden / heads)
        return v(
            "parameters/dense-total", "parameters", convention, layers=v.L, hidden=hidden, heads=heads, head_dim=width,
            kv_heads=v.inputs.get("kv", Fraction(1)), ffn=v.inputs.get("f", 4 * hidden), vocabulary=v.V,
            positions=v.inputs.get("s", Fraction(0)),
        )  # fmt: skip

    return work


def moe(convention: str, *, active: bool = False) -> Work:
    """Total or active parameters of a mixture of experts."""

    def work(v: Solver) -> Fraction:
        shape = {
            "layers": v.L,
            "hidden": v.h,
            "heads": v.a,
            "kv_heads": v.kv,
            "head_dim": v.d,
            "expert_hidden": v.f,
            "experts": v.E,
            "vocabulary": v.V,
        }
        if active:
            return v("parameters/moe-active", "active", convention, chosen=v.k, **shape)
        return v("parameters/moe-total", "parameters", convention, **shape)

    return work


def latent(rule: str, symbol: str, convention: str) -> Work:
    """Parameters of a model with latent attention."""

    def work(v: Solver) -> Fraction:
        return v(
            rule, symbol, convention, layers=v.L, dense_layers=v.Ld, hidden=v.h, heads=v.a, query_rank=v.qr,
            kv_rank=v.kvr, nope=v.dn, rope=v.dr, value=v.dv, ffn=v.fd, expert_hidden=v.fe, shared=v.ns, experts=v.E,
            chosen=v.k, vocabulary=v.V,
        )  # fmt: skip

    return work


def shortcut(v: Solver) -> Fraction:
    return v("parameters/gpt-shortcut", "parameters", layers=v.l, hidden=v.h, vocabulary=v.V, positions=v.s) / 10**9


def without_biases(v: Solver) -> Fraction:
    """Attention heads as wide as the model: one head of the full width stands for all."""
    shape = {
        "layers": v.L,
        "hidden": v.h,
        "heads": 1,
        "kv_heads": 1,
        "head_dim": v.h,
        "ffn": v.f,
        "vocabulary": v.V,
        "positions": 0,
    }
    return v("parameters/dense-total", "parameters", GATED, **shape) / 10**9


def bloom(v: Solver) -> Fraction:
    shape = {
        "layers": v.L,
        "hidden": v.h,
        "heads": 1,
        "kv_heads": 1,
        "head_dim": v.h,
        "ffn": 4 * v.h,
        "vocabulary": v.V,
        "positions": 0,
    }
    return v(
        "parameters/dense-total",
        "parameters",
        "plain feed-forward with biases, tied embedding, embedding norm",
        **shape,
    )


def gpt3(v: Solver) -> Fraction:
    shape = {
        "layers": v.L,
        "hidden": v.h,
        "heads": 1,
        "kv_heads": 1,
        "head_dim": v.h,
        "ffn": 4 * v.h,
        "vocabulary": v.V,
        "positions": v.s,
    }
    return v(
        "parameters/dense-total",
        "parameters",
        "plain feed-forward with biases, tied embedding, learned positions",
        **shape,
    )


def palm(v: Solver) -> Fraction:
    shape = {
        "layers": v.L,
        "hidden": v.h,
        "heads": v.a,
        "kv_heads": 1,
        "head_dim": v.d,
        "ffn": v.f,
        "vocabulary": v.V,
        "positions": 0,
    }
    return v("parameters/dense-total", "parameters", "gated feed-forward, tied embedding, norms not counted", **shape)


def weights(bytes_of: Callable[[Solver], Fraction], unit: int) -> Work:
    return lambda v: v("weights/total", "weights", parameters=v.N, bytes=bytes_of(v)) / unit


def mixed_weights(v: Solver) -> Fraction:
    expert = v("parameters/expert", "expert", "gated", hidden=v.h, expert_hidden=v.f)
    experts = v("parameters/all-experts", "all_experts", moe_layers=v.L, experts=v.E, expert=expert)
    total = {"expert_total": experts, "expert_bytes": v.bits / 8, "parameters": v.Ntot, "bytes": 2}
    return v("weights/total", "weights", "experts at a width of their own", **total) / GIB


def one_expert(v: Solver) -> Fraction:
    shape = {"moe_layers": v.layers, "hidden": v.h, "expert_hidden": v.f, "bytes": v.bytes}
    return v("weights/expert-across-layers", "weights", **shape) / GIB


def scales(v: Solver) -> Fraction:
    return v("weights/scale-overhead", "overhead", scale_bytes=v.scale_bytes, block=v.block, bytes=v.w_bytes)


def per_token(v: Solver) -> Fraction:
    return v("kv-cache/per-token", "cache", layers=v.L, kv_heads=v.kv, head_dim=v.d, bytes=v.b)


def cached(v: Solver) -> Fraction:
    return v("kv-cache/total", "cache", "one sequence", per_token=per_token(v), length=v.s)


def latent_token(v: Solver) -> Fraction:
    return v("kv-cache/latent-per-token", "cache", layers=v.L, kv_rank=v.r, rope=v.dr, bytes=v.b)


def cache_reduction(v: Solver) -> Fraction:
    small = v("kv-cache/latent-per-token", "cache", layers=v.layers_v2, kv_rank=v.r, rope=v.dr, bytes=v.bits / 8)
    large = v("kv-cache/per-token", "cache", layers=v.layers_67, kv_heads=v.kv, head_dim=v.d, bytes=2)
    return 100 * v("scaling/reduction", "reduction", before=large, after=small)


def cache_per_gpu(v: Solver) -> Fraction:
    whole = "total of one replica, over TP, PP and CP"
    return v("kv-cache/per-gpu", "share", whole, cache=cached(v), tensor=v.tp, pipeline=1) / MIB


def longest_context(v: Solver) -> Fraction:
    token = v("kv-cache/per-token", "cache", layers=v.L, kv_heads=v.heads, head_dim=v.d, bytes=2)
    return v("kv-cache/replicated", "length", cache=v.mem, per_token=token, batch=v.batch, tensor=v.rep, kv_heads=1)


def states(rule: str, convention: str, unit: int) -> Work:
    def work(v: Solver) -> Fraction:
        given = {"data": v.n} if "n" in v.inputs else {}
        largest = {"largest": v.big} if "big" in v.inputs else {}
        return v(rule, "states", convention, parameters=v.P, **given, **largest) / unit

    return work


def state_bytes(v: Solver) -> Fraction:
    return v("optimizer/states-zero-1", "states", "FP32 gradients", parameters=1, data=v.d)


def sharded_states(v: Solver) -> Fraction:
    parameters = v("parameters/twelve-h-squared", "parameters", layers=v.l, hidden=v.h)
    recipe = "16-bit weights, FP32 gradients, master copy and moments"
    return v("optimizer/states-unsharded", "states", recipe, parameters=parameters, tensor=v.t, pipeline=v.p) / GIB


def layer_activations(v: Solver, convention: str) -> Fraction:
    shape = {"length": v.s, "batch": v.inputs.get("b", Fraction(1)), "hidden": v.h, "tensor": v.t}
    return v("activations/layer", "activations", convention, heads=v.inputs.get("a", Fraction(0)), **shape)


def first_stage(convention: str) -> Work:
    def work(v: Solver) -> Fraction:
        layer = layer_activations(v, convention)
        schedule = "interleaved" if v.m > 1 else "one forward, one backward"
        given = {"layer": layer, "layers": v.l, "stages": v.p, "virtual": v.m}
        return v("activations/first-stage", "activations", schedule, **given) / GIB

    return work


def activation_share(convention: str) -> Work:
    return lambda v: 100 * layer_activations(v, convention) / layer_activations(v, "tensor parallelism")
