"""Parallel degrees in all their spellings: "TP2-PP4", "EP=16", "16-way EP", "--tensor-parallel-size 8", "2 (TP)"."""

from __future__ import annotations

import re
from functools import cache

from auditor.claims.lexicon import lexicon
from auditor.claims.token import Token, TokenKind

_TIES = frozenset({"=", ":", '"', "'", "`", "of", "degree", "size", "is", "to", "("})
_BETWEEN = 4
_WAY = re.compile(r"[- ]?ways?\b")
_WORDS = re.compile(r"[ \-]+([^\W\d_]+(?:[ \-][^\W\d_]+)?)")
_IN_PARENTHESES = re.compile(r"[ ]?[(\[]([A-Za-z][A-Za-z \-]{0,40})[)\]]")


@cache
def _chain() -> re.Pattern[str]:
    letters = "|".join(sorted(lexicon().degree_letters, key=len, reverse=True))
    return re.compile(rf"(?:({letters}|{letters.lower()})[-_]?(\d{{1,5}}))(?=$|[-_x]|(?:{letters}|{letters.lower()}))")


def chain(word: str) -> list[tuple[str, int, int]]:
    """The degrees glued into a word ("TP2-PP4-DP1"): letters, and where their digits begin and end; empty if it is none."""
    found, position = [], 0
    while position < len(word) and (match := _chain().match(word, position)):
        found.append((match[1].upper(), match.start(2), match.end(2)))
        position = match.end()
        if word[position : position + 1] in ("-", "_", "x") and _chain().match(word, position + 1):
            position += 1
    return found


def way(text: str, position: int) -> int | None:
    """Where "-way" ends behind a number, if it follows."""
    found = _WAY.match(text, position)
    return found.end() if found else None


def named_behind(text: str, position: int, *, way: bool) -> str:
    """The degree that the words behind a number name: "16-way EP", "4-stage pipeline"."""
    found = _WORDS.match(text, position)
    if found is None:
        return ""
    words = found[1].lower().replace("-", " ")
    degrees, first = lexicon().degrees, words.partition(" ")[0]
    if way:
        return degrees.get(words) or degrees.get(first, "")
    return "PP" if first == "pipeline" else ""


def named_before(tokens: list[Token]) -> str:
    """The degree that the words before a number name: "EP=16", "tensor_parallel_size: 8", "TP size of 4"."""
    for back in range(1, min(_BETWEEN + 1, len(tokens)) + 1):
        token = tokens[-back]
        if token.kind is TokenKind.NUMBER:
            return ""
        degree = _of_word(token, tied=back > 1)
        if degree:
            before = tokens[-back - 1] if len(tokens) > back else None
            return "" if before is not None and before.text in ("×", "x", "*", "/", "+", "·") else degree
        if token.text.lower() not in _TIES and token.text.lower() not in ("parallelism",):
            return ""
    return ""


def in_parentheses(text: str, position: int) -> tuple[str, int] | None:
    """The degree in parentheses behind a number ("2 (TP)"), and where they end."""
    found = _IN_PARENTHESES.match(text, position)
    if found is None:
        return None
    degree = lexicon().degrees.get(found[1].lower(), "")
    return (degree, found.end()) if degree and (found[1].isupper() or "parallel" in found[1].lower()) else None


def _of_word(token: Token, *, tied: bool) -> str:
    if token.kind is not TokenKind.WORD or token.why:
        return ""
    word = token.text
    if word in lexicon().degree_letters:
        return word
    key = word.lower().replace("-", "_")
    if "_" in key and key in lexicon().degrees:
        return lexicon().degrees[key]
    return lexicon().degrees[key] if tied and word.islower() and word.upper() in lexicon().degree_letters else ""
