"""One amount in two units side by side: "15.8 GB (15,109 MiB)", "90 minutes, i.e. 1.5 h"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor import show
from auditor.derivations.agreement import slip
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.miswritten import miswriting
from auditor.derivations.values import widen
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity
from auditor.units import Dimensions, Unit

_THAT_IS = re.compile(
    r" ?[,，;（(]? ?"
    r"(?:(?:i\.e\.|ie|that is|or|which is|equivalently|即|也就是|合|tức(?: là)?|hay|das sind|also|soit),? ?)?"
)
"""What stands between an amount and the same in another unit: right if it comes out right."""
_OPERATOR = re.compile(r"[*×·÷+]")
_BINARY_TAKEN_FOR_DECIMAL = tuple(Fraction(1024) ** power / Fraction(1000) ** power for power in (1, 2, 3, 4)) + tuple(
    Fraction(1024) ** power / (Fraction(1024) ** (power - 1) * 1000) for power in (2, 3, 4)
)
_MOVED = tuple(base**power for base in (Fraction(10), Fraction(1024)) for power in (-4, -3, -2, -1, 1, 2, 3, 4))
_FORMAT = re.compile(r"~?\d{1,2}(?:\.\d+)?[- ]?bits?", re.IGNORECASE)
"""A format of elements, and no amount: "35 GB (4-bit)"."""
_SECONDS = (("second", 1),)
_DAY = 86400
_PERIODS = frozenset({1, 7, 14, 28, 29, 30, 31, 90, 91, 92, 365, 366})
"""Days of a week, two, a month, a quarter and a year."""
_SMALL_PART = 24
_PER = re.compile(r" ?/| (?:per|an?|each|every|mỗi)\b| ?每")
_TELLING = 2
_CLOSE = Fraction(1, 20)
_ROUNDED = Fraction(1, 1000)
_BRACKETS = frozenset({("(", ")"), ("（", "）")})
_MANY = 4
_COMMENT = re.compile(r"[\"',; ]*(?:#|//)\s*(?:[A-Za-z]+ ){0,3}")
"""What stands between a value and the head of its comment."""
_CHANCE = 0.1
"""The power of a check that only confirms: the comment may be on another number."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that is repeated right behind it in another unit of the same kind."""
    blocks = facts.claims.document.blocks
    for first, second in pairwise(facts.claims.all):
        if first.block != second.block or first.quantity is None or second.quantity is None:
            continue
        text = blocks[first.block].text
        between = text[first.end : second.start]
        alone = (between.strip(), text[second.end : second.end + 1]) in _BRACKETS
        if blocks[first.block].code is not None and _COMMENT.fullmatch(between):
            yield from _commented(first, second, rule)
            continue
        told = (alone or _THAT_IS.fullmatch(between) is not None) and not _FORMAT.fullmatch(second.text)
        if told and not _OPERATOR.search(second.text) and _comparable(first.quantity, second.quantity):
            found = _derivation(first, second, first.quantity, second.quantity, rule)
            sure = _is_whole(first.quantity, second, text) and _is_announced(between, second.quantity)
            if (
                (
                    alone
                    and _is_of_one_kind(first.quantity, second.quantity)
                    and not _is_period(first.quantity, second.quantity)
                )
                or found.holds
                or (sure and _is_moved(found))
                or (alone and _is_counted_alike(first.quantity, second.quantity) and _is_missed(found))
            ):
                yield found
            elif any(map(str.isalpha, between)) and (slip := _misprint(found, second.quantity)):
                yield replace(found, near_miss=slip)


def _is_period(first: Quantity, second: Quantity) -> bool:
    """Whether a time is the period that another one is a small part of: "43.2 minutes (30 days)"."""
    own, whole = first.nominal(), second.nominal()
    if second.readings[0].unit.dimensions != _SECONDS or own.high is None or whole.low is None:
        return False
    return whole.low > _SMALL_PART * own.high and whole.low / _DAY in _PERIODS


def _commented(first: Claim, second: Claim, rule: str) -> Iterator[Derivation]:
    """The fraction that a line of code sets, as the percentage of its comment: "threshold = 0.15  # 15% apart"."""
    if first.quantity is None or second.quantity is None or first.quantity.unit.symbol or first.quantity.value is None:
        return
    if second.quantity.unit.symbol == "%" and 0 < first.quantity.value < 1:
        found = _derivation(first, second, first.quantity, second.quantity, rule)
        if found.holds:
            yield replace(found, power=_CHANCE)


