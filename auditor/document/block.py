"""The records of a read document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import StrEnum

from auditor.frozen import dataclass
from auditor.limits import Cut
from auditor.span import Lines, Span


class Kind(StrEnum):
    """What a block is in the markdown."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CELL = "cell"
    CODE = "code"
    COMMENT = "comment"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Item:
    """A block's place in a list."""

    list: int
    """Which list of the document, counted from 0; nested lists count on their own."""
    index: int
    """Which item of that list, from 0."""
    depth: int
    """Nesting, from 1."""
    ordered: bool
    """Whether the items are numbered."""
    parent: int | None
    """Index of the block that begins the enclosing item, or None at depth 1."""
    first: bool
    """Whether the block is the first of its item."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A block's place in a table."""

    table: int
    """Which table of the document, counted from 0; pipe tables inside fences count too."""
    row: int
    """0 is the header row."""
    column: int
    """From 0."""


@dataclass(frozen=True, slots=True)
class Code:
    """A block's place in a fence or indented code; each line of code is a block of its own."""

    fence: int
    """Which code block of the document, counted from 0."""
    language: str
    """The first word of the info string, lower case; empty if none."""
    line: int
    """Line inside the code, from 0."""
    indent: int
    """Columns of white space (and tree drawing) before the text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of running text: a heading, paragraph (of an item too), table cell, line of code, comment."""

    index: int
    """Position in `Document.blocks`."""
    kind: Kind
    text: str
    """Plain text: markup, escapes and entities resolved; a line break inside is one \\n, or a space in mid-sentence."""
    offsets: Sequence[int]
    """Source offset of each character of `text` and, behind the last, its end: len(text) + 1 entries, never falling."""
    span: Span
    """The whole block in the source."""
    headings: tuple[int, ...]
    """Indices of the heading blocks above, outermost first (a heading does not hold itself)."""
    level: int = 0
    """1 to 6 for a heading, else 0."""
    quoted: int = 0
    """Depth of block quotes around it."""
    item: Item | None = None
    cell: Cell | None = None
    code: Code | None = None
    strong: tuple[Span, ...] = ()
    """Stretches of `text` (offsets into it) that are bold."""
    verbatim: tuple[Span, ...] = ()
    """Stretches of `text` that are inline code."""
    struck: tuple[Span, ...] = ()
    """Stretches of `text` that are struck through."""

    def source_span(self, start: int, end: int) -> Span:
        """The source stretch behind `text[start:end]`; needs start < end."""
        return Span(self.offsets[start], self.ends(end - 1))

    def ends(self, index: int) -> int:
        """Source offset just behind the character `text[index]` (a character reference is longer than one)."""
        return self.stops[index] if self.stops else self.offsets[index] + 1

    stops: Sequence[int] = ()
    """Where a character of `text` stands for more than one of the source: the end of each; else empty."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A stretch of the source that is no block's text: list markers, fence marks, link targets, HTML attributes."""

    span: Span
    why: str
    """What it is, in words for the ledger: "list number", "link target"."""


@dataclass(frozen=True, slots=True)
class Document:
    """A markdown text, read."""

    source: str
    """The text exactly as given."""
    lines: Lines
    blocks: tuple[Block, ...]
    """In source order."""
    outside: tuple[Outside, ...] = field(default=())
    """In source order; what neither a block's text nor this covers is markup."""
    end: Cut | None = None
    """Where a limit ended the reading; None where none did."""
