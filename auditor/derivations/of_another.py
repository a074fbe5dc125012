"""Numbers that are of something else than a rule takes them for: a token, a device, another row, case or statement."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.concepts import FIXED
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.text import sentence_at

_BESIDE = 6
"""Numbers to either side of a premise among which those of its sentence are looked for."""
_SEQUENCE = 4_000_000
"""Bytes that the cache of a sequence takes at least."""
_GPU_HOURS = "energy-cost/gpu-hours"
_RUN = re.compile(r"train|main|run\b|gpu|hours|训练|huấn luyện", re.IGNORECASE)
"""What a row of the training run itself is called."""
_CASE = re.compile(r"\d ?%?[^.;\n\d]{0,24} (?:rather than|instead of) [^.;\n\d]{0,12}\d")
"""What tells that a passage is of another value than the plan's."""
_DEVICE = re.compile(r"\bGPU \d\b|\bdevice\b|\branks? |total_gpu_memory|out of memory", re.IGNORECASE)
"""What stands by the memory of one device, "total" as it may be called."""
_NEAR = 60
_LEAD = 240
"""Characters before a number in which the case is told that it is of."""


def is_of_another(fact: Fact, derivation: Derivation, facts: Facts) -> bool:
    """Whether the words around a number, or its size, make it that of something else than the derivation is about."""
    return any(tells(fact, derivation, facts) for tells in _TELLING)


def _is_off(fact: Fact, _: Derivation, __: Facts) -> bool:
    """Whether a degree of 1 only says that a feature is not used: "EP=1 (no expert parallelism)"."""
    return fact.concept == "expert_parallel" and fact.quantity.value == 1


def _is_of_token(fact: Fact, _: Derivation, __: Facts) -> bool:
    """Whether a cache of a GPU or without a scope can only be that of a token: "each GPU: 32,256 B"."""
    high = fact.quantity.hull.high
    return fact.concept == "kv_cache" and fact.scope in ("", "gpu", "total") and high is not None and high < _SEQUENCE


def _is_of_another_case(fact: Fact, derivation: Derivation, facts: Facts) -> bool:
    """Whether a number tells what would follow from another value, and is held against nothing that its paragraph says:
    "MFU 27 % rather than 31 %. The run grows to 24,970 GPU-hours."."""
    claims, block = facts.claims.all, fact.claim.block
    if any(claims[premise].block == block for premise in derivation.premises):
        return False
    start = fact.claim.start
    return _CASE.search(facts.claims.document.blocks[block].text, max(start - _LEAD, 0), start) is not None


def _is_of_another_statement(fact: Fact, derivation: Derivation, facts: Facts) -> bool:
    """Whether a premise that differs from plan to plan stands in one sentence with another value of the quantity, and
    the number does not: "14.4B on 1,119B tokens (78 tokens per parameter)" says nothing of the 567B of another run."""
    premises = (facts.by_claim[claim] for claim in derivation.premises)
    return any(
        premise is not None
        and premise.concept not in FIXED
        and (_tells_another(premise, fact, facts) or _is_remark(premise, fact, facts))
        for premise in premises
    )


def _is_remark(premise: Fact, fact: Fact, facts: Facts) -> bool:
    """Whether a ratio to the parameters stands in the bracket behind another number: it is the ratio of that one."""
    if ("parameter", -1) not in premise.quantity.unit.dimensions or not premise.claim.index:
        return False
    before, text = facts.claims.all[premise.claim.index - 1], facts.claims.document.blocks[premise.claim.block].text
    if before.block != premise.claim.block or before.index == fact.claim.index:
        return False
    return text[before.end : premise.claim.start].strip() in ("(", "（")


def _tells_another(premise: Fact, fact: Fact, facts: Facts) -> bool:
    block = facts.claims.document.blocks[premise.claim.block]
    if block.cell is not None or block.code is not None:
        return False
    start, end = sentence_at(block.text, premise.claim.start)
    beside = facts.all[max(premise.index - _BESIDE, 0) : premise.index + _BESIDE + 1]
    said = [each for each in beside if each.claim.block == block.index and start <= each.claim.start < end]
    same = [each for each in said if (each.concept, each.scope) == (fact.concept, fact.scope)]
    return bool(same) and fact not in said and not any(each.quantity.hull.meets(fact.quantity.hull) for each in same)


def _is_of_one_device(fact: Fact, _: Derivation, facts: Facts) -> bool:
    """Whether a "total" is all that one device has: "GPU 0 has a total capacity of 79.15 GiB"."""
    if fact.concept != "gpu_memory" or fact.scope != "total":
        return False
    text = facts.claims.document.blocks[fact.claim.block].text
    return _DEVICE.search(text[max(fact.claim.start - _NEAR, 0) : fact.claim.end + _NEAR]) is not None


def _is_of_another_row(fact: Fact, derivation: Derivation, _: Facts) -> bool:
    """Whether GPU-hours stand in a row of a budget that is not the training run's: "Evaluation", "Reserve", "Total"."""
    row = fact.claim.label.row
    run = not any(map(str.isalpha, row)) or _RUN.search(row) is not None
    return derivation.rule.startswith(_GPU_HOURS) and not run


_TELLING = (
    _is_of_token,
    _is_off,
    _is_of_one_device,
    _is_of_another_row,
    _is_of_another_case,
    _is_of_another_statement,
)
