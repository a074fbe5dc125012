"""Reads stretches of labels by a vocabulary, and remembers what it has read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from auditor.facts import stretch
from auditor.facts.sense import LONGEST, NOTHING, Sense
from auditor.facts.words import Item, items
from auditor.rulebook.vocabulary import Vocabulary

_KEPT = 8192
"""Stretches that are remembered."""


class Senses:
    """Reads stretches of labels by a vocabulary; remembers what it has read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: dict[tuple[str, str], Sense] = {}

    def tells(self, clause: str) -> bool:
        """Whether a clause before a number calls for a change: "Increase the batch size to"."""
        first = clause[:LONGEST].split(None, 1)[:1]
        return bool(first) and first[0].lower() in self.vocabulary.told

    def label(self, text: str) -> Sense:
        """A key, row, column or heading as a whole."""
        return self._read("label", text, text[:LONGEST], stretch.label) if text else NOTHING

    def before(self, text: str) -> Sense:
        """The clause before a number; what stands nearest to it counts most."""
        return self._read("before", text, text[-LONGEST:], stretch.before) if text else NOTHING

    def after(self, text: str) -> Sense:
        """The clause behind a number and its unit, as far as it speaks of it."""
        return self._read("after", text, text[:LONGEST], stretch.after) if text else NOTHING

    def between(self, text: str) -> Sense:
        """What stands between a number and the next, which may have the last words for its name."""
        return self._read("between", text, text[:LONGEST], stretch.between) if text else NOTHING

    def remark(self, text: str) -> Sense:
        """A bracket behind a number: it qualifies the number, but names nothing."""
        return self._read("remark", text, text[:LONGEST], stretch.remark) if text else NOTHING

    def _read(self, kind: str, text: str, part: str, read: Callable[[Sequence[Item]], Sense]) -> Sense:
        key = (kind, part)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = read(items(part, self.vocabulary))
        return found


@lru_cache(maxsize=4)
def senses(vocabulary: Vocabulary) -> Senses:
    """The reader of a vocabulary, the same one for every document."""
    return Senses(vocabulary)
