"""Memory in use and the share that it is, of a GPU whose size nobody states: "Memory: 43.8 GB", "Utilization: 68.5%".

The two come to a size that accelerators are built with, which vouches for both, and says what is left free. Sizes are
taken for granted, so that this only confirms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import spread
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval

_SIZES = (16, 24, 32, 40, 48, 64, 80, 96, 128, 141, 192, 288)
"""GB of the accelerators that language models run on."""
_GIGA = 10**9
_USED, _SHARE, _FREE, _SIZE = "memory_used", "memory_utilisation", "memory_free", "gpu_memory"
_MOST = 36
"""Pairs that are tried."""
_CHANCE = 0.1
"""How often two numbers at random may come to one of the sizes."""
_SPAN = 3
"""From the smallest size to the largest, in powers of e."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount, its share, and what is free beside them."""
    plain = [fact for fact in facts.all if fact.known and _is_plain(fact)]
    shares = _distinct(plain, _SHARE)
    stated = {fact.concept for fact in facts.all} | {figure.concept for figure in facts.figures}
    if _SIZE in stated or not shares:
        return
    pairs = list(product(_distinct(plain, _USED), shares))
    for used, share in pairs if len(pairs) <= _MOST else ():
        size, chance = _size(used, share)
        if size and chance * len(pairs) <= _CHANCE:
            free = [fact for fact in plain if fact.concept == _FREE]
            likely = max(chance * len(pairs), 0.001)
            yield from _derivations(used, share, free, Fraction(size * _GIGA), likely, rule)
            return


def _distinct(plain: Sequence[Fact], concept: str) -> list[Fact]:
    """The first statement of each value of a concept."""
    found: dict[Interval, Fact] = {}
    for fact in plain:
        if fact.concept == concept:
            found.setdefault(fact.quantity.nominal(), fact)
    return list(found.values())


def _is_plain(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and bool(fact.quantity.value) and fact.scope in ("", "gpu")


def _size(used: Fact, share: Fact) -> tuple[int, float]:
    """The one size that the two come to, and the chance of any; 0 where that is too likely."""
    whole = used.quantity.readings[0].interval / share.quantity.hull
    chance = len(_SIZES) * (spread(used.quantity.readings[0].interval) + spread(share.quantity.hull)) / _SPAN
    found = [size for size in _SIZES if whole.contains(size * _GIGA)]
    return (found[0] if len(found) == 1 and chance <= _CHANCE else 0), chance


def _derivations(
    used: Fact, share: Fact, free: Sequence[Fact], size: Fraction, chance: float, rule: str
) -> Iterator[Derivation]:
    text = f"{size / _GIGA} GB"
    assumed = f"the memory of a GPU taken as {text}, which {used.claim.text} and {share.claim.text} come to"
    given = {fact: Input(fact.claim.name, _amount(fact), fact.claim.index) for fact in (used, share)}
    whole = Interval.point(size)

    def made(head: Fact, other: Fact, result: Interval, formula: str, working: str, program: str) -> Derivation:
        unit = head.quantity.readings[0].unit
        inputs = given[other], Input("size", whole, assumed=assumed)
        return Derivation(
            rule=rule,
            head=head.claim.index,
            premises=(other.claim.index,),
            holds=True,
            stated=head.claim.text,
            expected=show.interval(result, unit),
            interval=result,
            basis=Basis.DERIVATION,
            steps=(Step(formula, working, result, unit.symbol, program, inputs),),
            assumptions=(assumed,),
            power=round(chance, 3),
        )

    amount, part = given[used], given[share]
    taken, rest = part.interval * whole, whole - amount.interval
    yield made(used, share, taken, "share × size", f"{share.claim.text} × {text}", f"{part.name} size *")
    ratio = amount.interval / whole
    yield made(share, used, ratio, "used ÷ size", f"{used.claim.text} ÷ {text}", f"{amount.name} size /")
    for fact in free:
        if _amount(fact).meets(rest):
            yield made(fact, used, rest, "size − used", f"{text} − {used.claim.text}", f"size {amount.name} -")


def _amount(fact: Fact) -> Interval:
    """What is printed, with decimal prefixes, as the sizes have."""
    return fact.quantity.readings[0].interval
