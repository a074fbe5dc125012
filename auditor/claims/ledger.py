"""The account of every numeral of the source: a claim, an operand of one, or why it claims nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
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
    document: Document, claims: Sequence[Claim], passed: Iterable[Passed], operands: Set[int]
) -> tuple[Numeral, ...]:
    """One entry for each numeral, in source order; `operands` are the claims that stand in written arithmetic."""
    outside = (Passed(stretch.span, stretch.why) for stretch in document.outside)
    reasons = sorted([*passed, *outside], key=lambda entry: entry.span)
    stated = sorted((claim for claim in claims if claim.quantity is not None), key=lambda claim: claim.span)
    return tuple(_account(document.source, stated, reasons, operands))


def _account(source: str, claims: Sequence[Claim], reasons: Sequence[Passed], operands: Set[int]) -> Iterator[Numeral]:
    claim_at = reason_at = 0
    for found in _NUMERAL.finditer(source):
        span = Span(found.start(), found.end())
        claim_at = _advance(claims, claim_at, span)
        reason_at = _advance(reasons, reason_at, span)
        if claim_at < len(claims) and claims[claim_at].span.overlaps(span):
            claim = claims[claim_at]
            yield Numeral(span, "operand" if claim.index in operands else "claim", _what(claim), claim.index)
        elif reason_at < len(reasons) and reasons[reason_at].span.overlaps(span):
            yield Numeral(span, "other", reasons[reason_at].why, None)
        else:
            yield Numeral(span, "other", _UNREAD, None)


def _advance(entries: Sequence[Claim | Passed], at: int, span: Span) -> int:
    """The first entry that does not end before a span; entries of one kind do not overlap."""
    while at < len(entries) and entries[at].span.end <= span.start:
        at += 1
    return at


def _what(claim: Claim) -> str:
    """What a number is, in words."""
    assert claim.quantity is not None
    if claim.degree:
        return f"{claim.degree} degree"
    symbol = claim.quantity.unit.symbol
    names = {"": "number", "%": "percentage", "×": "multiple"}
    return names.get(symbol, f"quantity in {symbol}")
