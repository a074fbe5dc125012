"""Repairs written into documents, or shown as a patch."""

from __future__ import annotations

from difflib import unified_diff

from auditor.check.hit import Checked
from auditor.check.repair import changed


def mended(checked: Checked) -> str:
    """The source with every proven repair of a finding that counts."""
    return changed(checked.source, [hit.repair for hit in checked.active if hit.repair])


def patch(checked: Checked) -> str:
    """What `mended` changes, as a unified diff; empty if nothing."""
    # Only LF ends a line of a patch: a CR before it stays part of the line.
    before, after = (_lines(text) for text in (checked.source, mended(checked)))
    return "".join(_ended(line) for line in unified_diff(before, after, checked.path, checked.path))


def _lines(text: str) -> list[str]:
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + [parts[-1]] * bool(parts[-1])


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
