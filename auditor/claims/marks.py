"""Ticks, crosses and words of judgement: where they stand and which way they point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from auditor.claims.claim import Form, Polarity
from auditor.claims.connectives import words
from auditor.claims.token import Token, TokenKind
from auditor.claims.verdicts import Stated, Term, verdicts
from auditor.document import Block, Kind
from auditor.frozen import dataclass

_COPULAS = words("is are was were be being remains remain looks appears")
_NEGATIONS = words("not never cannot no isn't aren't wasn't weren't doesn't don't didn't can't won't")
_FAILING = words("fail fails failed failing unable")
_UNASSERTED = words("to must should if whether would could might may can unless shall")
_CONDITIONS = words("if whether unless")
_REACH = 3
"""How many words may stand between a verdict and the word that turns it round or makes it a wish."""
_ALL = "all"
_GAP = 4
"""How many words may stand where a term has a gap."""
_FOLLOWING = 6
"""How far behind a verdict the word may stand that makes it one."""
_FAR = 7
"""The same for a condition."""

_CLOSING = words("and or but for with in as because since under within given when if due at to on while")
"""Words that may follow a predicate; any other makes it an attribute ("is a correct mapping")."""

_AFTER_KEY = frozenset({":", "：", "-", "–", "—", "="})
_COMMAS = frozenset("，；。")
"""Chinese punctuation sets off whole clauses."""
_SHORT = 5
_CLAUSE = 4
"""Characters of Chinese that can be a statement."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A tick or a word of judgement in a block."""

    form: Form
    start: int
    """Offset in the block's text; a "not" that turns the word round is inside."""
    end: int
    polarity: Polarity
    whole: bool
    """Whether it can be said of the whole report."""


def marks(block: Block, tokens: Sequence[Token]) -> tuple[Mark, ...]:
    """The marks and verdict words of a block, in order; they share no character with each other."""
    known = verdicts()
    found: list[Mark] = []
    taken = 0
    for position, token in enumerate(tokens):
        if token.kind is _WORD:
            terms = known.terms.get(token.text.lower())
            if terms is None or position < taken:
                continue
            verdict, used = _verdict(block, tokens, position, terms)
            taken = position + used
            if verdict is not None:
                found.append(verdict)
        elif token.kind is _MARK and (sign := known.signs.get(token.text.rstrip("\ufe0f"))) is not None:
            found.append(Mark(Form.MARK, token.start, token.end, sign, whole=True))
    return tuple(found)


_WORD, _MARK = TokenKind.WORD, TokenKind.MARK


def _verdict(block: Block, tokens: Sequence[Token], position: int, terms: Sequence[Term]) -> tuple[Mark | None, int]:
    for term in terms:
        end = _end(tokens, position, term.words)
        if end is None or not _adjoin(tokens, position, end):
            continue
        if _stands(block, tokens, position, end, term):
            return _turned(tokens, position, end, term), end - position
    return None, 1


def _end(tokens: Sequence[Token], position: int, words: Sequence[str]) -> int | None:
    """Where the words of a term end that begins at a place; None if they do not stand there."""
    gap = 0
    for word in words:
        if word == "*":
            gap = _GAP
            continue
        for token in tokens[position : position + gap + 1]:
            position += 1
            if token.text.lower() == word:
                break
            if token.kind is not TokenKind.WORD and not _counts_all(tokens, position - 1):
                return None
        else:
            return None
        gap = 0
    return position


def _counts_all(tokens: Sequence[Token], position: int) -> bool:
    """Whether a number says how many all are: "all 4 requirements"."""
    return tokens[position].kind is TokenKind.NUMBER and position > 0 and tokens[position - 1].text.lower() == _ALL


def _adjoin(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether tokens stand beside each other, at most a space apart."""
    return all(later.start - earlier.end <= 1 for earlier, later in pairwise(tokens[start:end]))


def _turned(tokens: Sequence[Token], position: int, end: int, term: Term) -> Mark | None:
    """The mark, turned round by a negation before it; None where it is a wish or a condition."""
    start, polarity = position, term.polarity
    before = list(_words_before(tokens, position))
    if any(word in _CONDITIONS for word in before):
        return None
    for back, word in enumerate(before[:_REACH], start=1):
        if word in _NEGATIONS or (word == "to" and _fails(tokens, position - back)):
            start = position - back - (word == "to")
            polarity = Polarity.GOOD if polarity is Polarity.BAD else Polarity.BAD
            break
        if word in _UNASSERTED:
            return None
    return Mark(Form.VERDICT, tokens[start].start, tokens[end - 1].end, polarity, term.whole)


def _fails(tokens: Sequence[Token], position: int) -> bool:
    return position > 0 and tokens[position - 1].text.lower() in _FAILING


def _words_before(tokens: Sequence[Token], position: int) -> Iterator[str]:
    """The words before a place, backwards, as far as nothing but words stands there."""
    for token in reversed(tokens[max(0, position - _FAR) : position]):
        if token.kind is not TokenKind.WORD:
            return
        yield token.text.lower()


def _stands(block: Block, tokens: Sequence[Token], start: int, end: int, term: Term) -> bool:
    """Whether the words stand where they are a verdict."""
    if term.stated is Stated.ANYWHERE:
        return True
    if term.stated is Stated.BEFORE:
        return _is_followed(tokens, end, term.before)
    if block.cell is not None and block.cell.row == 0:
        return False
    capitals = all(token.text.isupper() for token in tokens[start:end]) and tokens[start].end - tokens[start].start > 2
    if capitals or _is_alone(block, tokens, start, end) or (term.whole and _is_statement(block, tokens, start, end)):
        return True
    return term.stated is Stated.AS_VERDICT and _is_predicate(tokens, start, end)


def _is_followed(tokens: Sequence[Token], end: int, wanted: frozenset[str]) -> bool:
    """Whether one of the words follows with nothing but words and numbers between."""
    for token in tokens[end : end + _FOLLOWING]:
        if token.kind not in (TokenKind.WORD, TokenKind.NUMBER):
            return False
        if token.text.lower() in wanted:
            return True
    return False


def _is_predicate(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a copula stands before, with adverbs between at most, and no noun behind."""
    behind = tokens[end] if end < len(tokens) else None
    if behind is not None and behind.kind is TokenKind.WORD and behind.text.lower() not in _CLOSING:
        return False
    for word in islice(_words_before(tokens, start), _REACH):
        if word in _COPULAS:
            return True
        if not word.endswith("ly") and word not in _NEGATIONS:
            return False
    return False


def _is_statement(block: Block, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words are all that a paragraph or heading says, or its first clause in Chinese: "方案可行，"."""
    if start or block.kind not in (Kind.PARAGRAPH, Kind.HEADING) or block.item is not None:
        return False
    if not any(token.kind in (TokenKind.WORD, TokenKind.NUMBER) for token in tokens[end:]):
        return True
    said = block.text[tokens[start].start : tokens[end - 1].end]
    return len(said) >= _CLAUSE and not said.isascii() and tokens[end].text in _COMMAS


def _is_alone(block: Block, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words make up a cell, or open what follows a key or mark."""
    before = tokens[start - 1] if start else None
    if before is not None and before.kind is TokenKind.WORD:
        return False
    opens = before is None or before.kind is TokenKind.MARK or before.text in _AFTER_KEY or before.text in _COMMAS
    closes = end == len(tokens) or tokens[end].kind is not TokenKind.WORD
    if block.cell is not None:
        # What heads a row names it: "Achieved rate".
        return opens and (closes or (len(tokens) <= _SHORT and block.cell.column > 0))
    return opens and closes and before is not None
