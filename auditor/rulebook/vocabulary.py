"""The vocabulary: what the field calls its quantities, and the words that say what a number is counted per.

The files under `rules/vocabulary/` are flattened once into phrases (`flatten`, JSON values, so that they can be kept
compiled); a `Vocabulary` looks phrases up in them, longest first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import lru_cache
from typing import Any

from auditor.errors import RulebookError

Dimensions = tuple[tuple[str, int], ...]

_WORDS = re.compile(
    r"[぀-ヿ㐀-鿿]|\d+(?:[.,]\d+)*[^\W\d_぀-ヿ㐀-鿿]*|[^\W_぀-ヿ㐀-鿿]+|[/,;:()\[\]{}|→⇒=+×·<>≤≥≈~\"“”?!&–—✅✓✔☑❌✗✘⚠−，。；：（）、]|\.(?=\s|$)|(?<=\s)-(?=\s)"
)
_MARKS = re.compile(r"[\W_]+")
NAME = re.compile(r"[^\W_]+(?:[.\-‑][^\W_]+)*")
"""A word of a name: "Llama-3.1", "H100"."""
_EMPTY: Mapping[str, Any] = {}


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
    groups: tuple[str, ...]
    """Scopes under which a count of devices still states it ("4 GPUs per TP group" is a tensor-parallel degree)."""
    cues: tuple[str, ...]
    """Roles and topics that decide for it where a name is another concept's too."""
    own: tuple[str, ...]
    """Topics whose parts do not rule it out: the all-reduce is part of what communication time is about."""
    scoped: Mapping[str, str]
    """What it becomes under a scope: experts per GPU are a concept of their own."""
    divisible: bool
    """Whether its parts have the same kind of figure (memory of the attention), so that a part's name rules it out."""
    changed: Mapping[str, str]
    """What it becomes beside a word of a topic: active parameters are a concept of their own."""


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
    plan: a noun of a scenario; stop: begins what is said of something else; condition: begins a condition;
    weak: a word of a scenario that may be a preposition;
    verbal: one that may be a verb;
    variant: heads a column of variants."""
    plain: bool = False
    """Whether it says nothing of a number, and only is no unknown word."""


_FLAGS = frozenset({"change", "condition", "light", "part", "plan", "stop", "variant", "verbal", "weak"})
_DIVISIBLE = frozenset({"%", "byte", "dollar", "flop", "parameter", "second", "watt"})
_PLAIN = _FLAGS - {"change", "part", "variant"}
_NAMES = frozenset({"names", "cued"})
_KEYS = {field.name for field in fields(Concept)} - {"id", "units"}
_KEYS |= {"unit", "also", "names", "cued", "degrees", "counted"}


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


def words(text: str) -> list[str]:
    """The words and marks of punctuation of a text, in the normal form of the vocabulary; `/` reads as "per"."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return [_normal(word) for word in _WORDS.findall(text.lower())]


@lru_cache(maxsize=8192)
def _normal(word: str) -> str:
    """Singular and American: "GPUs" as "gpu", "utilisation" as "utilization"."""
    if word == "/":
        return "per"
    if len(word) > 3 and word.endswith("s") and (word.endswith("pus") or not word.endswith(("ss", "us", "is"))):
        word = word[:-1]
    return word.replace("isation", "ization").replace("ised", "ized").replace("ising", "izing")


def compact(text: str) -> str:
    """A name without the marks and spaces that spellings differ in: "Llama-3 70B" as "llama370b"."""
    return _MARKS.sub("", text.lower())


def vocabulary(
    tables: Mapping[str, Mapping[str, Any]], catalogue: Mapping[str, Mapping[str, Any]] = _EMPTY
) -> Vocabulary:
    """The vocabulary of `rules/vocabulary/` and the names of `rules/catalogue/`, tables by file name.

    Raises RulebookError for a wrong table.
    """
    return Vocabulary(flatten(tables, catalogue))


