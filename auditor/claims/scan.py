"""The one pass over a block's text: words, signs, marks, and every number with all that belongs to it."""

from __future__ import annotations

import re

from auditor.claims import degrees, names, neighbours, operators
from auditor.claims.number import read_degree, read_number
from auditor.claims.token import Token, TokenKind

_CJK = "\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LEXEME = re.compile(
    rf"""
    \s*+ (?:
      (?P<plain> [A-Za-z]+ (?! [\w'’./:-] ) )
    | (?P<word> [^\W\d{_CJK}][^\W{_CJK}]* (?: [-'’][^\W{_CJK}]+ | (?<=\d)\.\d[^\W{_CJK}]* )* | [{_CJK}]+ )
    | (?P<number> \d )
    | (?P<mark> [✅✓✔❌✗✘✖⚠☑☒🔴🟢🟡🟠🚫⛔🛑❎🎯🎉⭐]\ufe0f? )
    | (?P<operator> -> | => | ⇒ | → | ⟶ | <= | >= | << | >> | == | != | \*\* | [=<>≤≥≦≧⩽⩾≪≫≈≃≅≠≲≳~∼～+*×·⋅÷/^−–-] )
    | (?P<open> [(\[{{（【] )
    | (?P<close> [)\]}}）】] )
    | (?P<punct> . )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_PATH = re.compile(
    r"(?:https?|ftp)://\S{1,400}|(?:\.{0,2}|~|[\w.-]{1,80})(?:/[\w.-]{1,80}){1,20}\.[A-Za-z]\w{0,11}\b|[\w-]{1,80}(?:\.[\w-]{1,80}){0,4}\.(?:md|py|json|ya?ml|sh|txt|dot|toml|csv)\b"
)
_TOP = re.compile(r"([Tt]op|TOP)-?(\d{1,3})")
_COUNT = re.compile(r"[xX]\d")
_PATH_SIGNS = ("/", ".", ":")
_DIGIT = re.compile(r"\d")
_PLAIN, _WORDS, _NUMBER = (_LEXEME.groupindex[name] for name in ("plain", "word", "number"))
_KINDS = {
    _LEXEME.groupindex[name]: kind
    for name, kind in (
        ("mark", TokenKind.MARK),
        ("operator", TokenKind.OPERATOR),
        ("open", TokenKind.OPEN),
        ("close", TokenKind.CLOSE),
        ("punct", TokenKind.PUNCT),
    )
}
_WORD = TokenKind.WORD


def scan(text: str, *, heading: bool = False) -> tuple[Token, ...]:
    """The tokens of a block's plain text, in order, white space left out.

    A heading may begin with a section number. Linear in the text.
    """
    tokens: list[Token] = []
    position = 0
    if (leading := names.leading_number(text, heading=heading)) is not None:
        tokens.append(leading)
        position = leading.end
    match = _LEXEME.match
    while (found := match(text, position)) is not None:
        kind = found.lastindex
        assert kind is not None
        start, position = found.span(kind)
        if kind == _PLAIN:
            tokens.append(Token(_WORD, start, position, found[kind]))
        elif kind == _NUMBER:
            position = read_number(text, start, tokens)
        elif kind == _WORDS:
            position = _word(text, start, position, tokens)
        else:
            position = _sign(text, start, position, _KINDS[kind], tokens)
    degrees.by_position(text, tokens)
    return tuple(operators.settle(tokens))


def _sign(text: str, start: int, end: int, kind: TokenKind, tokens: list[Token]) -> int:
    if text[start] in "./~" and (path := _PATH.match(text, start)):
        return _address(text, start, path.end(), tokens)
    tokens.append(Token(kind, start, end, text[start:end]))
    return end


def _word(text: str, start: int, end: int, tokens: list[Token]) -> int:
    if text[end : end + 1] in _PATH_SIGNS and (path := _PATH.match(text, start)):
        return _address(text, start, path.end(), tokens)
    word = text[start:end]
    if not _DIGIT.search(word):
        tokens.append(Token(TokenKind.WORD, start, end, word))
        return end
    if found := degrees.chain(word):
        for degree, begin, first, last in found:
            read_degree(text, degree, start + begin, start + first, start + last, tokens)
        return start + found[-1][3]
    if top := _TOP.fullmatch(word):
        tokens.append(Token(TokenKind.WORD, start, start + top.end(1), top[1]))
        return read_number(text, start + top.start(2), tokens)
    if _COUNT.match(word) and tokens and (tokens[-1].end == start or neighbours.is_accelerator(tokens)):
        tokens.append(Token(TokenKind.OPERATOR, start, start + 1, word[0]))
        return start + 1
    tokens.append(Token(TokenKind.WORD, start, end, word, why=names.NAME))
    return end


def _address(text: str, start: int, end: int, tokens: list[Token]) -> int:
    tokens.append(Token(TokenKind.WORD, start, end, text[start:end], why="part of a path or address"))
    return end
