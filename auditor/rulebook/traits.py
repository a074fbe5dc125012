"""What kind of deployment a text speaks of: the traits under which rules speak or are silent, by the words for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_WORDS = re.compile(r"[^\W_]+(?:\.[^\W_]+)*|[.;!?](?=\s)|\n(?=\s*(?:[-*+|#]|\n))")
"""Words, and what ends a sentence or an item: no phrase goes on behind it."""
_NONE, _WOULD = "no", "would"
_ANY_SIZE = "7b"
_SIZE = re.compile(r"\d+(?:\.\d+)?b\Z")


class Traits:
    """The traits of `rules/traits/` with their spellings, looked up word by word in one pass over a text."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._phrases: dict[str, list[tuple[str, str]]] = {}
        self._longest: dict[str, int] = {}
        for table in tables.values():
            for dimension, traits in table.items():
                for trait, names in traits.items():
                    for name in names:
                        self._add(_words(name), dimension, trait)

    def _add(self, words: list[str], dimension: str, trait: str) -> None:
        self._phrases.setdefault(" ".join(words), []).append((dimension, trait))
        self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def mentioned(self, text: str) -> dict[str, frozenset[str]]:
        """By dimension, the traits that the text names; "no speculative decoding" names none, nor does
        "where a dense 70B would"; "without" may be a case.

        A mention is enough to silence a rule (`unless`); whether it is enough to let one speak, the caller decides.
        """
        found: dict[str, set[str]] = {}
        words = _words(text)
        for start in [place for place, word in enumerate(words) if word in self._longest]:
            if start and words[start - 1] == _NONE:
                continue
            for length in range(self._longest[words[start]], 0, -1):
                if words[start + length : start + length + 1] == [_WOULD]:
                    continue
                for dimension, trait in self._phrases.get(" ".join(words[start : start + length]), ()):
                    found.setdefault(dimension, set()).add(trait)
        return {dimension: frozenset(traits) for dimension, traits in sorted(found.items())}


def _words(text: str) -> list[str]:
    """Lower-case words; hyphens inside them read as spaces, so that spellings with and without one agree.

    Sizes of models ("70B") are all one word, so that one spelling stands for every size.
    """
    return [_ANY_SIZE if word[-1] == "b" and _SIZE.match(word) else word for word in _WORDS.findall(text.lower())]
