"""Signs that are arithmetic in one place and not in another: dashes, the colon of "1:1", the sign of "8× (...)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.claims.token import Token, TokenKind

_PHYSICAL = frozenset({"byte", "second", "flop", "watt", "dollar", "metre"})


def settled(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with each dash told to be a minus or a pause, and the colon of a ratio made an operator."""
    last = len(tokens) - 1
    return [
        _settle(token, tokens[index - 1], tokens[index + 1]) if 0 < index < last and token.text in _ASKED else token
        for index, token in enumerate(tokens)
    ]


_ASKED = frozenset("-–:×x")


def _settle(token: Token, before: Token, after: Token) -> Token:
    tight = before.end == token.start and token.end == after.start
    numbers = before.kind is after.kind is TokenKind.NUMBER
    if token.text == ":":
        return replace(token, kind=TokenKind.OPERATOR, operator=":") if tight and numbers else token
    if token.kind is not TokenKind.OPERATOR:
        return token
    if token.operator == "*":
        suffix = before.end == token.start and token.end < after.start and after.kind is TokenKind.OPEN
        return replace(token, kind=TokenKind.PUNCT, operator="") if suffix else token
    apart = not tight and (_is_degree(before) or (numbers and _differ(before, after)))
    pause = apart or after.kind not in (TokenKind.NUMBER, TokenKind.OPEN)
    return replace(token, kind=TokenKind.PUNCT, operator="") if pause else token


def _is_degree(token: Token) -> bool:
    """Whether it is a degree by its letters, of which nothing is taken off: "PP2 – 16 / 2 = 8 layers per stage"."""
    return token.number is not None and bool(token.number.degree)


def _differ(before: Token, after: Token) -> bool:
    """Whether two numbers are too different to be subtracted: "8 GPUs - 4 nodes"."""
    if before.number is None or after.number is None:
        return False
    a, b = before.number.quantity.unit, after.number.quantity.unit
    if a.symbol and not b.symbol:
        return not any(name in _PHYSICAL for name, _ in a.dimensions)
    return bool(a.symbol) and a.dimensions != b.dimensions
