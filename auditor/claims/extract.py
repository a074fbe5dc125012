"""The stage itself: scan every block, number the claims, read what ties them together, account for every numeral."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims import columns
from auditor.claims.claim import Claim, Claims, Equation, Expression, Form, Label, Operand
from auditor.claims.equations import equations
from auditor.claims.labels import Labels
from auditor.claims.ledger import Passed, ledger
from auditor.claims.links import links
from auditor.claims.passage import Scanned
from auditor.claims.scan import scan
from auditor.claims.token import Token
from auditor.document import Block, Document, Kind


def extract(document: Document) -> Claims:
    """Everything that a document says in numbers: claims in source order, arithmetic, pairs, and the ledger."""
    blocks = columns.settled([(block, _scan(block)) for block in document.blocks])
    claims, scanned = _numbered(document, blocks)
    found, tied = equations(scanned), links(scanned)
    used = _operands(found)
    return Claims(document, claims, found, tied, ledger(document, claims, _passed(blocks), used))


def _scan(block: Block) -> tuple[Token, ...]:
    return scan(block.text, heading=block.kind is Kind.HEADING)


def _numbered(document: Document, blocks: Sequence[columns.Scanned]) -> tuple[tuple[Claim, ...], list[Scanned]]:
    """The claims of all blocks, and which token states which."""
    labels = Labels(document)
    claims: list[Claim] = []
    scanned = []
    for block, tokens in blocks:
        labelled = {token.start: label for token, label in labels.of_block(block, tokens)}
        places: list[int | None] = []
        for token in tokens:
            places.append(len(claims) if token.number is not None else None)
            if token.number is not None:
                claims.append(_claim(document, block, token, labelled[token.start], len(claims)))
        scanned.append(Scanned(block, tokens, tuple(places)))
    return tuple(claims), scanned


def _claim(document: Document, block: Block, token: Token, label: Label, index: int) -> Claim:
    number = token.number
    assert number is not None
    span = block.source_span(number.start, number.end)
    text = document.source[span.start : span.end]
    quantity = number.quantity if number.quantity.text == text else replace(number.quantity, text=text)
    return Claim(
        index,
        Form.QUANTITY,
        span,
        text,
        block.index,
        number.start,
        number.end,
        label,
        quantity,
        number.degree,
        number.qualifier,
    )


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
