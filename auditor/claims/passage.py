"""Tokens gathered into passages, one line or continued lines each, with their brackets as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims.dashes import settled
from auditor.claims.token import Token, TokenKind
from auditor.document import Block, Kind
from auditor.frozen import dataclass
from auditor.span import Span

DEEPEST = 16
"""Brackets nested deeper than this are no arithmetic."""

_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
_ABBREVIATIONS = frozenset(
    {"vs", "approx", "ca", "etc", "incl", "excl", "avg", "max", "min", "resp", "cf", "i.e", "e.g"}
)
_LISTED = frozenset({"*", "/", "-", "x", "X"})
"""Spellings of operators that at the start of a line are a bullet, a path or a name."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A block with its tokens."""

    block: Block
    tokens: tuple[Token, ...]
    claims: tuple[int | None, ...]
    """The claim that each token states; None for one that states none."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A token in its passage."""

    token: Token
    claim: int | None
    block: Block
    line: int
    """Which line of the passage it stands on, from 0."""
    gap: bool
    """Whether white space or the start of a line stands before it."""
    abbreviates: bool = False
    """Whether it is the dot of an abbreviation ("vs.", "i.e."), not the end of a sentence."""

    @property
    def span(self) -> Span:
        """The token in the source."""
        return self.block.source_span(self.token.start, self.token.end)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """What stands between two brackets; equal to itself alone."""

    bracket: str
    items: tuple[Item, ...]
    span: Span
    gap: bool
    """Whether white space stands before the opening bracket."""


Item = Leaf | Group


def passages(scanned: Sequence[Scanned]) -> Iterator[tuple[Item, ...]]:
    """The lines that hold two numbers or more; one that begins with a sign of arithmetic continues the one above."""
    gathered: list[Leaf] = []
    for line in _lines(scanned):
        if _is_comment(line):
            remark = line
        elif gathered and _continues(gathered, line):
            number = gathered[-1].line + 1
            gathered.extend(replace(leaf, line=number) for leaf in line)
            continue
        else:
            remark, gathered = gathered, line
        if _has_two(remark):
            yield bracketed(remark)
    if _has_two(gathered):
        yield bracketed(gathered)


def _has_two(leaves: Sequence[Leaf]) -> bool:
    return sum(leaf.claim is not None for leaf in leaves) > 1


def bracketed(leaves: Sequence[Leaf]) -> tuple[Item, ...]:
    """Leaves with each pair of matching brackets made a group; brackets without a match, or too deep, stay leaves."""
    levels: list[list[Item]] = [[]]
    opened: list[Leaf] = []
    deeper = 0
    for leaf in leaves:
        kind = leaf.token.kind
        if kind is TokenKind.OPEN and len(opened) < DEEPEST:
            opened.append(leaf)
            levels.append([])
        elif kind is TokenKind.CLOSE and not deeper and opened and _PAIRS.get(opened[-1].token.text) == leaf.token.text:
            start, inner = opened.pop(), levels.pop()
            levels[-1].append(Group(start.token.text, tuple(inner), start.span.join(leaf.span), start.gap))
        else:
            deeper = max(0, deeper + (kind is TokenKind.OPEN) - (kind is TokenKind.CLOSE))
            levels[-1].append(leaf)
    while opened:
        inner = levels.pop()
        levels[-1].extend([opened.pop(), *inner])
    return tuple(levels[0])


def _lines(scanned: Sequence[Scanned]) -> Iterator[list[Leaf]]:
    for one in scanned:
        line: list[Leaf] = []
        before, text, code = 0, one.block.text, one.block.kind is Kind.CODE
        broken = "\n" in text
        for token, claim in zip(settled(one.tokens), one.claims, strict=True):
            start = token.start
            if broken and line and "\n" in text[before:start]:
                yield line
                line = []
            if code and line and token.kind is TokenKind.PUNCT and _comments(token):
                yield line
                line = []
            gap = before == 0 or (before < start and text[start - 1].isspace())
            dot = token.text == "." and bool(line) and before == start and _is_abbreviation(line[-1].token)
            line.append(Leaf(token, claim, one.block, 0, gap, dot))
            before = token.end
        if line:
            yield line


def _is_abbreviation(token: Token) -> bool:
    if token.kind is not TokenKind.WORD:
        return False
    return len(token.text) == 1 or token.text.lower() in _ABBREVIATIONS


def _comments(token: Token) -> bool:
    return token.text in ("#", "//")


def _is_comment(line: Sequence[Leaf]) -> bool:
    """Whether a stretch is a comment behind a line of code."""
    return line[0].block.kind is Kind.CODE and _comments(line[0].token)


def _continues(above: Sequence[Leaf], line: Sequence[Leaf]) -> bool:
    """Whether a line carries on the arithmetic of the one above."""
    last, first = above[-1], line[0]
    if not _adjoin(last.block, first.block):
        return False
    if last.token.kind is TokenKind.OPERATOR and last.token.operator in "=≈*/+-":
        return first.block.index == last.block.index or first.block.kind is Kind.CODE
    if first.token.kind is not TokenKind.OPERATOR or first.token.text in _LISTED or first.token.operator in "<>≤≥":
        return False
    return first.token.operator in "=≈" or first.block.index == last.block.index or first.block.kind is Kind.CODE


def _adjoin(above: Block, below: Block) -> bool:
    if above.index == below.index:
        return above.kind is not Kind.CELL
    if below.index != above.index + 1 or {above.kind, below.kind} & {Kind.CELL, Kind.HEADING, Kind.COMMENT}:
        return False
    if above.code is None or below.code is None:
        return above.code is None and below.code is None
    return above.code.fence == below.code.fence and below.code.line - above.code.line <= 2
