"""The stage itself: scan every block, number the claims, read what ties them together, account for every numeral."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims import columns
from auditor.claims.claim import Claim, Claims, Equation, Expression, Form, Label, Operand
from auditor.claims.declared import declared_verdict
from auditor.claims.equations import equations
from auditor.claims.headed import headed
from auditor.claims.labels import Labels
from auditor.claims.ledger import Passed, ledger
from auditor.claims.links import links
from auditor.claims.marks import Mark, marks
from auditor.claims.passage import Scanned
from auditor.claims.reach import grounds
from auditor.claims.rows import rows
from auditor.claims.scan import scan
from auditor.claims.sides import cut_up
from auditor.claims.token import Token, TokenKind
from auditor.document import Block, Document, Kind


def extract(document: Document) -> Claims:
    """Everything that a document says in numbers: claims in source order, arithmetic, pairs, and the ledger."""
    blocks = headed(columns.settled([(block, _scan(block)) for block in document.blocks]))
    claims, scanned = _numbered(document, blocks)
    passages = cut_up(_telling(scanned))
    found = equations(passages)
    tied = sorted((*links(passages), *rows(document, claims, found)), key=lambda link: (link.span.start, link.span.end))
    account = ledger(document, claims, _passed(blocks), _operands(found))
    declared = declared_verdict(document, claims)
    return Claims(document, claims, found, tuple(tied), account, declared, grounds(document, claims))


def _scan(block: Block) -> tuple[Token, ...]:
    return scan(block.text, heading=block.kind is Kind.HEADING)


def _numbered(document: Document, blocks: Sequence[columns.Scanned]) -> tuple[tuple[Claim, ...], list[Scanned]]:
    """The claims of all blocks, numbers and marks, and which token states which number."""
    labels = Labels(document)
    claims: list[Claim] = []
    scanned = []
    for block, tokens in blocks:
        stated: list[tuple[int, Token | Mark, Label]] = [
            *((token.start, token, label) for token, label in labels.of_block(block, tokens)),
            *((mark.start, mark, labels.of_mark(block)) for mark in marks(block, tokens)),
        ]
        if not stated:
            scanned.append(Scanned(block, tokens, (None,) * len(tokens)))
            continue
        places: dict[int, int] = {}
        for start, said, label in sorted(stated, key=lambda one: one[0]):
            if isinstance(said, Token):
                places[start] = len(claims)
            claims.append(_claim(document, block, said, label, len(claims)))
        scanned.append(Scanned(block, tokens, tuple([places.get(token.start) for token in tokens])))
    return tuple(claims), scanned


def _claim(document: Document, block: Block, said: Token | Mark, label: Label, index: int) -> Claim:
    if isinstance(said, Mark):
        span = block.source_span(said.start, said.end)
        text = document.source[span.start : span.end]
        return Claim(index, said.form, span, text, block.index, said.start, said.end, label, polarity=said.polarity)
    number = said.number
    assert number is not None
    span = block.source_span(number.start, number.end)
    text = document.source[span.start : span.end]
    return Claim(
        index,
        Form.QUANTITY,
        span,
        text,
        block.index,
        number.start,
        number.end,
        label,
        number.quantity if number.quantity.text == text else replace(number.quantity, text=text),
        number.degree,
        number.qualifier,
    )


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


def _passed(blocks: Sequence[columns.Scanned]) -> Iterator[Passed]:
    """The words whose digits claim nothing."""
    for block, tokens in blocks:
        for token in tokens:
            if token.why:
                yield Passed(block.source_span(token.start, token.end), token.why)
