"""The forms in which a check is told: to people, to hosts of code, to editors, to test runners."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from auditor.check.hit import Outcome
from auditor.rulebook import Rulebook

FORMATS = {
    "full": "full",
    "concise": "concise",
    "json": "json",
    "jsonl": "jsonl",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "rdjson": "rdjson",
    "markdown": "markdown",
    "html": "html",
}
"""Each form and the module of this package that writes it."""


def render(form: str, outcome: Outcome, book: Rulebook) -> str:
    """A whole check in one of FORMATS; `book` is for what a form says of the rules."""
    write: Callable[[Outcome, Rulebook], str] = import_module(f"{__name__}.{FORMATS[form]}").render
    return write(outcome, book)
