"""Weights divided in writing by one degree, for each GPU, where another divides them too: "96 GB ÷ 4" with PP=2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.quotients import Quotient, quotients
from auditor.derivations.cited import is_own_statement
from auditor.derivations.concepts import DEGREES, OF_ALL, is_of_a_part
from auditor.derivations.derivation import Bound, Derivation, Input, Step, one_step
from auditor.facts import Claim, Fact, Facts, Stance
from auditor.interval import Interval

_TENSOR, _PIPELINE, _EXPERT = "tensor_parallel", "pipeline_parallel", "expert_parallel"
_NAMES = {_TENSOR: "TP", _PIPELINE: "PP", _EXPERT: "EP"}
_FEWEST = _BOTH = 2
_BYTES = (("byte", 1),)
_GPUS = (("gpu", 1),)
_BRACKET = re.compile(r" ?\([^()]{1,120}\)")
_SHARED_OUT = re.compile(
    r"(?: (?:in )?total)?,? (?:evenly )?(?:distributed|split|sharded|divided|spread|partitioned)(?: evenly)?"
    r" (?:across|over|among|between) ",
    re.IGNORECASE,
)
_NEAR = 8
"""Numbers behind a share that may tell of what it is one."""
_HELD = frozenset({"memory_used", "weight_memory"})


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such quotient that leaves a degree out, or has them all."""
    stated, stages = _degrees(facts), _stages(facts)
    for quotient, share in _shares(facts) if stages or _EXPERT in stated else ():
        degrees = {name: fact for name, some in stated.items() if (fact := _degree_of(share, some, facts)) is not None}
        tensor, pipeline = degrees.get(_TENSOR), degrees.get(_PIPELINE)
        both = tensor is not None and pipeline is not None and min(_value(tensor), _value(pipeline)) >= _FEWEST
        depth = stages.get(share.scenario)
        if (
            depth is not None
            and (named := _leaves_stages(quotient, facts))
            and is_own_statement(facts, share.claim.index)
        ):
            yield _without_stages(quotient, share, [*named, depth], rule)
        if (least := _spared(quotient, share, degrees, facts)) is not None:
            yield _derivation(quotient, share, (least,), rule, holds=False)
        if not both or tensor is None or pipeline is None:
            continue
        if quotient.parts == _value(tensor) * _value(pipeline):
            yield _derivation(quotient, share, (tensor, pipeline), rule, holds=True)
        elif (
            len(quotient.divisors) == 1
            and quotient.parts in (_value(tensor), _value(pipeline))
            and is_own_statement(facts, share.claim.index)
        ):
            yield from _undivided(quotient, share, degrees, facts, rule)


def _stages(facts: Facts) -> Mapping[tuple[str, ...], Fact]:
    """By situation the pipeline's depth, where it says but one, and one that divides."""
    found: dict[tuple[str, ...], dict[Fraction, Fact]] = defaultdict(dict)
    for fact in facts.all:
        if fact.concept == _PIPELINE and fact.stance is Stance.ASSERTED and not is_of_a_part(fact):
            found[fact.scenario].setdefault(_value(fact), fact)
    only = {scenario: next(iter(values.values())) for scenario, values in found.items() if len(values) == 1}
    return {scenario: fact for scenario, fact in only.items() if _value(fact) >= _FEWEST}


def _shares(facts: Facts) -> Iterator[tuple[Quotient, Fact]]:
    """Each written division of the weights that gives what a GPU has of them."""
    wholes = {_printed(f.claim) for f in facts.all if f.concept == "weight_memory" and f.scope in OF_ALL}
    for quotient in quotients(facts):
        share = facts.by_claim[quotient.result.index] if quotient.result is not None else None
        if share is None or share.scope != "gpu" or share.concept not in _HELD:
            continue
        if quotient.parts is not None and _printed(quotient.whole) in wholes:
            yield quotient, share
    yield from _told(facts)


