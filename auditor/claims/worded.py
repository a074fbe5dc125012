"""Numbers written as words, where they count what a deployment shares out: "one expert per GPU", "each GPU hosts two
layers". Other words for numbers ("one approach", "two reasons") count nothing that could be worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor.claims.claim import Label
from auditor.document import Block
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity, Reading
from auditor.units import NUMBER

QUALIFIER = "words"
_WORDS: Mapping[str, int] = {
    "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "sixteen": 16,
}  # fmt: skip
_COUNT = rf"(?P<most>at most )?(?:exactly |only |a |precisely |just )?(?P<number>{'|'.join(_WORDS)})"
_THINGS = ("expert", "layer", "head", "stage")
_THING = rf"(?P<thing>{'|'.join(_THINGS)})s?"
_HOLDER = r"(?P<holder>GPU|device|card|rank|stage)s?"
_PER = re.compile(rf"\b{_COUNT}[ -]{_THING}[ -](?:per|on each|on every|for each)[ -]{_HOLDER}\b", re.IGNORECASE)
_EACH = re.compile(
    rf"\b(?:each|every) {_HOLDER} (?:hosts|holds|has|stores|contains|gets|runs|processes|handles|keeps"
    rf"|owns|carries|serves|takes|receives)"
    rf" {_COUNT} {_THING}\b",
    re.IGNORECASE,
)
_HEAD = re.compile(rf"{_THING} ?(?:/|per) ?{_HOLDER}", re.IGNORECASE)
_SAME = {"device": "gpu", "card": "gpu", "rank": "gpu"}


@dataclass(frozen=True, slots=True)
class Word:
    """A number in words in a block, before its claim has a number."""

    start: int
    end: int
    value: int
    most: bool
    """Whether it is the most that there may be."""
    thing: str
    """What is counted, singular."""
    holder: str
    """What has so many of them: "gpu" or "stage"."""


def words(block: Block, label: Label) -> Iterator[Word]:
    """The numbers in words of a block; of a cell that is one, the head of its row or column says what it counts."""
    text = block.text.lower()
    alone = text.strip()
    in_cell = block.cell is not None and alone in _WORDS
    if block.code is not None or not (in_cell or any(thing in text for thing in _THINGS)):
        return
    for pattern in (_PER, _EACH):
        for found in pattern.finditer(block.text):
            yield _word(found, found.start("most") if found["most"] else found.start("number"), found.end("thing"))
    if in_cell:
        head = _HEAD.search(label.row) or _HEAD.search(label.column)
        if head is not None:
            start = text.index(alone)
            thing, holder = head["thing"].lower(), head["holder"].lower()
            yield Word(start, start + len(alone), _WORDS[alone], False, thing, _SAME.get(holder, holder))


def _word(found: re.Match[str], start: int, end: int) -> Word:
    holder = found["holder"].lower()
    value = _WORDS[found["number"].lower()]
    return Word(start, end, value, bool(found["most"]), found["thing"].lower(), _SAME.get(holder, holder))


def quantity(text: str, word: Word) -> Quantity:
    """The number that a word is."""
    value = Fraction(word.value)
    interval = Interval(Fraction(0), value) if word.most else Interval.point(value)
    modality = Modality.AT_MOST if word.most else Modality.EXACT
    return Quantity(text, value, interval, NUMBER, modality, True, (Reading("", NUMBER, interval),))
