"""The one pass over a block's text: words, signs, marks, and every number with all that belongs to it."""

from __future__ import annotations

import re

from auditor.claims import degrees, names, neighbours, operators
from auditor.claims.number import read_degree, read_number
from auditor.claims.token import Token, TokenKind

_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LEXEME = re.compile(
    rf"""
      (?P<space> \s+ )
    | (?P<plain> [A-Za-z]+ (?! [\w'’./:-] ) )
    | (?P<word> [^\W\d{_CJK}][^\W{_CJK}]* (?: [-'’][^\W{_CJK}]+ | (?<=\d)\.\d[^\W{_CJK}]* )* | [{_CJK}]+ )
    | (?P<number> \d )
    | (?P<mark> [✅✓✔❌✗✘✖⚠☑☒🔴🟢🟡🟠🚫⛔🛑❎🎯🎉⭐]\ufe0f? )
    | (?P<operator> -> | => | ⇒ | → | ⟶ | <= | >= | << | >> | == | != | \*\* | [=<>≤≥≦≧⩽⩾≪≫≈≃≅≠≲≳~∼～+*×·⋅÷/^−–-] )
    | (?P<open> [(\[{{（【] )
    | (?P<close> [)\]}}）】] )
    | (?P<punct> . )
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
_KINDS = {
    "word": TokenKind.WORD,
    "mark": TokenKind.MARK,
    "operator": TokenKind.OPERATOR,
    "open": TokenKind.OPEN,
    "close": TokenKind.CLOSE,
    "punct": TokenKind.PUNCT,
}


def scan(text: str, *, heading: bool = False) -> tuple[Token, ...]:
    """The tokens of a block's plain text, in order, white space left out.

    A heading may begin with a section number. Linear in the text.
    """
    tokens: list[Token] = []
    position, end = 0, len(text)
    if (leading := names.leading_number(text, heading=heading)) is not None:
        tokens.append(leading)
        position = leading.end
    match = _LEXEME.match
    while position < end:
        found = match(text, position)
        assert found is not None
        kind, stop = found.lastgroup, found.end()
        if kind == "plain":
            tokens.append(Token(TokenKind.WORD, position, stop, found[0]))
        elif kind == "number":
            stop = read_number(text, position, tokens)
        elif kind == "word":
            stop = _word(text, position, stop, tokens)
        elif kind != "space":
            assert kind is not None
            stop = _sign(text, position, stop, kind, tokens)
        position = stop
    degrees.by_position(text, tokens)
    return tuple(operators.settle(tokens))


def _sign(text: str, start: int, end: int, kind: str, tokens: list[Token]) -> int:
    if text[start] in "./~" and (path := _PATH.match(text, start)):
        return _address(text, start, path.end(), tokens)
    tokens.append(Token(_KINDS[kind], start, end, text[start:end]))
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