def flatten(
    tables: Mapping[str, Mapping[str, Any]], catalogue: Mapping[str, Mapping[str, Any]] = _EMPTY
) -> dict[str, Any]:
    """The tables as phrases with their marks: JSON values that `Vocabulary` takes."""
    phrases: dict[str, list[str]] = {}
    concepts: dict[str, Any] = {}
    precisions: dict[str, str] = {}
    formats: dict[str, str] = {}
    for name in sorted(tables):
        table = tables[name]
        _check(name, table)
        for phrase, mark in _marks(table):
            marks = phrases.setdefault(" ".join(words(phrase)), [])
            if mark not in marks:
                marks.append(mark)
        concepts |= {
            key: {k: v for k, v in entry.items() if k not in _NAMES}
            for key, entry in table.get("concept", _EMPTY).items()
        }
        for key, entry in table.get("precision", _EMPTY).items():
            precisions[key] = entry["bytes"]
            formats |= {compact(spelling): key for spelling in entry["names"]}
    phrases.pop("", None)
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, length = phrase.split(" ", 1)[0], phrase.count(" ") + 1
        longest[first] = max(length, longest.get(first, 0))
    known = _catalogue(catalogue)
    spelled = (*_spelled(catalogue), *(name for table in tables.values() for name in _formats(table)))
    return {
        "digits": sorted({compact(word) for name in spelled for word in NAME.findall(name)}),
        "concepts": concepts,
        "told": sorted({word for name in tables for word in tables[name].get("told", _EMPTY).get("words", ())}),
        "precisions": precisions,
        "formats": formats,
        "catalogue": known,
        "phrases": phrases,
        "longest": longest,
    }


def _catalogue(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Kind and ids by compact name; a name of several entries stands for each of them."""
    found: dict[str, list[str]] = {}
    for name in sorted(tables):
        for kind, entries in tables[name].items():
            for entry_id in sorted(entries):
                for spelling in entries[entry_id].get("names", ()):
                    ids = found.setdefault(compact(spelling), [kind])
                    if ids[0] == kind and entry_id not in ids[1:]:
                        ids.append(entry_id)
    return found


def _spelled(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    entries = (entry for table in tables.values() for kind in table.values() for entry in kind.values())
    return (name for entry in entries for name in entry.get("names", ()))


def _formats(table: Mapping[str, Any]) -> Iterator[str]:
    return (name for entry in table.get("precision", _EMPTY).values() for name in entry["names"])


def _marks(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every phrase of a table with what it means."""
    for concept, entry in table.get("concept", _EMPTY).items():
        yield from ((name, f"concept:{concept}") for name in entry.get("names", ()))
        yield from ((name, f"cued:{concept}") for name in entry.get("cued", ()))
    for axis, names in table.get("scenario", _EMPTY).items():
        for name, spellings in names.items():
            yield from ((spelling, f"scenario:{axis}:{name}") for spelling in spellings)
    for kind in ("scope", "role", "stance", "topic", "numbered"):
        for name, spellings in table.get(kind, _EMPTY).items():
            yield from ((spelling, f"{kind}:{name}") for spelling in spellings)
    for name, entry in table.get("precision", _EMPTY).items():
        yield from ((spelling, f"precision:{name}") for spelling in entry["names"])
    for flag in sorted(_FLAGS):
        yield from ((spelling, flag) for spelling in table.get(flag, _EMPTY).get("words", ()))


def _check(name: str, table: Mapping[str, Any]) -> None:
    for concept, entry in table.get("concept", _EMPTY).items():
        wrong = sorted(entry.keys() - _KEYS)
        if wrong or "unit" not in entry or "names" not in entry:
            problem = f"unknown key {wrong[0]}" if wrong else "unit and names are needed"
            raise RulebookError(
                f"vocabulary/{name}.toml: concept.{concept}: {problem}; keys are {', '.join(sorted(_KEYS))}"
            )


def _concept(name: str, entry: Mapping[str, Any]) -> Concept:
    units = tuple(_dimensions(unit) for unit in (entry["unit"], *entry.get("also", ())))
    return Concept(
        id=name,
        says=entry.get("says", ""),
        units=units,
        alone=tuple(_dimensions(unit) for unit in (*entry.get("alone", ()), *filter(None, [entry.get("counted")]))),
        strict=entry.get("strict", False),
        general=entry.get("general", False),
        totals=entry.get("totals", False),
        per=entry.get("per", ""),
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
    flags = frozenset(kind for kind in values if kind in _FLAGS)
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
