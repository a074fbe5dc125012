"""The index of several audits: a table to sort and filter, and what was found how often."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from auditor import __version__
from auditor.frozen import dataclass
from auditor.report.html.environment import rendered
from auditor.report.html.page import VERDICTS
from auditor.report.html.pictures.counts import counts
from auditor.report.rows import Row, closing, frequencies
from auditor.text import visible

_ORDER = ("REFUTED", "NOT ENOUGH INFO", "SUPPORTED WITH GAPS", "SUPPORTED")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document, safe to print."""

    name: str
    link: str
    row: Row
    sign: str
    rank: int
    """Place of its verdict, the worst first."""
    declared: str
    worst: str
    decided: int
    """Percentage of its claims that were decided."""
    codes: str
    """What the filter by rule or kind looks for, in one string."""


def index(rows: Sequence[Row], links: Sequence[str], sentence: str = "") -> str:
    """The page that lists several audits, each with a link relative to it, under a sentence on all of them."""
    entries = [_entry(row, link) for row, link in zip(rows, links, strict=True)]
    kinds, codes = frequencies(rows)
    return rendered(
        "index.html",
        entries=sorted(entries, key=lambda entry: (entry.rank, -entry.row.errors, -entry.row.warnings, entry.name)),
        verdicts=[name for name in _ORDER if any(entry.row.verdict == name for entry in entries)],
        closing=sentence or closing(rows),
        kinds=counts("Findings by kind", [(one.name, one.findings) for one in kinds]),
        kind_names=[one.name for one in kinds],
        codes=codes,
        version=__version__,
    )


def _entry(row: Row, link: str) -> Entry:
    coverage = row.coverage
    decided = coverage.supported + coverage.refuted
    return Entry(
        name=visible(row.path) or "a text without a name",
        link=quote(link),
        row=row,
        sign=VERDICTS[row.verdict],
        rank=_ORDER.index(row.verdict),
        declared=visible(row.declared),
        worst=visible(row.worst),
        decided=round(100 * decided / coverage.claims) if coverage.claims else 0,
        codes=" ".join(dict.fromkeys(word for pair in row.found for word in pair)),
    )
