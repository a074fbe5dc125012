"""The document's text, line by line, cut into pieces at its marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from auditor.frozen import dataclass
from auditor.report.html.marks import Mark
from auditor.report.view import View
from auditor.text import visible

_CHINESE, _VIETNAMESE, _SAMPLE = 0.05, 0.01, 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line, safe to print."""

    text: str
    mark: Mark | None = None
    first: bool = False
    """Whether its mark begins here, so that the anchor does."""


@dataclass(slots=True)
class Line:
    """One line of the source."""

    pieces: list[Piece] = field(default_factory=list)
    anchors: list[int] = field(default_factory=list)
    """Claims that begin here but lie wholly under narrower ones: nothing but their anchor is left."""


def lines(view: View, marks: Sequence[Mark]) -> list[Line]:
    """Every line of the source with its marks; where marks overlap the inner one shows."""
    source = view.source
    starts = view.findings.derivations.facts.claims.document.lines.starts
    found = [Line() for _ in starts]
    shown: set[int] = set()
    line = 0
    for start, end, mark in _segments(len(source), marks):
        while start < end:
            while line + 1 < len(starts) and starts[line + 1] <= start:
                line += 1
            stop = min(end, starts[line + 1]) if line + 1 < len(starts) else end
            text = source[start:stop].rstrip("\r\n")
            if text:
                first = mark is not None and id(mark) not in shown
                shown.add(id(mark))
                found[line].pieces.append(Piece(visible(text), mark, first))
            start = stop
    for mark in marks:
        if mark.claim is not None and id(mark) not in shown:
            found[view.line(mark.claim) - 1].anchors.append(mark.claim)
    return found[:-1] if len(found) > 1 and starts[-1] == len(source) else found


def _segments(length: int, marks: Sequence[Mark]) -> Iterator[tuple[int, int, Mark | None]]:
    """The source from end to end: every stretch with the innermost mark over it."""
    stack: list[Mark] = []
    at = 0
    for mark in (*marks, None):
        upto = length if mark is None else mark.span.start
        while at < upto:
            while stack and stack[-1].span.end <= at:
                stack.pop()
            stop = min(upto, stack[-1].span.end) if stack else upto
            yield at, stop, stack[-1] if stack else None
            at = stop
        if mark is not None:
            stack.append(mark)


def language(source: str) -> str:
    """The language of a text for its `lang`: en, zh or vi; empty if it looks like none of them."""
    letters = [character for character in source[:_SAMPLE] if character.isalpha()]
    if not letters:
        return ""
    if sum("\u4e00" <= character <= "\u9fff" for character in letters) > _CHINESE * len(letters):
        return "zh"
    if sum(character in "ăđơưĂĐƠƯ" or "ạ" <= character <= "ỹ" for character in letters) > _VIETNAMESE * len(letters):
        return "vi"
    return "en" if sum(character.isascii() for character in letters) > (1 - _CHINESE) * len(letters) else ""
