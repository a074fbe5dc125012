"""Numbers as their own labels give them, before what they stand with is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from auditor.claims import Claim
from auditor.facts.around import Around, Named
from auditor.facts.pairs import Pair
from auditor.facts.sense import NOTHING
from auditor.facts.units import fits
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.rulebook.vocabulary import Concept

MEMORY = frozenset({"memory_used", "gpu_memory"})
"""What is taken and what there is: of a pair each may be one of them."""
_OF_THE_MODEL = frozenset({"layers", "experts", "attention_heads"})
"""Counts of a model, of which texts speak in part too."""
_WIDTHS = frozenset({"bytes_per_parameter", "bytes_per_element", "bytes_per_expert_parameter"})
_FEWEST_PARAMETERS = 10**5
"""Below it a bare number that is called parameters or weights is something else: "2 of 32 experts", gigabytes."""
_OF_SOME_LAYERS = re.compile(r"[^.,;:()|\n]{0,24}\b(?:of|in|for|on) (?:its|their|these|those) \d+ (?:layers|blocks)\b")
_OF_SEVERAL_DEGREES = re.compile(r"\b[TPEDSC]P\s*(?:,|and|&|\+|×|x|\*|/)\s*(?:and )?[TPEDSC]P\b[^()\d]{0,12}[(（]\s*$")
_OF_A_GPU = re.compile(r"[^.,;:()|\n\d]{0,40}\bper (?:GPU|rank|device|card)\b", re.IGNORECASE)
_COPIES = re.compile(r"\b(?:physical|duplicated|replicated)\b", re.IGNORECASE)
"""Words that count the copies of experts with them."""
_TIMES_BEFORE = re.compile(r"\d ?[×x*] ?$")
_SERVERS = re.compile(r"\s?(?:的)?(?:服务器|机器|节点|主机)|[- ](?:servers?|nodes?|machines?|boxes)\b", re.IGNORECASE)
_DEGREE = "_parallel"
_POSSESSED = re.compile(r"\b(?:its|their|these|those) $", re.IGNORECASE)
_IS_ADDED = re.compile(r"\b(?:adds?|adding|extra|additional)\b[^.;:]*$")
"""Words before what comes on top of a figure, which the unit alone would name: "the scores add 3 GFLOP per token"."""
_FAR = 80
_USE = frozenset({"utilization", "utilisation", "usage", "use"})
_OF_A_FORMAT = re.compile(r"\s*(?:bytes?\s+)?(?:for|in|with|at)\s+(?:FP|BF|INT|NF|MXFP|TF)\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A number as its own label gives it, before what it stands with is asked."""

    claim: Claim
    quantity: Quantity
    around: Around
    named: Named | None
    concept: Concept | None
    scope: str


