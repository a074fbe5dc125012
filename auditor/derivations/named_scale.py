"""The scale of a bare number that its column, row, key or heading names: "MFLOPs", "Parameters (M)", "in millions"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from auditor import patterns as re
from auditor.facts import Claim
from auditor.unit_table import unit_table

_THOUSANDS = frozenset(1000**power for power in range(1, 6))
_LETTERS = {"K": 10**3, "M": 10**6, "MM": 10**6, "MN": 10**6, "B": 10**9, "BN": 10**9, "G": 10**9, "T": 10**12}
_LETTER = re.compile(
    r"[(\[,/]\s*[$€¥]?\s*([kKMBGT]|MM|[Mm]n|[Bb]n)\s*[$€¥]?\s*(?:[)\]]|$)|\b([KMBGT])\s(?=params?\b|parameters?\b|weights?\b|tokens?\b)"
)
"""A letter that stands for a scale: in brackets, behind a comma, before what it counts."""
_ALONE = re.compile(r"[\s*]*([KMBT])[\s*]*")
"""A head that is nothing but such a letter."""
_WORDS = {
    10**3: re.compile(r"\bthousands?\b|千|\bnghìn\b", re.IGNORECASE),
    10**4: re.compile(r"(?<!百)万"),
    10**6: re.compile(r"\bmillions?\b|百万|\btriệu\b", re.IGNORECASE),
    10**8: re.compile(r"亿"),
    10**9: re.compile(r"\bbillions?\b|十亿|\btỷ\b", re.IGNORECASE),
    10**12: re.compile(r"\btrillions?\b|万亿|\bnghìn tỷ\b", re.IGNORECASE),
}
_SIGNS = {"万": 10**4, "亿": 10**8}
_OWN = re.compile(r"\d ?([KMBT万亿])\Z")
_UNIT = re.compile(r"[A-Za-z]+(?:/s)?")
_LONGEST = 80
"""Characters of a head that are read."""


def named_scales(claim: Claim) -> tuple[int, ...]:
    """What the words over and beside a number without unit and scale say that it is to be multiplied by."""
    quantity = claim.quantity
    if quantity is None or quantity.unit.symbol or not claim.text[-1:].isdigit():
        return ()
    label = claim.label
    heads = (label.column, label.row, label.key, *label.headings[-1:])
    return tuple(sorted({scale for head in heads if head for scale in _scales(head[:_LONGEST])}))


def own_scale(claim: Claim) -> int | None:
    """What the letter or sign right behind the digits of a number without unit multiplies it by: "5.2B", "16.3 亿"."""
    found = _OWN.search(claim.text) if claim.quantity is not None and not claim.quantity.unit.symbol else None
    return _LETTERS.get(found[1]) or _SIGNS[found[1]] if found is not None else None


@lru_cache(maxsize=2048)
def _scales(head: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_said(head)))


def _said(head: str) -> Iterator[int]:
    if found := _ALONE.fullmatch(head):
        yield _LETTERS[found[1]]
    for found in _LETTER.finditer(head):
        yield _LETTERS[(found[1] or found[2]).upper()]
    yield from (scale for scale, words in _WORDS.items() if words.search(head))
    for found in _UNIT.finditer(head):
        term = unit_table().exact.get(found[0])
        factor = Fraction(1) if term is None else term.alternatives[0].unit.factor
        if factor in _THOUSANDS:
            yield int(factor)
