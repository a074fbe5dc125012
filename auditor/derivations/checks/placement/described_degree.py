"""A degree that is explained beside it with another number: "PP: 4 (divides 32 layers into 2 stages)"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.concepts import DEGREES
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.workings import worked_with
from auditor.facts import Block, Fact, Facts, Stance

_COUNTED: Mapping[str, frozenset[str]] = {
    "pipeline_parallel": frozenset({"stage"}),
    "data_parallel": frozenset({"replica", "copy"}),
    "tensor_parallel": frozenset({"GPU", "rank", "way", "device"}),
    "expert_parallel": frozenset({"GPU", "rank", "way", "device"}),
}
"""By degree the units of what there are as many of."""
_OWN = frozenset({"pipeline_parallel", "data_parallel"})
"""Degrees that count nothing else: the ranks of the others may be multiplied by those of a further one."""
_OTHERWISE = re.compile(
    r"\b(?:or|vs\.?|versus|instead|than|to|from|not|no|without|if|would|could|should|was|were|previous\w*|original\w*"
    r"|reduc\w*|increas\w*|virtual|interleav\w*|chunk\w*|per|each|every|first|last|remaining|other|another|only|least"
    r"|most|up|min\w*|max\w*|e\.g|example|option\w*|alternativ\w*|plus|times|within|both|together|and then)\b"
    r"|->|→|[.;≥≤<>×x*÷/+−]\s|虚拟|改为|而不是",
    re.IGNORECASE,
)
"""Words between a degree and a number that make it one of another plan, or of a part."""
_PART = re.compile(
    r"\s*(?:(?:per|each|every|in|on|at|for|within|of(?! (?:\d+ layers|the model))|to|instead|rather|or|virtual|if|when"
    r"|are|is|were|was|remain\w*)\b|[/×x*÷+→]|->)",
    re.IGNORECASE,
)
"""What makes a number behind which it stands one of a part."""
_SOME = re.compile(r"\b(?:virtual|interleaved|first|last|more|fewer|other|additional|extra)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:across|over|among|on|onto|between|into|uses?|with)\s+(?:the\s+)?\Z|[(（]\Z", re.IGNORECASE)
"""What stands before the ranks that a degree divides something over."""
_ASIDE = re.compile(r"\bi\.e\.,?|\b\d+ layers (?:per|in each) stage,?", re.IGNORECASE)
"""What may stand between a degree and what explains it."""
_REACH = 90
"""Characters between a degree and what explains it."""
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number beside a degree that says it again, or says another one."""
    blocks, used, ratios = facts.claims.document.blocks, worked_with(facts), None
    for degree, fact in _pairs(facts, blocks):
        if {degree.claim.index, fact.claim.index} & used:
            continue
        same = degree.quantity.value == fact.quantity.value
        if not same and fact.concept not in _OWN:
            ratios = ratios or {each.quantity.value for each in exact_counts(facts)}
            if _ratio(degree, fact) in ratios:
                # "TP=2 (over 8 GPUs)" of four stages: the ranks of all of them.
                continue
        value, severity = degree.quantity.hull, "" if fact.concept in _OWN else "warning"
        found = said_again(fact.claim, degree.claim, value, rule, power=_CHANCE, holds=same, words="the degree")
        yield replace(found, severity=severity)


def _ratio(degree: Fact, fact: Fact) -> object:
    values = sorted((degree.quantity.value or 1, fact.quantity.value or 1))
    return values[1] / values[0]


def _pairs(facts: Facts, blocks: Sequence[Block]) -> Iterator[tuple[Fact, Fact]]:
    """Each degree that stands by its name, and the number of the same line or row that tells it in other words."""
    places: dict[object, list[Fact]] = defaultdict(list)
    for fact in exact_counts(facts):
        if fact.known and fact.concept in DEGREES and fact.stance is Stance.ASSERTED and (fact.quantity.value or 0) > 0:
            cell = blocks[fact.claim.block].cell
            places[fact.claim.block if cell is None else ("row", cell.table, cell.row)].append(fact)
    for here in places.values():
        for concept, units in _COUNTED.items():
            told = [fact for fact in here if fact.concept == concept]
            if len(told) != 2 or not _is_named(told[0]) or told[1].quantity.unit.symbol not in units:
                continue
            if _situation(told[0]) == _situation(told[1]) and _explains(told[0], told[1], blocks):
                yield told[0], told[1]


def _situation(fact: Fact) -> set[str]:
    """The situation of a number, less a name that a column of remarks gives it."""
    return set(fact.scenario) - {fact.claim.label.column.lower()}


def _is_named(fact: Fact) -> bool:
    """Whether a number is the degree by its name alone: "PP=4", "Pipeline stages: 4"."""
    return not fact.quantity.unit.symbol and not fact.scope


def _explains(degree: Fact, fact: Fact, blocks: Sequence[Block]) -> bool:
    """Whether nothing between the two, and nothing behind, says that the second is of a part or of another plan."""
    text = blocks[fact.claim.block].text
    near = degree.claim.block == fact.claim.block
    between = _ASIDE.sub("", text[degree.claim.end if near else 0 : fact.claim.start])
    if len(between) > _REACH or "\n" in between or _OTHERWISE.search(f"{between} "):
        return False
    if fact.concept not in _OWN and not _OVER.search(between):
        return False
    return not (_PART.match(text, fact.claim.end) or _SOME.search(fact.claim.text))