def _told(facts: Facts) -> Iterator[tuple[Quotient, Fact]]:
    """Each division in words, behind what it gives: "3 GB (12 × 500 MB = 6 GB in total, split over 2 GPUs)"."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    for share in facts.all:
        text, place = blocks[share.claim.block].text, share.claim.index
        bracket = _BRACKET.match(text, share.claim.end) if share.concept in _HELD and share.scope == "gpu" else None
        if bracket is None:
            continue
        within = [each for each in claims[place + 1 : place + _NEAR] if each.block == share.claim.block]
        for whole, parts in pairwise(within):
            said = parts.end <= bracket.end() and _SHARED_OUT.fullmatch(text, whole.end, parts.start) is not None
            quotient = Quotient(whole, (parts,), share.claim)
            if said and whole.quantity is not None and _is_share(quotient, share):
                yield quotient, share


def _is_share(quotient: Quotient, share: Fact) -> bool:
    """Whether an amount over so many GPUs is the share that stands before it."""
    whole, parts = quotient.whole.quantity, quotient.divisor.quantity
    if whole is None or parts is None or not parts.value or parts.unit.dimensions != _GPUS:
        return False
    if whole.readings[0].unit.dimensions != _BYTES:
        # "140 GB per stage" is not the whole.
        return False
    return whole.hull.scale(1 / parts.value).meets(share.quantity.hull)


def _printed(claim: Claim) -> tuple[Fraction | None, str]:
    """An amount as it stands there, without the words that bound it: "60 GB minimum"."""
    return (None, "") if claim.quantity is None else (claim.quantity.value, claim.quantity.unit.symbol)


def _undivided(
    quotient: Quotient, share: Fact, degrees: Mapping[str, Fact], facts: Facts, rule: str
) -> Iterator[Derivation]:
    """The finding, unless the report divides on somewhere: then this is a step on the way."""
    whole = _hull(quotient.whole)
    most = min((degrees[each] for each in (_TENSOR, _EXPERT) if each in degrees), key=_value)
    held = whole.scale(1 / (_value(most) * _value(degrees[_PIPELINE])))
    low = share.quantity.hull.low
    if low is None or held.high is None or low <= held.high:
        return
    dividing = [_value(degree) for degree in degrees.values()]
    further = [whole.scale(1 / (a * b * c)) for a in dividing for b in dividing for c in (*dividing, Fraction(1))]
    held_by = (fact for fact in facts.all if fact.concept in _HELD and fact.scope != "layer" and fact is not share)
    stated = [fact.quantity.hull for fact in held_by]
    if not any(part.meets(each) and part.high < low for part in further if part.high is not None for each in stated):
        yield _derivation(quotient, share, (most, degrees[_PIPELINE]), rule, holds=False)


def _spared(quotient: Quotient, share: Fact, degrees: Mapping[str, Fact], facts: Facts) -> Fact | None:
    """The smaller of TP and EP, where the weights are divided by less than that, and by none of the degrees."""
    tensor, expert = degrees.get(_TENSOR), degrees.get(_EXPERT)
    if tensor is None or expert is None or len(quotient.divisors) != 1 or quotient.parts is None:
        return None
    least, every = min((tensor, expert), key=_value), {_value(fact) for fact in facts.all if fact.concept in DEGREES}
    low = share.quantity.hull.low
    others = [fact for fact in facts.all if fact.concept in _HELD and fact.scope == "gpu" and fact is not share]
    smaller = any(low is not None and _is_below(fact, low) for fact in others)
    few = Fraction(1) < quotient.parts < _value(least) and quotient.parts not in every
    return least if few and not smaller and is_own_statement(facts, share.claim.index) else None


def _leaves_stages(quotient: Quotient, facts: Facts) -> list[Fact]:
    """The degrees by which a calculation divides the weights, where the stages of a pipeline are none of them."""
    named = [fact for each in quotient.divisors if (fact := facts.by_claim[each.index]) is not None]
    whole = {fact.concept for fact in named} == {_TENSOR, _EXPERT} and len(named) == len(quotient.divisors) == _BOTH
    return named if whole else []


def _without_stages(quotient: Quotient, share: Fact, by: Sequence[Fact], rule: str) -> Derivation:
    """`by`: all degrees that divide."""
    whole = quotient.whole
    ends = [(whole, _hull(whole)), *((fact.claim, fact.quantity.hull) for fact in by)]
    given = tuple(Input(claim.name, hull, claim.index) for claim, hull in ends)
    parts = Interval.point(prod(map(_value, by)))
    unit, result = share.quantity.readings[0].unit, _hull(whole) / parts
    program = given[0].name + "".join(f" {each.name} /" for each in given[1:])
    working = " ÷ ".join((whole.text, *(show.number(_value(fact)) for fact in by)))
    formula = f"weights ÷ {' ÷ '.join(_NAMES[fact.concept] for fact in by)}"
    return one_step(
        share.claim,
        Step(formula, working, result, unit.symbol, program, given),
        rule,
        expected=show.interval(_nominal(whole) / parts, unit),
        holds=False,
        near_miss="PP is left out",
    )


def _degrees(facts: Facts) -> Mapping[str, Sequence[Fact]]:
    """The statements of the degrees that have one value in the whole report."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.concept in _NAMES and fact.stance is Stance.ASSERTED and not is_of_a_part(fact):
            found[fact.concept].append(fact)
    return {concept: some for concept, some in found.items() if len(set(map(_value, some))) == 1}


