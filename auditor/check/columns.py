"""Columns in the unit that a format counts in: code points, UTF-16 code units, UTF-8 bytes."""

from __future__ import annotations

import re
from typing import Literal

from auditor.check.hit import Mark

_BREAK = re.compile(r"[\r\n]")

Unit = Literal["points", "utf16", "utf8"]


def columns(source: str, mark: Mark, unit: Unit) -> tuple[int, int]:
    """The first and the exclusive last column of a mark, from 1, each on its own line."""
    first = source[mark.start - mark.column + 1 : mark.start]
    last = source[mark.end - mark.end_column + 1 : mark.end]
    return width(first, unit) + 1, width(last, unit) + 1


def width(text: str, unit: Unit) -> int:
    """How many units a text takes."""
    if unit == "points" or text.isascii():
        return len(text)
    if unit == "utf16":
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode())


def on_first_line(mark: Mark) -> Mark:
    """The mark cut at the end of its first line: a place that some hosts show only if one line holds it."""
    if mark.line == mark.end_line:
        return mark
    kept = _BREAK.split(mark.text, 1)[0]
    return Mark(mark.start, mark.start + len(kept), kept, mark.line, mark.column, mark.line, mark.column + len(kept))
