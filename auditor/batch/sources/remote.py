"""Files behind URLs, through fsspec: object stores, HTTP, dataset hubs, archives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.batch.sources.file import File, wanted
from auditor.errors import InputError, UsageError


def is_url(name: str) -> bool:
    """Whether a source is a URL; `C:\\reports` is none."""
    return "://" in name


class Remote:
    """The files behind one URL: a file, a folder, or a pattern with `*`."""

    def __init__(self, url: str) -> None:
        """Raises UsageError without fsspec, InputError for what is not there."""
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise UsageError(f"{url}: URLs need the extra `remote` (fsspec)") from error
        try:
            self._system, root = url_to_fs(url)
            self._files, self._root = _listed(self._system, root)
        except (OSError, ValueError, ImportError) as error:
            raise InputError(f"{url} cannot be read: {error}") from error
        if not self._files:
            raise InputError(f"{url} holds no document")

    def __iter__(self) -> Iterator[File]:
        for path, size in self._files:
            yield File(path.removeprefix(self._root).lstrip("/"), size, self._opener(path))

    def _opener(self, path: str) -> Any:
        return lambda: self._system.open(path, "rb")


def _listed(system: Any, root: str) -> tuple[list[tuple[str, int]], str]:
    """The paths with their sizes, sorted, and the folder that their names are relative to."""
    if "*" in root or "?" in root:
        found = system.glob(root, detail=True)
        folder = root[: min(root.find(mark) for mark in "*?" if mark in root)].rpartition("/")[0]
        return _files(found), folder
    if system.isdir(root):
        found = {path: entry for path, entry in system.find(root, detail=True).items() if _visible(path, root)}
        return _files(found), root.rstrip("/")
    entry = system.info(root)
    return _files({root: entry}), root.rpartition("/")[0]


def _visible(path: str, root: str) -> bool:
    below = path.removeprefix(root).lstrip("/").split("/")
    return wanted(below[-1]) and not any(part.startswith(".") for part in below)


def _files(found: dict[str, Any]) -> list[tuple[str, int]]:
    return sorted((path, int(entry.get("size") or 0)) for path, entry in found.items() if entry["type"] == "file")
