"""How many things a range holds that belongs to a part: "Stage 2: GPUs 8-11" under TP 4."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import prod

from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Indices, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_PART = re.compile(
    r"\b(?:(?P<pipeline_parallel>stages?|PP|pipeline)|(?P<expert_parallel>EP|experts?)|(?P<tensor_parallel>TP|tensor)"
    r"|(?P<data_parallel>DP|replicas?|data[ -]parallel\w*)|(?P<nodes>nodes?|servers?|hosts?))(?=[\d_]|\b)",
    re.IGNORECASE,
)
_COUNTS = {"gpu": "gpus", "device": "gpus", "layer": "layers", "expert": "experts", "node": "nodes"}
"""Concepts of what is numbered."""
_DIVIDES = {
    "gpus": ("pipeline_parallel", "expert_parallel", "data_parallel", "nodes"),
    "layers": ("pipeline_parallel",),
    "experts": ("expert_parallel", "nodes"),
    "nodes": ("pipeline_parallel", "data_parallel"),
}
"""The parts that share each out evenly."""
_OWN = {
    ("gpus", "tensor_parallel"): ("tensor_parallel",),
    ("gpus", "expert_parallel"): ("tensor_parallel", "expert_parallel"),
    ("gpus", "nodes"): ("gpus_per_node",),
    ("layers", "pipeline_parallel"): ("layers_per_stage",),
    ("experts", "expert_parallel"): ("experts_per_gpu",),
}
"""What is stated of one part itself."""
_MULTIPLIED = ("tensor_parallel", "expert_parallel", "context_parallel", "data_parallel", "pipeline_parallel")
_STATED = DEGREES | {*_DIVIDES, "gpus_per_node", "layers_per_stage", "experts_per_gpu"}
_SINGLE = frozenset({"", "total", "stage", "gpu", "node"})
_TOLD = frozenset({Stance.ASSERTED, Stance.QUOTED})
_AHEAD = 80
"""Characters before a range that may name its part."""
_CHANCE = 0.1

Stated = Mapping[str, list[Fact]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each range that is as wide as its part and begins where such a part does."""
    if not facts.claims.indices:
        return
    stated: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        told = fact.known and fact.stance in _TOLD and fact.scope in _SINGLE and _is_exact(fact)
        if told and fact.concept in _STATED and fact.quantity.value:
            stated[fact.concept].append(fact)
    for one in facts.claims.indices:
        found = next((given for given in _widths(one, facts, stated) if _fits(one, given, stated)), None)
        if found is not None:
            yield _derivation(facts, one, found, rule)


def _is_exact(fact: Fact) -> bool:
    return fact.quantity.whole and fact.quantity.modality is Modality.EXACT


def _widths(one: Indices, facts: Facts, stated: Stated) -> Iterator[tuple[Fact, ...]]:
    """What a part may hold: one fact as it is, two as the first over the second, and more as a product of degrees."""
    counted, part = _COUNTS.get(one.noun, ""), _part(one, facts)
    for concept in _OWN.get((counted, part), ()):
        yield from ((fact,) for fact in _together(one, facts, stated.get(concept, ())))
    if part in _DIVIDES.get(counted, ()):
        for whole in _together(one, facts, stated.get(counted, ())):
            yield from ((whole, over) for over in _together(one, facts, stated.get(part, ())))
    if counted == "gpus" and part in ("pipeline_parallel", "data_parallel"):
        others = [_together(one, facts, stated.get(name, ())) for name in _MULTIPLIED if name != part]
        factors = [values[0] for values in others if len(values) == 1]
        if len(factors) != 2 and all(len(values) < 2 for values in others):
            yield tuple(factors)


def _part(one: Indices, facts: Facts) -> str:
    """What the range belongs to: the part that is named right before it, else in its row; layers belong to stages."""
    claim = facts.claims.all[one.claim]
    text = facts.claims.document.blocks[claim.block].text
    begin = max(claim.start - _AHEAD, text.rfind("\n", 0, claim.start) + 1)
    named = [
        found for found in _PART.finditer(text, begin, claim.start) if found[0].lower().removesuffix("s") != one.noun
    ]
    found = named[-1] if named else _PART.search(claim.label.row)
    if found is None:
        return "pipeline_parallel" if one.noun == "layer" else ""
    return found.lastgroup or ""


def _together(one: Indices, facts: Facts, others: Iterable[Fact]) -> list[Fact]:
    """Each value once, of those that hold in the range's own situation."""
    fact = facts.by_claim[one.claim]
    mine, found = set(fact.scenario if fact is not None else ()), dict[Fraction | None, Fact]()
    for other in others:
        its = set(other.scenario)
        if mine <= its or its <= mine:
            found.setdefault(other.quantity.value, other)
    return list(found.values())


def _width(given: tuple[Fact, ...]) -> Fraction:
    values = [fact.quantity.value or Fraction(1) for fact in given]
    return values[0] / values[1] if len(values) == 2 else Fraction(prod(values))


def _fits(one: Indices, given: tuple[Fact, ...], stated: Stated) -> bool:
    """Whether the range is so wide, begins where one of such a width does, and ends within what there is."""
    width = _width(given) if given else Fraction()
    if width < 2 or one.high - one.low + 1 != width:
        return False
    bases = (0,) if one.noun in ("gpu", "device") else (0, 1)
    wholes = [fact.quantity.value or Fraction() for fact in stated.get(_COUNTS[one.noun], ())]
    return any(
        one.low >= base and (one.low - base) % width == 0 and (not wholes or one.high - base < max(wholes))
        for base in bases
    )


def _derivation(facts: Facts, one: Indices, given: tuple[Fact, ...], rule: str) -> Derivation:
    claim, width = facts.claims.all[one.claim], _width(given)
    names = [f"c{fact.claim.index}" for fact in given]
    sign, shown = ("/", " ÷ ") if len(given) == 2 else ("*", " × ")
    program = names[0] + "".join(f" {name} {sign}" for name in names[1:])
    inputs = tuple(
        Input(name, Interval.point(fact.quantity.value or Fraction()), fact.claim.index)
        for name, fact in zip(names, given, strict=True)
    )
    held = f"c{one.claim}"
    span = (Input(held, Interval(Fraction(one.low), Fraction(one.high)), one.claim),)
    result = Interval.point(width)
    working = shown.join(fact.claim.text for fact in given)
    return Derivation(
        rule=rule,
        head=one.claim,
        premises=tuple(fact.claim.index for fact in given),
        holds=True,
        stated=claim.text,
        expected=f"{width} {one.noun}s",
        interval=result,
        basis=Basis.DERIVATION,
        steps=(Step(f"{one.noun}s of each part", working, result, "", program, inputs),),
        compared=Step(f"{one.noun}s {claim.text}", f"{one.high} − {one.low} + 1", result, "", f"{held} count", span),
        power=_CHANCE,
    )
