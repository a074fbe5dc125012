"""Text with pieces cut out or replaced, and the map from what is left to the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from auditor.document.content import Content
from auditor.document.offsets import Offsets
from auditor.span import Span

Cut = tuple[int, int, str]
"""Start, end, and what stands there instead."""


class Plain(NamedTuple):
    """Plain text; the fields mean what they mean in `Block`."""

    text: str
    offsets: Sequence[int]
    stops: Sequence[int] = ()
    strong: tuple[Span, ...] = ()
    verbatim: tuple[Span, ...] = ()
    struck: tuple[Span, ...] = ()

    def cut(self, start: int, end: int) -> Plain:
        """The stretch of the text from `start` to `end`, which holds at least one character."""
        stops = self.stops[start:end]
        behind = self.stops[end - 1] if self.stops else self.offsets[end - 1] + 1
        runs = self.offsets if isinstance(self.offsets, Offsets) else None
        offsets = runs.stretch(start, end, behind) if runs else self.offsets[start : end + 1]
        marked = (_clip(spans, start, end) for spans in (self.strong, self.verbatim, self.struck))
        return Plain(self.text[start:end], offsets, stops, *marked)


Stretches = Sequence[tuple[int, int]]


def plain(
    content: Content, cuts: Sequence[Cut], strong: Stretches = (), verbatim: Stretches = (), struck: Stretches = ()
) -> Plain:
    """The content without its cuts, which are in order and do not overlap; the stretches are those of the content."""
    if not cuts and len(content.begins) == 1:
        start = content.sources[0]
        return Plain(content.text, range(start, start + len(content.text) + 1))
    build = _Build(content)
    at = 0
    for start, end, instead in cuts:
        if start > at:
            build.keep(at, start)
        if instead:
            build.replace(start, end, instead)
        at = end
    if at < len(content.text):
        build.keep(at, len(content.text))
    return build.done(strong, verbatim, struck)


class _Build:
    """A plain text in the making: runs of the source, one after the other."""

    __slots__ = ("begins", "content", "end", "ends", "length", "origins", "parts", "replaced", "sources")

    def __init__(self, content: Content) -> None:
        self.content = content
        self.parts: list[str] = []
        self.length = 0
        self.end = content.sources[0]
        # For each run: where it begins in the text, in the content, in the source; and the end of its first character.
        self.begins: list[int] = []
        self.origins: list[int] = []
        self.sources: list[int] = []
        self.ends: list[int] = []
        self.replaced = False

    def keep(self, start: int, end: int) -> None:
        """Take a stretch as it is."""
        begins, sources = self.content.begins, self.content.sources
        self.parts.append(self.content.text[start:end])
        run = bisect_right(begins, start) - 1 if len(begins) > 1 else 0
        while start < end:
            stop = begins[run + 1] if run + 1 < len(begins) and begins[run + 1] < end else end
            source = sources[run] + start - begins[run]
            self._run(start, source, source + 1, stop - start)
            self.end = source + stop - start
            start, run = stop, run + 1

    def replace(self, start: int, end: int, instead: str) -> None:
        """Put characters in the place of a stretch: each of them stands for the whole of it."""
        source, self.end = self.content.source(start), self.content.source_end(end)
        self.parts.append(instead)
        self.replaced |= self.end > source + 1
        for _ in instead:
            self._run(start, source, self.end, 1)

    def _run(self, origin: int, source: int, end: int, length: int) -> None:
        self.begins.append(self.length)
        self.origins.append(origin)
        self.sources.append(source)
        self.ends.append(end)
        self.length += length

    def done(self, strong: Stretches, verbatim: Stretches, struck: Stretches) -> Plain:
        """The finished text."""
        offsets = Offsets([*self.begins, self.length], [*self.sources, self.end], self.length + 1)
        stops = Offsets(self.begins, self.ends, self.length) if self.replaced else ()
        text = "".join(self.parts)
        return Plain(text, offsets, stops, self._spans(strong), self._spans(verbatim), self._spans(struck))

    def _spans(self, stretches: Stretches) -> tuple[Span, ...]:
        if not stretches:
            return ()
        spans = [Span(self._place(start), self._place(end)) for start, end in stretches]
        return tuple(sorted(span for span in spans if span.start < span.end))

    def _place(self, index: int) -> int:
        """Where in the text a place of the content ends up."""
        run = bisect_right(self.origins, index) - 1
        if run < 0:
            return 0
        behind = self.begins[run + 1] if run + 1 < len(self.begins) else self.length
        return min(self.begins[run] + index - self.origins[run], behind)


def _clip(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    cut = (Span(max(span.start, start) - start, min(span.end, end) - start) for span in spans)
    return tuple(span for span in cut if span.start < span.end)
