"""A number that two or three beside it come to, without a sign of arithmetic: "of 141 GB, 38.4 GB are taken, which
leaves 102.6 GB". Searched for among few, so that it is only confirmed."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from heapq import nsmallest
from itertools import chain
from math import inf

from auditor import show
from auditor.derivations.checks.arithmetic.misjoined import is_misjoined
from auditor.derivations.checks.arithmetic.surrounding import ABOVE, columns_of, counts_of, is_plain, near
from auditor.derivations.checks.degrees import one_situation
from auditor.derivations.concepts import DEGREES, is_configuration, is_goal
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.values import PHYSICAL, operands, spread
from auditor.facts import Fact, Facts, Operation
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.units import Dimensions, combine_dimensions

_CHANCE = 0.1
"""The share of random numbers that may pass before a match says nothing."""
_DIGITS = 3
"""Digits that a number without a unit must have."""
_ROUGH = 0.25
"""More than print and the readings of a unit can make two numbers differ that agree."""
_ROUND = 15
"""The odd factor of a whole number that sizes of models and batches are made of: it comes out by chance."""
_LEAVES = (
    "leav",
    "left",
    "remain",
    "free",
    "spare",
    "headroom",
    "margin",
    "minus",
    "less",
    "deficit",
    "short",
    "差",
    "剩",
)
_SUMS = ("total", "sum", "together", "altogether", "all in all", "合计", "总")

_BYTES = (("byte", 1),)
_STATED = 40
"""Statements of what is taken that are looked through."""
_CAPACITIES = 2
"""Different sizes of a GPU's memory that are tried."""

_Memory = tuple[Sequence[Fact], Sequence[Fact]]
_SPREAD_OVER: Mapping[str, frozenset[str]] = {
    "gpu": DEGREES | {"gpus", "gpus_per_node"},
    "node": frozenset({"nodes", "gpus_per_node"}),
    "stage": frozenset({"pipeline_parallel", "layers"}),
    "layer": frozenset({"layers"}),
}
"""By scope of an amount, what can lie between it and the same in another scope."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Numbers joined by one sign, from left to right; a single one is what 1 is divided by."""

    sign: str
    parts: tuple[Fact, ...]

    def of(self, values: Sequence[Interval]) -> Interval:
        """What it gives."""
        result, rest = (values[0], values[1:]) if len(values) > 1 else (Interval.point(1), values)
        for value in rest:
            result = _SIGNS[self.sign](result, value)
        return result


_SIGNS = {"+": Interval.__add__, "-": Interval.__sub__, "*": Interval.__mul__, "/": Interval.__truediv__}
_ROUGHLY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_SHOWN = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}


_SCARCEST = 16
"""Digits of a whole number beyond which it is no scarcer."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number that one of the first ways to join those beside it gives."""
    written, columns, memory, counts = _written(facts), columns_of(facts), _memory(facts), counts_of(facts)
    for place, fact in enumerate(facts.all):
        if not _asks(fact) or fact.claim.index in written:
            continue
        tries = int(_CHANCE / _scarcity(fact))
        groups = near(place, columns, facts) if tries else []
        ways = chain(_ways(fact, groups, memory), _scaled(fact, groups, counts)) if tries else iter(())
        for tried, (_, way) in enumerate(zip(range(tries), ways, strict=False), start=1):
            found = _derivation(fact, way, tried, rule)
            if found is not None:
                yield found
                break


def _written(facts: Facts) -> frozenset[int]:
    """The numbers of written arithmetic, whose working stands there."""
    found: set[int] = set()
    for equation in facts.claims.equations:
        if any(isinstance(side, Operation) for side in equation.sides):
            found.update(index for side in equation.sides for index in operands(side))
    return frozenset(found)


def _scaled(fact: Fact, groups: Sequence[Sequence[Fact]], counts: Sequence[Fact]) -> Iterator[_Way]:
    """Amounts near by times, or over, what there is of something: of one GPU and of all of them."""
    here = [each for each in counts if one_situation(fact, each)]
    for other in chain.from_iterable(groups) if _kind(fact) else ():
        if _kind(other) == _kind(fact) and not (fact.scope and fact.scope == other.scope):
            for each in here if _size(other) else ():
                if not all(each.concept in _SPREAD_OVER.get(one.scope, (each.concept,)) for one in (fact, other)):
                    continue
                yield _Way("/" if _size(fact) < _size(other) else "*", (other, each))


