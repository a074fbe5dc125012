"""The block structure of a markdown text, read by markdown-it, with the place of every line of every block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.token import Token

from auditor.document.choice import Chains, Choice

DEEPEST = 20
"""Lists and quotes nested deeper (a list item counts two) are read as plain text; markdown-it drops what is deeper."""

CHUNK = 1 << 16
"""Long texts are read in pieces of about this many characters, which bounds the memory that the tokens take."""

_LEAVES = frozenset({"paragraph_open", "heading_open", "fence", "code_block", "html_block", "table_open"})
_BREAK = re.compile(r"\r\n|[\r\0]")
_DEFINITION = re.compile(r"^\ufeff?[ \t>*+\-0-9.)]*\[(?:[^\[\]\\]|\\.)*\]:", re.MULTILINE | re.DOTALL)
# A blank line ends paragraphs, tables and the lazy lines of quotes; a letter or # at column 0 ends lists and
# indented code. So only a fence or raw HTML can reach across, and `_seam` looks for those.
_SEAM = re.compile(r"\n[ \t]*\n(?=[^\W\d_]|#)")

References = dict[str, Any]


class Lines(NamedTuple):
    """The lines of a leaf block without the quote marks, list markers and indentation before them."""

    starts: list[int]
    """Offset of the first character of each line that is no white space."""
    ends: list[int]
    """Offset of the line break of each line."""
    indents: list[int]
    """Columns of white space before each line of code that belong to the code; empty for other blocks."""


class Section(NamedTuple):
    """The tokens of a stretch of the text; offsets and lines in them count from its beginning."""

    tokens: list[Token]
    start: int
    """Offset of the stretch in the text."""
    definitions: list[Lines]
    """The link definitions of the stretch, which leave no token."""


def normalize(source: str) -> str:
    """The source with LF as the only line break and no NUL, every character at its own offset.

    The CR of a CRLF becomes a space: white space before a line break has no meaning that the stages behind use.
    """
    if "\r" not in source and "\0" not in source:
        return source
    return _BREAK.sub(lambda found: {"\r\n": " \n", "\r": "\n", "\0": "\ufffd"}[found[0]], source)


def references(text: str) -> References:
    """The link definitions of the text by normalized label; reads the text only if it can hold one."""
    if _DEFINITION.search(text) is None:
        return {}
    env: dict[str, Any] = {}
    for _ in _sections(text, env):
        pass
    found: References = env.get("references", {})
    return found


def sections(text: str) -> Iterator[Section]:
    """The blocks of a normalized text, stretch by stretch, in order; together they are the parse of the whole."""
    return _sections(text, {})


def _sections(text: str, env: dict[str, Any]) -> Iterator[Section]:
    # A byte order mark is no part of the first line.
    start, size = int(text.startswith("\ufeff")), CHUNK
    while start < len(text):
        seam = _SEAM.search(text, start + size) if start + size < len(text) else None
        end = seam.end() if seam else len(text)
        tokens, definitions, open_from = _parse(text[start:end], env, whole=seam is None)
        if open_from == 0:
            # One fence or comment fills the stretch and may go on.
            size *= 2
            continue
        yield Section(tokens, start, definitions)
        start, size = (end, CHUNK) if open_from is None else (start + open_from, size)


def _parse(part: str, env: dict[str, Any], *, whole: bool) -> tuple[list[Token], list[Lines], int | None]:
    """Tokens and definitions of a stretch; and where its last block starts if that may reach beyond the stretch."""
    definitions: list[Lines] = []
    env["definitions"] = definitions
    tokens: list[Token] = []
    _MARKDOWN.block.parse(part, _MARKDOWN, env, tokens)
    if whole or not tokens or tokens[-1].type not in ("fence", "html_block"):
        return tokens, definitions, None
    last = tokens[-1]
    lines: Lines = last.meta["lines"]
    if last.level > 0 or part[lines.ends[-1] :].strip(" \t\n"):
        return tokens, definitions, None
    tokens.pop()
    return tokens, definitions, part.rfind("\n", 0, lines.starts[0]) + 1


class _Blocks(ParserBlock):
    """markdown-it's block parser, noting on each leaf where its lines stand.

    The places are known only while the containers around the leaf are open.
    """

    def __init__(self) -> None:
        super().__init__()
        rules = self.ruler.getRules("")
        self._all = Choice(rules)
        self._leaves = Choice([rule for rule in rules if rule not in (blockquote, list_block)])
        self.ruler = Chains(self.ruler)

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - markdown-it's names
        rules = self._all if state.level < DEEPEST else self._leaves
        line = startLine
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            line = self._block(state, rules, line, endLine)
        # Tight lists differ from loose ones in the rendering only; a loose list is not gone through once more.
        state.tight = False

    @staticmethod
    def _block(state: StateBlock, rules: Choice, line: int, end: int) -> int:
        """Read the block that begins at a line; gives the line behind it."""
        before = len(state.tokens)
        rules(state, line, end, False)
        if len(state.tokens) == before:
            state.env["definitions"].append(_lines(state, line, None))
        elif (token := state.tokens[before]).type in _LEAVES:
            token.meta = {"lines": _lines(state, line, token.type)}
        return state.line


def _lines(state: StateBlock, first: int, kind: str | None) -> Lines:
    behind = state.line
    starts = [mark + shift for mark, shift in zip(state.bMarks[first:behind], state.tShift[first:behind], strict=True)]
    ends = state.eMarks[first:behind]
    if kind not in ("fence", "code_block"):
        return Lines(starts, ends, [])
    base = state.sCount[first] if kind == "fence" else 4 + state.blkIndent
    return Lines(starts, ends, [max(count - base, 0) for count in state.sCount[first:behind]])


class _Markdown(MarkdownIt):
    """CommonMark with tables, for its blocks only. A link is a link whatever its target."""

    def __init__(self) -> None:
        super().__init__("commonmark")
        self.block = _Blocks()

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return True


_MARKDOWN = _Markdown()
