"""Bytes of a value with the letter glued: "8 × 128 × 2B = 2 KB" has two bytes, "3 × 2B = 6 GB" two billions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import log

from auditor.claims.billions import Scanned
from auditor.claims.scan import scan
from auditor.claims.token import Number, Token, TokenKind

_WIDTHS = frozenset({"0.5B", "1B", "2B", "4B"})
_RELATIONS = frozenset({"=", "≈", "→"})
_BILLION = 1e9
_SKIPPED = 3
"""Words between the factors of a product."""
_MOST = 12
"""Factors of a product that are looked at to either side."""


def settled(scanned: Sequence[Scanned]) -> Sequence[Scanned]:
    """The tokens of all blocks, the B of a width being bytes where only so the product comes near to its result."""
    return [
        (block, _settled(tokens) if any(token.text in _WIDTHS for token in tokens) else tokens)
        for block, tokens in scanned
    ]


def _settled(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tuple(
        _in_bytes(token) if token.text in _WIDTHS and _is_bytes(tokens, at) else token
        for at, token in enumerate(tokens)
    )


def _is_bytes(tokens: Sequence[Token], at: int) -> bool:
    """Whether the product around a token, and what it comes to, are nearer with bytes than with billions."""
    number = tokens[at].number
    before, (after, end) = _factors(tokens, at, -1), _factors(tokens, at, 1)
    result = _result(tokens, end)
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