def of_parts(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Counts that their unit alone names, where labels give the thing other numbers only: "3 layers" of 61."""
    labelled: dict[str, set[Interval]] = {}
    cached: set[tuple[int, Interval]] = set()
    for draft in drafts:
        if draft.concept is not None and draft.concept.id == "kv_heads":
            cached.add((draft.claim.block, draft.quantity.interval))
        if draft.concept is not None and draft.named is not None and draft.named.sense is not NOTHING:
            labelled.setdefault(draft.concept.id, set()).add(draft.quantity.interval)
    for draft in drafts:
        concept, named = draft.concept, draft.named
        if concept is None or named is None or concept.id not in _OF_THE_MODEL:
            continue
        alone = named.sense is NOTHING
        known = labelled.get(concept.id) if alone else None
        # "4 of the 8 KV heads ... 8 heads on 16 ranks"
        again = concept.id == "attention_heads" and (draft.claim.block, draft.quantity.interval) in cached
        if (again and (alone or named.sense is draft.around.text)) or (known and draft.quantity.interval not in known):
            yield draft


def unnamed(draft: Draft) -> Draft:
    """The same number without a name."""
    return replace(draft, named=None, concept=None)


def is_what_there_is(draft: Draft) -> bool:
    """Whether an amount under a part's name is what there is: the 64 GB of "Weights: 17 GB < 64 GB available"."""
    said = {draft.around.after.role, draft.around.before.role}
    bytes_only = draft.quantity.readings[0].unit.dimensions == (("byte", 1),)
    near = any(sense.mentions for sense in draft.around.near)
    part = draft.concept is not None and draft.concept.id not in MEMORY
    return bytes_only and part and bool(said & {"available", "limit"}) and not near


def is_fraction(quantity: Quantity) -> bool:
    """Whether it is no whole number, and so no count of whole things, though its unit is one."""
    value = quantity.value
    written = bool(quantity.unit.dimensions) or "/" in quantity.text
    return value is not None and value.denominator != 1 and written


def are_of_part(draft: Draft, situation: tuple[str, ...]) -> bool:
    """Whether a number of GPUs stands right behind the one part that its key numbers: "Stage 0: 16 GPUs"."""
    key = " ".join(draft.claim.label.key.lower().split())
    numbered = not draft.claim.label.before and key in situation and draft.around.key.numbers
    return numbered and draft.quantity.unit.dimensions == (("gpu", 1),)


def is_in_budget(draft: Draft) -> bool:
    """Whether it is a part or the total of a memory budget above, which is no limit of either."""
    concept = draft.concept
    if concept is None or concept.units[0] != (("byte", 1),):
        return False
    whole = concept.id in MEMORY and any(sense.sums for sense in draft.around.own)
    return whole or concept.id not in MEMORY


def memory_of_pair(draft: Draft, pair: Pair) -> str:
    """What an amount of "X of Y" is, X what is used and Y what there is, where only a heading names it or nothing."""
    if pair.form != "of":
        return ""
    if pair.place == 2 and _has_name_of_heading(draft):
        return "gpu_memory"
    if draft.concept is not None or not _is_amount_of_memory(draft):
        return ""
    return "memory_used" if pair.place == 1 else "gpu_memory"


def _has_name_of_heading(draft: Draft) -> bool:
    """Whether an amount that something is a share of has only a heading's name: the 80 GB of "61% of 80 GB"."""
    named = draft.named
    bytes_only = draft.quantity.readings[0].unit.dimensions == (("byte", 1),)
    return bytes_only and named is not None and any(named.sense is sense for sense in draft.around.above)


def _is_amount_of_memory(draft: Draft) -> bool:
    """Whether an unnamed amount of bytes stands where memory is spoken of, and no part of it."""
    around = draft.around
    bytes_only = all(fit.dimensions == (("byte", 1),) for fit in fits(draft.quantity) if not fit.scope)
    parts = any(sense.parts or sense.mentions for sense in around.own)
    return bytes_only and not parts and "memory" in around.topics


def ties_share(between: str) -> bool:
    """Whether the words between a percentage and an amount say that it is a share of that: "of", "usage of"."""
    words = between.lower().split()
    return words[-1:] == ["of"] and len(words) <= 2 and {*words[:-1]} <= _USE


def is_of_another_thing(named: Named, text: str, claim: Claim) -> bool:
    """Whether the text says that a number is a part's, or one storage format's, and no figure of the whole."""
    concept, before = named.concept, text[max(claim.start - _FAR, 0) : claim.start]
    if named.sense is NOTHING and concept.divisible and _IS_ADDED.search(before):
        return True
    if concept.units[0] == (("parameter", 1),) and _is_too_small(claim):
        return True
    if concept.divisible and _OF_SOME_LAYERS.match(text, claim.end):
        return True
    if concept.id == "experts" and (_OF_A_GPU.match(text, claim.end) or _COPIES.search(claim.text)):
        return True
    if concept.id in _OF_THE_MODEL and "." in claim.text and claim.quantity is not None and not claim.quantity.whole:
        # "29.0" of billions
        return True
    if concept.id == "gpus" and (_TIMES_BEFORE.search(before) or _SERVERS.match(text, claim.end)):
        # "4 × 8 A100", "4 台 8 卡服务器": those of one server.
        return True
    if concept.id in _OF_THE_MODEL and _POSSESSED.search(before):
        # "the LM head against the rest of its 12 layers"
        return True
    if concept.id.endswith(_DEGREE) and _OF_SEVERAL_DEGREES.search(before):
        # "divided by TP and PP (6-way)": all of them together.
        return True
    return _continues(concept, text, claim) or _is_of_a_format(concept, text, claim)


def _is_too_small(claim: Claim) -> bool:
    quantity = claim.quantity
    if quantity is None or quantity.unit.dimensions or quantity.interval.high is None:
        return False
    return quantity.interval.high < _FEWEST_PARAMETERS


def _continues(concept: Concept, text: str, claim: Claim) -> bool:
    """Whether a count is what the line above comes to, which says of what: "Heads per rank", then "= 12 heads"."""
    begins = text[text.rfind("\n", 0, claim.start) + 1 : claim.start].strip() in ("=", "≈")
    return begins and bool(concept.scoped)


def _is_of_a_format(concept: Concept, text: str, claim: Claim) -> bool:
    """Whether bytes are those of one format of several: "bytes per parameter: 2 for FP16, 1 for INT8"."""
    return concept.id in _WIDTHS and _OF_A_FORMAT.match(text, claim.end) is not None
