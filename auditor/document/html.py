"""Pieces of HTML in running text: tags, comments, declarations."""

from __future__ import annotations

import re
from typing import NamedTuple

_TAG = re.compile(
    r"<([A-Za-z][A-Za-z0-9-]*)"
    r"(?:\s+[A-Za-z_:][A-Za-z0-9:._-]*(?:\s*=\s*(?:[^\"'=<>`\x00-\x20]+|'[^']*'|\"[^\"]*\"))?)*\s*/?>"
    r"|</([A-Za-z][A-Za-z0-9-]*)\s*>"
)
_DECLARATIONS = (
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<![A-Za-z]"), ">"),
)
_EMPTY_COMMENT = re.compile(r"<!---?>")
_BREAKING = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    )
)
"""Elements that stand on lines of their own."""


class Piece(NamedTuple):
    """A piece of HTML that is no text."""

    end: int
    why: str
    """What it is, for the ledger."""
    instead: str = ""
    """The line break that a tag stands for."""
    comment: tuple[int, int] | None = None
    """The inside of a comment."""


class Pieces:
    """Finds pieces of HTML in a text, from its beginning to its end."""

    __slots__ = ("_missing", "_text", "_unclosed")

    def __init__(self, text: str, *, unclosed: bool) -> None:
        """`unclosed` says that a comment may stay open to the end of the text."""
        self._text = text
        self._unclosed = unclosed
        self._missing: set[str] = set()

    def match(self, at: int) -> Piece | None:
        """The piece that begins at a place with <, or None."""
        if self._text.startswith("<!--", at):
            return self._comment(at)
        if found := _TAG.match(self._text, at):
            name = found[1] or found[2]
            broken = name.lower() in _BREAKING and not self._text.startswith("\n", found.end())
            bare = found.end() - at <= len(name) + 3
            return Piece(found.end(), "HTML tag" if bare else "HTML attribute", "\n" if broken else "")
        for opening, closing in _DECLARATIONS:
            if found := opening.match(self._text, at):
                close = self._find(closing, found.end())
                return None if close is None else Piece(close + len(closing), "HTML declaration")
        return None

    def _comment(self, at: int) -> Piece | None:
        if found := _EMPTY_COMMENT.match(self._text, at):
            return Piece(found.end(), "HTML comment")
        close = self._find("-->", at + 4)
        if close is not None:
            return Piece(close + 3, "HTML comment", comment=(at + 4, close))
        end = len(self._text)
        return Piece(end, "HTML comment", comment=(at + 4, end)) if self._unclosed else None

    def _find(self, closing: str, at: int) -> int | None:
        """Where a terminator stands next; what was not found once is not looked for again, so the cost stays linear."""
        if closing in self._missing:
            return None
        found = self._text.find(closing, at)
        if found < 0:
            self._missing.add(closing)
            return None
        return found
