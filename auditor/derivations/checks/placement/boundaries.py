"""Lists of the first and last layers of equal stages, "0, 11, 12, 23": they cut up the layers that there are."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.derivations.checks.degrees import Reading, confirmed, count
from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import COUNTED
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts

_WHOLES = frozenset({"layers", "gpus", "experts"})
_SHORTEST = 4
"""Numbers that make such a list: two stages."""
_CHANCE = 0.02


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of a list that cuts a stated count into equal parts."""
    wholes = {count(fact): fact for fact in reversed(facts.all) if _is_whole(fact)}
    for run in _lists(facts) if wholes else ():
        first, last = _number(run[0]), _number(run[-1])
        whole = wholes.get(last - first + 1)
        if whole is None or first > 1 or whole in run:
            continue
        width = (last - first + 1) / (len(run) // 2)
        ends = [first + place // 2 * width + (width - 1 if place % 2 else 0) for place in range(len(run))]
        if [_number(each) for each in run] == ends:
            for place, fact in enumerate(run):
                yield confirmed(fact, _end(whole, place, len(run), int(first)), rule, _CHANCE)


def _is_whole(fact: Fact) -> bool:
    """Whether so many layers, GPUs or experts are stated; "a pool of 24 GPUs" has its unit alone to say so."""
    concept = fact.concept if fact.known else COUNTED.get(fact.quantity.unit.symbol.lower(), "")
    return concept in _WHOLES and fact.quantity.whole and fact.stance in TOLD and bool(fact.quantity.value)


def _lists(facts: Facts) -> Iterator[list[Fact]]:
    """The rows of an even number of bare numbers with only commas between."""
    run: list[Fact] = []
    for fact in (*facts.all, None):
        if fact is not None and run and _goes_on(run[-1], fact, facts):
            run.append(fact)
            continue
        if len(run) >= _SHORTEST and len(run) % 2 == 0:
            yield run
        run = [fact] if fact is not None and _is_bare(fact) else []


def _number(fact: Fact) -> Fraction:
    return fact.quantity.value or Fraction()


def _is_bare(fact: Fact) -> bool:
    return fact.quantity.whole and fact.quantity.value is not None and not fact.quantity.unit.symbol


def _goes_on(last: Fact, fact: Fact, facts: Facts) -> bool:
    text = facts.claims.document.blocks[last.claim.block].text
    together = fact.claim.block == last.claim.block and _is_bare(fact) and _number(fact) > _number(last)
    return together and text[last.claim.end : fact.claim.start].strip() == ","


def _end(whole: Fact, place: int, length: int, base: int) -> Reading:
    """The first or the last of a part: whole × parts before it ÷ parts, from the first number on."""
    parts, before, last = length // 2, (place + 1) // 2, place % 2
    value = count(whole) * before / parts + base - last
    name = whole.claim.name
    working = f"{whole.claim.text} × {before} ÷ {parts}" + (f" + {base}" if base else "") + (" − 1" if last else "")
    program = f"{name} {before} * {parts} / {base} + {last} -"
    return Reading("an end of an equal part", Fraction(value), program, working, (whole,))
