"""Where compiled rules are kept: in the installed package, or in the user's cache folder, trusted by content only."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from auditor.errors import RulebookError
from auditor.rulebook import compile as compiling
from auditor.rulebook.shelf import Shelf

COMPILED = "compiled.shelf"
"""Name of the shelf inside the installed package."""
_PACKAGE = Path(__file__).parent.parent


def own_folder() -> Path:
    """The project's own rules: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "_rules"
    return installed if installed.is_dir() else _PACKAGE.parent / "rules"


def own_shelf() -> Shelf:
    """The project's own rules, compiled."""
    with suppress(OSError, ValueError, KeyError):
        return Shelf((_PACKAGE / "_rules" / COMPILED).read_bytes())
    return shelf(own_folder())


def shelf(folder: Path) -> Shelf:
    """The compiled rules of a folder, from the last time where nothing has changed. Raises RulebookError."""
    folder = folder.resolve()
    kept, marks = _kept(folder), _marks(folder)
    if kept and kept[0] == marks:
        return kept[1]
    files = compiling.sources(folder)
    earlier = kept[1] if kept else None
    if earlier and earlier.digest == compiling.digest(files) and earlier.compiler == compiling.compiler():
        data = None
    else:
        data = compiling.compile_folder(folder, files, earlier)
    found = Shelf(data) if data is not None else earlier
    assert found is not None
    _keep(folder, marks, data)
    return found


def cache_folder() -> Path | None:
    """The user's folder for compiled rules; None where there is no home."""
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
    """The name under which the shelf of a folder is kept."""
    return blake2b(str(folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _place(folder: Path) -> tuple[Path, Path] | None:
    """The kept shelf of a folder, and the marks by which it is known to be current."""
    base = cache_folder()
    if base is None:
        return None
    name = name_of(folder)
    return base / f"{name}.shelf", base / f"{name}.marks"


def _marks(folder: Path) -> str:
    """Size and time of every file that the shelf depends on: equal marks mean that nothing was written since."""
    seen = [_mark(str(path)) for path in compiling.compiler_files()]
    for place, folders, names in os.walk(folder):
        folders.sort()
        seen += [_mark(f"{place}/{name}") for name in sorted(names) if name.endswith(".toml")]
        compiling.guard(folder, len(seen))
    return blake2b(json.dumps([str(folder), sys.version, seen]).encode(), digest_size=16).hexdigest()


def _mark(path: str) -> tuple[str, int, int]:
    try:
        # Some two hundred files at every start: Path objects would cost more than the files.
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return path, 0, 0
    return path, found.st_size, found.st_mtime_ns


def _kept(folder: Path) -> tuple[str, Shelf] | None:
    """What an earlier run kept; None where that is nothing, or damaged."""
    place = _place(folder)
    if place is None:
        return None
    with suppress(OSError, ValueError, KeyError, TypeError):
        return place[1].read_text(), Shelf(place[0].read_bytes())
    return None


def _keep(folder: Path, marks: str, data: bytes | None) -> None:
    """Keep a shelf and its marks; a folder that cannot be written is no error, only slower next time."""
    place = _place(folder)
    if place is None:
        return
    with suppress(OSError):
        place[0].parent.mkdir(parents=True, exist_ok=True)
        # Marks go first and come back last, so that a shelf never stands beside marks of another one.
        if data is not None:
            place[1].unlink(missing_ok=True)
            _write(place[0], data)
        _write(place[1], marks.encode())


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def shelves(folders: Iterable[Path]) -> tuple[Shelf, ...]:
    """The project's own rules and those of further folders. Raises RulebookError for an id that two of them use."""
    found = [own_shelf()]
    for folder in folders:
        pack = shelf(folder)
        for earlier in found:
            if twice := sorted(earlier.entries.keys() & pack.entries.keys()):
                raise RulebookError(f"{folder}: the rule {twice[0]} exists already; rename the file or its folder")
        found.append(pack)
    return tuple(found)
