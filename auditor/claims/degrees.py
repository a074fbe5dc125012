"""Parallel degrees in all their spellings: "TP2-PP4", "EP=16", "16-way EP", "--tensor-parallel-size 8", "2 (TP)"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from auditor.claims.lexicon import lexicon
from auditor.claims.token import Token, TokenKind

_TIES = frozenset({"=", ":", '"', "'", "`", "of", "degree", "size", "is", "to", "(", ")"})
_RANKS = frozenset({"primary", "secondary", "tertiary", "main", "intra-node", "inter-node", "-", "–", "—", ","})
"""What may stand before a degree in the parentheses behind its name: "Tensor parallelism (secondary - 2-way)"."""
_PARALLEL = frozenset({"parallel", "parallelism", "parallelization", "parallelisation"})
_FACTORS = frozenset({"×", "x", "*", "/", "÷", "·", ",", "+", "-", "X", "→", "&", "and"})
_TIMES = frozenset({"×", "x", "*", "·", "X"})
_OPERATORS = _TIMES | {"/", "÷"}
_NONE = frozenset({"no", "without", "not", "kein", "keine", "ohne", "không", "无"})
_ENDS = frozenset({":", ")", ",", "."})
_BETWEEN = 5
_MOST = 12
_FEWEST = 2
_LETTERS = re.compile(r"[TPEDSC]P\b|\b[tpedsc]p\b")
_WAY = re.compile(r"[- ]?ways?\b(?!-)|路")
_WORDS = re.compile(r"[ \-]+([^\W\d_]+(?:[ \-][^\W\d_]+)?)")
_IN_PARENTHESES = re.compile(r"[ ]?[(\[]([A-Za-z][A-Za-z \-]{0,40})[)\]]")


@cache
def _link() -> re.Pattern[str]:
    letters = sorted(lexicon().degree_letters, key=lambda name: (-len(name), name))
    either = "|".join((*letters, *(name.lower() for name in letters)))
    return re.compile(rf"({either})[-_]?(\d{{1,5}})(?=$|[-_x]|(?:{either}))")


def chain(word: str) -> list[tuple[str, int, int, int]]:
    """The degrees glued into a word ("TP2-PP4-DP1"): letters, where they begin, where their digits begin and end.

    None of several with a zero among them: there is no degree of zero, but a first rank ("PP0_EP5").
    """
    found, position = [], 0
    while match := _link().match(word, position):
        found.append((match[1].upper(), match.start(), match.start(2), match.end(2)))
        position = match.end()
        if word[position : position + 1] in ("-", "_", "x") and _link().match(word, position + 1):
            position += 1
    ranks = len(found) > 1 and any(int(word[first:last]) == 0 for _, _, first, last in found)
    return [] if ranks else found


def way(text: str, position: int) -> int | None:
    """Where "-way" behind a number ends; None if it does not follow."""
    found = _WAY.match(text, position)
    return found.end() if found else None


def named_behind(text: str, position: int, *, unit: str) -> str:
    """The degree that the words behind a number of ways or stages name ("16-way EP"); empty if there is none."""
    found = _WORDS.match(text, position) if unit in ("way", "stage", "") else None
    if found is None:
        return ""
    if not unit:
        return found[1] if found[1] in lexicon().degree_letters and text[found.end() : found.end() + 1] != "=" else ""
    words = found[1].lower().replace("-", " ")
    first = words.partition(" ")[0]
    if unit == "stage":
        return "PP" if first == "pipeline" else ""
    return lexicon().degrees.get(words) or lexicon().degrees.get(first, "")


def named_before(tokens: list[Token], begin: int) -> str:
    """The degree that the words before a number, which begins there, name ("EP=16", "TP size of 4"); empty if none."""
    aligned = bool(tokens) and begin - tokens[-1].end > 1
    for back in range(1, min(_BETWEEN, len(tokens)) + 1):
        token = tokens[-back]
        flagged = len(tokens) > back and tokens[-back - 1].text == "-" and tokens[-back - 1].end == token.start
        if degree := _degree(token, tied=back > 1 or flagged):
            if len(tokens) > back and tokens[-back - 1].text.lower() in _NONE and tokens[-1].text in _ENDS:
                # "ZeRO-3 (no EP): 16 × 25.58 / 128": what follows is another statement.
                return ""
            return "" if _is_operand(tokens, back, aligned=aligned) or _is_taken(tokens, back, degree) else degree
        word = token.text.lower()
        if word in _PARALLEL and len(tokens) > back:
            words = tokens[max(len(tokens) - back - 2, 0) : len(tokens) - back]
            operand = any(_is_operand(tokens, back + more, aligned=aligned) for more in (1, 2))
            return "" if operand or _is_last_factor(tokens, back) else _in_words(words)
        if token.kind is TokenKind.NUMBER or not (word in _TIES or (word in _RANKS and _is_in_parentheses(tokens))):
            return ""
    return ""


def _is_in_parentheses(tokens: list[Token]) -> bool:
    """Whether nothing but words of rank stands between the next number and an opening parenthesis."""
    behind = (token for token in reversed(tokens[-_BETWEEN:]) if token.text.lower() not in _RANKS)
    found = next(behind, None)
    return found is not None and found.kind is TokenKind.OPEN


def fits(degree: str, unit: str) -> bool:
    """Whether a number in a unit can be a degree: 4 stages are a PP degree, 64 GB and 16 experts are none."""
    return unit in ("", "GPU", "GPU/group") or (degree, unit) in (("PP", "stage"), ("DP", "replica"))


def take_name(text: str, begin: int, tokens: list[Token]) -> int:
    """Take a degree's letters right before its number off the tokens ("TP=2", "PP 4"); where the whole begins."""
    count = 2 if len(tokens) > 1 and tokens[-1].text == "=" else 1
    if len(tokens) < count or not _degree(tokens[-count], tied=count > 1):
        return begin
    start = tokens[-count].start
    if "\n" in text[start:begin]:
        return begin
    del tokens[-count:]
    return start


