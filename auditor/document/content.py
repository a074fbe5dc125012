"""The running text of a block: its lines put together, with the place in the source of each."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

BLANK = "".join(
    map(chr, (*range(9, 14), 32, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000))
)
"""White space that CommonMark trims off a block; not the information separators, which Python counts as space."""


class Content(NamedTuple):
    """Text with markup still in it, as runs of the source."""

    text: str
    begins: list[int]
    """Where each run begins in `text`; the first at 0."""
    sources: list[int]
    """Where each run begins in the source."""

    def source(self, index: int) -> int:
        """Source offset of a character."""
        run = bisect_right(self.begins, index) - 1
        return self.sources[run] + index - self.begins[run]

    def source_end(self, index: int) -> int:
        """Source offset just behind the character before `index`."""
        return self.source(index - 1) + 1

    def cut(self, start: int, end: int) -> Content:
        """The stretch from `start` to `end`."""
        first = bisect_right(self.begins, start) - 1
        last = max(bisect_right(self.begins, end - 1), first + 1)
        begins = [max(begin - start, 0) for begin in self.begins[first:last]]
        sources = self.sources[first:last]
        sources[0] += start - self.begins[first]
        return Content(self.text[start:end], begins, sources)


def line(text: str, start: int, end: int) -> Content | None:
    """The stretch of one line without white space around it; None if nothing is left."""
    stretch = text[start:end]
    kept = stretch.lstrip(BLANK)
    if not kept:
        return None
    return Content(kept.rstrip(BLANK), [0], [start + len(stretch) - len(kept)])


def paragraph(text: str, source: str, starts: list[int], ends: list[int]) -> Content | None:
    """The lines put together, each break as LF, without white space around the whole; None if nothing is left.

    `text` is `source` normalized: a CR before LF is a space in it, which belongs to the break and not to the line.
    """
    if len(starts) == 1:
        return line(text, starts[0], ends[0])
    begins: list[int] = []
    sources: list[int] = []
    parts: list[str] = []
    length = 0
    for start, end in zip(starts, ends, strict=True):
        broken = start < end and source[end - 1] == "\r"
        for first, behind in ((start, end - 1), (end, end + 1)) if broken else ((start, end + 1),):
            begins.append(length)
            sources.append(first)
            parts.append(text[first:behind])
            length += behind - first
    joined = "".join(parts)
    kept = joined.strip(BLANK)
    if not kept:
        return None
    lead = len(joined) - len(joined.lstrip(BLANK))
    return Content(joined, begins, sources).cut(lead, lead + len(kept))
