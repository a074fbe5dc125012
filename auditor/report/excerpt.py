"""The line of the document that holds a number, cut to a width and safe to print."""

from __future__ import annotations

from bisect import bisect_right

from auditor.frozen import dataclass
from auditor.span import Lines, Span
from auditor.text import columns, visible

_CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line in three parts; joined they are the line (or the stretch of it) as shown."""

    before: str
    marked: str
    after: str

    @property
    def text(self) -> str:
        """The whole line."""
        return self.before + self.marked + self.after

    @property
    def carets(self) -> str:
        """A line to stand below the text, with a caret under each column of the marked part."""
        return " " * columns(self.before) + "^" * max(columns(self.marked), 1)


def excerpt(source: str, lines: Lines, span: Span, width: int = 100) -> Excerpt:
    """The line on which `span` begins, its part on that line marked, in about `width` columns."""
    begin, end = _ends(source, lines, span.start)
    stop = min(max(span.end, span.start), end, span.start + width)
    room = max(width - (stop - span.start), 20)
    right = min(end - stop, max(room // 2, room - (span.start - begin)))
    left = min(span.start - begin, room - right)
    before, after = source[span.start - left : span.start], source[stop : stop + right]
    return Excerpt(
        before=_CUT + visible(before) if left < span.start - begin else visible(before.lstrip()),
        marked=visible(source[span.start : stop]),
        after=visible(after) + (_CUT if stop + right < end else ""),
    )


def _ends(source: str, lines: Lines, offset: int) -> tuple[int, int]:
    """Where the line of an offset begins and ends, its break left out."""
    line = bisect_right(lines.starts, offset)
    begin = lines.starts[line - 1]
    end = lines.starts[line] if line < len(lines.starts) else len(source)
    while end > offset and source[end - 1] in "\r\n":
        end -= 1
    return begin, end
