"""Which signs are operators, and what they make of the numbers around them."""

from __future__ import annotations

from dataclasses import replace

from auditor.claims.token import Token, TokenKind

_CANONICAL = {
    "×": "*", "x": "*", "X": "*", "*": "*", "·": "*", "⋅": "*", "÷": "/", "/": "/", "+": "+", "-": "-", "−": "-", "–": "-",
    "^": "^", "**": "^", "=": "=", "==": "=", "≈": "≈", "≃": "≈", "≅": "≈", "~": "≈", "∼": "≈", "→": "→", "->": "→", "=>": "→", "⇒": "→", "⟶": "→",
    "<": "<", ">": ">", "≤": "≤", "≦": "≤", "⩽": "≤", "<=": "≤", "≥": "≥", "≧": "≥", "⩾": "≥", ">=": "≥", "≪": "<", "≫": ">",
}  # fmt: skip
_FREE = frozenset("=≈→^")
"""Signs that need no number beside them to be operators."""


def settle(tokens: list[Token]) -> list[Token]:
    """The tokens with each sign told to be an operator or plain punctuation."""
    settled = []
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.OPERATOR or token.text in ("x", "X"):
            token = _settled(tokens, index, token)
        settled.append(token)
    return settled


def _settled(tokens: list[Token], index: int, token: Token) -> Token:
    sign = _CANONICAL.get(token.text, "")
    before = tokens[index - 1].kind if index else None
    after = tokens[index + 1].kind if index + 1 < len(tokens) else None
    if sign and (sign in _FREE or token.text in "×÷·⋅−") and after is not None:
        return replace(token, kind=TokenKind.OPERATOR, operator=sign)
    left = before in (TokenKind.NUMBER, TokenKind.CLOSE)
    right = after in (TokenKind.NUMBER, TokenKind.OPEN)
    both = before in (TokenKind.WORD, TokenKind.NUMBER, TokenKind.CLOSE) and after in (
        TokenKind.WORD,
        TokenKind.NUMBER,
        TokenKind.OPEN,
    )
    if sign and both and (left if sign == "-" else left or right):
        return replace(token, kind=TokenKind.OPERATOR, operator=sign)
    return token if token.kind is TokenKind.WORD else replace(token, kind=TokenKind.PUNCT)
