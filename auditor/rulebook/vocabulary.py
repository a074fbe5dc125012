"""The vocabulary: what the field calls its quantities, and the words that say what a number is counted per.

The files under `rules/vocabulary/` are flattened once into phrases; a `Vocabulary` looks phrases up, longest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from auditor.errors import RulebookError
from auditor.frozen import dataclass
from auditor.rulebook.phrases import FLAGS, NAME, compact, flatten, words
from auditor.units import Dimensions

__all__ = ["NAME", "Concept", "Dimensions", "Term", "Vocabulary", "compact", "vocabulary", "words"]


_EMPTY: Mapping[str, Any] = {}
_DIVISIBLE = frozenset({"%", "byte", "dollar", "flop", "parameter", "second", "watt"})
_PLAIN = FLAGS - {"change", "part", "title", "variant"}


@dataclass(frozen=True, slots=True)
class Concept:
    """A quantity of the field."""

    id: str
    says: str
    units: tuple[Dimensions, ...]
    """Dimensions that its numbers have, the usual ones first; a percentage is (("%", 1),), a multiplier (("×", 1),)."""
    alone: tuple[Dimensions, ...]
    """Units that name it without a label ("16 GPUs", "8 layers per stage")."""
    strict: bool
    """Whether anything may be counted in its unit, so that a label which names another thing rules it out."""
    general: bool
    """Whether its names are so general that a more specific one beside them wins ("memory" beside "KV cache")."""
    totals: bool
    """Whether a total differs from the plain figure (memory does, the number of layers does not)."""
    per: str
    """The scope that it has by definition; empty if it has none."""
    share: str
    """The concept of a percentage of it: of a GPU's memory, the memory's utilisation; empty if it has none."""
    groups: tuple[str, ...]
    """Scopes under which a count of devices still states it ("4 GPUs per TP group" is a tensor-parallel degree)."""
    cues: tuple[str, ...]
    """Roles and topics that decide for it where a name is another concept's too; "own memory": close to it."""
    own: tuple[str, ...]
    """Topics whose parts do not rule it out: the all-reduce is part of what communication time is about."""
    scoped: Mapping[str, str]
    """What it becomes under a scope: experts per GPU are a concept of their own."""
    divisible: bool
    """Whether its parts have the same kind of figure (memory of the attention), so that a part's name rules it out."""
    changed: Mapping[str, str]
    """What it becomes beside a word of a topic or role: active parameters are a concept of their own; "" is none."""


@dataclass(frozen=True, slots=True)
class Term:
    """What a phrase of the vocabulary means; a phrase can mean several things."""

    concepts: tuple[str, ...] = ()
    cued: tuple[str, ...] = ()
    """Concepts that it names only beside one of their cues."""
    scope: str = ""
    role: str = ""
    scenario: tuple[str, str] | None = None
    """The axis and the name of a situation: ("version", "corrected")."""
    numbered: str = ""
    """The kind of situation that a number or letter behind it names ("phase")."""
    stance: str = ""
    topics: tuple[str, ...] = ()
    precision: str = ""
    """The storage format that it names."""
    flags: frozenset[str] = frozenset()
    """light: leaves a concept what it is; change: makes it a difference; part: names a part of the whole;
    title: names a catalogued thing;
    plan: a noun of a scenario; stop: begins what is said of something else; condition: begins a condition;
    weak: a word of a scenario that may be a preposition;
    verbal: one that may be a verb;
    firm: one that holds in any company;
    variant: heads a column of variants."""
    plain: bool = False
    """Whether it says nothing of a number, and only is no unknown word."""


