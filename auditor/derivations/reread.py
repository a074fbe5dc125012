"""Numbers of a written calculation read otherwise than first: what comes out right then is no mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations

from auditor import patterns as re
from auditor.derivations.decided import decide
from auditor.derivations.values import operands
from auditor.facts import Claim, Expression, Operation
from auditor.quantity import Quantity, Reading
from auditor.unit_table import unit
from auditor.units import Unit

_APART = re.compile(r"\d[ \u00a0]B$")
_BILLION = Fraction(10**9)
_DECIMAL = re.compile(r"(?<![\d.,])(?:\d{1,3},\d{1,2}|0,\d+)(?![\d.,])")
_THREE = re.compile(r"(?<![\d.,])(?!0)\d{1,3}([.,])\d{3}(?![\d.,])")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?![\d.,])")
"""A number whose points can only part thousands: "1.048.576"."""
_NEAR = 12
"""Numbers to either side of a calculation that may show how its document parts thousands."""
_THOUSAND = Fraction(1000)
_POINTS = frozenset({"%", "pp"})
_MOST = 3
"""Numbers of one calculation that are tried in every combination."""


def is_apart(claim: Claim) -> bool:
    """Whether a number ends in a B that stands apart, which is the byte or the billion: "4.33 B"."""
    return _APART.search(claim.text) is not None


def comes_out(claims: tuple[Claim, ...], left: Expression, relation: str, right: Expression) -> bool:
    """Whether another reading makes a calculation right: of a B that stands apart, of decimal commas, of percent
    signs left out."""
    used = [claims[index] for index in dict.fromkeys((*operands(left), *operands(right)))]
    for changed in chain(_with_billions(used), _with_commas(claims, used), _as_points(left, used)):
        changes = {index: replace(claims[index], quantity=quantity) for index, quantity in changed.items()}
        known = tuple([changes.get(claim.index, claim) for claim in claims])
        found = decide(known, left, relation, right)
        if found is not None and found.holds:
            return True
    return False


def _with_billions(used: list[Claim]) -> Iterator[dict[int, Quantity]]:
    """The numbers with a B apart, read the other way: each, and each combination of them."""
    apart = {claim.index: _other_way(claim.quantity) for claim in used if claim.quantity and is_apart(claim)}
    for count in range(1, min(len(apart), _MOST) + 1):
        for chosen in combinations(apart, count):
            yield {index: apart[index] for index in chosen}


def _other_way(quantity: Quantity) -> Quantity:
    if quantity.unit.symbol:
        return _plain(quantity, _BILLION, unit(""))
    return _plain(quantity, 1 / _BILLION, unit("B"))


def _with_commas(claims: tuple[Claim, ...], used: list[Claim]) -> Iterator[dict[int, Quantity]]:
    """The numbers of three digits behind a comma or point read the other way, if one has a decimal comma for sure, or
    one nearby has points between its thousands."""
    near = claims[max(used[0].index - _NEAR, 0) : used[0].index + _NEAR]
    if not any(_DECIMAL.search(claim.text) for claim in used) and not any(_POINTED.match(each.text) for each in near):
        return
    found = {claim.index: (claim.quantity, _THREE.search(claim.text)) for claim in used}
    yield {
        index: _times(quantity, _THOUSAND if written[1] == "." else 1 / _THOUSAND)
        for index, (quantity, written) in found.items()
        if quantity is not None and written is not None
    }


def _times(quantity: Quantity, factor: Fraction) -> Quantity:
    """The number so many times as large, with its unit."""
    value = None if quantity.value is None else quantity.value * factor
    readings = tuple(replace(reading, interval=reading.interval.scale(factor)) for reading in quantity.readings)
    return replace(quantity, value=value, interval=quantity.interval.scale(factor), readings=readings)


def _as_points(left: Expression, used: list[Claim]) -> Iterator[dict[int, Quantity]]:
    """The percentages as plain numbers, if a sum has some without their sign: "81.2 % − 79.0 = 2.2 pp"."""
    points = {each.index: each.quantity for each in used if each.quantity and each.quantity.unit.symbol in _POINTS}
    bare = any(each.quantity is not None and not each.quantity.unit.symbol for each in used)
    if points and bare and isinstance(left, Operation) and left.operator in "+-":
        yield {index: _plain(quantity, Fraction(1), unit("")) for index, quantity in points.items()}


def _plain(quantity: Quantity, factor: Fraction, other: Unit) -> Quantity:
    """The printed number in another unit."""
    interval = quantity.interval.scale(factor)
    value = None if quantity.value is None else quantity.value * factor
    reading = Reading("", other, interval)
    return Quantity(quantity.text, value, interval, other, quantity.modality, quantity.whole, (reading,))
