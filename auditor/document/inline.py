"""Running text as a reader sees it: markup taken out, escapes and character references resolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from html.entities import html5
from typing import NamedTuple

from auditor.document import links, math
from auditor.document.block import Outside
from auditor.document.content import Content
from auditor.document.emphasis import Run, pairs, run
from auditor.document.html import Pieces
from auditor.document.plain import Cut, Plain, plain
from auditor.frozen import dataclass
from auditor.span import Span

_MARKUP = r"\\|`+|\*+|_+|~~+|&(?=[#A-Za-z])|<(?=[A-Za-z/!?])|\n"
_SPECIAL = re.compile(_MARKUP)
_SPECIAL_OR_BRACKET = re.compile(_MARKUP + r"|!?\[|\]")
_SPECIAL_OR_FORMULA = re.compile(_MARKUP + r"|!?\[|\]|\$")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_DIGIT = re.compile(r"\d")

_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));")
_AUTOLINK = re.compile(
    r"<(?:[a-zA-Z][a-zA-Z0-9+.\-]{1,31}:[^<>\x00-\x20]*"
    r"|[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)


class Inline(NamedTuple):
    """What a stretch of running text holds."""

    plain: Plain
    comments: Sequence[tuple[int, int]] = ()
    """Stretches of the content inside HTML comments."""
    outside: Sequence[Outside] = ()
    """Stretches with digits that are not in the text."""


def read(content: Content, known: Container[str], *, html: bool = False) -> Inline:
    """The plain text of a content; `known` are the labels of the link definitions.

    `html` says that the content is raw HTML, whose comments may stay open.
    """
    text = content.text
    brackets = bool(known) or "](" in text
    special = _SPECIAL_OR_FORMULA if "$" in text else _SPECIAL_OR_BRACKET if brackets else _SPECIAL
    if special.search(text) is None:
        return Inline(plain(content, ()))
    scan = _Scan(content, known, html)
    scan.scan(special)
    return scan.result()


@dataclass(slots=True)
class _Bracket:
    start: int
    end: int
    image: bool
    runs: int
    """How many delimiter runs stood before it."""
    plain: bool = True
    """Whether no brackets stand inside."""


class _Scan:
    """One pass over a content. Each handler gets a piece of markup and gives the place to go on from."""

    __slots__ = (
        *("brackets", "comments", "content", "cuts", "dead", "html", "known", "outside", "runs"),
        *("strong", "struck", "text", "ticks", "verbatim"),
    )

    def __init__(self, content: Content, known: Container[str], html: bool) -> None:
        self.content, self.text, self.known = content, content.text, known
        self.html = Pieces(content.text, unclosed=html)
        self.cuts: list[Cut] = []
        self.comments: list[tuple[int, int]] = []
        self.outside: list[Outside] = []
        self.strong: list[tuple[int, int]] = []
        self.struck: list[tuple[int, int]] = []
        self.verbatim: list[tuple[int, int]] = []
        self.runs: list[Run] = []
        self.brackets: list[_Bracket] = []
        # Brackets below this index stand around a link and can be none themselves.
        self.dead = 0
        self.ticks: dict[int, list[int]] | None = None

    def scan(self, special: re.Pattern[str]) -> None:
        """Go over the whole content."""
        at = 0
        while found := special.search(self.text, at):
            at = _HANDLERS[self.text[found.start()]](self, found.start(), found.end())
        self._pair(0)

    def result(self) -> Inline:
        """What was found."""
        self.cuts.sort()
        text = plain(self.content, self.cuts, self.strong, self.verbatim, self.struck)
        return Inline(text, self.comments, self.outside)

    def escape(self, at: int, end: int) -> int:
        """A backslash: takes the meaning from the next character, or breaks the line."""
        following = self.text[end : end + 1]
        if following in ("(", "["):
            return self.formula(at, end)
        if following in _ESCAPABLE and following:
            self.cuts.append((at, end, ""))
            return end + 1
        if following == "\n":
            self.cuts.append((at, end, ""))
        return end

    def formula(self, at: int, end: int) -> int:
        """What may open a formula: a dollar, which may be of money, or an escaped bracket."""
        found = math.formula(self.text, at)
        if found is None and self.text[at] == "\\":
            self.cuts.append((at, end, ""))
            return end + 1
        if found is None:
            return end
        start, stop, behind = found
        self.cuts += (at, start, ""), *math.cuts(self.text, start, stop), (stop, behind, "")
        return behind

    def newline(self, at: int, end: int) -> int:
        """A line break: spaces before it are no text."""
        start = at
        while start > 0 and self.text[start - 1] == " ":
            start -= 1
        if start < at:
            self.cuts.append((start, at, ""))
        return end

    def code(self, at: int, end: int) -> int:
        """Backticks: inline code if as many follow, else text."""
        if self.ticks is None:
            self.ticks = defaultdict(list)
            for found in re.finditer("`+", self.text):
                self.ticks[found.end() - found.start()].append(found.start())
        closers = self.ticks.get(end - at, [])
        index = bisect_left(closers, end)
        if index == len(closers):
            return end
        close, behind = closers[index], closers[index] + end - at
        inner = self.text[end:close]
        pad = int(inner[0] in " \n" and inner[-1] in " \n" and inner.strip(" \n") != "")
        self.verbatim.append((end + pad, close - pad))
        self.cuts.append((at, end + pad, ""))
        for found in re.finditer("\n", inner[pad : len(inner) - pad]) if "\n" in inner else ():
            self.cuts.append((end + pad + found.start(), end + pad + found.end(), " "))
        self.cuts.append((close - pad, behind, ""))
        return behind

    def delimiters(self, at: int, end: int) -> int:
        """Asterisks, underscores or tildes."""
        found = run(self.text, at, end)
        if found:
            self.runs.append(found)
        return end

    def reference(self, at: int, end: int) -> int:
        """A character reference (entity)."""
        found = _REFERENCE.match(self.text, at)
        character = _character(found) if found else None
        if found is None or character is None:
            return end
        self.cuts.append((at, found.end(), character))
        if not _DIGIT.search(character):
            self._outside(at, found.end(), "character reference")
        return found.end()

    def angle(self, at: int, end: int) -> int:
        """An autolink, a tag, a comment or another piece of HTML."""
        if found := _AUTOLINK.match(self.text, at):
            self.cuts += (at, end, ""), (found.end() - 1, found.end(), "")
            return found.end()
        piece = self.html.match(at)
        if piece is None:
            return end
        self.cuts.append((at, piece.end, piece.instead))
        if piece.comment:
            self.comments.append(piece.comment)
        else:
            self._outside(at, piece.end, piece.why)
        return piece.end

    def opening(self, at: int, end: int) -> int:
        """[ or ![: may open the text of a link or an image."""
        if self.text[end - 1] == "[":
            self.brackets.append(_Bracket(at, end, end - at == 2, len(self.runs)))
        return end

    def closing(self, at: int, end: int) -> int:
        """]: ends the text of a link or an image, if a target follows."""
        if not self.brackets:
            return end
        bracket = self.brackets.pop()
        dead = len(self.brackets) < self.dead and not bracket.image
        self.dead = min(self.dead, len(self.brackets))
        target = None if dead else self._target(bracket, end)
        if target is None:
            if self.brackets:
                self.brackets[-1].plain = False
            return end
        self.cuts += (bracket.start, bracket.end, ""), (at, target, "")
        self._outside(end, target, "link target")
        self._pair(bracket.runs)
        if not bracket.image:
            self.dead = len(self.brackets)
        return target

    def _target(self, bracket: _Bracket, end: int) -> int | None:
        target = links.inline_target(self.text, end)
        if target is None and self.known:
            target = links.reference_target(self.text, bracket.end, end, self.known, plain=bracket.plain)
        return target

    def _pair(self, first: int) -> None:
        """Resolve the delimiter runs from `first` on: they pair among themselves."""
        if len(self.runs) == first:
            return
        mine = self.runs[first:]
        del self.runs[first:]
        whole = [(each.low, each.high) for each in mine]
        for pair in pairs(mine):
            if pair.mark == "~":
                self.struck.append((pair.start, pair.end))
            elif pair.width == 2:
                self.strong.append((pair.start, pair.end))
        for each, (low, high) in zip(mine, whole, strict=True):
            if low < each.low:
                self.cuts.append((low, each.low, ""))
            if each.high < high:
                self.cuts.append((each.high, high, ""))

    def _outside(self, start: int, end: int, why: str) -> None:
        if _DIGIT.search(self.text, start, end):
            self.outside.append(Outside(Span(self.content.source(start), self.content.source_end(end)), why))


def _character(found: re.Match[str]) -> str | None:
    """What a character reference stands for; None if that is no name."""
    if found[3]:
        return html5.get(found[3] + ";")
    code = int(found[1], 16) if found[1] else int(found[2])
    control = code < 9 or code == 0x0B or 0x0E <= code < 0x20 or 0x7F <= code < 0xA0
    noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    if control or noncharacter or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


_HANDLERS: dict[str, Callable[[_Scan, int, int], int]] = {
    "\\": _Scan.escape,
    "$": _Scan.formula,
    "`": _Scan.code,
    "*": _Scan.delimiters,
    "_": _Scan.delimiters,
    "~": _Scan.delimiters,
    "&": _Scan.reference,
    "<": _Scan.angle,
    "\n": _Scan.newline,
    "[": _Scan.opening,
    "!": _Scan.opening,
    "]": _Scan.closing,
}
