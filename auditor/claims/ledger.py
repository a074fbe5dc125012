"""The account of every numeral of the source: a claim, an operand of one, or why it claims nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from auditor.claims.claim import Claim, Numeral
from auditor.document import Document
from auditor.frozen import dataclass
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
    reasons = sorted([*passed, *outside], key=_place)
    stated = sorted((claim for claim in claims if claim.quantity is not None), key=_place)
    return tuple(_account(document.source, stated, reasons, operands))


def _place(entry: Claim | Passed) -> tuple[int, int]:
    return entry.span.start, entry.span.end


def _account(source: str, claims: Sequence[Claim], reasons: Sequence[Passed], operands: Set[int]) -> Iterator[Numeral]:
    claim_at = reason_at = 0
    for found in _NUMERAL.finditer(source):
        start, end = found.span()
        claim_at = _advance(claims, claim_at, start)
        if claim_at < len(claims) and claims[claim_at].span.start < end:
            claim = claims[claim_at]
            role = "operand" if claim.index in operands else "claim"
            yield Numeral(Span(start, end), role, _what(claim), claim.index)
            continue
        reason_at = _advance(reasons, reason_at, start)
        known = reason_at < len(reasons) and reasons[reason_at].span.start < end
        yield Numeral(Span(start, end), "other", reasons[reason_at].why if known else _UNREAD, None)


def _advance(entries: Sequence[Claim | Passed], at: int, start: int) -> int:
    """The first entry that does not end before an offset; entries of one kind do not overlap."""
    while at < len(entries) and entries[at].span.end <= start:
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
