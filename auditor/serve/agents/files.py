"""The files that an agent may name: text documents below one folder, and no others."""

from __future__ import annotations

from pathlib import Path

from auditor import document
from auditor.cli.inputs import SUFFIXES
from auditor.errors import InputError, UsageError

_LONGEST = 1_000_000
"""Characters of a text that one call takes."""
_DATA = (*SUFFIXES, ".json", ".toml", ".yaml", ".yml")


def allowed(folder: Path, path: str, *, data: bool = False) -> Path:
    """A path below the folder. Raises UsageError for one outside, and for what is no markdown (or, if asked, data)."""
    try:
        place = (folder / path).resolve()
    except (OSError, ValueError) as error:
        raise UsageError(f"{path[:80]!r} is no path") from error
    if not place.is_relative_to(folder.resolve()):
        raise UsageError(f"{path[:80]!r} lies outside the folder of this server: give a path below it, or the text")
    suffixes = _DATA if data else SUFFIXES
    if not place.name.lower().endswith(suffixes):
        raise UsageError(f"{path[:80]!r} is none of {', '.join(suffixes)}: give such a file, or the text")
    return place


def report(folder: Path, text: str, path: str) -> tuple[str, str]:
    """Name and text of the report. Raises UsageError unless exactly one of the two is given, and for a long one."""
    if bool(text) == bool(path):
        raise UsageError("give either text, the markdown itself, or path, a file below the folder of this server")
    found = document.load(allowed(folder, path)) if path else text
    if len(found) > _LONGEST:
        limit = f"{len(found):,} characters are more than the {_LONGEST:,} that one call takes"
        raise InputError(f"{limit}: audit its parts, or run `auditor audit`")
    return path or "report", found
