"""A markdown text as blocks of plain text, each with its place in the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Any

from markdown_it.token import Token

from auditor.document import code, inline, structure, tables
from auditor.document.block import Block, Cell, Code, Document, Kind, Outside
from auditor.document.content import Content, line, paragraph
from auditor.document.nesting import Nesting
from auditor.document.plain import Plain, plain
from auditor.document.wraps import unwrapped
from auditor.frozen import dataclass
from auditor.limits import Cut
from auditor.span import Lines, Span

_BREAKS = re.compile(r"(?: {2}|\\)\n|<br", re.IGNORECASE)
"""Hard breaks: a paragraph that has one ends its other lines as wilfully."""
_SPELLED = re.compile(r"\\n(?=[A-Z0-9\[(])")
_DIGIT = re.compile(r"\d")
_BOX = re.compile(r"[ \t]*\[[ xX]\][ \t]+(?=\S)")
"""The box of a task list: "- [x] Memory: 40 GB"."""


def read(text: str, end: Cut | None = None) -> Document:
    """The blocks of a markdown text (CommonMark with tables and strikethrough), up to a limit if it hits one.

    Never raises for what the text says.
    """
    reader = _Reader(text if end is None else text[: end.at])
    for section in structure.sections(reader.text):
        reader.section(section)
    reader.outside.sort(key=lambda each: each.span)
    if end is None:
        return Document(text, reader.lines, tuple(reader.blocks), tuple(reader.outside))
    unread = Outside(Span(end.at, len(text)), end.why)
    return Document(text, Lines(text), tuple(reader.blocks), (*reader.outside, unread), end)


@dataclass(slots=True)
class _Reader:
    """Goes through the tokens of a text in order and collects its blocks."""

    source: str
    text: str = field(init=False)
    lines: Lines = field(init=False)
    known: structure.References = field(init=False)
    blocks: list[Block] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    nesting: Nesting = field(default_factory=Nesting)
    tables: int = 0
    fences: int = 0
    start: int = 0
    """Offset of the section at hand."""
    first_line: int = 0
    """Index of its first line."""
    numbered: int = 0
    """Offset behind the last list number."""

    def __post_init__(self) -> None:
        self.text = structure.normalize(self.source)
        self.lines = Lines(self.source)
        self.known = structure.references(self.text)

    def section(self, section: structure.Section) -> None:
        """Take in the tokens of a section."""
        self.start = section.start
        self.first_line = self.lines.position(section.start)[0] - 1
        for token in section.tokens:
            if handler := _HANDLERS.get(token.type):
                handler(self, token)
        for definition in section.definitions:
            self._outside(definition.starts[0] + self.start, definition.ends[-1] + self.start, "link definition")

    def places(self, token: Token) -> tuple[list[int], list[int]]:
        """Where the lines of a leaf start and end in the source."""
        lines: structure.Lines = token.meta["lines"]
        if not self.start:
            return lines.starts, lines.ends
        return [start + self.start for start in lines.starts], [end + self.start for end in lines.ends]

    def paragraph(self, token: Token) -> None:
        """A paragraph, also of a list item."""
        starts, ends = self.places(token)
        box = _BOX.match(self.text, starts[0], ends[0]) if self.nesting.begins_item else None
        if box is not None:
            # The box of a task list is no word of its item.
            starts = [box.end(), *starts[1:]]
        self.running(Kind.PARAGRAPH, paragraph(self.text, self.source, starts, ends))

    def heading(self, token: Token) -> None:
        """A heading: # before it, or === or --- below."""
        starts, ends = self.places(token)
        level = int(token.tag[1:])
        self.nesting.end_headings(level)
        whole = Span(starts[0], ends[-1])
        if token.markup[0] == "#":
            content = self._titled(starts[0] + level, ends[0])
        else:
            content = paragraph(self.text, self.source, starts[:-1], ends[:-1])
        count = len(self.blocks)
        self.running(Kind.HEADING, content, whole, level=level)
        # A heading that holds nothing but a comment names no section.
        if len(self.blocks) > count and self.blocks[count].kind is Kind.HEADING:
            self.nesting.begin_heading(level, count)

    def _titled(self, start: int, end: int) -> Content | None:
        """The content of a heading behind its marker, without the marks that may close it."""
        title = self.text[start:end].rstrip(" \t")
        closed = title.rstrip("#")
        if closed and closed[-1] in " \t":
            title = closed
        return line(self.text, start, start + len(title))

    def table(self, token: Token) -> None:
        """A pipe table; cells beyond the header's last column are kept."""
        starts, ends = self.places(token)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if number != 1:
                self.row(start, end, max(number - 1, 0))
        self.tables += 1

    def row(self, start: int, end: int, row: int, place: Code | None = None) -> None:
        """One row of the table at hand."""
        for column, content in tables.cells(self.text, start, end):
            self.running(Kind.CELL, content, cell=Cell(self.tables, row, column), code=place)

    def fence(self, token: Token) -> None:
        """A fence: its first line and maybe its last are marks."""
        starts, ends = self.places(token)
        self._outside(starts[0], ends[0], "fence info")
        language = token.info.split(maxsplit=1)[0].lower() if token.info.strip() else ""
        behind = 1 + token.content.count("\n") + (token.content[-1:] not in ("", "\n"))
        indents = token.meta["lines"].indents
        self.code(language, starts[1:behind], ends[1:behind], indents[1:behind])

    def indented(self, token: Token) -> None:
        """Code set off by four columns of white space."""
        self.code("", *self.places(token), token.meta["lines"].indents)

    def code(self, language: str, starts: list[int], ends: list[int], indents: list[int]) -> None:
        """The lines of a piece of code."""
        within = False
        for found in code.read(self.text, starts, ends, indents):
            place = Code(self.fences, language, found.number, found.indent)
            if within and not found.row:
                self.tables += 1
            within = found.row is not None
            if found.row is not None:
                self.row(found.start, found.end, found.row, place)
            else:
                content = Content(self.text[found.start : found.end], [0], [found.start])
                self.block(Kind.CODE, plain(content, ()), Span(found.start, found.end), code=place)
        self.tables += within
        self.fences += 1

    def html(self, token: Token) -> None:
        """Raw HTML: each line of its text, and each of its comments, is a block."""
        content = paragraph(self.text, self.source, *self.places(token))
        if content is None:
            return
        found = inline.read(content, self.known, html=True)
        self.outside += found.outside
        pieces = [(piece.offsets[0], Kind.HTML, piece) for piece in _split(found.plain)]
        pieces += [(piece.offsets[0], Kind.COMMENT, piece) for piece in _comments(content, found.comments)]
        for start, kind, piece in sorted(pieces, key=lambda each: each[0]):
            self.block(kind, piece, Span(start, piece.offsets[-1]))

    def running(self, kind: Kind, content: Content | None, whole: Span | None = None, **place: Any) -> None:
        """A block of running text, and one for each comment in it."""
        if content is None:
            return
        found = inline.read(content, self.known)
        if "\n" in found.plain.text and not _BREAKS.search(content.text):
            found = found._replace(plain=found.plain._replace(text=unwrapped(found.plain.text)))
        self.outside += found.outside
        if found.plain.text:
            end = content.source_end(len(content.text))
            self.block(kind, found.plain, whole or Span(content.sources[0], end), **place)
        for comment in _comments(content, found.comments):
            self.block(Kind.COMMENT, comment, Span(comment.offsets[0], comment.offsets[-1]))

    def block(self, kind: Kind, text: Plain, span: Span, **place: Any) -> None:
        """One block, where the reader stands."""
        self.blocks.append(
            Block(
                index=len(self.blocks),
                kind=kind,
                text=_broken(text.text) if kind is Kind.CODE or text.verbatim else text.text,
                offsets=text.offsets,
                span=span,
                headings=self.nesting.headings(),
                quoted=self.nesting.quoted,
                item=self.nesting.item(len(self.blocks)),
                strong=text.strong,
                verbatim=text.verbatim,
                struck=text.struck,
                stops=text.stops,
                **place,
            )
        )

    def open_list(self, token: Token) -> None:
        """A list begins."""
        self.nesting.open_list(ordered=token.type == "ordered_list_open")

    def open_item(self, token: Token) -> None:
        """An item of a list begins."""
        self.nesting.open_item()
        if token.info and token.map:
            at = max(self.lines.starts[self.first_line + token.map[0]], self.numbered)
            start = self.text.index(token.info, at)
            self.numbered = start + len(token.info)
            self.outside.append(Outside(Span(start, self.numbered), "list number"))

    def _outside(self, start: int, end: int, why: str) -> None:
        if _DIGIT.search(self.source, start, end):
            self.outside.append(Outside(Span(start, end), why))


