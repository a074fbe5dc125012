"""Groups of equal size against all GPUs of one sentence, line or list: "64 GPUs form 16 groups of 8"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import NamedTuple

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.checks.degrees import count, stated
from auditor.derivations.checks.sentences import sentences
from auditor.derivations.concepts import DEGREES, OF_ALL
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.once import once
from auditor.facts import Block, Fact, Facts, Stance
from auditor.interval import Interval
from auditor.show import number

_NOUNS = r"(?P<noun>groups?|nodes?|servers?|hosts?|machines?|racks?|replicas?|instances?|stages?|copies)"
_HOLDERS = frozenset({"group", "node", "replica", "stage", "server", "host", "machine", "rack", "instance", "copy"})
_CONCEPTS = frozenset({"nodes", "replicas"})
_OF_EACH = re.compile(rf"\b{_NOUNS}\s*(?:of|with|having|containing|holding|[×x*])\s*\Z", re.IGNORECASE)
"""What stands between the number of groups and the GPUs of one."""
_EACH_HAS = re.compile(
    rf"\b(?:each|every|per|one|a)\s+(?:[\w-]+\s+){{0,2}}{_NOUNS}\s*[:=(]?\s*"
    r"(?:(?:has|takes|uses|holds|needs|spans|contains|comprises|occupies|consists of|runs on|requires|of|with)\s+)?\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"\s*(?:each\b|apiece\b|(?:per|/|in each|on each)\s*(?:[\w-]+\s+){{0,2}}{_NOUNS}\b)", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"\b(?:or|vs\.?|versus|instead|than|not|no|if|would|could|should|of which|out of|only|includ\w*|spares?|extra"
    r"|remain\w*|idle|reserv\w*|unused|available|free|at least|at most|up to|min\w*|max\w*|from|prefill|decode|first"
    r"|second|other|another|plus|baseline|original\w*|previous\w*|e\.g|example|some|half|both|then|after|before"
    r"|scal\w+|grow\w*|add\w*|expand\w*|limit\w*|fit\w*)\b|->|→|[❌✗≥≤<>?]",
    re.IGNORECASE,
)
"""Words by which the GPUs of the groups need not be all of them."""
_TAKEN = re.compile(
    r"\b(?:uses?|using|used|takes?|needs?|runs? on|occup\w+|requir\w+|deploy\w*|training)\b", re.IGNORECASE
)
"""Words by which fewer than all may be meant."""
_ALL = re.compile(
    r"(?:(?:total|number of|all) )?GPUs?(?: count| total| number)?|world size|cluster size", re.IGNORECASE
)
"""Keys of an item that counts all GPUs."""
_TENSOR_GROUPS = re.compile(r"[\d,]+ (?:TP|tensor)[- ]?(?:parallel )?groups\b", re.IGNORECASE)
_AT_DEGREE = re.compile(r"\d (?:replicas|instances|copies)\b[^.;:\d]{0,30}\b(?:TP|tensor[- ]parallel)", re.IGNORECASE)
"""The replicas and the degree of each."""
_MOST = 8
_PAIR = 2


class _Told(NamedTuple):
    """A number of GPUs, a number of groups, and the GPUs of one."""

    total: Fact
    groups: Fact
    each: Fact


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each sentence, or line of code, that tells all three."""
    blocks = facts.claims.document.blocks
    for some, text in sentences(facts):
        block = blocks[some[0].claim.block]
        told = _by_degree(some, text, facts)
        if told is None and len(some) == _PAIR:
            some = [*some, *_of_list(block, facts)]
        if len(some) == len(_Told._fields):
            told = _told(some, block)
        if told is not None and _is_sound(told, text, facts):
            yield _derivation(told, rule)
    for told in _listed(facts):
        if _is_sound(told, "", facts):
            # What is left over may be nobody's to mention.
            fewer = count(told.groups) * count(told.each) < count(told.total)
            yield replace(_derivation(told, rule), severity="warning" if fewer else "")


def _listed(facts: Facts) -> Iterator[_Told]:
    """The three numbers where a list has them as items of their own."""
    lists: dict[int, list[Fact]] = {}
    for fact in exact_counts(facts):
        item = facts.claims.document.blocks[fact.claim.block].item
        if item is not None and fact.stance is Stance.ASSERTED and fact.claim.label.key and not fact.claim.label.before:
            lists.setdefault(item.list, []).append(fact)
    for some in lists.values():
        groups = [fact for fact in some if fact.concept == "replicas"]
        each = [fact for fact in some if fact.concept == "gpus" and fact.scope == "replica"]
        total = [fact for fact in some if fact.concept == "gpus" and _ALL.fullmatch(fact.claim.label.key.strip())]
        total = [fact for fact in total if _is_alone(fact, facts)]
        if len(groups) == len(each) == len(total) == 1 and total[0] not in each:
            yield _Told(total[0], groups[0], each[0])


def _is_alone(fact: Fact, facts: Facts) -> bool:
    """Whether nothing else is counted in a number's item: "52 (4 of them for routing)"."""
    return len(re.findall(r"\d[\d,]*", facts.claims.document.blocks[fact.claim.block].text)) == 1


