"""How often rules were right where they were measured: what decides whether one may still accuse."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from auditor.frozen import dataclass
from auditor.rulebook.source import File

FOLDER = "record"
TRUSTED = Fraction(4, 5)
"""The least precision of a rule whose findings keep their severity; below it they are notes."""


@dataclass(frozen=True, slots=True)
class Record:
    """The measured findings of one rule."""

    right: int
    wrong: int

    @property
    def precision(self) -> Fraction | None:
        """The share that was right; None where nothing was measured."""
        measured = self.right + self.wrong
        return Fraction(self.right, measured) if measured else None

    @property
    def trusted(self) -> bool:
        """Whether the rule's findings keep their severity."""
        return self.precision is None or self.precision >= TRUSTED


def records(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Record]:
    """The records of all files, by rule id. Raises RulebookError for what is no count."""
    found: dict[str, Record] = {}
    for name, table in tables.items():
        for rule_id, counts in table.items():
            at = File(f"{FOLDER}/{name}.toml").at(rule_id)
            if not isinstance(counts, dict) or set(counts) != {"right", "wrong"}:
                at.fail("a record has the keys right and wrong")
            if not all(isinstance(count, int) and count >= 0 for count in counts.values()):
                at.fail("right and wrong count findings")
            found[rule_id] = Record(**counts)
    return found
