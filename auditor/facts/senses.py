"""Reads stretches of labels by a vocabulary, and remembers what it has read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from auditor.facts import stretch
from auditor.facts.sense import LONGEST, NOTHING, Sense
from auditor.facts.words import Item, items
from auditor.rulebook.vocabulary import Vocabulary

_KEPT = 8192
"""Stretches of each kind that are remembered."""


class Senses:
    """Reads stretches of labels by a vocabulary; remembers what it has read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._labels: dict[str, Sense] = {}
        self._before: dict[str, Sense] = {}
        self._after: dict[str, Sense] = {}
        self._between: dict[str, Sense] = {}
        self._beyond: dict[str, Sense] = {}
        self._remarks: dict[str, Sense] = {}

    def tells(self, clause: str) -> bool:
        """Whether a clause before a number calls for a change: "Increase the batch size to"."""
        first = clause[:LONGEST].split(None, 1)[:1]
        return bool(first) and first[0].lower() in self.vocabulary.told

    def label(self, text: str) -> Sense:
        """A key, row, column or heading as a whole."""
        return self._labels.get(text) or self._read(self._labels, text[:LONGEST], stretch.label)

    def before(self, text: str) -> Sense:
        """The clause before a number; what stands nearest to it counts most."""
        return self._before.get(text) or self._read(self._before, text[-LONGEST:], stretch.before)

    def after(self, text: str) -> Sense:
        """The clause behind a number and its unit, as far as it speaks of it."""
        return self._after.get(text) or self._read(self._after, text[:LONGEST], stretch.after)

    def between(self, text: str) -> Sense:
        """What stands between a number and the next, which may have the last words for its name."""
        return self._between.get(text) or self._read(self._between, text[:LONGEST], stretch.between)

    def beyond(self, text: str) -> Sense:
        """What stands between a number and the next, which has a unit of its own."""
        return self._beyond.get(text) or self._read(self._beyond, text[:LONGEST], stretch.beyond)

    def remark(self, text: str) -> Sense:
        """A bracket behind a number: it qualifies the number, but names nothing."""
        return self._remarks.get(text) or self._read(self._remarks, text[:LONGEST], stretch.remark)

    def _read(self, known: dict[str, Sense], text: str, read: Callable[[Sequence[Item]], Sense]) -> Sense:
        if not text:
            return NOTHING
        found = known.get(text)
        if found is None:
            if len(known) >= _KEPT:
                known.clear()
            found = known[text] = read(items(text, self.vocabulary))
        return found


@lru_cache(maxsize=4)
def senses(vocabulary: Vocabulary) -> Senses:
    """The reader of a vocabulary, the same one for every document."""
    return Senses(vocabulary)