def _is_whole(first: Quantity, second: Claim, text: str) -> bool:
    """Whether the second is not of more than the first: not "0.5 J per token, or 0.14 kWh per million"."""
    if second.quantity is None or _PER.match(text, second.end):
        return False
    a, b = first.readings[0].unit, second.quantity.readings[0].unit
    return a.dimensions in (b.dimensions, _amount(b))


def _is_counted_alike(first: Quantity, second: Quantity) -> bool:
    """Whether a bracket only leaves out what the amount before it is counted per: "96 KiB per token (98,304 bytes)"."""
    a, b = first.readings[0].unit, second.readings[0].unit
    return b.dimensions == _amount(b) == _amount(a) != a.dimensions


def _is_missed(found: Derivation) -> bool:
    """Whether the second amount is the first one but for a prefix or a digit: no other one is meant."""
    if found.compared is None or len(_digits(found.stated)) < _TELLING:
        return False
    near, about = (widen(found.compared.result, reach) for reach in (_CLOSE, _ROUNDED))
    return near.meets(found.interval) or any(about.scale(factor).meets(found.interval) for factor in _MOVED)


def _is_announced(between: str, second: Quantity) -> bool:
    """Whether words say that the same amount follows: "14,112 kg, about 14.1 t"; a comma alone may part two amounts."""
    return any(map(str.isalpha, between)) or (bool(between.strip()) and second.modality is Modality.ABOUT)


def _is_moved(found: Derivation) -> bool:
    """Whether the second amount is the first one but for a prefix or the place of its point, with digits to tell."""
    stated = found.compared
    if stated is None or min(len(_digits(each)) for each in (found.stated, found.steps[0].formula)) < _TELLING:
        return False
    return any(stated.result.scale(factor).meets(found.interval) for factor in _MOVED)


def _misprint(found: Derivation, second: Quantity) -> str:
    """The slip in a digit by which the second amount is not the first; of so many that no other price is meant.

    How many days a month has is open.
    """
    if "month" in second.unit.symbol:
        return ""
    return miswriting(second, found.interval, anywhere=True) if len(_digits(second.text)) >= _MANY else ""


def _digits(text: str) -> str:
    """The digits of a number that say something: zeros at its ends only place the others."""
    return "".join(filter(str.isdecimal, text)).strip("0")


def _comparable(first: Quantity, second: Quantity) -> bool:
    """Whether two units are of one kind, of which one may leave out what both are counted per."""
    a, b = first.readings[0].unit, second.readings[0].unit
    same = _is_of_one_kind(first, second) or _amount(a) == _amount(b) in (a.dimensions, b.dimensions)
    return bool(a.dimensions) and same and a.symbol != b.symbol and _factors(first) != _factors(second)


def _is_of_one_kind(first: Quantity, second: Quantity) -> bool:
    return first.readings[0].unit.dimensions == second.readings[0].unit.dimensions


def _factors(quantity: Quantity) -> frozenset[Fraction]:
    """What a unit comes to in base units; "70 GB per GPU, 64 GB" is no conversion."""
    return frozenset(reading.unit.factor for reading in quantity.readings)


def _amount(unit: Unit) -> Dimensions:
    return tuple((name, power) for name, power in unit.dimensions if power > 0 or name == "second")


def _derivation(first: Claim, second: Claim, a: Quantity, b: Quantity, rule: str) -> Derivation:
    """The bracketed amount is judged: it is the one that was converted from what stands before it."""
    pairs = [(x.interval, y.interval) for x in a.readings for y in b.readings]
    met = [(x, y) for x, y in pairs if x.meets(y)]
    expected, stated = (met or pairs)[0]
    return one_step(
        second,
        claim_step(first, expected, first.text, a.unit.symbol),
        rule,
        expected=show.interval(expected, b.readings[0].unit),
        holds=bool(met),
        basis=Basis.ARITHMETIC,
        severity="" if met or slip(stated, expected) or not _mixed(pairs) else "warning",
        compared=claim_step(second, stated, second.text, b.unit.symbol),
        near_miss="binary prefixes were divided as if they were decimal"
        if not met and _is_stored(a.unit) and _mixed(pairs)
        else "",
    )


def _is_stored(unit: Unit) -> bool:
    """Whether bytes are counted, which have binary prefixes."""
    return "byte" in dict(unit.dimensions)


def _mixed(pairs: list[tuple[Interval, Interval]]) -> bool:
    """Whether reading powers of 1024 as powers of 1000 explains the difference."""
    return any(x.meets(y.scale(1 / f)) or y.meets(x.scale(1 / f)) for x, y in pairs for f in _BINARY_TAKEN_FOR_DECIMAL)