def _asks(fact: Fact) -> bool:
    """Whether a number may be the result of others: no setting, no goal, no degree, and nothing short and bare."""
    told = bool(fact.quantity.unit.symbol) or sum(map(str.isdigit, fact.claim.text)) >= _DIGITS
    return told and is_plain(fact) and not (is_configuration(fact) or is_goal(fact) or fact.claim.degree)


def _scarcity(fact: Fact) -> float:
    """The share of numbers that would pass for a printed one; of whole ones, those with as few digits."""
    interval = fact.quantity.readings[0].interval
    if not interval.is_point:
        return max(spread(interval), 1e-4)
    value = fact.quantity.value or Fraction(1)
    if value.denominator == 1 and abs(value.numerator) >> _twos(abs(value.numerator)) <= _ROUND:
        return 1.0
    return 10.0 ** (1 - min(len(str(value.numerator).strip("0-")), _SCARCEST))


def _twos(value: int) -> int:
    return (value & -value).bit_length() - 1


def _memory(facts: Facts) -> _Memory:
    """What a GPU has, and what is said to be taken of it, each value once."""
    found: tuple[dict[Fraction | None, Fact], dict[Fraction | None, Fact]] = ({}, {})
    for fact in facts.all:
        if fact.known and _kind(fact) == _BYTES and fact.quantity.is_plain and fact.quantity.value:
            if fact.concept == "gpu_memory" and fact.scope in ("", "gpu"):
                found[0].setdefault(fact.quantity.value, fact)
            elif fact.concept == "memory_used" and fact.role not in ("limit", "available"):
                found[1].setdefault(fact.quantity.value, fact)
    return list(found[0].values()), list(found[1].values())[:_STATED]


def _left(fact: Fact, memory: _Memory) -> Iterator[_Way]:
    """What is left of the memory of a GPU: of the statements of what is taken those that stand nearest."""
    capacities, used = memory
    if _kind(fact) == _BYTES and len(capacities) <= _CAPACITIES:
        for other in nsmallest(ABOVE, used, key=lambda each: abs(each.index - fact.index)):
            yield from (_Way("-", (capacity, other)) for capacity in capacities)


def _ways(fact: Fact, groups: Sequence[Sequence[Fact]], memory: _Memory) -> Iterator[_Way]:
    """The ways to join the numbers that give the unit of a fact, those that its words ask for and the nearest first."""
    label = fact.claim.label
    words = " ".join((label.key, label.row, label.before, label.after)).lower()
    first = "-" if any(stem in words for stem in _LEAVES) else "+" if any(stem in words for stem in _SUMS) else ""
    alone = chain.from_iterable(_of_group(fact, group) for group in groups)
    mixed = chain.from_iterable(_of_pair(fact, other, one) for one in groups[0] for other in groups[1])
    joined = chain(alone, mixed)
    if first == "-":
        yield from _left(fact, memory)
    yield from sorted(joined, key=lambda way: way.sign != first) if first else joined


def _of_group(fact: Fact, group: Sequence[Fact]) -> Iterator[_Way]:
    for second, later in enumerate(group):
        if _kind(fact) and combine_dimensions((), _kind(later), -1) == _kind(fact):
            yield _Way("/", (later,))
        for earlier in group[second + 1 :]:
            yield from _of_pair(fact, earlier, later)
    alike = [other for other in group if _kind(other) == _kind(fact) and _counted(other) == _counted(fact)]
    for count in (3, 4):
        if len(alike) >= count:
            parts = tuple(reversed(alike[:count]))
            yield from (_Way(sign, parts) for sign in "-+")


