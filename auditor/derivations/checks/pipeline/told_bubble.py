"""Bubbles that a line tells with their stages and micro-batches: "4 stages and 16 micro-batches: a bubble of 16%"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.in_line import facts_of_line
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.text import short_line_at

_BUBBLE = re.compile(r"bubble|气泡|bong bóng", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"interleav|virtual|zero[- ]bubble|dualpipe|overlap|chimera|reduc|instead|from|chunk|\bvs\b|versus|than|below|under"
    r"|less|fewer|more|without|hid(?:e|den)",
    re.IGNORECASE,
)
"""Words of another schedule, or of two values."""
_NUMBERS = 3
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each line that tells a bubble with the stages and micro-batches that give it."""
    inner = worked_with(facts)
    for fact in facts.all:
        if _is_share(fact) and fact.claim.index not in inner:
            found = _of_line(fact, facts)
            made = _judge(fact, *found, facts, rule) if found is not None else None
            if made is not None:
                yield made


def _is_share(fact: Fact) -> bool:
    quantity = fact.quantity
    part = quantity.unit.symbol == "%" or (not quantity.unit.symbol and not quantity.whole)
    low = quantity.nominal().low
    return part and quantity.is_plain and low is not None and 0 < low < 1


def _of_line(fact: Fact, facts: Facts) -> tuple[Fact, Fact] | None:
    """The stages and the micro-batches of a line that has no other number but the share."""
    block = facts.claims.document.blocks[fact.claim.block]
    line = short_line_at(block.text, fact.claim.start, fact.claim.end)
    if not _BUBBLE.search(line) or _OTHERWISE.search(line) or block.cell is not None:
        return None
    own = facts_of_line(fact, facts)
    stages = [each for each in own if each.concept == "pipeline_parallel" or _counts_stages(each)]
    batches = [each for each in own if each.concept == "micro_batches"]
    if len(own) != _NUMBERS or len(stages) != 1 or len(batches) != 1:
        return None
    plain = all(each.quantity.whole and each.stance is Stance.ASSERTED for each in (*stages, *batches))
    return (stages[0], batches[0]) if plain else None


def _counts_stages(fact: Fact) -> bool:
    return fact.quantity.readings[0].unit.dimensions == (("stage", 1),)


def _judge(fact: Fact, stages: Fact, batches: Fact, facts: Facts, rule: str) -> Derivation | None:
    p, m = stages.quantity.value or Fraction(0), batches.quantity.value or Fraction(0)
    if p <= 1 or m <= 0 or not is_own_statement(facts, fact.claim.index):
        return None
    over_total, over_ideal = Interval.point((p - 1) / (m + p - 1)), Interval.point((p - 1) / m)
    stated = fact.quantity.hull
    ideal = over_ideal.meets(stated)
    holds = ideal or over_total.meets(stated)
    less = stated.high is not None and over_total.low is not None and stated.high < over_total.low
    names = stages.claim.name, batches.claim.name
    result = over_ideal if ideal else over_total
    program = f"{names[0]} 1 - {names[1]} /" if ideal else f"{names[0]} 1 - {names[1]} {names[0]} + 1 - /"
    slots = show.number(m) if ideal else f"({show.number(m)} + {show.number(p)} − 1)"
    working = f"({show.number(p)} − 1) ÷ {slots}"
    given = tuple(
        Input(name, Interval.point(each.quantity.value or Fraction(0)), each.claim.index)
        for name, each in zip(names, (stages, batches), strict=True)
    )
    unit = fact.quantity.readings[0].unit
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(stages.claim.index, batches.claim.index),
        holds=holds,
        stated=fact.claim.text,
        expected=show.interval(result, unit),
        interval=result,
        basis=Basis.DERIVATION,
        severity="warning" if less else "",
        steps=(Step("idle slots", working, result, unit.symbol, program, given),),
        reservation="only a schedule that idles less, which is not named, gives it" if less and not holds else "",
        power=_CHANCE if holds else None,
    )
