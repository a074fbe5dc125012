"""The reference vectors and placement cases come out of the compiled rules, not of expressions copied from them."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from rulebook import rates
from rulebook import vectors as way
from rulebook.vectors import Solver, Work

from auditor.interval import Interval
from auditor.rulebook import Rulebook, admits, load

ROOT = Path(__file__).parents[2]
VECTORS = ROOT.parent / "shared" / "cost_model" / "vectors.yaml"
MOE, MOE_NORMS = "gated experts, separate output head", "gated experts, separate output head, query and key norms"
SINKS = "gated experts with biases and attention sinks"
BIASED, PLAIN = "router with a bias for each expert", "router without biases"
SELECTIVE = "tensor and sequence parallelism, selective recomputation"

WORK: dict[str, Work] = {
    "P0[2-6]": way.dense(way.GATED),
    "P07": way.dense(f"{way.GATED}, query and key norms"),
    "P08": way.dense(f"{way.GATED}, biases on queries, keys and values"),
    "P10": way.gpt3,
    "P11": way.bloom,
    "P12": way.palm,
    "P13.": way.shortcut,
    "P2[04]": way.moe(MOE),
    "P2[135]": way.moe("gated experts, input embedding counted", active=True),
    "P26": way.moe("gated experts, tied embedding, four norms a layer"),
    "P27": way.moe(MOE_NORMS),
    "P28": way.moe("gated experts, query and key norms, input embedding counted", active=True),
    "P3[06]": way.latent("parameters/mla-moe-total", "parameters", BIASED),
    "P34": way.latent("parameters/mla-moe-total", "parameters", PLAIN),
    "P31": way.latent("parameters/mla-moe-active", "active", "input embedding counted, router with biases"),
    "P3[27]": way.latent("parameters/mla-moe-active", "active", "input embedding not counted, router with biases"),
    "P35": way.latent("parameters/mla-moe-active", "active", "input embedding counted, router without biases"),
    "P33": way.latent("parameters/prediction-module", "module", "all of the layer"),
    "P41": way.latent("parameters/prediction-module", "module", "active, with embedding and head"),
    "P38": way.moe(f"{SINKS}, separate output head"),
    "P39": way.moe(f"{SINKS}, input embedding not counted", active=True),
    "P40.": way.without_biases,
    "W0[12]": way.weights(lambda v: v.bytes, 10**9),
    "W1[01].?": way.weights(lambda v: v.bits / 8, 10**9),
    "W06": way.weights(lambda v: Fraction(4), way.MIB),
    "W03": way.mixed_weights,
    "W04": way.one_expert,
    "W05": way.scales,
    "K01|K05|K13": lambda v: way.per_token(v) / way.KIB,
    "K0[23]": lambda v: way.per_token(v) / 1000,
    "K04": lambda v: way.latent_token(v) / 1000,
    "K06|K12.": lambda v: way.cached(v) / 10**9,
    "K07": lambda v: v("kv-cache/latent-fp8-entry", "entry", kv_rank=v.r, rope=v.dr),
    "K08": way.cache_reduction,
    "K09": way.cache_per_gpu,
    "K10": lambda v: v("kv-cache/maximum-concurrency", "concurrency", tokens=v.tokens, length=v.per_request),
    "K11.": way.longest_context,
    "T01": way.states(
        "optimizer/states-unsharded", "16-bit weights and gradients, FP32 master copy and two moments", 10**9
    ),
    "T02": way.states("optimizer/states-zero-1", "16-bit weights and gradients", 10**9),
    "T03": way.states("optimizer/states-zero-2", "16-bit weights and gradients", 10**9),
    "T05": way.states("optimizer/states-zero-1", "FP16 with an FP32 copy of the gradients", way.GIB),
    "T07": way.states("optimizer/states-zero-3", "with the largest layer gathered", way.GIB),
    "T08": way.states(
        "optimizer/states-zero-3", "optimizer in host memory, with the largest layer gathered", way.GIB
    ),
    "T10": way.states(
        "optimizer/states-zero-3", "optimizer in host memory, with the largest layer gathered", way.MIB
    ),
    "T11": way.state_bytes,
    "T12.": way.sharded_states,
    "A01.": way.first_stage("tensor parallelism"),
    "A02.": way.first_stage(SELECTIVE),
    "A03.": way.activation_share("tensor and sequence parallelism"),
    "A04.": way.activation_share("tensor parallelism, selective recomputation"),
    "A05.": way.activation_share("full recomputation"),
    "F0[145]": rates.run_flops,
    "F02": lambda v: rates.run_flops(v) / (10**15 * way.DAY),
    "F20": lambda v: rates.run_flops(v) / 10**21,
    "F0[67]|F21": rates.training_token,
    "F09.": rates.gpt_days,
    "F10.": rates.gpt_iteration_time,
    "F1[12]": rates.recomputed_days,
    "M01.": rates.iteration_mfu("model operations, nothing recomputed"),
    "M02.": rates.iteration_mfu("selective recomputation"),
    "M03": rates.palm_mfu,
    "M04.": rates.mfu,
    "M0[57].": rates.aggregate,
    "M06.|M1[01]": lambda v: Fraction(round(rates.mfu(v))),
    "M12": rates.run_mfu,
    "G01|G04|G07.|G20.": rates.placed(),
    "G06": rates.placed("TP × PP × DP, EP = TP × DP"),
    "G0[23]|G13": rates.expert_copies,
    "G08": lambda v: v(
        "modules/experts-per-gpu", "per_gpu", "of a layer", experts=v.routed, redundant=v.redundant, expert=v.ep
    ),
    "G11": rates.deepspeed_copies,
    "G14.": rates.rest_of_world,
    "G15": lambda v: v("divisibility/quantisation-blocks", "", ffn=v.f, tensor=v.tp, block=v.block),
    "G16": lambda v: v("divisibility/attention-heads", "", heads=v.heads, tensor=v.tp),
    "H02": lambda v: v("energy-cost/gpu-hours-for-tokens", "gpu_hours", rate=v.per_T, tokens=v.T) / 10**6,
    "H03": rates.hours_of_tokens,
    "H04": rates.days_of_tokens,
    "H07": rates.daily_cost,
    "H09": lambda v: 100 * v("prefill/cache-hit-rate", "share", cached=v.hit, prompt_tokens=v.total),
    "H10": lambda v: v("throughput/daily-tokens", "average", tokens=v.out, nodes=v.nodes) / 1000,
    "H11": rates.whole_hours,
    "I01": rates.bandwidth_used,
    "I02.": rates.request_throughput,
    "I03": lambda v: rates.streamed(v.N, v.b, v.tp, v.bw, v),
    "I06": rates.old_decode,
    "I07": rates.old_prefill,
    "I10": lambda v: v("throughput/of-tokens-processed", "throughput", tokens=v.n, time=v.total_ms / 1000),
    "I12": lambda v: v("utilisation/normalised-throughput", "normalised", throughput=v.tok_s, peak=v.tops),
    "C01": lambda v: v("collectives/bus-bandwidth", "bus", "all-reduce", algorithm=1, ranks=v.n),
    "C02": lambda v: v("collectives/bus-bandwidth", "bus", "all-gather of a rank's own shard", algorithm=1, ranks=v.n),
    "C03": rates.exchange,
    "C04": lambda v: v("collectives/expert-exchange-of-layers", "tpot", layers=v.layers, exchange=v.t_us) / 1000,
    "C05": lambda v: v("latency/user-rate", "rate", tpot=v.tpot_ms / 1000),
    "C07": rates.zero_ratio,
    "B01": rates.bubble("idle over ideal time"),
    "B0[25]": rates.bubble("idle over total time"),
    "B03": rates.bubble("interleaved, idle over ideal time"),
    "B04": lambda v: v("pipeline/in-flight", "factor", stages=v.p, virtual=v.m),
    "L01": lambda v: v("balance/imbalance", "imbalance", "mean over largest", largest=v.mx, mean=v.mean),
    "L02": lambda v: v(
        "capacity-factor/expert-capacity", "capacity", "rounded up",
        tokens=v.tokens, chosen=v.k, experts=v.E, factor=v.cf,
    ),
    "L03": rates.largest_load,
    "L04": lambda v: v("decode/experts-touched", "touched", experts=v.E, chosen=v.k, batch=v.B),
    "L05": lambda v: v("balance/cv-within-extremes", "cv", largest=v.mx, mean=1, least=v.mn),
    "S01": lambda v: v("scaling/amdahl", "speedup", share=v.p, factor=v.s),
    "S02": lambda v: 100 * v(
        "scaling/efficiency", "efficiency", "rate of each GPU", rate=v.mfu_big, base_rate=v.mfu_small
    ),
}  # fmt: skip
"""By the ids of the vectors (a pattern): how the rules work them out."""

CASES: dict[str, Any] = yaml.safe_load(VECTORS.read_text()) if VECTORS.is_file() else {}
DEGREES = {
    "tp": "tensor", "pp": "pipeline", "dp": "data", "cp": "context", "ep": "expert", "etp": "expert_tensor",
    "prefill_nodes": "prefill_nodes", "decode_nodes": "decode_nodes", "gpus_per_node": "per_node",
}  # fmt: skip

pytestmark = pytest.mark.skipif(
    not CASES, reason="the reference vectors are not on this machine (../shared/cost_model)"
)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load()


def ids(item: dict[str, Any]) -> str:
    return str(item["id"])


@pytest.mark.parametrize("vector", CASES.get("vectors", ()), ids=ids)
def test_a_vector_comes_out_of_the_rules(vector: dict[str, Any], rulebook: Rulebook) -> None:
    (work,) = (work for pattern, work in WORK.items() if re.fullmatch(pattern, vector["id"]))
    inputs = {name: Fraction(str(value)) for name, value in vector["inputs"].items()}
    value = float(work(Solver(rulebook, inputs)))
    assert value == pytest.approx(vector["computed"], rel=1e-9)
    expected, allowed = float(vector["expected"]), tolerance(vector)
    match vector.get("relation"):
        case None:
            assert value == pytest.approx(expected, rel=1e-12, abs=allowed)
        case "computed_is_lower_bound_of_expected":
            assert value <= expected + allowed
        case "computed_is_upper_bound_of_expected":
            assert value >= expected - allowed
        case "claim_violates_lower_bound":
            assert value > expected + allowed


def tolerance(vector: dict[str, Any]) -> float:
    allowed = vector["tolerance"]
    return float(allowed.get("abs", 0)) + float(allowed.get("rel", 0)) * abs(float(vector["expected"]))


def tiers(case: dict[str, Any], rulebook: Rulebook) -> set[int]:
    """The tiers of the conventions that admit a case, over the rules that speak of GPU counts."""
    degrees = {DEGREES[name]: value for name, value in case["degrees"].items() if name in DEGREES}
    values = {name: Interval.point(value) for name, value in {**degrees, "gpus": case["stated_gpus"]}.items()}
    found = set()
    for rule_id in ("placement/gpu-count", "placement/gpus-of-pools"):
        rule = rulebook.rules[rule_id]
        known = {name: value for name, value in values.items() if name in rule.variables}
        if known.keys() - {"gpus"}:
            found |= {c.tier for c in rule.conventions if admits(rule, c, known)}
    return found


@pytest.mark.parametrize("case", CASES.get("placement_cases", ()), ids=ids)
def test_a_placement_case_has_its_tier(case: dict[str, Any], rulebook: Rulebook) -> None:
    found = tiers(case, rulebook)
    assert (min(found) if found else None) == case.get("tier")


def test_redundant_experts_repair_an_uneven_split(rulebook: Rulebook) -> None:
    (case,) = (case for case in CASES["placement_cases"] if "redundant" in case["degrees"])
    given = {"experts": case["degrees"]["routed_experts"], "expert": case["degrees"]["ep"]}
    whole = rulebook.evaluate("divisibility/experts", "", {**given, "redundant": case["degrees"]["redundant"]})
    assert whole == Interval.point(0)
    assert rulebook.evaluate("divisibility/experts", "", given) != Interval.point(0)


def test_every_way_is_of_a_vector() -> None:
    names = [vector["id"] for vector in CASES["vectors"]]
    unused = [pattern for pattern in WORK if not any(re.fullmatch(pattern, name) for name in names)]
    assert not unused
