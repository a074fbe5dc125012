"""The stage itself: scan every block, number the claims, read what ties them together, account for every numeral."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.claims import billions, columns, indices, value_bytes, worded
from auditor.claims.claim import Claim, Claims, Equation, Expression, Form, Indices, Label, Operand, Worded
from auditor.claims.commas import pointed
from auditor.claims.declared import declared_verdict
from auditor.claims.equations import equations, likely
from auditor.claims.headed import headed
from auditor.claims.labels import Labels
from auditor.claims.ledger import Passed, ledger
from auditor.claims.links import links
from auditor.claims.marks import Mark, marks
from auditor.claims.passage import Scanned
from auditor.claims.reach import grounds
from auditor.claims.rows import rows, worked_beside
from auditor.claims.runs import Found
from auditor.claims.scan import scan
from auditor.claims.sides import cut_up
from auditor.claims.token import Token, Tokenised, TokenKind
from auditor.claims.worded import Word
from auditor.document import Block, Document, Kind
from auditor.span import Span

_OPEN = re.compile(r"\\[A-Za-z]+ ?\{(?:[^{}]|\{[^{}]*\})*\Z")
"""A command of LaTeX that is still open."""
_CLOSING = re.compile(r"[ ~]*\}")


def extract(document: Document) -> Claims:
    """Everything that a document says in numbers: claims in source order, arithmetic, pairs, and the ledger."""
    document = pointed(document)
    scans = [(block, _scan(block)) for block in document.blocks]
    blocks = headed(columns.settled(billions.settled(value_bytes.settled(scans))))
    claims, scanned, ranges, said = _numbered(document, blocks)
    passages = cut_up(_telling(scanned))
    found = equations(passages)
    tied = sorted((*links(passages), *rows(document, claims, found)), key=lambda link: (link.span.start, link.span.end))
    account = ledger(document, claims, _passed(blocks), _operands(found))
    declared = declared_verdict(document, claims)
    reached = grounds(document, claims)
    between = (*likely(passages, found), *worked_beside(document, claims, found))
    return Claims(document, claims, found, tuple(tied), account, declared, reached, ranges, said, between)


def _scan(block: Block) -> tuple[Token, ...]:
    return scan(block.text, heading=block.kind is Kind.HEADING)


def _numbered(
    document: Document, blocks: Sequence[Tokenised]
) -> tuple[tuple[Claim, ...], list[Scanned], tuple[Indices, ...], tuple[Worded, ...]]:
    """The claims of all blocks: numbers, marks, ranges of indices, numbers in words; which token states which number;
    the ranges; the words."""
    labels = Labels(document)
    claims: list[Claim] = []
    scanned = []
    in_words: list[Worded] = []
    found = indices.found(blocks)
    ranges: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        ranges[one.block].append(one)
    at: dict[tuple[int, int], int] = {}
    for place, (block, tokens) in enumerate(blocks):
        numbers: dict[int, int] = {}
        for start, said, label in _stated(labels, block, tokens, ranges.get(place, ())):
            at[place, start] = len(claims)
            if isinstance(said, Token):
                numbers[start] = len(claims)
            elif isinstance(said, Word):
                in_words.append(Worded(len(claims), said.thing, said.holder))
            claims.append(_claim(document, block, said, label, len(claims)))
        scanned.append(Scanned(block, tokens, tuple([numbers.get(token.start) for token in tokens])))
    numbered = (
        one.indices(at[one.block, one.start], None if one.beside is None else at.get((one.block, one.beside)))
        for one in found
    )
    return tuple(claims), scanned, tuple(numbered), tuple(in_words)


_Said = Token | Mark | Found | Word


def _stated(
    labels: Labels, block: Block, tokens: Sequence[Token], ranges: Sequence[Found]
) -> list[tuple[int, _Said, Label]]:
    """What a block states, in order, with where it begins and its label."""
    plain = labels.of_mark(block)
    stated: list[tuple[int, _Said, Label]] = [
        *((token.start, token, label) for token, label in labels.of_block(block, tokens, plain)),
        *((mark.start, mark, plain) for mark in marks(block, tokens)),
        *((one.start, one, replace(plain, before=one.noun)) for one in ranges),
        *((word.start, word, replace(plain, before=word.thing)) for word in worded.words(block, plain)),
    ]
    return sorted(stated, key=lambda one: one[0])


def _claim(document: Document, block: Block, said: _Said, label: Label, index: int) -> Claim:
    if isinstance(said, Token):
        number = said.number
        assert number is not None
        said_of = (number.quantity, number.degree, number.qualifier)
        start, end = number.start, number.end
    else:
        start, end = said.start, said.end
    span = _whole(block, start, end, document.source)
    text = document.source[span.start : span.end]
    if isinstance(said, Mark):
        return Claim(index, said.form, span, text, block.index, start, end, label, polarity=said.polarity)
    if isinstance(said, Found):
        said_of = (indices.quantity(text, said), "", "indices")
    if isinstance(said, Word):
        said_of = (worded.quantity(text, said), "", worded.QUALIFIER)
    quantity, degree, qualifier = said_of
    quantity = quantity if quantity.text == text else replace(quantity, text=text)
    return Claim(index, Form.QUANTITY, span, text, block.index, start, end, label, quantity, degree, qualifier)


def _whole(block: Block, start: int, stop: int, source: str) -> Span:
    """The source behind a stretch, with the braces that close a command of LaTeX within: "254 \\text{ bytes}"."""
    span = block.source_span(start, stop)
    end = span.end
    while "\\" in (text := source[span.start : end]):
        closing = _CLOSING.match(source, end, block.span.end) if _OPEN.search(text) else None
        if closing is None:
            break
        end = closing.end()
    return Span(span.start, end)


def _telling(scanned: Sequence[Scanned]) -> list[Scanned]:
    """The blocks that hold two numbers, and those that arithmetic may run through."""
    kept = []
    for at, one in enumerate(scanned):
        if len(one.claims) - one.claims.count(None) > 1:
            kept.append(one)
            continue
        before, after = scanned[at - 1 : at] if at else (), scanned[at + 1 : at + 2]
        edges = (one.tokens[:1], one.tokens[-1:], *(b.tokens[-1:] for b in before), *(a.tokens[:1] for a in after))
        if any(edge and edge[0].kind is TokenKind.OPERATOR for edge in edges):
            kept.append(one)
    return kept


def _operands(found: Sequence[Equation]) -> frozenset[int]:
    """The claims that stand in written arithmetic beside other numbers."""
    stack: list[Expression] = [side for equation in found for side in equation.sides]
    used = set()
    while stack:
        node = stack.pop()
        if isinstance(node, Operand):
            used.add(node.claim)
        else:
            stack.extend(node.operands)
    return frozenset(used)


def _passed(blocks: Sequence[Tokenised]) -> Iterator[Passed]:
    """The words whose digits claim nothing."""
    for block, tokens in blocks:
        for token in tokens:
            if token.why:
                yield Passed(block.source_span(token.start, token.end), token.why)
