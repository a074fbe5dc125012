"""The fastest that one stream can decode, beside the weights and the bandwidth that it rests on: "weights 16 GB",
"2 TB/s", "at most 250 tokens/s"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.paired import printed as as_printed
from auditor.derivations.checks.passages import are_one, named, sections
from auditor.derivations.cited import is_own_statement
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Derivation
from auditor.derivations.of_two import of_two
from auditor.derivations.values import dimensions_of
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.quantity import Modality

_BYTES = (("byte", 1),)
_SPEED = (("byte", 1), ("second", -1))
_TIMES = ((("second", 1),), (("second", 1), ("token", -1)))
_RATE = (("second", -1), ("token", 1))
_ALONE = re.compile(
    r"\b(?:batch(?: size)?|bs)(?: of| is|[ =:])* ?1\b(?![.,]?\d)|\bsingle[- ](?:stream|user)"
    r"|\b(?:memory|bandwidth)[- ](?:bound|limited)"
    r"|\b(?:read(?:s|ing)?|stream(?:s|ing)?) (?:all |of )?(?:the |its |their )?weights|\bweights (?:are|is) read\b",
    re.IGNORECASE,
)
"""Words of a passage that speaks of what reading the weights allows."""
_OTHERWISE = re.compile(
    r"\bMoE\b|\bexperts?\b|\bactiv|\b\d+B-?A\d|Mixtral|DeepSeek|\bdraft\b|\bMedusa\b|\bEAGLE\b|offload|prefill"
    r"|(?<!no )(?<!without )\bspeculative"
    r"|\b(?!1 )\d+ (?:\w+ )?(?:sequences|requests|users|streams)\b|\b(?:batch(?: size)?|bs)[ =:]{1,2}(?:of )?(?!1\b)\d",
    re.IGNORECASE,
)
"""Words of a passage in which not all weights are read for each token, or for several at once."""
_LINK = re.compile(
    r"NVLink|NVSwitch|InfiniBand|PCIe|\bNICs?\b|interconnect|network|\blinks?\b|all-reduce|RDMA|disk|NVMe",
    re.IGNORECASE,
)
_MODEL = re.compile(r"\b\d+(?:\.\d+)?B\b.{0,40}\b(?:is|are|takes?|weighs?)\W*\Z", re.IGNORECASE | re.DOTALL)
_STEP = re.compile(r"\b(?:tokens?|TPOT|ITL|decode|decoding|inter-token|step)\b(?!s? (?:after|from))", re.IGNORECASE)
_SUM = re.compile(
    r"\b(?:total|aggregate|all (?:users|requests|GPUs)|users|requests|prompt|throughput|TTFT|first)\b", re.IGNORECASE
)
_PLAIN = (Modality.EXACT, Modality.ABOUT, Modality.AT_MOST, Modality.LESS_THAN, Modality.AT_LEAST)
_GPUS = frozenset({"gpus", "tensor_parallel", "gpus_per_node", "pipeline_parallel"})
_SLOWEST = Fraction(200 * 10**9)
"""Bytes a second below which it is no memory of an accelerator."""
_READ = Fraction(9, 10)
"""All but the input embedding."""
_CLOSE = Fraction(1, 20)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each time of a token, or rate of one stream, that the section says reading allows."""
    blocks = facts.claims.document.blocks
    single = all(fact.quantity.value in (None, 1) for fact in facts.all if fact.concept in _GPUS)
    for section in sections(facts):
        some = [fact for fact in section if fact.quantity.modality in _PLAIN]
        speeds = [fact for fact in some if _is_speed(fact, facts)]
        weights = [fact for fact in some if _is_weights(fact, single=single)] if are_one(speeds) else []
        if not are_one(weights):
            continue
        headings = {heading for fact in some for heading in blocks[fact.claim.block].headings[-1:]}
        own = sorted({fact.claim.block for fact in some} | headings)
        rows = {f"{fact.claim.label.row} {fact.claim.label.column}" for fact in some}
        text = "\n".join((*(blocks[index].text for index in own), *sorted(rows)))
        if _ALONE.search(text) and not _OTHERWISE.search(text):
            yield from _judged(some, weights[0], speeds[0], facts, rule)


def _is_speed(fact: Fact, facts: Facts) -> bool:
    if tuple(each for each in dimensions_of(fact) if each[0] != "gpu") != _SPEED or fact.scope not in ("", "gpu"):
        return False
    text = facts.claims.document.blocks[fact.claim.block].text
    return not _LINK.search(text) and (fact.quantity.hull.low or 0) >= _SLOWEST


def _is_weights(fact: Fact, *, single: bool) -> bool:
    """Whether it is what one GPU holds of the weights."""
    if tuple(each for each in dimensions_of(fact) if each[0] != "gpu") != _BYTES or fact.scope not in (
        "",
        "gpu",
        "total",
    ):
        return False
    told = fact.concept == "weight_memory" or (not fact.known and _MODEL.search(fact.claim.label.before) is not None)
    return told and (fact.scope == "gpu" or single)


def _judged(some: Sequence[Fact], weights: Fact, speed: Fact, facts: Facts, rule: str) -> Iterator[Derivation]:
    inner = worked_with(facts)
    for fact in some:
        words = named(fact)
        if _is_of_other_bytes(fact, weights, facts):
            continue
        if fact.claim.index in inner or _SUM.search(words) or fact.scope in ("layer", "total", "request", "batch"):
            continue
        if dimensions_of(fact) in _TIMES and _STEP.search(words):
            yield from _derivation(fact, (weights, speed), facts, rule)
        elif dimensions_of(fact) == _RATE:
            yield from _derivation(fact, (speed, weights), facts, rule)


def _is_of_other_bytes(fact: Fact, weights: Fact, facts: Facts) -> bool:
    """Whether the number right before is an amount of other bytes: "262 MB to be read each step → 0.129 ms"."""
    before = facts.claims.all[fact.claim.index - 1] if fact.claim.index else fact.claim
    if before.block != fact.claim.block or before.quantity is None or before.quantity.unit.dimensions != _BYTES:
        return False
    return not before.quantity.hull.meets(weights.quantity.hull)


def _derivation(fact: Fact, ends: tuple[Fact, Fact], facts: Facts, rule: str) -> Iterator[Derivation]:
    result = ends[0].quantity.hull / ends[1].quantity.hull
    printed = ends[0].quantity.nominal() / ends[1].quantity.nominal()
    value = (fact.quantity.value or 0) * fact.quantity.readings[0].unit.factor
    if not value or result.low is None or result.high is None or not printed.low:
        return
    holds = result.meets(fact.quantity.hull) and abs(Fraction(value) / Fraction(printed.low) - 1) <= _CLOSE
    slower = value >= result.low * _READ if dimensions_of(fact) in _TIMES else value * _READ <= result.high
    if holds and slower:
        yield of_two(fact, ends, "÷", rule, words="bandwidth bound", holds=True, power=0.05)
    elif not slower and is_own_statement(facts, fact.claim.index):
        stated = as_printed(fact)
        own = claim_step(fact.claim, stated, fact.claim.text, fact.quantity.unit.symbol)
        yield replace(of_two(fact, ends, "÷", rule, words="bandwidth bound", holds=False), compared=own)
