"""Files of this machine."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.batch.sources.file import File, wanted
from auditor.errors import InputError


class Local:
    """The files behind paths, folders and glob patterns, listed anew at each iteration and never held together."""

    def __init__(self, names: Sequence[str], exclude: Path | None = None) -> None:
        """Raises InputError for what is not there. `exclude`, where the output goes, is not read."""
        self._exclude = None if exclude is None else exclude.resolve()
        self._paths = [path for name in names for path in _paths(name)]
        folders = [os.path.abspath(path if path.is_dir() else path.parent) for path in self._paths]  # noqa: PTH100
        self._folder = os.path.commonpath(folders)

    def __iter__(self) -> Iterator[File]:
        for path in dict.fromkeys(self._paths):
            for found in self._walk(path) if path.is_dir() else (path,):
                yield self._file(found)

    def _walk(self, folder: Path) -> Iterator[Path]:
        """The files below a folder in the order of their names; hidden folders and links to folders are not entered."""
        for parent, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if not self._skipped(Path(parent, name)))
            yield from (Path(parent, name) for name in sorted(files) if wanted(name))

    def _skipped(self, folder: Path) -> bool:
        return folder.name.startswith(".") or (self._exclude is not None and folder.resolve() == self._exclude)

    def _file(self, path: Path) -> File:
        below = os.path.relpath(os.path.abspath(path), self._folder)  # noqa: PTH100
        name = os.fsencode(below).decode("utf-8", "backslashreplace").replace(os.sep, "/")
        try:
            size = path.stat().st_size
        except OSError:
            size = 0
        return File(name, size, lambda: path.open("rb"))


def _paths(name: str) -> list[Path]:
    path = Path(name)
    if path.exists():
        return [path]
    if not glob.has_magic(name):
        raise InputError(f"{name} is not there")
    found = [Path(match) for match in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207
    files = [match for match in found if not match.is_dir()]
    if not files:
        raise InputError(f"{name} matches no file")
    return files
