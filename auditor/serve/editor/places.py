"""Places of a source as an editor counts them: lines and characters from 0, in the unit that both sides agreed on."""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

from auditor.check.columns import Unit, width
from auditor.span import Lines

UNITS: dict[str, Unit] = {
    PositionEncodingKind.Utf8: "utf8",
    PositionEncodingKind.Utf16: "utf16",
    PositionEncodingKind.Utf32: "points",
}


class Places:
    """Offsets in code points to places and back."""

    __slots__ = ("_source", "_starts", "_unit")

    def __init__(self, source: str, unit: Unit) -> None:
        self._source = source
        self._starts = Lines(source).starts
        self._unit = unit

    def position(self, offset: int) -> Position:
        """Where an offset is."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line, width(self._source[self._starts[line] : offset], self._unit))

    def range(self, start: int, end: int) -> Range:
        """A stretch between two offsets."""
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """Which offset a place is; one behind the end of its line, or of the text, is that end."""
        if position.line >= len(self._starts):
            return len(self._source)
        at, left = self._starts[position.line], position.character
        for character in self._source[at : self._end(position.line)]:
            left -= width(character, self._unit)
            if left < 0:
                break
            at += 1
        return at

    def _end(self, line: int) -> int:
        """Where the text of a line ends, its break left out."""
        if line + 1 == len(self._starts):
            return len(self._source)
        end = self._starts[line + 1]
        return end - (2 if self._source[end - 2 : end] == "\r\n" else 1)
