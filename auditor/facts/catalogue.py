"""What the catalogues say of the model and the accelerator that a document names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from auditor import patterns as re
from auditor.facts.fact import Figure, Named
from auditor.facts.models import OTHER_MODEL
from auditor.interval import Interval
from auditor.rulebook.vocabulary import Vocabulary
from auditor.unit_table import alternatives

_FIELDS = {
    "gpu_memory": ("gpu_memory", "gpu"),
    "memory_bandwidth": ("memory_bandwidth", "gpu"),
    "level2_cache": ("level2_cache", "gpu"),
    "interconnect_bandwidth": ("interconnect_bandwidth", ""),
    "layers": ("layers", ""),
    "moe_layers": ("moe_layers", ""),
    "hidden_size": ("hidden_size", ""),
    "attention_heads": ("attention_heads", ""),
    "kv_heads": ("kv_heads", ""),
    "head_dim": ("head_dim", ""),
    "ffn_hidden": ("ffn_hidden", ""),
    "expert_hidden": ("expert_hidden", ""),
    "experts": ("experts", ""),
    "experts_per_token": ("experts_per_token", ""),
    "vocabulary": ("vocabulary", ""),
    "parameters": ("parameters", ""),
    "active_parameters": ("active_parameters", ""),
}
"""Concept and scope of each field."""
_RATES = ("peak_", "sparse_")
"""Beginnings of the fields that are rates of arithmetic in one format."""
_PRINTED = re.compile(r"(\d+(?:\.\d+)?)([KMBT]?)(?: (\S+))?")
_SCALES = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}


def figures(named: Sequence[Named], vocabulary: Vocabulary) -> tuple[Figure, ...]:
    """The figures of what all names of a kind can mean together ("A100", "A100 80GB"); none if they are of several."""
    found: list[Figure] = []
    for kind in ("accelerator", "model"):
        names = [name for name in named if name.kind == kind]
        entries = set(names[0].entries).intersection(*(name.entries for name in names)) if names else set()
        if entries:
            text = max((name.text for name in names), key=len)
            text = text if ")" in text else text.partition("(")[0].strip()
            found.extend(_of(sorted(entries), text, vocabulary))
    return tuple(found)


def figures_of_others(situations: Iterable[str], vocabulary: Vocabulary) -> Mapping[str, tuple[Figure, ...]]:
    """By situation the figures of each model that a document names beside its subject."""
    entries = {situation: situation.removeprefix(OTHER_MODEL) for situation in situations}
    return {situation: tuple(_of([entry], entry, vocabulary)) for situation, entry in entries.items()}


@lru_cache(maxsize=4)
def sizes(vocabulary: Vocabulary) -> frozenset[Fraction]:
    """The bytes of memory that accelerators have, under every reading of their unit."""
    printed = [value for figures in vocabulary.figures.values() for value in figures.get("gpu_memory", ())]
    read = (interval.low for value in printed for interval in _read(value))
    return frozenset(low for low in read if low is not None)


def figures_of_names(named: Iterable[Named], vocabulary: Vocabulary) -> Mapping[tuple[str, ...], tuple[Figure, ...]]:
    """By entries the figures of each model and accelerator that a document names, whatever it is about."""
    texts = {name.entries: name.text for name in reversed(list(named))}
    return {entries: tuple(_of(entries, text, vocabulary)) for entries, text in texts.items()}


def _of(entries: Sequence[str], text: str, vocabulary: Vocabulary) -> Iterator[Figure]:
    """One figure for each concept that every variant states."""
    stated = [_by_concept(entry, vocabulary) for entry in entries]
    for cell in stated[0]:
        if all(cell in other for other in stated):
            printed = list(dict.fromkeys(value for other in stated for value in other[cell]))
            values = tuple(interval for value in printed for interval in _read(value))
            if values:
                yield Figure(*cell, values, " or ".join(printed[:3]), text)


def _by_concept(entry: str, vocabulary: Vocabulary) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for field, values in vocabulary.figures.get(entry, {}).items():
        cell = ("peak_flops", "gpu") if field.startswith(_RATES) else _FIELDS.get(field)
        if cell is not None:
            found.setdefault(cell, []).extend(values)
    return found


@lru_cache(maxsize=1024)
def _read(printed: str) -> tuple[Interval, ...]:
    """A figure in base units under each reading of its unit; one in billions is rounded to its last digit."""
    found = _PRINTED.fullmatch(printed)
    if found is None:
        return ()
    digits, scale, unit = found[1], _SCALES[found[2]], (found[3] or "").replace("TOP/s", "TFLOP/s")
    half = Fraction(scale, 2 * 10 ** len(digits.partition(".")[2])) if scale > 1 else Fraction(0)
    value = Fraction(digits) * scale
    span = Interval(value - half, value + half)
    return tuple(span.scale(reading.unit.factor) for reading in alternatives(unit))