class Vocabulary:
    """The concepts, and every phrase that names one or qualifies a number."""

    def __init__(self, flat: Mapping[str, Any]) -> None:
        self.concepts: dict[str, Concept] = {name: _concept(name, entry) for name, entry in flat["concepts"].items()}
        self.degrees = {letters: c for c, entry in flat["concepts"].items() for letters in entry.get("degrees", ())}
        """Concept by the letters of a parallel degree."""
        self.by_unit = {unit: name for name, concept in self.concepts.items() for unit in concept.alone}
        """Concept by the unit that names it alone."""
        self.told = frozenset(flat["told"])
        """Verbs, as written in lower case, that at the start of a clause call for a change."""
        self.precisions = {name: Fraction(size) for name, size in flat["precisions"].items()}
        """Bytes of one value by storage format."""
        self.formats: Mapping[str, str] = flat["formats"]
        """Storage format by the compact form of each of its spellings."""
        self.catalogue: Mapping[str, Sequence[str]] = flat["catalogue"]
        """Kind ("model") and ids of catalogue entries by the compact form of each of their names."""
        self.figures: Mapping[str, Mapping[str, Sequence[str]]] = flat["figures"]
        """By id of a catalogue entry the figures of each of its fields, as printed there."""
        self.digits = frozenset(flat["digits"])
        """The compact form of every word with a digit in the names of storage formats and catalogue entries."""
        self._phrases: Mapping[str, Sequence[str]] = flat["phrases"]
        self._longest: Mapping[str, int] = flat["longest"]
        self._terms: dict[str, Term] = {}

    def match(self, words: Sequence[str], start: int) -> tuple[int, Term] | None:
        """The longest phrase that begins at `words[start]`: where it ends, and its term; None if there is none."""
        longest = self._longest.get(words[start])
        if longest is None:
            return None
        for end in range(min(start + longest, len(words)), start, -1):
            phrase = words[start] if end == start + 1 else " ".join(words[start:end])
            term = self._terms.get(phrase)
            if term is None and phrase in self._phrases:
                term = self._terms[phrase] = _term(self._phrases[phrase])
            if term is not None:
                return end, term
        return None


def vocabulary(
    tables: Mapping[str, Mapping[str, Any]], catalogue: Mapping[str, Mapping[str, Any]] = _EMPTY
) -> Vocabulary:
    """The vocabulary of `rules/vocabulary/` and the names of `rules/catalogue/`, tables by file name.

    Raises RulebookError for a wrong table.
    """
    return Vocabulary(checked(tables, catalogue))


def checked(tables: Mapping[str, Mapping[str, Any]], catalogue: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The same as phrases: JSON values that can be kept."""
    flat = flatten(tables, catalogue)
    for name, entry in flat["concepts"].items():
        changed = (*entry.get("changed", _EMPTY).values(), entry.get("share", ""))
        for other in (*entry.get("scoped", _EMPTY).values(), *filter(None, changed)):
            if other not in flat["concepts"]:
                raise RulebookError(f"vocabulary: concept.{name} names the concept {other}, which is not there")
    return flat


def _concept(name: str, entry: Mapping[str, Any]) -> Concept:
    units = tuple(_dimensions(unit) for unit in (entry["unit"], *entry.get("also", ())))
    return Concept(
        id=name,
        says=entry.get("says", ""),
        units=units,
        alone=tuple(_dimensions(unit) for unit in entry.get("alone", ())),
        strict=entry.get("strict", False),
        general=entry.get("general", False),
        totals=entry.get("totals", False),
        per=entry.get("per", ""),
        share=entry.get("share", ""),
        groups=tuple(entry.get("groups", ())),
        cues=tuple(entry.get("cues", ())),
        own=tuple(entry.get("own", ())),
        scoped=entry.get("scoped", _EMPTY),
        divisible=entry.get("divisible", any(base in _DIVISIBLE for base, _ in units[0])),
        changed=entry.get("changed", _EMPTY),
    )


def _dimensions(unit: str) -> Dimensions:
    """The exponents of a unit in base units: "token/second", "gpu*second", "%"."""
    powers: dict[str, int] = {}
    for place, part in enumerate(unit.split("/") if unit else ()):
        for name in part.split("*"):
            powers[name] = powers.get(name, 0) + (1 if place == 0 else -1)
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _term(marks: Sequence[str]) -> Term:
    values: dict[str, list[str]] = {}
    for mark in marks:
        kind, _, value = mark.partition(":")
        values.setdefault(kind, []).append(value)
    flags = frozenset(kind for kind in values if kind in FLAGS)
    axis, _, situation = values.get("scenario", [""])[0].partition(":")
    return Term(
        concepts=tuple(values.get("concept", ())),
        cued=tuple(values.get("cued", ())),
        scope=values.get("scope", [""])[0],
        role=values.get("role", [""])[0],
        scenario=(axis, situation) if axis else None,
        numbered=values.get("numbered", [""])[0],
        stance=values.get("stance", [""])[0],
        topics=tuple(values.get("topic", ())),
        precision=values.get("precision", [""])[0],
        flags=flags,
        plain=values.keys() <= _PLAIN,
    )