def in_parentheses(text: str, position: int) -> tuple[str, int] | None:
    """The degree in parentheses behind a number ("2 (TP)"), and where they end."""
    found = _IN_PARENTHESES.match(text, position)
    if found is None:
        return None
    degree = lexicon().degrees.get(found[1].lower(), "")
    return (degree, found.end()) if degree and (found[1].isupper() or "parallel" in found[1].lower()) else None


def by_position(text: str, tokens: list[Token]) -> None:
    """Give the numbers of "TP×EP×PP = 2×2×2" their degrees, each by its place."""
    if ("=" not in text and ":" not in text) or not _LETTERS.search(text):
        return
    letters = lexicon().degree_letters
    if sum(token.text.upper() in letters for token in tokens) < _FEWEST:
        return
    for equals in [at for at, token in enumerate(tokens) if token.text in ("=", ":")]:
        names = _names_before(tokens, equals)
        numbers = _numbers_behind(tokens, equals, len(names)) if len(names) > 1 else []
        for at, name in zip(numbers, names, strict=False):
            number = tokens[at].number
            if number is not None and not number.degree:
                tokens[at] = replace(tokens[at], number=replace(number, degree=name, qualifier=""))


def _names_before(tokens: list[Token], equals: int) -> list[str]:
    names: list[str] = []
    at = equals - 1
    while at >= 0 and len(names) < _MOST:
        if degree := _letters(tokens[at]):
            names.insert(0, degree)
        elif tokens[at].text not in _FACTORS and tokens[at].kind not in (TokenKind.OPEN, TokenKind.CLOSE):
            break
        at -= 1
    return names


def _numbers_behind(tokens: list[Token], equals: int, count: int) -> list[int]:
    """Where the numbers behind the sign are, if they are as many as the names; else none."""
    numbers: list[int] = []
    for at in range(equals + 1, len(tokens)):
        token = tokens[at]
        if token.number is not None and token.number.quantity.whole:
            numbers.append(at)
        elif token.text not in _FACTORS and token.kind not in (TokenKind.OPEN, TokenKind.CLOSE):
            break
        if len(numbers) > count:
            break
    return numbers if len(numbers) == count else []


def _in_words(tokens: list[Token]) -> str:
    """The degree of the one or two words before "parallel" ("Tensor Parallelism: 8"); empty if they are none.

    Two words say more than one: "expert data parallelism" is no data parallelism.
    """
    words = [token.text.lower() for token in tokens if token.kind is TokenKind.WORD]
    named = (lexicon().degrees.get(" ".join(words[first:]), "") for first in range(len(words)))
    return next(filter(None, named), "") if tokens[-1].kind is TokenKind.WORD else ""


def _degree(token: Token, *, tied: bool) -> str:
    if token.kind is not TokenKind.WORD or token.why:
        return ""
    word, words = token.text, lexicon()
    if word in words.degree_letters:
        return word
    key = word.lower().replace("-", "_")
    if "_" in key and key in words.degrees:
        return words.degrees[key]
    return words.degrees[key] if tied and word.islower() and word.upper() in words.degree_letters else ""


def _is_taken(tokens: list[Token], back: int, degree: str) -> bool:
    """Whether the degree's name belongs to the number before it, as in "8-way TP = 2 heads each"."""
    before = tokens[-back - 1] if len(tokens) > back else None
    return before is not None and before.number is not None and before.number.degree == degree


def _is_operand(tokens: list[Token], back: int, *, aligned: bool) -> bool:
    """Whether the degree's name is the last of a formula in letters, as in "TP × PP = 8" or "s × b × h / TP = 1024".

    `aligned`: whether more than a space stands between the name and what it is of.
    """
    if len(tokens) < back + 2 or tokens[-back - 1].text not in _FACTORS:
        return False
    sign, before = tokens[-back - 1], tokens[-back - 2]
    if _letters(before):
        return True
    if sign.text not in _OPERATORS or (before.number is not None and before.number.degree):
        return False
    tie = next((token for token in tokens[len(tokens) - back + 1 :] if token.text in ("=", ":")), None)
    if tie is None or tie.text == ":":
        # "Vocabulary / TP: 16,032" is divided; "Nodes × TP: 8" may be two names of a row.
        return (tie is not None or aligned) and sign.text not in _TIMES
    # In "64 GPUs / TP=8" the sign ties the less closely: it sets two settings apart.
    return sign.start - before.end <= tie.start - tokens[tokens.index(tie) - 1].end


def _is_last_factor(tokens: list[Token], back: int) -> bool:
    """Whether the words count the last factor of a product, as in "2 stages × 4 data parallel = 8"."""
    words = (at for at in range(len(tokens) - back - 1, 0, -1) if tokens[at].kind is not TokenKind.WORD)
    at = next(words, 0)
    return tokens[at].number is not None and tokens[at - 1].text in _TIMES


def _letters(token: Token) -> str:
    """The degree whose letters a word is, in one case."""
    letters = token.text.upper() if token.text.islower() else token.text
    return letters if token.kind is TokenKind.WORD and letters in lexicon().degree_letters else ""
