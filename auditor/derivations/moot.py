"""Objections that are beside the point: of numbers that a report gives up, only supposes, or counts otherwise."""

from __future__ import annotations

from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.concepts import FIXED
from auditor.derivations.derivation import Bound, Derivation
from auditor.derivations.once import once
from auditor.derivations.situations import Situation
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.text import sentence_at

_BESIDE = 6
"""Numbers to either side of a premise among which those of its sentence are looked for."""
_SEQUENCE = 4_000_000
"""Bytes that the cache of a sequence takes at least."""
_GPU_HOURS = "energy-cost/gpu-hours"
_RUN = re.compile(r"train|main|run\b|gpu|hours|训练|huấn luyện", re.IGNORECASE)
"""What a row of the training run itself is called."""
_CASE = re.compile(r"\d ?%?[^.;\n\d]{0,24} (?:rather than|instead of) [^.;\n\d]{0,12}\d")
_DEVICE = re.compile(r"\bGPU \d\b|\bdevice\b|\branks? |total_gpu_memory|out of memory", re.IGNORECASE)
_NEAR = 60
_LEAD = 240
"""Characters before a number in which the case is told that it is of."""
_UTILISATION = "memory/utilisation"
_OF = re.compile(r"\s?of (?:(?:the|its|our|all) )?[~≈]?")
_ZEROS = re.compile(r"(\d+[1-9])(0{3,})")
_VERSION = re.compile(r"(?:rev(?:ision)?|version|v|draft)[. ]?(\d{1,2})")
_MEMORY = "memory/"
_DIVISIBILITY = "divisibility/"
_UNEVEN = re.compile(
    r"\b(?:not|n['’]t|never|cannot be) (?:evenly |cleanly |be )?divi(?:de|sible)|\bindivisible"
    r"|不能(?:被)?(?:\w{0,4})整除|不整除|除不尽|không chia hết",
    re.IGNORECASE,
)
"""What says that something does not divide."""
_BYTES = (("byte", 1),)
_GPU = re.compile(r"gpu|card|device|rank|accelerator|卡|/chip", re.IGNORECASE)
_POOL = re.compile(r"\bpools?\b|池", re.IGNORECASE)
_BEYOND = re.compile(
    r"[^.;\n。；]{0,80}?(?:(?:(?:do|does|did|can|could|will|would|is|are|was|were)(?: ?not|n['’]t)|cannot|never)"
    r" (?:even )?fit|\bexceed|\btoo (?:large|big|much)\b|\bout of memory\b|\bOOM\b"
    r"|超出|超过|装不下|放不下|không (?:vừa|đủ)|vượt)",
    re.IGNORECASE,
)
"""What says behind an amount that it is more than there is room for."""


def is_moot(fact: Fact, derivation: Derivation, situation: Situation, facts: Facts) -> bool:
    """Whether a report gives a number up itself, asks only what it would take, or has it from a catalogue, as the rule
    has what it assumes: then nothing is held against it."""
    if derivation.assumptions and _is_published(fact, facts):
        return True
    if _is_of_token(fact) or any(other(fact, derivation, facts) for other in _OTHERWISE):
        return True
    if fact.quantity.value == 1 and fact.concept == "expert_parallel":
        # It is off.
        return True
    if fact.concept == "gpu_memory" and fact.scope == "total" and _is_of_one_device(fact, facts):
        return True
    if derivation.rule.startswith(_GPU_HOURS) and _is_of_another_row(fact):
        return True
    if derivation.rule == _UTILISATION and _is_of_another_whole(fact, derivation, facts):
        return True
    if derivation.rule.startswith(_DIVISIBILITY) and _is_said_not_to_divide(fact, facts):
        return True
    if situation.withdrawn or fact.claim.index in situation.supposed or _is_said_too_much(fact, derivation, facts):
        return True
    if derivation.bound is Bound.EXACT and is_rounded(fact, derivation):
        return True
    if derivation.rule.startswith(_MEMORY) and _is_of_earlier_version(fact, facts):
        return True
    premises = set(derivation.premises)
    if fact.claim.index not in situation.replaced:
        # In an earlier column, a number that stays the same need not fit to those that were mended.
        return "previous" in fact.scenario and not premises.isdisjoint(situation.replaced)
    if "previous" in fact.scenario and fact.claim.label.column:
        # Beside rows that stay the same, what changes is the mistake that the later column mends.
        return premises.isdisjoint(situation.replaced - {fact.claim.index})
    return not any(each.claim.index in premises for each in situation.facts)


def _is_of_token(fact: Fact) -> bool:
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


def _is_of_one_device(fact: Fact, facts: Facts) -> bool:
    """Whether a "total" is all that one device has: "GPU 0 has a total capacity of 79.15 GiB"."""
    text = facts.claims.document.blocks[fact.claim.block].text
    return _DEVICE.search(text[max(fact.claim.start - _NEAR, 0) : fact.claim.end + _NEAR]) is not None