def _broken(text: str) -> str:
    """Code with the line breaks that it spells out: `label="All-Reduce\\nGPUs 0-7"`; no longer, so that places stay."""
    return _SPELLED.sub(" \n", text) if "\\n" in text else text


def _split(text: Plain) -> list[Plain]:
    """The lines of a text, without the white space around them."""
    pieces: list[Plain] = []
    for found in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text.text):
        pieces.append(text.cut(found.start(), found.end()))
    return pieces


def _comments(content: Content, stretches: Sequence[tuple[int, int]]) -> list[Plain]:
    """The text of the comments in a content; empty ones are left out."""
    found: list[Plain] = []
    for start, end in stretches:
        inner = content.text[start:end]
        start += len(inner) - len(inner.lstrip())
        if inner.strip():
            found.append(plain(content.cut(start, start + len(inner.strip())), ()))
    return found


_HANDLERS: dict[str, Callable[[_Reader, Token], None]] = {
    "paragraph_open": _Reader.paragraph,
    "heading_open": _Reader.heading,
    "table_open": _Reader.table,
    "fence": _Reader.fence,
    "code_block": _Reader.indented,
    "html_block": _Reader.html,
    "bullet_list_open": _Reader.open_list,
    "ordered_list_open": _Reader.open_list,
    "list_item_open": _Reader.open_item,
    "bullet_list_close": lambda reader, _: reader.nesting.close_list(),
    "ordered_list_close": lambda reader, _: reader.nesting.close_list(),
    "list_item_close": lambda reader, _: reader.nesting.close_item(),
    "blockquote_open": lambda reader, _: reader.nesting.open_quote(),
    "blockquote_close": lambda reader, _: reader.nesting.close_quote(),
}