def _degree_of(share: Fact, degrees: Sequence[Fact], facts: Facts) -> Fact | None:
    """The first statement of a degree that holds for a share: none that a heading or an option has for another part."""
    blocks, own = facts.claims.document.blocks, set(share.scenario)
    others = [fact for fact in degrees if not own.isdisjoint(fact.scenario)]
    if own and not others and all(fact.scenario or blocks[fact.claim.block].level for fact in degrees):
        return None
    return (others or degrees)[0]


def _value(fact: Fact) -> Fraction:
    return fact.quantity.value or Fraction(0)


def _nominal(claim: Claim) -> Interval:
    assert claim.quantity is not None
    return claim.quantity.nominal()


def _is_below(fact: Fact, low: Fraction) -> bool:
    return fact.quantity.hull.high is not None and fact.quantity.hull.high < low


def _hull(claim: Claim) -> Interval:
    assert claim.quantity is not None
    return claim.quantity.hull


def _derivation(quotient: Quotient, share: Fact, by: Sequence[Fact], rule: str, *, holds: bool) -> Derivation:
    """`by`: the degrees that divide at least."""
    whole = quotient.whole
    ends = [(whole, _hull(whole)), *((fact.claim, fact.quantity.hull) for fact in by)]
    given = tuple(Input(claim.name, hull, claim.index) for claim, hull in ends)
    parts = Interval.point(prod(map(_value, by)))
    result, program = _hull(whole) / parts, given[0].name + "".join(f" {each.name} /" for each in given[1:])
    if not holds:
        result, program = result.downwards(), f"{program} ≤"
    working = " ÷ ".join((whole.text, *(show.number(_value(fact)) for fact in by)))
    unit = share.quantity.readings[0].unit
    shown = show.interval(_nominal(whole) / parts, unit)
    formula = f"weights ÷ {' ÷ '.join(_NAMES[fact.concept] for fact in by)}"
    return one_step(
        share.claim,
        Step(formula, working, result, unit.symbol, program, given),
        rule,
        expected=shown if holds else f"at most {shown}",
        holds=holds,
        bound=Bound.EXACT if holds else Bound.UPPER,
        near_miss="" if holds else f"it is divided by {quotient.divisor.text} alone",
        power=0.1,
    )
