"""Text of a document, or a file's name: its lines, and how it is made safe to print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SENTENCE_END = re.compile(r"(?<=[.;!?])(?<!\bi\.e\.)(?<!\be\.g\.)\s+|\n")
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_LONGEST = 400
"""Characters to either side of a stretch within which a short line ends."""


def line_start(text: str, at: int) -> int:
    """Where the line of an offset begins."""
    return text.rfind("\n", 0, at) + 1


def line_at(text: str, start: int, end: int | None = None) -> str:
    """The line, or lines, of a text around the stretch from `start` to `end`, an offset alone without it."""
    behind = text.find("\n", start if end is None else end)
    return text[line_start(text, start) : None if behind < 0 else behind]


def short_line_at(text: str, start: int, end: int) -> str:
    """The line around a stretch as `line_at` has it; empty where it is no short one, so that the cost stays linear."""
    first = text.rfind("\n", max(start - _LONGEST, 0), start) + 1
    last = text.find("\n", end, end + _LONGEST)
    if (not first and start > _LONGEST) or (last < 0 and len(text) - end > _LONGEST):
        return ""
    return text[first : None if last < 0 else last]


def sentence_at(text: str, at: int, longest: int = 600) -> tuple[int, int]:
    """Where the sentence around an offset begins and ends, or as much of it as is looked at to either side."""
    first, last = max(at - longest, 0), min(at + longest, len(text))
    start = max((found.end() for found in _SENTENCE_END.finditer(text, first, at)), default=first)
    behind = _SENTENCE_END.search(text, at, last)
    return start, behind.start() if behind is not None else last


def says_any(text: str, parts: Iterable[str]) -> bool:
    """Whether a text holds one of some lower-case parts, in whatever case: cheap to ask before a slow search."""
    return any(map(text.casefold().__contains__, parts))


def words_of(text: str) -> list[str]:
    """The words of a text, lower case."""
    return "".join(character if character.isalnum() else " " for character in text.lower()).split()


def visible(text: str) -> str:
    """The text with everything that moves a terminal's cursor or hides text written out as an escape."""
    return _UNSAFE.sub(_escape, text)


def columns(text: str) -> int:
    """How many columns a terminal gives to a text."""
    if text.isascii():
        return len(text)
    return sum(_wide(character) for character in text)


def _escape(found: re.Match[str]) -> str:
    point = ord(found.group())
    if point == 9:
        return "    "
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"


def _wide(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def counted(count: int, noun: str) -> str:
    """A count with its noun: "1 claim", "3 claims"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
