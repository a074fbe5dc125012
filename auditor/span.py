"""Where something stands in the source: offsets in code points, and the line and column of each."""

from __future__ import annotations

import re
from bisect import bisect_right

from auditor.frozen import dataclass

_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of the source."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset just behind the last code point."""

    def covers(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end

    def join(self, other: Span) -> Span:
        """The shortest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class Lines:
    """The line starts of a text; lines end at LF, CRLF or CR alone."""

    __slots__ = ("starts",)

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column (in code points) of an offset."""
        line = bisect_right(self.starts, offset) - 1
        return line + 1, offset - self.starts[line] + 1
