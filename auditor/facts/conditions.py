"""Conditions that a document settles: "with TP=8" is no situation of its own where no other degree of TP is planned,
nor "on 64 GPUs" where no other number of GPUs is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from auditor.facts.draft import Draft
from auditor.rulebook.vocabulary import Vocabulary

_GPUS = "gpus"


class Conditions:
    """The degrees of a document and its GPUs, each with all values that are stated of it."""

    def __init__(self, drafts: Iterable[Draft], vocabulary: Vocabulary) -> None:
        self._degrees = vocabulary.degrees
        self._values: dict[str, set[Fraction | None]] = defaultdict(set)
        concepts = frozenset((*self._degrees.values(), _GPUS))
        for draft in drafts:
            if draft.concept is not None and draft.concept.id in concepts:
                self._values[draft.concept.id].add(draft.quantity.value)

    def unsettled(self, situation: tuple[str, ...]) -> tuple[str, ...]:
        """The situation without the conditions that always hold."""
        return tuple(name for name in situation if not self._always_holds(name))

    def _always_holds(self, name: str) -> bool:
        words = name.split()
        if len(words) == 2 and words[1] == _GPUS and words[0].isdecimal():
            return self._values.get(_GPUS) == {Fraction(words[0])}
        if len(words) != 3 or not words[2].isdecimal():
            return False
        degree = self._degrees.get(words[1].upper(), "")
        return self._values.get(degree) == {Fraction(words[2])}
