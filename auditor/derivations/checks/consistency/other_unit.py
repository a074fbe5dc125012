"""A figure with the digits that it has everywhere else, and another unit: "2,133 tokens/ms" of 2,133 tokens/s."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.agreement import slip
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.worked_out import worked_out
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.units import Dimensions

_DIGITS = re.compile(r"\D")
_TELLING = 3
"""Digits of a figure that is hardly printed twice by chance."""
_MANY = 4
"""Digits of one that is the same wherever its point stands."""
_RATES = frozenset({"token", "request", "sequence", "sample"})
_SURE = 2
"""Statements that need no working to be believed."""
_MOST = 40


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each figure that one place alone gives in another unit, where the others agree."""
    groups: dict[tuple[Fraction | None, Dimensions], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if _is_telling(fact):
            groups[fact.quantity.value, fact.quantity.readings[0].unit.dimensions].append(fact)
    proved = worked_out(found)
    for group in groups.values():
        odd, others = _odd(group)
        if odd is None or odd.claim.index in proved or not is_own_statement(facts, odd.claim.index):
            continue
        sure = len(others) >= _SURE or any(other.claim.index in proved for other in others)
        if sure and all(other.claim.block != odd.claim.block for other in others):
            made = said_again(odd.claim, others[0].claim, others[0].quantity.hull, rule, holds=False)
            yield replace(made, kind="unit")
    yield from _moved(facts, proved, rule)


def _moved(facts: Facts, proved: Container[int], rule: str) -> Iterator[Derivation]:
    """One derivation for each figure that an earlier one of the same name gives in another unit, with the same digits
    and the point at a place that the units do not ask for: "13.91 tokens/ms" of 1,391 tokens/s."""
    earlier: dict[tuple[str, str, Dimensions], Fact] = {}
    for fact in facts.all:
        digits, name = _digits(fact), _name(fact)
        if len(digits) < _MANY or not name or not _is_telling(fact):
            continue
        first = earlier.setdefault((digits, name, fact.quantity.readings[0].unit.dimensions), fact)
        if first.quantity.unit.symbol == fact.quantity.unit.symbol or first.quantity.hull.meets(fact.quantity.hull):
            continue
        if fact.claim.index not in proved and first.claim.index in proved and is_own_statement(facts, fact.claim.index):
            made = said_again(fact.claim, first.claim, first.quantity.hull, rule, holds=False)
            yield replace(made, kind="unit")


def _digits(fact: Fact) -> str:
    return _DIGITS.sub("", fact.quantity.text).strip("0")


def _name(fact: Fact) -> str:
    label = fact.claim.label
    return (label.key or label.row or label.before).casefold()


def _is_telling(fact: Fact) -> bool:
    quantity = fact.quantity
    told = fact.stance is Stance.ASSERTED and quantity.is_plain and len(quantity.readings) == 1
    return told and len(_digits(fact)) >= _TELLING and _is_rate(quantity.readings[0].unit.dimensions)


def _is_rate(dimensions: Dimensions) -> bool:
    """Whether it counts things in a time; amounts of bytes are of too many things, and many powers of two."""
    return ("second", -1) in dimensions and any(name in _RATES and power == 1 for name, power in dimensions)


def _odd(group: Sequence[Fact]) -> tuple[Fact | None, Sequence[Fact]]:
    """The one statement whose unit is a power of a thousand away from that of all others, and these."""
    factors: dict[Fraction, list[Fact]] = defaultdict(list)
    for fact in group if len(group) <= _MOST else ():
        factors[fact.quantity.readings[0].unit.factor].append(fact)
    if len(factors) != 2:
        return None, ()
    (_, few), (_, many) = sorted(factors.items(), key=lambda each: len(each[1]))
    apart = slip(*(Interval.point(factor) for factor in factors))
    # Of two statements the later one is the slip, as a report works a figure out before it sums up.
    few, many = (many, few) if len(few) == len(many) and few[0].index < many[0].index else (few, many)
    return (few[0], many) if len(few) == 1 and apart is not None else (None, ())
