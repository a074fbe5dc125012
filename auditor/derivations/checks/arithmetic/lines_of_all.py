"""Lines on all layers, stages or GPUs below the line on one of them: "per layer = 96 MiB", "40 layers = 3.75 GiB"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.workings import worked_with
from auditor.facts import Block, Fact, Facts, Stance
from auditor.quantity import Modality

_THING = r"(?P<thing>layer|block|stage|expert|head|GPU|node|request|sequence|user|replica|checkpoint|step)"
_ONE = re.compile(
    rf"\W{{0,4}}(?:[A-Za-z][\w-]*[ ]){{0,3}}(?:per|each|one|a single|single) {_THING}\b[^=:→\d\n]{{0,16}}[=:→]",
    re.IGNORECASE,
)
_MANY = re.compile(
    rf"\W{{0,4}}(?:(?:all|for|over|across|the) ){{0,3}}(?P<count>\d[\d,]*) {_THING}s\W{{0,3}}[=:→]\W{{0,3}}",
    re.IGNORECASE,
)
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_AMOUNTS = frozenset({"byte", "flop", "parameter", "dollar"})
_CLOSE = Fraction(1, 50)
"""What is off by less may be rounded twice."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each line on all things that stands right below the line on one of them."""
    blocks, used = facts.claims.document.blocks, worked_with(facts)
    lines: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        lines[fact.claim.block].append(fact)
    for index, told in lines.items():
        many = _MANY.match(blocks[index].text)
        above = blocks[index - 1] if many is not None and index and _are_neighbours(blocks, index) else None
        one = _ONE.match(above.text) if above is not None else None
        if many is None or above is None or one is None or one["thing"].lower() != many["thing"].lower():
            continue
        count = next((fact for fact in told if fact.claim.start == many.start("count")), None)
        results = (fact for fact in told if fact.claim.start == many.end() and fact.claim.index not in used)
        stated = next(filter(_is_amount, results), None)
        single = _single(lines.get(above.index, ()), stated)
        if count is not None and stated is not None and single is not None:
            found = _derivation(single, count, stated, rule)
            if found is not None:
                yield found


def _is_amount(fact: Fact) -> bool:
    dimensions = fact.quantity.readings[0].unit.dimensions
    plain = fact.quantity.modality in _PLAIN and bool(fact.quantity.value) and fact.stance is Stance.ASSERTED
    return plain and len(dimensions) == 1 and dimensions[0][1] == 1 and dimensions[0][0] in _AMOUNTS


def _are_neighbours(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block and the one before it are lines of the same code or items of the same list."""
    own, other = blocks[index], blocks[index - 1]
    if own.code is not None and other.code is not None:
        return own.code.fence == other.code.fence
    return own.item is not None and other.item is not None and own.item.list == other.item.list


def _single(told: Sequence[Fact], stated: Fact | None) -> Fact | None:
    """The one amount that a line comes to, said once more in another unit perhaps; None where it comes to several."""
    if stated is None:
        return None
    kind = stated.quantity.readings[0].unit.dimensions
    alike = [fact for fact in told if _is_amount(fact) and fact.quantity.readings[0].unit.dimensions == kind]
    last = alike[-2:]
    if not last or not last[0].quantity.hull.meets(last[-1].quantity.hull):
        return None
    return next((fact for fact in last if fact.quantity.unit.symbol == stated.quantity.unit.symbol), last[-1])


def _derivation(single: Fact, count: Fact, stated: Fact, rule: str) -> Derivation | None:
    times = count.quantity.hull
    result, told = single.quantity.hull * times, stated.quantity.hull
    holds = result.meets(told)
    if not holds and result.scale(1 + _CLOSE).hull(result.scale(1 - _CLOSE)).meets(told):
        return None
    unit = stated.quantity.readings[0].unit
    given = (
        Input(f"c{single.claim.index}", single.quantity.hull, single.claim.index),
        Input(f"c{count.claim.index}", times, count.claim.index),
    )
    working = f"{single.claim.text} × {count.claim.text}"
    return Derivation(
        rule=rule,
        head=stated.claim.index,
        premises=(single.claim.index, count.claim.index),
        holds=holds,
        stated=stated.claim.text,
        expected=show.interval(single.quantity.nominal() * times, unit),
        interval=result,
        basis=Basis.ARITHMETIC,
        steps=(Step("one × how many", working, result, unit.symbol, f"{given[0].name} {given[1].name} *", given),),
    )
