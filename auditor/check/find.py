"""Which documents a check is about: files, folders, globs; only markdown, and only what git does not ignore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from glob import glob
from pathlib import Path

from auditor.check.git import ignored
from auditor.check.globs import matches
from auditor.cli import inputs
from auditor.errors import InputError


def documents(paths: Sequence[Path], exclude: Sequence[str] = (), folder: Path | None = None) -> list[Path]:
    """The documents behind the paths, each once; what is named itself is taken whatever git or its suffix says.

    `exclude` holds globs relative to `folder`. Raises InputError for a path that is not there.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() or not _named(path):
            found.update(dict.fromkeys(_below(path)))
        else:
            found[path] = None
    return [path for path in found if not excluded(path, exclude, folder or Path())]


def _named(path: Path) -> bool:
    return str(path) == inputs.STDIN or path.exists()


def _below(path: Path) -> Iterator[Path]:
    """The markdown below a folder or behind a glob, in order."""
    if path.is_dir():
        found = list(inputs.walk(path))
    elif any(sign in str(path) for sign in "*?["):
        found = [Path(name) for name in glob(str(path), recursive=True)]  # noqa: PTH207 - the pattern may be absolute
        found = [file for file in found if file.is_file() and file.name.lower().endswith(inputs.SUFFIXES)]
    else:
        raise InputError(f"{path} is not there")
    hidden = ignored(found)
    yield from sorted(file for file in found if file not in hidden)


def excluded(path: Path, exclude: Sequence[str], folder: Path) -> bool:
    """Whether one of the globs, relative to a folder, leaves a document out."""
    place = inputs.absolute(path)
    root = inputs.absolute(folder)
    name = place.relative_to(root).as_posix() if place.is_relative_to(root) else place.name
    return any(matches(name, each) for each in exclude)
