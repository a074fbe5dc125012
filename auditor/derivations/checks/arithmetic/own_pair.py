"""A percentage or multiplier whose place tells of which two amounts it is: those of its row, or the one right before it
and what that has to keep, or is a part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor.derivations.checks.paired import paired, width
from auditor.derivations.checks.paired import printed as printed_of
from auditor.derivations.checks.relations import MULTIPLIERS, PERCENTAGES, RISE, SHARE, Standard, asks
from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.units import Dimensions

_RATIOS = ("%", "×")
_REACH = 40
"""Characters from an amount to the percentage that speaks of it."""
_BOUNDS = (*GOALS, "maximum", "minimum", "available")
"""Roles of what an amount is held against."""
_CAPACITIES = frozenset({"gpu_memory", "memory_bandwidth", "interconnect_bandwidth", "peak_flops"})
"""What there is at most of what a share is used of."""
_MOST = 2
"""Different bounds of one thing that are tried."""
_CHANCE = 0.16
"""The share of random percentages that may pass before a match says nothing."""

_Row = tuple[int, int]
_Bounds = Mapping[object, Sequence[Fact]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that the two amounts of its place give."""
    asking = [fact for fact in facts.all if fact.quantity.unit.symbol in _RATIOS and _is_plain(fact)]
    if not asking:
        return
    rows, bounds = _rows(facts), _bounds(facts)
    for fact in asking:
        pairs = _of_row(fact, rows, facts) or _of_bound(fact, bounds, facts)
        found = _judge(fact, pairs, rule)
        if found is not None:
            yield found


def _is_plain(fact: Fact) -> bool:
    told = fact.quantity.value is not None and fact.stance in TOLD
    return told and fact.quantity.is_plain


def _row(fact: Fact, facts: Facts) -> _Row | None:
    cell = facts.claims.document.blocks[fact.claim.block].cell
    return (cell.table, cell.row) if cell is not None and cell.row and cell.column else None


def _rows(facts: Facts) -> Mapping[_Row, list[Fact]]:
    """The amounts of each row of a table."""
    found: dict[_Row, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        row = _row(fact, facts)
        if row is not None and fact.quantity.unit.symbol not in _RATIOS:
            found[row].append(fact)
    return found


def _bounds(facts: Facts) -> _Bounds:
    """What is to be kept or reached, the different values of each concept; and by their unit alone the capacities."""
    found: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        key = (fact.concept, _kind(fact)) if _is_bound(fact) else _kind(fact)
        plain = fact.concept in _CAPACITIES and fact.quantity.value is not None
        if _is_bound(fact) or plain:
            known = found[key]
            if len(known) <= _MOST and all(other.quantity.value != fact.quantity.value for other in known):
                known.append(fact)
    return found


def _kind(fact: Fact) -> Dimensions:
    """The unit, without what it is counted per."""
    dimensions = fact.quantity.readings[0].unit.dimensions
    return tuple(each for each in dimensions if each[1] > 0 or each[0] == "second")


def _is_bound(fact: Fact) -> bool:
    return fact.known and fact.role in _BOUNDS and fact.quantity.value is not None


def _of_row(fact: Fact, rows: Mapping[_Row, list[Fact]], facts: Facts) -> list[tuple[Fact, Fact]]:
    """The only two amounts of the number's row, if they can be held against each other."""
    row = _row(fact, facts)
    amounts = rows.get(row, []) if row is not None else []
    if len(amounts) != 2 or any(each.quantity.value is None for each in amounts):
        return []
    first, second = amounts
    apart = len({first.claim.block, second.claim.block, fact.claim.block}) == 3
    return [(first, second)] if apart and _are_alike(first, second) else []


def _of_bound(fact: Fact, bounds: _Bounds, facts: Facts) -> list[tuple[Fact, Fact]]:
    """The amount right before the number in its line, with each bound that is set to it."""
    own = _before(fact, facts)
    if own is None or not _is_near(own, fact, facts):
        return []
    first = _before(own, facts)
    if first is not None and first.quantity.value is not None and _are_alike(first, own) and _is_held(own):
        # "38 ms ≤ 60 ms (37% below)"
        return [(first, own)]
    known = bounds.get((own.concept, _kind(own))) or bounds.get(_kind(own), ())
    return [(own, bound) for bound in known] if not _is_bound(own) and len(known) <= _MOST else []


def _before(fact: Fact, facts: Facts) -> Fact | None:
    """The amount right before a number in its block."""
    own = facts.by_claim[fact.claim.index - 1] if fact.claim.index else None
    if own is None or own.claim.block != fact.claim.block or own.quantity.unit.symbol in _RATIOS:
        return None
    return own


def _is_near(own: Fact, fact: Fact, facts: Facts) -> bool:
    between = facts.claims.document.blocks[fact.claim.block].text[own.claim.end : fact.claim.start]
    return len(between) <= _REACH and "\n" not in between and ". " not in between


def _is_held(fact: Fact) -> bool:
    return _is_bound(fact) or fact.quantity.modality not in (Modality.EXACT, Modality.ABOUT, Modality.RANGE)


def _are_alike(first: Fact, second: Fact) -> bool:
    return _kind(first) == _kind(second)


def _judge(fact: Fact, pairs: Sequence[tuple[Fact, Fact]], rule: str) -> Derivation | None:
    tried = [(pair, standard) for pair in pairs for standard in _standards(fact)]
    printed = [standard.value(_nominal(first), _nominal(second)) for (first, second), standard in tried]
    # Of a rise and a fall between two amounts one is negative.
    chance = _width(fact) * len({each for each in printed if each is not None and _has_sign_of(each, fact)})
    if chance > _CHANCE:
        return None
    for ((first, second), standard), shown in zip(tried, printed, strict=True):
        result = standard.value(printed_of(first), printed_of(second))
        if shown is not None and result is not None and shown.meets(fact.quantity.hull):
            return paired(fact, (first, second), standard, result, max(chance, 0.001), rule)
    return None


def _has_sign_of(printed: Interval, fact: Fact) -> bool:
    low, value = printed.low, fact.quantity.value
    return low is not None and value is not None and (low > 0) == (value > 0)


def _width(fact: Fact) -> float:
    """The share of random percentages that would agree; a change may be negative."""
    hull = fact.quantity.hull
    if hull.high is None or hull.low is None or hull.high > 0:
        return width(fact.quantity)
    return float((hull.high - hull.low) / -hull.low) if hull.low else 1.0


def _standards(fact: Fact) -> tuple[Standard, ...]:
    """The relations that the number's own words ask for."""
    if fact.quantity.unit.symbol == "×":
        return MULTIPLIERS[:2]
    if fact.quantity.hull.high is not None and fact.quantity.hull.high < 0:
        return (RISE,)
    label = fact.claim.label
    words = " ".join((label.key, label.before, label.after, label.row, label.column)).lower()
    asked = tuple(each for each in PERCENTAGES if each.stems and asks(each.stems, words))
    return asked or (SHARE,)


def _nominal(fact: Fact) -> Interval:
    """The number itself, whichever way it bounds."""
    value, unit = fact.quantity.value, fact.quantity.readings[0].unit
    return fact.quantity.nominal() if value is None else Interval.point(value).scale(unit.factor)
