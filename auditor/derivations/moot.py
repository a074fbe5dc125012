"""Objections that are beside the point: of numbers that a report gives up, only supposes, or counts otherwise."""

from __future__ import annotations

from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.derivation import Bound, Derivation
from auditor.derivations.of_another import is_of_another
from auditor.derivations.once import once
from auditor.derivations.situations import Situation
from auditor.facts import PREVIOUS, Fact, Facts
from auditor.interval import Interval

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
_POOL = re.compile(r"\bpools?\b|池|\b(?:remains?|remaining|left|room) for\b", re.IGNORECASE)
_IN_TOKENS = re.compile(
    r"(?: of (?:the )?KV(?: cache)?)?(?:, | \()(?:or |i\.e\. |enough for |room for |which holds )?"
    r"(?:about |some |~ ?|≈ ?)?"
    r"\d[\d.,]* ?(?:[kKM]|thousand|million)? tokens\b"
)
"""The tokens that it holds, told behind the size of a cache."""
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
    if is_of_another(fact, derivation, facts):
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
        return PREVIOUS in fact.scenario and not premises.isdisjoint(situation.replaced)
    if PREVIOUS in fact.scenario and fact.claim.label.column:
        # Beside rows that stay the same, what changes is the mistake that the later column mends.
        return premises.isdisjoint(situation.replaced - {fact.claim.index})
    return not any(each.claim.index in premises for each in situation.facts)


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


def is_a_pool(fact: Fact, derivation: Derivation, facts: Facts) -> bool:
    """Whether it is the room that a cache has, which requests need not fill; or a GPU's "total model memory", in which
    the weights need not be all."""
    label = fact.claim.label
    if fact.concept == "weight_memory" and fact.scope == "gpu" and derivation.bound is Bound.UPPER:
        return "total" in label.key.lower()
    if fact.concept != "kv_cache" or (derivation.bound is not Bound.EXACT and fact.scope):
        return False
    text = facts.claims.document.blocks[fact.claim.block].text
    said = " ".join((label.key, label.row, label.column, label.before, label.after))
    return _POOL.search(said) is not None or _IN_TOKENS.match(text, fact.claim.end) is not None
