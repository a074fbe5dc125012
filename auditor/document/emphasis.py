"""Which runs of *, _ and ~~ are markup: the delimiter algorithm of CommonMark, with strikethrough, less products."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from auditor.document.content import BLANK
from auditor.frozen import dataclass

_SPACE, _PUNCTUATION, _WORD = range(3)


@dataclass(slots=True, eq=False)
class Run:
    """A run of one delimiter character; what pairs up is taken from its ends."""

    mark: str
    low: int
    """Where what is left of the run begins: closing takes from here."""
    high: int
    """Where what is left of the run ends: opening takes from here."""
    length: int
    """As written; 0 for strikethrough, which the rule of three does not concern."""
    opens: bool
    closes: bool

    @property
    def unit(self) -> int:
        """How few characters make a delimiter."""
        return 2 if self.mark == "~" else 1


class Pair(NamedTuple):
    """An emphasized stretch."""

    mark: str
    width: int
    """How many characters its delimiters have: two of * or _ are strong."""
    start: int
    """Where the opening delimiter ends."""
    end: int
    """Where the closing delimiter starts."""


def run(text: str, start: int, end: int) -> Run | None:
    """The run of delimiters at a place; None if it can neither open nor close."""
    mark = text[start]
    if mark == "*" and _multiplies(text, start, end):
        return None
    before = _kind(text[start - 1]) if start else _SPACE
    after = _kind(text[end]) if end < len(text) else _SPACE
    left = after == _WORD or (after == _PUNCTUATION and before != _WORD)
    right = before == _WORD or (before == _PUNCTUATION and after != _WORD)
    if mark == "_":
        # Inside a word, _ is a letter.
        left, right = left and (not right or before == _PUNCTUATION), right and (not left or after == _PUNCTUATION)
    if not left and not right:
        return None
    return Run(mark, start, end, 0 if mark == "~" else end - start, left, right)


def _multiplies(text: str, start: int, end: int) -> bool:
    """Whether asterisks stand between the operands of a product or power: "2*3 + 4*5", "TP2*PP4*EP8", "2**10".

    CommonMark would make the first pair of them emphasis; nobody writes half a number in italics.
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if not (before + after).isascii() or not (before.isalnum() and after.isalnum()):
        return False
    digits = before.isdigit() + after.isdigit()
    return digits >= end - start


def pairs(runs: list[Run]) -> list[Pair]:
    """Pair the runs of a stretch, innermost first; each run keeps between `low` and `high` what is plain text."""
    found: list[Pair] = []
    chain = _Chain(len(runs))
    # Below these no run can open for a closer of the same sort: looked through already.
    floors: dict[tuple[str, bool, int], int] = {}
    at = 0
    while at < len(runs):
        closer = runs[at]
        if not closer.closes:
            at = chain.after[at]
            continue
        sort = (closer.mark, closer.opens, closer.length % 3)
        floor = floors.get(sort, -1)
        seek = chain.before[at]
        while seek > floor and not _fit(runs[seek], closer):
            seek = chain.before[seek]
        if seek <= floor:
            floors[sort] = chain.before[at]
            if not closer.opens:
                chain.remove(at)
            at = chain.after[at]
            continue
        opener = runs[seek]
        found.append(_take(opener, closer))
        chain.join(seek, at)
        if opener.high - opener.low < opener.unit:
            chain.remove(seek)
        if closer.high - closer.low < closer.unit:
            chain.remove(at)
            at = chain.after[at]
    return found


class _Chain:
    """Indices in a row, from which some are taken out."""

    __slots__ = ("after", "before")

    def __init__(self, count: int) -> None:
        self.before = list(range(-1, count - 1))
        self.after = list(range(1, count + 1))

    def remove(self, index: int) -> None:
        """Take an index out; its own neighbours stay known."""
        before, after = self.before[index], self.after[index]
        if before >= 0:
            self.after[before] = after
        if after < len(self.before):
            self.before[after] = before

    def join(self, first: int, second: int) -> None:
        """Take out what stands between two: it can pair with nothing outside."""
        self.after[first], self.before[second] = second, first


def _fit(opener: Run, closer: Run) -> bool:
    if not opener.opens or opener.mark != closer.mark:
        return False
    # "Rule of three": a run that could do both pairs only if the lengths leave no ambiguity.
    both = opener.closes or closer.opens
    return not (both and closer.length % 3 and (opener.length + closer.length) % 3 == 0)


def _take(opener: Run, closer: Run) -> Pair:
    width = 2 if min(opener.high - opener.low, closer.high - closer.low) >= 2 else 1
    pair = Pair(opener.mark, width, opener.high, closer.low)
    opener.high -= width
    closer.low += width
    return pair


@lru_cache(maxsize=4096)
def _kind(character: str) -> int:
    """White space, punctuation (symbols count too) or anything else."""
    if character in BLANK and character not in "\u2028\u2029":
        return _SPACE
    return _PUNCTUATION if category(character)[0] in "PS" else _WORD
