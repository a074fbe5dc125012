"""The words that the scan knows, from `rules/units/notation/*.toml`, read once, when first asked for."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from auditor.frozen import dataclass
from auditor.quantity import Modality
from auditor.unit_table import words

UNSCALED = (Fraction(1),)
"""The scale readings of a number without K, M, B, million ..."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Closed word lists, all lower case but the scale letters."""

    scale_letters: dict[str, tuple[Fraction, ...]]
    scale_words: dict[str, tuple[Fraction, ...]]
    before: dict[str, Modality]
    """Bound words in front of a number."""
    behind: dict[str, Modality]
    """Bound words behind a number and its unit."""
    degrees: dict[str, str]
    """Letters, words and keys of parallel degrees, each to its letters ("tensor_parallel_size" to "TP")."""
    degree_letters: frozenset[str]
    series: frozenset[str]
    indexed: frozenset[str]
    families: frozenset[str]
    versioned: frozenset[str]
    accelerators: frozenset[str]
    makers: frozenset[str]
    servers: frozenset[str]
    """Names of servers that hold accelerators: "2 × DGX H100" counts nodes."""
    months: frozenset[str]
    extensions: frozenset[str]
    modifiers: frozenset[str]
    """Adjectives and nouns that stand between a count and what it counts ("4 pipeline stages")."""
    networks: frozenset[str]
    """Words that make "400G" the name of a link."""
    measures: frozenset[str]
    """Words that make the noun before them no thing counted ("128 token length")."""
    sized: frozenset[str]
    """Words that make "10B" a number of parameters."""


@cache
def lexicon() -> Lexicon:
    """The notation that the project knows."""
    scales, bounds, names, degrees = (
        words()[f"units/notation/{name}.toml"] for name in ("scales", "bounds", "names", "degrees")
    )
    return Lexicon(
        scale_letters=_scales(scales["letters"]),
        scale_words=_scales(scales["words"]),
        before=_bounds(bounds["before"]),
        behind=_bounds(bounds["behind"]),
        degrees={
            name.lower(): letters
            for letters, entry in degrees.items()
            for name in (*entry["letters"], *entry["words"], *entry["keys"])
        },
        degree_letters=frozenset(letters for entry in degrees.values() for letters in entry["letters"]),
        **{name: frozenset(listed) for name, listed in names.items()},
    )


def _scales(entries: dict[str, list[str]]) -> dict[str, tuple[Fraction, ...]]:
    return {word: tuple(_factor(value) for value in values) for word, values in entries.items()}


def _factor(value: str) -> Fraction:
    base, _, exponent = value.partition("^")
    return Fraction(base) ** int(exponent or 1)


def _bounds(entries: dict[str, list[str]]) -> dict[str, Modality]:
    return {phrase: Modality(name) for name, phrases in entries.items() for phrase in phrases}