def _by_degree(some: Sequence[Fact], text: str, facts: Facts) -> _Told | None:
    """All GPUs, their tensor groups, or the replicas where no other degree is stated, and the degree as GPUs of one:
    "128 GPUs and TP=8: 16 TP groups", "16 replicas at TP=8 make 128 GPUs"."""
    whole = facts.claims.document.blocks[some[0].claim.block].text
    groups = [fact for fact in some if _TENSOR_GROUPS.match(whole, fact.claim.start)]
    if (
        not groups
        and _AT_DEGREE.search(text)
        and not any(stated(facts).get(other) for other in DEGREES - {"tensor_parallel"})
    ):
        groups = [fact for fact in some if fact.concept == "replicas"]
    total = [fact for fact in some if fact.concept == "gpus" and fact.scope in OF_ALL]
    block = some[0].claim.block
    degrees = [fact for fact in _tensor_degrees(facts).get(block, ()) if fact.claim.text in text]
    found = len(some) == _PAIR and len(groups) == len(total) == len(degrees) == 1
    return _Told(total[0], groups[0], degrees[0]) if found else None


@once
def _tensor_degrees(facts: Facts) -> Mapping[int, Sequence[Fact]]:
    """By block the stated degrees of tensor parallelism."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in stated(facts).get("tensor_parallel", ()):
        found[fact.claim.block].append(fact)
    return found


def _of_list(block: Block, facts: Facts) -> list[Fact]:
    """The number of all GPUs that another item of the list tells, if one does."""
    blocks, item = facts.claims.document.blocks, block.item
    if item is None:
        return []
    keyed = [f for f in exact_counts(facts) if f.concept == "gpus" and _ALL.fullmatch(f.claim.label.key.strip())]
    near = [(f, blocks[f.claim.block].item) for f in keyed if f.claim.block != block.index and not f.claim.label.before]
    found = [fact for fact, other in near if other is not None and other.list == item.list]
    alone = len(found) == 1 and found[0].stance is Stance.ASSERTED
    return found if alone and not _OTHERWISE.search(blocks[found[0].claim.block].text) else []


def _told(some: Sequence[Fact], block: Block) -> _Told | None:
    """The three numbers, if each is one of them."""
    groups = [fact for fact in some if fact.quantity.unit.symbol in _HOLDERS or _is_named(fact)]
    rest = [fact for fact in some if fact not in groups]
    each = [fact for fact in rest if len(groups) == 1 and _noun(fact, groups[0], block) == _holder(groups[0])]
    total = [fact for fact in rest if fact not in each and fact.concept == "gpus" and fact.scope in OF_ALL]
    found = len(groups) == len(each) == len(total) == 1 and total[0].role in ("", "required")
    return _Told(total[0], groups[0], each[0]) if found else None


def _is_named(fact: Fact) -> bool:
    return fact.concept in _CONCEPTS and not fact.quantity.unit.symbol


def _holder(fact: Fact) -> str:
    symbol = fact.quantity.unit.symbol
    return _one(symbol or fact.concept)


def _one(noun: str) -> str:
    """A noun in the singular; a server is a node."""
    noun = "copy" if noun.lower() == "copies" else noun.lower().removesuffix("s")
    return "node" if noun in ("server", "host", "machine") else "replica" if noun in ("copy", "instance") else noun


def _noun(fact: Fact, groups: Fact, block: Block) -> str:
    """What a number of GPUs is that of one of; empty if of nothing."""
    symbol, text, claim = fact.quantity.unit.symbol, block.text, fact.claim
    if symbol.partition("/")[0] not in ("", "GPU"):
        return ""
    if "/" in symbol:
        return _one(symbol.partition("/")[2])
    if fact.concept in ("gpus_per_node", "gpus_per_stage"):
        return fact.concept.rpartition("_")[2]
    if (behind := _BEHIND.match(text, claim.end)) is not None:
        return _one(behind["noun"] or _holder(groups))
    before = text[max(0, claim.start - 80) : claim.start]
    found = _EACH_HAS.search(before)
    if found is None and groups.claim.index == claim.index - 1:
        found = _OF_EACH.search(text[groups.claim.start : claim.start])
    return _one(found["noun"]) if found is not None else ""


def _is_sound(told: _Told, text: str, facts: Facts) -> bool:
    """Whether the groups are all that there is: nothing says otherwise, and no degree makes more of them. The last of
    several servers need not be full."""
    whole, product = count(told.total), count(told.groups) * count(told.each)
    if whole == product:
        return True
    if _OTHERWISE.search(text):
        return False
    if product > whole:
        return not (_holder(told.groups) in ("node", "rack") and product - whole < count(told.each))
    if any(not text[found.end() :].lstrip().startswith(_own(told)) for found in _TAKEN.finditer(text)):
        return False
    degrees = sorted({count(fact) for each in stated(facts).values() for fact in each})[:_MOST]
    factors = {Fraction(prod(some)) for size in (1, 2, 3) for some in combinations(degrees, size)}
    return _holder(told.groups) in ("node", "rack") or whole / product not in factors


def _own(told: _Told) -> tuple[str, ...]:
    """How the numbers read behind which a word for use tells of all, or of one group."""
    return told.total.claim.text, f"all {told.total.claim.text}", told.each.claim.text


def _derivation(told: _Told, rule: str) -> Derivation:
    product = count(told.groups) * count(told.each)
    factors = [(fact.claim, Interval.point(count(fact))) for fact in (told.groups, told.each)]
    step = chained("×", factors, "groups × GPUs of one")
    return one_step(
        told.total.claim,
        step,
        rule,
        expected=f"{number(product)} GPUs",
        holds=count(told.total) == product,
        basis=Basis.ARITHMETIC,
        message=f"{told.total.claim.text} are stated; {step.values} are {number(product)}.",
    )
