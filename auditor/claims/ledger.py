"""The account of every numeral of the source: a claim, an operand of one, or why it claims nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from auditor.claims.claim import Claim, Numeral
from auditor.document import Document
from auditor.span import Span

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_UNREAD = "markup"


@dataclass(frozen=True, slots=True)
class Passed:
    """A stretch of the source whose digits claim nothing."""

    span: Span
    why: str


def ledger(
    document: Document, claims: Iterable[Claim], passed: Iterable[Passed], operands: Set[int]
) -> tuple[Numeral, ...]:
    """One entry for each numeral, in source order; `operands` are the claims that stand in written arithmetic."""
    outside = (Passed(stretch.span, stretch.why) for stretch in document.outside)
    entries = sorted([*claims, *passed, *outside], key=_place)
    return tuple(_account(document.source, entries, operands))


def _place(entry: Claim | Passed) -> tuple[int, int, bool]:
    return entry.span.start, entry.span.end, isinstance(entry, Passed)


def _account(source: str, entries: list[Claim | Passed], operands: Set[int]) -> Iterator[Numeral]:
    at = 0
    for found in _NUMERAL.finditer(source):
        span = Span(found.start(), found.end())
        while at < len(entries) and entries[at].span.end <= span.start:
            at += 1
        yield _entry(span, list(_overlapping(entries, at, span)), operands)


def _overlapping(entries: list[Claim | Passed], at: int, span: Span) -> Iterator[Claim | Passed]:
    while at < len(entries) and entries[at].span.start < span.end:
        if entries[at].span.overlaps(span):
            yield entries[at]
        at += 1


def _entry(span: Span, entries: list[Claim | Passed], operands: Set[int]) -> Numeral:
    for entry in entries:
        if isinstance(entry, Claim) and entry.quantity is not None:
            role = "operand" if entry.index in operands else "claim"
            return Numeral(span, role, _what(entry), entry.index)
    why = next((entry.why for entry in entries if isinstance(entry, Passed)), _UNREAD)
    return Numeral(span, "other", why, None)


def _what(claim: Claim) -> str:
    """What a number is, in words."""
    assert claim.quantity is not None
    if claim.degree:
        return f"{claim.degree} degree"
    symbol = claim.quantity.unit.symbol
    names = {"": "number", "%": "percentage", "×": "multiple"}
    return names.get(symbol, f"quantity in {symbol}")
