"""The rules as objects: `load` gives the rulebook, compiled ahead so that an audit solves and parses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from auditor.rulebook.book import Rulebook, Rules
from auditor.rulebook.cache import shelves
from auditor.rulebook.form import Form
from auditor.rulebook.program import worked_out
from auditor.rulebook.record import Record
from auditor.rulebook.rule import Convention, NearMiss, Page, Relation, Rule, Variable
from auditor.rulebook.source import fill
from auditor.rulebook.trial import admits, holds_whole

__all__ = [
    "Convention",
    "Form",
    "NearMiss",
    "Page",
    "Record",
    "Relation",
    "Rule",
    "Rulebook",
    "Rules",
    "Variable",
    "admits",
    "fill",
    "holds_whole",
    "load",
    "worked_out",
]


def load(folders: Iterable[Path | str] = ()) -> Rulebook:
    """The project's own rules and those of further folders. Raises RulebookError with file, key and remedy."""
    return Rulebook(shelves(Path(folder) for folder in folders))
