"""The record of what a stretch of a label says of the number that it stands with."""

from __future__ import annotations

from auditor.frozen import dataclass
from auditor.rulebook.vocabulary import Term

Scenarios = tuple[tuple[str, str], ...]

LONGEST = 320
"""Characters of a label that are read; what stands further off says nothing of the number."""


@dataclass(frozen=True, slots=True)
class Sense:
    """The meaning of a key, a cell, a heading, or of the words before or behind a number."""

    mentions: tuple[Term, ...] = ()
    """The terms that name a concept, in order of reading."""
    further: tuple[Term, ...] = ()
    """Before a number those behind the nearest, for a unit that does not fit it: "the KV cache of one sequence is"."""
    clean: bool = True
    """Whether no word that the vocabulary lacks stands between number and mention, or in a label beside the mention."""
    parts: tuple[Term, ...] = ()
    """Words that name a part of the whole: "attention" in "attention parameters"."""
    changes: tuple[Term, ...] = ()
    """Words of difference: "reduction", "better"."""
    scope: str = ""
    role: str = ""
    scenarios: Scenarios = ()
    """Axis and name of each situation named."""
    stance: str = ""
    topics: frozenset[str] = frozenset()
    differs: bool = False
    """Whether it begins with a word of difference: "5 GB less"."""
    denies: bool = False
    """Whether it begins with "no" or "not"."""
    spreads: bool = False
    """Whether it spreads something: "distributed across", "over"; not "across all"."""
    variant: bool = False
    """Whether, at the head of a table's first column, it says that the rows are variants."""
    groups: bool = False
    """Whether it speaks of groups of what it names: a bare number then counts the groups."""
    sums: bool = False
    """Whether it speaks of a total, whatever else it says of the scope."""
    relative: bool = False
    """Whether it says that a number is a ratio or share of what it names: "GPU ratio"."""
    format: bool = False
    """Whether a storage format stands right before the number."""
    numbers: bool = False
    """Whether a number stands in it."""
    bare: bool = True
    """Whether nothing stands here but words that qualify a number ("Total", "Achieved", "Per GPU")."""
    first: str = ""
    last: str = ""
    """The first and the last word."""


NOTHING = Sense()
