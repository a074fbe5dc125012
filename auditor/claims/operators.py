"""Which signs are operators, and what they make of the numbers around them."""

from __future__ import annotations

from auditor.claims.token import Token, TokenKind

_SPELLINGS = {
    "*": "× x X * · ⋅",
    "/": "÷ /",
    "+": "+",
    "-": "- − –",
    "^": "^ **",
    "=": "= ==",
    "≈": "≈ ≃ ≅ ~ ∼",
    "→": "→ -> => ⇒ ⟶",
    "<": "< << ≪",
    ">": "> >> ≫",
    "≤": "≤ <= ≦ ⩽",
    "≥": "≥ >= ≧ ⩾",
}
_CANONICAL = {spelling: sign for sign, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_CERTAIN = frozenset(
    ("=", "==", "≈", "≃", "≅", "~", "∼", "→", "->", "=>", "⇒", "⟶", "^", "**", "×", "÷", "·", "⋅", "−")
)
"""Spellings that need no number beside them to be operators."""
_LEFT = frozenset({TokenKind.WORD, TokenKind.NUMBER, TokenKind.CLOSE})
_RIGHT = frozenset({TokenKind.WORD, TokenKind.NUMBER, TokenKind.OPEN})


def settle(tokens: list[Token]) -> list[Token]:
    """The tokens with each sign told to be an operator or plain punctuation."""
    signs = [at for at, token in enumerate(tokens) if token.kind is _OPERATOR or token.text in _LETTERS]
    if not signs:
        return tokens
    settled = tokens.copy()
    for at in signs:
        settled[at] = _settled(tokens, at, tokens[at])
    return settled


_OPERATOR = TokenKind.OPERATOR
_LETTERS = frozenset({"x", "X"})
"""Letters that may be signs."""


def _settled(tokens: list[Token], index: int, token: Token) -> Token:
    sign = _CANONICAL.get(token.text, "")
    before = tokens[index - 1].kind if index else None
    after = tokens[index + 1].kind if index + 1 < len(tokens) else None
    certain = token.text in _CERTAIN or _resumes(tokens, index)
    if sign and after is not None and (certain or _is_between(before, after, sign)):
        return Token(_OPERATOR, token.start, token.end, token.text, token.number, sign, token.why)
    if token.kind is TokenKind.WORD:
        return token
    return Token(TokenKind.PUNCT, token.start, token.end, token.text, token.number, token.operator, token.why)


def _resumes(tokens: list[Token], index: int) -> bool:
    """Whether a sign goes on with the result before it: "= 22.5 days; / 0.94 = 23.9 days"."""
    if tokens[index].text not in ("/", "*") or not 1 < index < len(tokens) - 1:
        return False
    resumed = tokens[index - 1].text in (";", ",") and tokens[index - 2].kind is TokenKind.NUMBER
    behind = tokens[index + 1]
    return resumed and behind.kind is TokenKind.NUMBER and behind.start > tokens[index].end


def _is_between(before: TokenKind | None, after: TokenKind, sign: str) -> bool:
    """Whether a sign that may be a dash, slash or letter stands between operands."""
    if before not in _LEFT or after not in _RIGHT:
        return False
    left, right = before is not TokenKind.WORD, after is not TokenKind.WORD
    return left if sign == "-" else left or right
