"""Line breaks in running text that only wrap a sentence."""

from __future__ import annotations

import re
from itertools import pairwise

_NARROWEST = 56
"""Columns that a wrapped line fills; where lines are shorter, each may be a statement of its own."""
_LEFT_OPEN = re.compile(
    r"\b(?:an?|the|of|in|at|on|to|for|with|by|per|and|or|than|from|every|each|is|are|about|only|over|which|that|as)\Z"
)
"""How a line ends that cannot be a statement of its own."""
_ENDED = frozenset(".:;!?。：；！？|…✅❌✓✗")
_GOES_ON = re.compile(r"(?![^\n]{0,40}[:=：→])[(\w~≈$€]")
"""How the next line goes on with a sentence: not with a key or an equation of its own."""


def unwrapped(text: str) -> str:
    """The text of a paragraph with a space for each line break in the middle of a sentence, so that all places stay."""
    lines = text.split("\n")
    widest = max(map(len, lines))
    parts = [lines[0]]
    for line, following in pairwise(lines):
        parts += " " if _is_wrapped(line, following, widest) else "\n", following
    return "".join(parts)


def _is_wrapped(line: str, following: str, widest: int) -> bool:
    if not line or not following or line[-1] in _ENDED:
        return False
    if (line[-1].islower() or line[-1] == ",") and following[0].islower():
        # Between two words in lower case, however short the lines are.
        return True
    return _LEFT_OPEN.search(line) is not None or _is_full(line, following, widest)


def _is_full(line: str, following: str, widest: int) -> bool:
    """Whether a line is as long as its paragraph lets it be, and the next one goes on."""
    first = following.split(" ", 1)[0]
    return len(line) >= _NARROWEST and len(line) + len(first) >= widest and _GOES_ON.match(following) is not None