def _is_of_another_row(fact: Fact) -> bool:
    """Whether GPU-hours stand in a row of a budget that is not the training run's: "Evaluation", "Reserve", "Total"."""
    row = fact.claim.label.row
    return any(map(str.isalpha, row)) and _RUN.search(row) is None


def _is_of_another_whole(fact: Fact, derivation: Derivation, facts: Facts) -> bool:
    """Whether a share is told of an amount right behind it that is no premise: "91.6% of the 21.6 GB allowed"."""
    claims, index = facts.claims.all, fact.claim.index
    whole = claims[index + 1] if index + 1 < len(claims) else None
    if whole is None or whole.block != fact.claim.block or whole.quantity is None:
        return False
    between = facts.claims.document.blocks[whole.block].text[fact.claim.end : whole.start]
    held = (claims[premise].quantity for premise in derivation.premises)
    used = {quantity.nominal() for quantity in held if quantity is not None}
    return _OF.fullmatch(between) is not None and whole.quantity.nominal() not in used


def _is_said_not_to_divide(fact: Fact, facts: Facts) -> bool:
    """Whether a report says itself, on the line or in the heading above, that something does not divide."""
    block = facts.claims.document.blocks[fact.claim.block]
    texts = (block.text, *(facts.claims.document.blocks[index].text for index in block.headings[-1:]))
    return any(_UNEVEN.search(text) for text in texts)


def is_rounded(fact: Fact, derivation: Derivation) -> bool:
    """Whether a rate of many digits is what follows, rounded to its zeros: "340,000 tokens/s" for 340,480."""
    printed = _ZEROS.fullmatch(str(fact.quantity.value))
    if printed is None or ("second", -1) not in fact.quantity.unit.dimensions:
        return False
    slack = fact.quantity.unit.factor * Fraction(10 ** len(printed[2]), 2)
    return (fact.quantity.nominal() + Interval(-slack, slack)).meets(derivation.interval)


def _is_of_earlier_version(fact: Fact, facts: Facts) -> bool:
    """Whether bytes stand under a version of which the report has a later one: "Rev 1" beside "Rev 2"."""
    own = _version(fact)
    return own is not None and fact.quantity.unit.dimensions[:1] == _BYTES and own < _latest(facts)


@once
def _latest(facts: Facts) -> int:
    """The last version that a document has a number of."""
    return max((version for each in facts.all if (version := _version(each)) is not None), default=0)


def _version(fact: Fact) -> int | None:
    found = (_VERSION.fullmatch(tag) for tag in fact.scenario)
    return next((int(each[1]) for each in found if each is not None), None)


def _is_said_too_much(fact: Fact, derivation: Derivation, facts: Facts) -> bool:
    """Whether a report says itself of bytes that there is no room for them."""
    if derivation.bound is not Bound.UPPER or fact.quantity.unit.dimensions[:1] != _BYTES:
        return False
    return _BEYOND.match(facts.claims.document.blocks[fact.claim.block].text, fact.claim.end) is not None


def _is_published(fact: Fact, facts: Facts) -> bool:
    """Whether it is just what the catalogue, of which something is assumed, has for the model that is named."""
    return any(
        figure.concept == fact.concept and any(map(fact.quantity.hull.meets, figure.values)) for figure in facts.figures
    )


def is_of_all_requests(fact: Fact, situation: Situation) -> bool:
    """Whether a cache that a GPU could not hold is counted per GPU by a heading alone: it is that of all requests."""
    if fact.concept != "kv_cache" or fact.scope != "gpu":
        return False
    label = fact.claim.label
    if _GPU.search(" ".join((fact.claim.text, label.key, label.row, label.column, label.before, label.after))):
        return False
    there = [*situation.cells.at(("gpu_memory", "gpu")), *situation.cells.at(("gpu_memory", ""))]
    low, ends = fact.quantity.hull.low, [candidate.interval.low for candidate in there]
    return low is not None and any(end is not None and low >= end for end in ends)


def is_a_pool(fact: Fact, derivation: Derivation) -> bool:
    """Whether it is the room that a cache has, which requests need not fill; or a GPU's "total model memory", in which
    the weights need not be all."""
    label = fact.claim.label
    if fact.concept == "weight_memory" and fact.scope == "gpu" and derivation.bound is Bound.UPPER:
        return "total" in label.key.lower()
    said = " ".join((label.key, label.row, label.column, label.before))
    open_ended = derivation.bound is Bound.EXACT or not fact.scope
    return fact.concept == "kv_cache" and open_ended and _POOL.search(said) is not None


_OTHERWISE = (_is_of_another_case, _is_of_another_statement)
