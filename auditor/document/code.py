"""Lines of code: the text on each, and the pipe tables that some of them make up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from auditor.document.tables import is_rule

# The branches of trees, drawn in box characters or in ASCII (`|-- `, `+-- `, "`-- "), and the white space around.
_BRANCHES = re.compile(r"[\s\u2500-\u257f]*(?:[|\s]*[|+`\\]-{2,}\s+)?")
_DRAWING = "".join(map(chr, range(0x2500, 0x2580)))


class Line(NamedTuple):
    """A line of code that holds text."""

    number: int
    """From 0, blank lines counted."""
    start: int
    """Where its text starts, behind white space and the branches of a tree."""
    end: int
    """Where its text ends."""
    indent: int
    """Columns before the text."""
    row: int | None = None
    """Which row of a table it is, from 0."""


def read(text: str, starts: list[int], ends: list[int], indents: list[int]) -> Iterator[Line]:
    """The lines with text, given the places and the indentations of all lines."""
    row: int | None = None
    ruled = False
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        behind = number + 1
        if is_rule(text, start, end):
            # Rules carry no text; within a table they part the rows.
            ruled = True
            continue
        if "|" not in text[start:end]:
            row = None
        elif row is not None:
            row += 1
        elif behind < len(starts) and is_rule(text, starts[behind], ends[behind]):
            # A rule of pluses stands above the header too; without that it only opens the table below.
            row = 0 if ruled or text[starts[behind]] != "+" else None
        elif behind < len(starts) and _is_header(text[start:end], text[starts[behind] : ends[behind]]):
            row = 0
        ruled = False
        line = _line(text, number, start, end, indents[number], row)
        if line:
            yield line


def _is_header(line: str, below: str) -> bool:
    """Whether a line heads a table without a rule: three names or more apart, and as many cells below."""
    bars = line.count(" | ")
    named = bars >= 2 and line.count("|") == bars and not any(map(str.isdigit, line))
    return named and below.count(" | ") == below.count("|") == bars and any(map(str.isdigit, below))


def _line(text: str, number: int, start: int, end: int, indent: int, row: int | None) -> Line | None:
    if row is not None:
        return Line(number, start, end, indent, row)
    behind = start + len(text[start:end].rstrip().rstrip(_DRAWING).rstrip())
    found = _BRANCHES.match(text, start, behind)
    begin = found.end() if found else start
    return Line(number, begin, behind, indent + begin - start) if begin < behind else None
