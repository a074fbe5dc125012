"""Shares of one whole that a list sets out: together they are no more than all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Quantity

_OF = re.compile(r"of (?:the )?((?:total|overall|all)\b[\w\s-]{0,30})")
_FEWEST = 3
_ALL = Interval.point(1)
_CHANCE = 0.05

_Share = tuple[Claim, Quantity]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each list whose items are all shares of one total: they come to all of it, or to more."""
    lists: dict[tuple[int, str], list[_Share]] = defaultdict(list)
    sizes: dict[int, set[int]] = defaultdict(set)
    for fact in facts.all:
        place = facts.claims.document.blocks[fact.claim.block].item
        if place is None:
            continue
        sizes[place.list].add(place.index)
        whole = _OF.match(fact.claim.label.after.lower().strip())
        if whole and fact.quantity.unit.symbol == "%" and fact.stance is Stance.ASSERTED and _is_plain(fact.quantity):
            lists[place.list, whole[1].strip()].append((fact.claim, fact.quantity))
    for (number, _), shares in lists.items():
        if _FEWEST <= len(shares) == len(sizes[number]):
            yield from _judge(shares, rule)


def _is_plain(quantity: Quantity) -> bool:
    return quantity.is_plain


def _judge(shares: list[_Share], rule: str) -> Iterator[Derivation]:
    summed = _sum(quantity.nominal() for _, quantity in shares)
    loose = _sum(quantity.hull for _, quantity in shares)
    over = loose.low is not None and loose.low > 1
    if summed != _ALL and not over:
        return
    for at, (claim, quantity) in enumerate(shares):
        others = [share for place, share in enumerate(shares) if place != at]
        if not over:
            yield _derivation(claim, quantity, others, rule, holds=True)
    if over:
        yield _derivation(*shares[-1], shares[:-1], rule, holds=False)


def _sum(intervals: Iterable[Interval]) -> Interval:
    return reduce(Interval.__add__, intervals)


def _derivation(claim: Claim, quantity: Quantity, others: list[_Share], rule: str, *, holds: bool) -> Derivation:
    names = [other.name for other, _ in others]
    left = _ALL - _sum(other.hull for _, other in others)
    plain = _ALL - _sum(other.nominal() for _, other in others)
    program = "1 " + names[0] + "".join(f" {name} +" for name in names[1:]) + " -"
    given = tuple(Input(other.name, each.hull, other.index) for other, each in others)
    working = "1 − (" + " + ".join(other.text for other, _ in others) + ")"
    return one_step(
        claim,
        Step("what the others leave", working, left, "%", program, given),
        rule,
        expected=("" if holds else "at most ") + show.interval(plain, quantity.readings[0].unit),
        holds=holds,
        relation="=" if holds else "≤",
        basis=Basis.ARITHMETIC,
        power=_CHANCE,
    )
