"""A stretch of text as the vocabulary's phrases, unknown words, numbers and punctuation."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from auditor.frozen import dataclass
from auditor.rulebook.vocabulary import Term, Vocabulary, words


class Part(Enum):
    """What a word is."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NUMBER = "number"
    LINK = "link"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a phrase of the vocabulary, or a mark of punctuation."""

    text: str
    part: Part
    term: Term | None = None

    @property
    def names(self) -> bool:
        """Whether it names a concept."""
        return self.term is not None and bool(self.term.concepts or self.term.cued)

    def has(self, flag: str) -> bool:
        """Whether its term bears a flag."""
        return self.term is not None and flag in self.term.flags


_LINKS = frozenset(':=≈~<>≤≥&"“”：')
"""Marks that tie words to a number rather than part them."""


def items(text: str, vocabulary: Vocabulary) -> list[Item]:
    """The phrases of a text, longest first, in order of reading."""
    return list(reading(text, vocabulary))


def reading(text: str, vocabulary: Vocabulary) -> Iterator[Item]:
    """The same one by one, for who reads on only until something is decided."""
    spelled = words(text)
    place = 0
    while place < len(spelled):
        matched = vocabulary.match(spelled, place)
        if matched is not None:
            end, term = matched
            yield Item(" ".join(spelled[place:end]), Part.KNOWN, term)
            place = end
            continue
        yield Item(spelled[place], _part(spelled[place]))
        place += 1


def _part(word: str) -> Part:
    if word[0].isdigit():
        return Part.NUMBER
    if word[0].isalnum():
        return Part.UNKNOWN
    return Part.LINK if word in _LINKS else Part.BREAK
