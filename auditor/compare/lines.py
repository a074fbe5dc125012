"""A comparison for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.compare.comparison import Comparison
from auditor.compare.words import Item, headline, items, tally
from auditor.report.terminal import Line, Piece

_STYLES = {"solved": "green", "new": "bold red", "remaining": "bold yellow"}
_LABEL = 12


def lines(comparison: Comparison) -> Iterator[Line]:
    """Both verdicts, the counts, and a line for each finding and each claim that got weaker."""
    yield Line((Piece(headline(comparison), "bold"),))
    yield Line((Piece(f"{tally(comparison)}."),))
    last = ""
    for item in items(comparison):
        if item.group != last:
            yield Line()
        yield _line(item, first=item.group != last)
        last = item.group


def _line(item: Item, *, first: bool) -> Line:
    style = _STYLES.get(item.group, "yellow")
    label = Piece(f"{item.group if first else '':<{_LABEL}}", style)
    after = f" ({item.outcome})" if item.outcome else ""
    return Line((Piece(f"{item.place}: ", "dim"), Piece(item.text), Piece(after, "dim")), label=(label,))
