"""What is worked out of files and kept in the user's cache folder until one of them changes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import adler32, crc32


def cache_folder() -> Path | None:
    """The user's folder for it; None where there is no home."""
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "auditor"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "auditor" / "cache" if local else None
    with suppress(RuntimeError):
        home = Path.home()
        return home / "Library" / "Caches" / "auditor" if sys.platform == "darwin" else home / ".cache" / "auditor"
    return None


def name_of(folder: Path) -> str:
    """The name under which what is made of a folder is kept."""
    # Two folders with one name would only be worked out again and again; hashlib takes longer to load than an audit.
    path = str(folder.resolve()).encode("utf-8", "surrogateescape")
    return f"{crc32(path):08x}{adler32(path):08x}"


def marks(folder: Path, paths: Iterable[str]) -> str:
    """Size and time of every file that something depends on: equal marks mean that nothing was written since."""
    return json.dumps([str(folder), sys.version, [_mark(path) for path in paths]])


def _mark(path: str) -> tuple[str, int, int]:
    try:
        # Some two hundred files at every start: Path objects would cost more than the files.
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return path, 0, 0
    return path, found.st_size, found.st_mtime_ns


def tables(folder: Path, paths: Iterable[str], parse: Callable[[Path], dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Files under a folder by their path, each as `parse` gives it; parsed only where one has changed."""
    names = list(paths)
    known, base = marks(folder, [f"{folder}/{name}" for name in names]), cache_folder()
    place = base / f"{name_of(folder)}.tables" if base else None
    if place is not None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept: dict[str, Any] = json.loads(place.read_bytes())
            found: dict[str, dict[str, Any]] = kept["tables"]
            if kept["marks"] == known and found.keys() == set(names):
                return found
    found = {name: parse(folder / name) for name in names}
    if place is not None:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            write(place, json.dumps({"marks": known, "tables": found}).encode())
    return found


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    # Imported here: a start that finds everything kept writes nothing.
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
