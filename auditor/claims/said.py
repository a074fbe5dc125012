"""Verbs that stand for the sign between a calculation and its result: "8 × 80 GB is 640 GB", "24 plus 8 gives 32"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.claims.claim import Operation
from auditor.claims.connectives import CLAUSE_WORDS, HEDGES, NUMBER_WORDS, PREPOSITIONS, VERBS, words
from auditor.claims.items import dimensions, is_number, is_percent, is_word, text
from auditor.claims.passage import Item, Leaf
from auditor.claims.portion import Portion, portions
from auditor.claims.token import TokenKind
from auditor.quantity import Modality

_VERBS = frozenset(
    {"is", "are", "equals", "equal", "gives", "give", "makes", "make", "yields", "yield", "leaves", "leave", "totals"}
)
_PHRASES = frozenset(
    {
        ("comes", "to"),
        ("come", "to"),
        ("amounts", "to"),
        ("amount", "to"),
        ("adds", "up", "to"),
        ("add", "up", "to"),
        ("works", "out", "to"),
        ("results", "in"),
        ("result", "in"),
    }
)
_LEFT = frozenset({"leaves", "leave"})
"""Verbs of what was taken off; of a sum they tell what is left of something else."""
_SIGNS = frozenset({"times", "plus", "minus", "multiplied", "divided"})
_DASHES = frozenset({"-", "–", "/"})
"""Signs that without space around them set things apart."""
_DISTANT = words(
    """more less fewer higher lower faster slower larger smaller longer shorter short too over above below away apart
    times better worse greater bigger each behind ahead off and or to"""
)
"""Words right behind a number that make it the distance to something, or one of several."""
_OTHERWISE = words("after once when if with without at because since until before under plus minus less extra spare")
"""Words behind a result that make it one of more than was calculated."""
_TAKEN = words("usable available free left remaining net effective for")
"""Words that do so unless something was taken off."""
_OTHERS = words("this that these those it they which what there")
"""Words before a verb that speak of something else."""
_AWAY = CLAUSE_WORDS | VERBS | _OTHERS | (PREPOSITIONS - {"of", "for", "per"})
_WHOLES = words("sum total product weights cache")
"""What may be "of" a calculation and is all of it."""
_MOST = 40
"""Words, signs and numbers of a calculation."""
_TRAIL = 4
"""Words between a calculation and its verb."""


def has_words(items: Sequence[Item]) -> bool:
    """Whether a sign of arithmetic is spelt in a passage."""
    return any(is_word(item) and item.token.text.lower() in _SIGNS for item in items)


def verbs(clause: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Where verbs stand in a clause that relate a calculation to its result, and how many words each takes."""
    last = 0
    for place, item in enumerate(clause):
        width = _width(clause, place) if is_word(item) and 0 <= place - last <= _MOST else 0
        if width and _is_worked(clause[last:place]) and _is_result(clause, place + width, clause[last:place]):
            yield place, width
            last = place + width


def _width(clause: Sequence[Item], place: int) -> int:
    said = text([item for item in clause[place : place + 3] if is_word(item)])
    if said[0] in _VERBS:
        return 1
    return next((len(phrase) for phrase in _PHRASES if tuple(said[: len(phrase)]) == phrase), 0)


def _is_worked(items: Sequence[Item]) -> bool:
    """Whether what stands before a verb ends with a calculation, and nothing that could lead away from it."""
    found = list(portions(items))
    if len(found) != 1 or not isinstance(found[0].expression, Operation):
        return False
    trail, lead = text(found[0].trail), text(found[0].lead)
    plain = len(trail) <= _TRAIL and not set(trail) & _AWAY
    return plain and _is_all(lead) and not found[0].slashed and not found[0].asides and _is_signed(items, found[0])


def _is_all(lead: Sequence[str]) -> bool:
    """Whether the words before a calculation leave it whole: neither "half of" it, nor "taking 24 GB from" it."""
    whole = len(lead) > 1 and lead[-1] == "of" and lead[-2] in _WHOLES
    turned = any(word in NUMBER_WORDS or word.endswith("ing") for word in lead)
    return not turned and (not lead or lead[-1] not in PREPOSITIONS or whole)


def _is_signed(items: Sequence[Item], last: Portion) -> bool:
    """Whether a sign, or a word for one, stands in the calculation, and no dash or slash that only sets apart."""
    inside = [item for item in items if isinstance(item, Leaf) and item.span.start >= last.span.start]
    signs = [leaf for leaf in inside if leaf.token.kind is TokenKind.OPERATOR]
    if any(leaf.token.text in _DASHES and not leaf.gap for leaf in signs) or any(s.token.text == "-" for s in signs):
        return False
    spelt = any(leaf.token.text.lower() in _SIGNS for leaf in inside)
    return last.written or spelt or (not signs and is_percent(last.numbers[0]))


def _is_result(clause: Sequence[Item], place: int, before: Sequence[Item]) -> bool:
    """Whether a number stands behind a verb that a calculation can come to, and no distance or other thing."""
    verb = set(text([item for item in clause[place - 1 : place] if is_word(item)]))
    while place < len(clause) and is_word(item := clause[place]) and item.token.text.lower() in HEDGES:
        place += 1
    if place >= len(clause) or not is_number(number := clause[place]) or not _is_plain(number):
        return False
    last = next(iter(portions(before)))
    behind = text([item for item in clause[place + 1 :] if is_word(item)])
    taken = isinstance(last.expression, Operation) and last.expression.operator == "-"
    if (verb & _LEFT and not taken) or (behind and behind[0] in _DISTANT):
        return False
    if set(behind) & (_OTHERWISE if taken else _OTHERWISE | _TAKEN):
        return False
    return _is_of_kind(number, last.numbers, last=not behind)


def _is_plain(leaf: Leaf) -> bool:
    number = leaf.token.number
    return number is not None and number.quantity.modality in (Modality.EXACT, Modality.ABOUT, Modality.RANGE)


def _is_of_kind(result: Leaf, numbers: Sequence[Leaf], *, last: bool) -> bool:
    """Whether a result is of what one of the numbers counts or measures; a bare one has to end its clause."""
    if is_percent(result):
        return len({dimensions(number) for number in numbers}) == 1
    own = {name for name, power in dimensions(result) if power > 0}
    if not own:
        return last
    known = {name for number in numbers for name, power in dimensions(number) if power > 0}
    return own <= known
