"""The files of the vocabulary flattened into phrases: what every spelling means, as JSON values that can be kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NoReturn

from auditor.errors import RulebookError

_WORDS = re.compile(
    r"[぀-ヿ㐀-鿿]|\d+(?:[.,]\d+)*[^\W\d_぀-ヿ㐀-鿿]*|[^\W_぀-ヿ㐀-鿿]+|[/,;:()\[\]{}|→⇒=+×·<>≤≥≈~\"“”?!&–—✅✓✔☑❌✗✘⚠−，。；：（）、]|\.(?=\s|$)|(?<=\s)[-*](?=\s)"
)
_MARKS = re.compile(r"(?!(?<=\d)\.(?=\d))[\W_]+?")
"""Marks but for the point in a number: "2.5-7B" is not "2-57B"."""
_CHINESE = r"\u3400-\u9fff"
NAME = re.compile(rf"[{_CHINESE}]+|[^\W_{_CHINESE}]+(?:[.\-‑][^\W_{_CHINESE}]+)*")
"""A word of a name: "Llama-3.1", "H100"; Chinese ends where Latin letters begin: "采用FP16存储" names a format."""
_EMPTY: Mapping[str, Any] = {}
FLAGS = frozenset(
    {"change", "condition", "firm", "light", "part", "plan", "stop", "title", "variant", "verbal", "weak"}
)
"""Marks without a value; `Term.flags` says what each means."""
_NAMES = frozenset({"names", "cued"})
_TEXTS = frozenset({"alone", "also", "cued", "cues", "degrees", "groups", "names", "own"})
_TABLES = frozenset({"changed", "scoped"})
_SWITCHES = frozenset({"divisible", "general", "strict", "totals"})
_KEYS = _TEXTS | _TABLES | _SWITCHES | {"per", "says", "share", "unit"}


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
    for name in _spelled(catalogue):
        phrases.setdefault(" ".join(words(name)), ["title"])
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
        "figures": _figures(catalogue),
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


def _figures(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """By entry the figures of each field, as printed: the field's own and those that are as good."""
    found: dict[str, dict[str, list[str]]] = {}
    for table in tables.values():
        for entries in table.values():
            for entry_id, entry in entries.items():
                found[entry_id] = {key: [str(value)] for key, value in entry.items() if isinstance(value, str | int)}
                for key, values in (*entry.get("also", _EMPTY).items(), *_published(entry)):
                    found[entry_id].setdefault(key, []).extend(values)
    return found


def _published(entry: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Rounded figures of models, which are as good as those worked out from the shape."""
    yield from ((key.removeprefix("published_"), entry[key]) for key in entry if key.startswith("published_"))


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
    for flag in sorted(FLAGS):
        yield from ((spelling, flag) for spelling in table.get(flag, _EMPTY).get("words", ()))


def _check(name: str, table: Mapping[str, Any]) -> None:
    """Raise RulebookError for a concept that is not written as one."""
    for concept, entry in table.get("concept", _EMPTY).items():
        place = f"vocabulary/{name}.toml: concept.{concept}"
        if not isinstance(entry, dict) or "unit" not in entry or "names" not in entry:
            _fail(place, 'must be a table with unit = "..." and names = [...]')
        for key, value in entry.items():
            if not _is_right(key, value):
                _fail(f"{place}.{key}", f"is wrong or unknown; keys are {', '.join(sorted(_KEYS))}")


def _is_right(key: str, value: object) -> bool:
    if key in _TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if key in _TABLES:
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return isinstance(value, bool) if key in _SWITCHES else key in _KEYS and isinstance(value, str)


def _fail(place: str, text: str) -> NoReturn:
    raise RulebookError(f"{place}: {text}")


def words(text: str) -> list[str]:
    """The words and marks of punctuation of a text, in the normal form of the vocabulary; `/` reads as "per"."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return [_normal(word) for word in _WORDS.findall(text.lower())]


@lru_cache(maxsize=8192)
def _normal(word: str) -> str:
    """Singular and American: "GPUs" as "gpu", "utilisation" as "utilization"; "means" and "75ms" are no plurals."""
    if word == "/":
        return "per"
    singular = word == "means" or word.endswith(("ss", "us", "is")) or (word.endswith("ms") and word[0].isdigit())
    if len(word) > 3 and word.endswith("s") and (word.endswith("pus") or not singular):
        word = word[:-1]
    return word.replace("isation", "ization").replace("ised", "ized").replace("ising", "izing")


def compact(text: str) -> str:
    """A name without the marks and spaces that spellings differ in: "Llama-3.1 70B" as "llama3.170b"."""
    return _MARKS.sub("", text.lower())
