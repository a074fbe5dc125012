"""What a document beside the report is made of: a name, a text, and the notation that it is written in."""

from __future__ import annotations

from pathlib import Path

from auditor import document
from auditor.frozen import dataclass

_NOTATIONS = {".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".json": "json"}


@dataclass(frozen=True, slots=True)
class Source:
    """A document beside the report."""

    name: str
    """As findings and workings cite it."""
    text: str
    notation: str = "markdown"
    """`markdown`, `yaml`, `toml` or `json`."""


def load(path: Path) -> Source:
    """A file by its suffix; what is no YAML, TOML or JSON is markdown. Raises InputError if it is no text."""
    return Source(str(path), document.load(path), _NOTATIONS.get(path.suffix.lower(), "markdown"))


def given(source: str | Path, name: str) -> Source:
    """A path as its file, a text under a name: JSON if it is an object in braces, else markdown."""
    if isinstance(source, Path):
        return load(source)
    return Source(name, source, "json" if source.lstrip()[:1] == "{" else "markdown")
