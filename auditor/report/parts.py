"""What many parts of the audit JSON are made of."""

from __future__ import annotations

from typing import Any

from auditor.findings import Premise
from auditor.interval import Interval
from auditor.report.view import View
from auditor.show import exact
from auditor.span import Span

Json = dict[str, Any]


def span(view: View, where: Span) -> Json:
    """Lines and columns from 1, offsets from 0, all in code points, ends exclusive."""
    place = view.place(where)
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "start": where.start,
        "end": where.end,
    }


def interval(value: Interval) -> Json:
    """Both ends as exact decimals or fractions, None where there is no end."""
    low, high = value.least, value.most
    return {
        "low": None if low is None else exact(low),
        "high": None if high is None else exact(high),
        "low_open": value.low_open,
        "high_open": value.high_open,
    }


def cited(premise: Premise) -> Json:
    """Where a document beside the report states a premise, and its text there."""
    return {"source": premise.source, "line": premise.line, "text": premise.text}


def claim_ids(claims: tuple[int, ...]) -> list[str | None]:
    """The ids of several claims."""
    return [claim_id(claim) for claim in claims]


def claim_id(claim: int | None) -> str | None:
    """The id of a claim: `c` and its index."""
    return None if claim is None else f"c{claim}"
