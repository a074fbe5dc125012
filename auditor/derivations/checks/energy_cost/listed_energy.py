"""Energy below the GPUs, their power and their time in one list: "256 GPUs at 700 W", "14 days", "Energy: 60 MWh"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained, in_turn
from auditor.derivations.checks.passages import are_one, is_plain, sections
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation, one_step
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_POWER = (("watt", 1),)
_ENERGY = (("second", 1), ("watt", 1))
_TIME = (("second", 1),)
_COUNTS = frozenset({"gpus", "nodes", "gpus_per_node", "replicas"})
_PUE = "power_usage_effectiveness"
_LONG = 3600
"""Seconds that are run through, at least."""
_OTHERWISE = re.compile(
    r"%|\b(?:idle|average|utili[sz]\w*|load|hosts?|CPUs?|network|cooling|overhead|saved|saving|peak|baseline|instead|before"
    r"|per (?:token|request|day|month|year|hour|step))\b",
    re.IGNORECASE,
)
"""Words of a passage in which more goes into an energy than the GPUs at their power."""
_MOST = 5
"""Other factors that are tried together."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each energy whose list or section has one power and one time."""
    if not any(_kind(fact) == _ENERGY for fact in facts.all):
        return
    inner, blocks = worked_with(facts), facts.claims.document.blocks
    for section in sections(facts):
        some = [fact for fact in section if is_plain(fact)]
        energies = [fact for fact in some if _kind(fact) == _ENERGY]
        powers = [fact for fact in some if _kind(fact) == _POWER]
        times = [fact for fact in some if _kind(fact) == _TIME and (fact.quantity.hull.low or 0) >= _LONG]
        if not (are_one(powers) and are_one(times) and len(energies) == 1) or energies[0].claim.index in inner:
            continue
        counts = [fact for fact in some if fact.concept in _COUNTS and fact.quantity.whole]
        further = list({fact.concept: fact for fact in (*counts, *facts.all) if _is_factor(fact, counts)}.values())
        several = len({(fact.concept, fact.quantity.value) for fact in counts}) > len({f.concept for f in counts})
        text = "\n".join(blocks[index].text for index in sorted({fact.claim.block for fact in some}))
        if not several and len(further) <= _MOST:
            yield from _judged(energies[0], (powers[0], times[0]), further, facts, rule, text)


def _is_factor(fact: Fact, counts: Sequence[Fact]) -> bool:
    return fact in counts or fact.concept == _PUE


def _kind(fact: Fact) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(each for each in fact.quantity.readings[0].unit.dimensions if each[0] != "gpu"))


def _judged(
    energy: Fact, ends: tuple[Fact, Fact], further: Sequence[Fact], facts: Facts, rule: str, text: str
) -> Iterator[Derivation]:
    """The energy against power and time, with some or all of what they may be multiplied with."""
    numbers = range(len(further) + 1)
    ways = [(*ends, *chosen) for chosen in chain.from_iterable(combinations(further, number) for number in numbers)]
    held = next((way for way in reversed(ways) if _of(way).meets(energy.quantity.hull)), None)
    if held is not None:
        yield _derivation(energy, held, rule, holds=True)
    elif any(fact.concept == "gpus" for fact in further) and not _OTHERWISE.search(text):
        usual = (*ends, *(fact for fact in further if fact.concept in ("gpus", _PUE)))
        if is_own_statement(facts, energy.claim.index):
            yield _derivation(energy, usual, rule, holds=False)


def _of(way: Sequence[Fact]) -> Interval:
    result = Interval.point(1)
    for fact in way:
        result = result * fact.quantity.hull
    return result


def _derivation(energy: Fact, way: Sequence[Fact], rule: str, *, holds: bool) -> Derivation:
    unit = energy.quantity.readings[0].unit
    shown = in_turn("×", [each.quantity.nominal() for each in way])
    step = chained("×", [(each.claim, each.quantity.hull) for each in way], "energy", unit.symbol)
    return one_step(energy.claim, step, rule, expected=show.interval(shown, unit), holds=holds, power=0.05)
