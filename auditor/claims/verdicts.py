"""The words of judgement that the project knows, from `rules/vocabulary/verdicts.toml`, read when first asked for."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from auditor.claims.claim import Polarity
from auditor.frozen import dataclass
from auditor.unit_table import words


class Stated(StrEnum):
    """Where a term has to stand to be a verdict."""

    ANYWHERE = "anywhere"
    AS_VERDICT = "as_verdict"
    ALONE = "alone"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Term:
    """A verdict in words."""

    words: tuple[str, ...]
    """Lower case; `*` stands for up to four words."""
    polarity: Polarity
    stated: Stated
    whole: bool
    """Whether it can be said of a whole report."""
    before: frozenset[str] = frozenset()
    """Words of which one has to follow in the same clause, for one that needs it."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Signs and terms of judgement."""

    signs: dict[str, Polarity]
    terms: dict[str, tuple[Term, ...]]
    """By first word, the longest first."""


@cache
def verdicts() -> Verdicts:
    """The signs and terms that the project knows."""
    data = words()["vocabulary/verdicts.toml"]
    found: dict[str, list[Term]] = {}
    for entry in data["verdict"]:
        polarity, stated = Polarity(entry["polarity"]), Stated(entry["stated"])
        for spelling in (subject + term for subject in entry.get("subjects", ("",)) for term in entry["terms"]):
            said, before = tuple(spelling.lower().split()), frozenset(entry.get("before", ()))
            term = Term(said, polarity, stated, entry.get("whole", False), before)
            found.setdefault(term.words[0], []).append(term)
    signs = {sign: Polarity(name) for name, group in data["signs"].items() for sign in group}
    return Verdicts(signs, {word: tuple(sorted(terms, key=lambda t: -len(t.words))) for word, terms in found.items()})