def _of_pair(fact: Fact, earlier: Fact, later: Fact) -> Iterator[_Way]:
    """The ways to join two numbers whose unit is the fact's."""
    if earlier.quantity.value == later.quantity.value or 1 in (earlier.quantity.value, later.quantity.value):
        return
    wanted, a, b = _kind(fact), _kind(earlier), _kind(later)
    if combine_dimensions(a, b, -1) == wanted:
        yield _Way("/", (earlier, later))
    if combine_dimensions(b, a, -1) == wanted:
        yield _Way("/", (later, earlier))
    if combine_dimensions(a, b, 1) == wanted:
        yield _Way("*", (earlier, later))
    if a == b == wanted and _counted(earlier) == _counted(later) == _counted(fact):
        larger, smaller = (earlier, later) if _number(earlier) > _number(later) else (later, earlier)
        yield _Way("-", (larger, smaller))
        yield _Way("+", (earlier, later))


def _kind(fact: Fact) -> Dimensions:
    """The physical dimensions of a number; what is counted texts leave out as they like."""
    return _physical(fact.quantity.readings[0].unit.dimensions)


@lru_cache(maxsize=1024)
def _physical(dimensions: Dimensions) -> Dimensions:
    return tuple(each for each in dimensions if each[0] in PHYSICAL)


def _counted(fact: Fact) -> Dimensions:
    """What is counted, without what it is counted per."""
    dimensions = fact.quantity.readings[0].unit.dimensions
    return tuple(each for each in dimensions if each[0] not in PHYSICAL and each[1] > 0)


def _number(fact: Fact) -> Fraction:
    return fact.quantity.nominal().low or Fraction(0)


def _size(fact: Fact) -> float:
    """A number in floats; infinite where it is too large for one."""
    number = fact.quantity.nominal()
    try:
        return number.low_over / number.low_below if number.low_below else 0.0
    except OverflowError:
        return inf


def _derivation(fact: Fact, way: _Way, tried: int, rule: str) -> Derivation | None:
    """What a way gives, if by the printed numbers that is what is stated, in one reading of the units."""
    if not _may_be(fact, way) or is_misjoined(fact, way.sign, way.parts):
        return None
    for reading in range(len(fact.quantity.readings)):
        stated = fact.quantity.readings[reading].interval
        if any(_kind(part) == _kind(fact) and part.quantity.nominal(reading).meets(stated) for part in way.parts):
            # What is added to it, or taken from it, is lost in its rounding.
            continue
        if way.of([part.quantity.nominal(reading) for part in way.parts]).meets(stated):
            return _told(fact, way, reading, tried, rule)
    return None


def _may_be(fact: Fact, way: _Way) -> bool:
    """Whether a way comes near to what is stated: a cheap test before the exact one."""
    first, *rest = map(_size, way.parts)
    first, rest = (first, rest) if rest else (1.0, [first])
    for value in rest:
        first = _ROUGHLY[way.sign](first, value)
    stated = _size(fact)
    return abs(first - stated) <= _ROUGH * abs(stated)


def _told(fact: Fact, way: _Way, reading: int, tried: int, rule: str) -> Derivation:
    given, own = _inputs(way.parts, reading), _inputs((fact,), reading)
    result = way.of([_reading(part, reading) for part in way.parts])
    unit = fact.quantity.readings[reading].unit
    single = ("1",) if len(way.parts) == 1 else ()
    names = (*single, *(part.claim.name for part in way.parts))
    working = _SHOWN[way.sign].join((*single, *(part.claim.text for part in way.parts)))
    program = names[0] + "".join(f" {name} {way.sign}" for name in names[1:])
    return one_step(
        fact.claim,
        Step(working, working, result, unit.symbol, program, given),
        rule,
        expected=show.interval(way.of([part.quantity.nominal(reading) for part in way.parts]), unit),
        holds=True,
        compared=Step("stated", fact.claim.text, own[0].interval, "", own[0].name, own),
        power=round(max(_scarcity(fact) * tried, 0.001), 3),
    )


def _inputs(parts: Sequence[Fact], reading: int) -> tuple[Input, ...]:
    return tuple(Input(part.claim.name, _reading(part, reading), part.claim.index) for part in parts)


def _reading(fact: Fact, index: int) -> Interval:
    readings = fact.quantity.readings
    return readings[min(index, len(readings) - 1)].interval
