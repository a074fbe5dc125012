"""A compact map from the characters of a text to where they stand in the source."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import overload


class Offsets(Sequence[int]):
    """Ascending offsets held as runs: inside a run each offset is one more than the one before.

    A text with its markup taken out is a few long runs of the source, so this takes a few bytes a run where a tuple
    would take forty a character.
    """

    __slots__ = ("_length", "_marks", "_runs")

    def __init__(self, begins: Sequence[int], offsets: Sequence[int], length: int) -> None:
        """Runs begin at the indices `begins` (the first is 0) with the offsets `offsets`."""
        self._runs = len(begins)
        self._marks = array("I", [*begins, *offsets])
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Offsets: ...
    def __getitem__(self, index: int | slice) -> int | Offsets:
        if isinstance(index, slice):
            return self._cut(*index.indices(self._length))
        if index < 0:
            index += self._length
        if not 0 <= index < self._length:
            raise IndexError("index outside the text")
        run = bisect_right(self._marks, index, 0, self._runs) - 1
        return self._marks[self._runs + run] + index - self._marks[run]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != self._length:
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def stretch(self, start: int, stop: int, end: int) -> Offsets:
        """The offsets from `start` to `stop`, and `end` behind them."""
        cut = self._cut(start, stop, 1)
        begins, offsets = cut._marks[: cut._runs], cut._marks[cut._runs :]
        return Offsets([*begins, stop - start], [*offsets, end], stop - start + 1)

    def _cut(self, start: int, stop: int, step: int) -> Offsets:
        """The stretch from `start` to `stop`; whole stretches only."""
        if step != 1:
            raise ValueError("offsets are cut into whole stretches only")
        if start >= stop:
            return Offsets((), (), 0)
        first = bisect_right(self._marks, start, 0, self._runs) - 1
        last = bisect_right(self._marks, stop - 1, 0, self._runs)
        begins = [max(begin - start, 0) for begin in self._marks[first:last]]
        offsets = list(self._marks[self._runs + first : self._runs + last])
        offsets[0] += start - self._marks[first]
        return Offsets(begins, offsets, stop - start)
