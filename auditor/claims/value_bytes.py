"""Bytes of a value with the letter glued: "8 × 128 × 2B = 2 KB" has two bytes, "3 × 2B = 6 GB" two billions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import log

from auditor.claims.scan import scan
from auditor.claims.token import Number, Token, Tokenised, TokenKind

_WIDTHS = frozenset({"0.5B", "1B", "2B", "4B"})
_RELATIONS = frozenset({"=", "≈", "→"})
_BILLION = 1e9
_SKIPPED = 3
"""Words between the factors of a product."""
_BYTES = re.compile(r"\b([KMGT]?)i?B\b")
_MOST = 12
"""Factors of a product that are looked at to either side."""


def settled(scanned: Sequence[Tokenised]) -> Sequence[Tokenised]:
    """The tokens of all blocks, the B of a width being bytes where only so the product comes near to its result.

    That may stand in the next cell of the row: "| 32 × 128 × 2B | 8.2 |" below "KB".
    """
    places = [at for at, (_, tokens) in enumerate(scanned) if any(token.text in _WIDTHS for token in tokens)]
    heads = _heads(scanned) if any(scanned[at][0].cell is not None for at in places) else {}
    found = list(scanned)
    for at in places:
        block, tokens = scanned[at]
        found[at] = block, _settled(tokens, _beside(scanned, at, heads))
    return found


def _heads(scanned: Sequence[Tokenised]) -> Mapping[tuple[int, int], float]:
    """By table and column what the heads count bytes in."""
    cells = ((block.cell, _BYTES.search(block.text)) for block, _ in scanned if block.cell is not None)
    return {
        (cell.table, cell.column): 1000.0 ** ("BKMGT".index(unit[1] or "B"))
        for cell, unit in cells
        if cell is not None and cell.row == 0 and unit is not None
    }


def _settled(tokens: tuple[Token, ...], beside: float | None) -> tuple[Token, ...]:
    return tuple(
        _in_bytes(token) if token.text in _WIDTHS and _is_bytes(tokens, at, beside) else token
        for at, token in enumerate(tokens)
    )


def _beside(scanned: Sequence[Tokenised], place: int, heads: Mapping[tuple[int, int], float]) -> float | None:
    """The bytes that the next cell of a row holds alone, by the head of its column."""
    cell = scanned[place][0].cell
    block, tokens = scanned[place + 1] if place + 1 < len(scanned) else (None, ())
    own = block.cell if block is not None else None
    if cell is None or own is None or (own.table, own.row) != (cell.table, cell.row) or len(tokens) != 1:
        return None
    number, unit = tokens[0].number, heads.get((own.table, own.column))
    return None if number is None or unit is None else float(number.low) * unit


def _is_bytes(tokens: Sequence[Token], at: int, beside: float | None) -> bool:
    """Whether the product around a token, and what it comes to, are nearer with bytes than with billions."""
    number = tokens[at].number
    before, (after, end) = _factors(tokens, at, -1), _factors(tokens, at, 1)
    result = beside if end >= len(tokens) else _result(tokens, end)
    factors = [*before[0], *after]
    if number is None or result is None or not factors or any(factor <= 0 for factor in (*factors, result)):
        return False
    width = float(Fraction(tokens[at].text[:-1]))
    bytes_of = log(width) + sum(map(log, factors))
    return abs(bytes_of - log(result)) < abs(bytes_of + log(_BILLION) - log(result))


def _factors(tokens: Sequence[Token], at: int, step: int) -> tuple[list[float], int]:
    """The other factors of a token's product to one side, and where it ends there."""
    found: list[float] = []
    times = False
    skipped = 0
    at += step
    while 0 <= at < len(tokens) and len(found) < _MOST:
        token = tokens[at]
        if token.kind is TokenKind.OPERATOR:
            if token.operator != "*":
                break
            times, skipped = True, 0
        elif token.kind is TokenKind.NUMBER and token.number is not None and times:
            found.append(_base(token.number))
            times = False
        elif token.kind is not TokenKind.WORD or skipped == _SKIPPED:
            break
        else:
            skipped += 1
        at += step
    return found, at


def _result(tokens: Sequence[Token], at: int) -> float | None:
    """The bytes that a relation at this place leads to."""
    if at + 1 >= len(tokens) or tokens[at].operator not in _RELATIONS:
        return None
    number = tokens[at + 1].number
    if number is None or not any(name == "byte" for name, _ in number.units[0].unit.dimensions):
        return None
    return _base(number)


def _base(number: Number) -> float:
    """A number in base units, by the likely reading of its unit."""
    factor = number.units[0].unit.factor if number.units else Fraction(1)
    return float(number.low * factor)


def _in_bytes(token: Token) -> Token:
    """The token as it would be with its letter set apart."""
    made = next(_numbers(f"{token.text[:-1]} {token.text[-1]}"), None)
    if made is None or token.number is None:
        return token
    quantity = replace(made.quantity, text=token.number.quantity.text)
    return replace(token, number=replace(made, start=token.number.start, end=token.number.end, quantity=quantity))


def _numbers(text: str) -> Iterator[Number]:
    return (token.number for token in scan(text) if token.number is not None)
