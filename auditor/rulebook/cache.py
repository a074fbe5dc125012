"""Where compiled rules are kept: in the installed package, or in the user's cache folder, trusted by content only."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from auditor.errors import RulebookError
from auditor.kept import cache_folder, marks, name_of, write
from auditor.rulebook import compile as compiling
from auditor.rulebook.shelf import Shelf

COMPILED = "compiled.shelf"
"""Name of the shelf inside the installed package."""
_MANY = 100
"""Files from which on compiling takes so long that it is announced."""
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
    kept, seen = _kept(folder), _marks(folder)
    if kept and kept[0] == seen:
        return kept[1]
    files = compiling.sources(folder)
    earlier = kept[1] if kept else None
    if earlier and earlier.digest == compiling.digest(files) and earlier.compiler == compiling.compiler():
        data = None
    else:
        _announce(folder, len(files), earlier)
        data = compiling.compile_folder(folder, files, earlier)
    found = Shelf(data) if data is not None else earlier
    assert found is not None
    _keep(folder, seen, data)
    return found


def _announce(folder: Path, files: int, earlier: Shelf | None) -> None:
    """Say what takes so long: many rules from nothing. It goes to standard error unless the caller logs elsewhere."""
    if files < _MANY or (earlier and earlier.compiler == compiling.compiler()):
        return
    # Imported here: only a start that compiles says anything.
    import logging

    logging.getLogger("auditor").warning("auditor: compiling the %d files of %s, once; some 20 seconds", files, folder)


def _place(folder: Path) -> tuple[Path, Path] | None:
    """The kept shelf of a folder, and the marks by which it is known to be current."""
    base = cache_folder()
    if base is None:
        return None
    name = name_of(folder)
    return base / f"{name}.shelf", base / f"{name}.marks"


def _marks(folder: Path) -> str:
    seen = [str(path) for path in compiling.compiler_files()]
    for place, folders, names in os.walk(folder):
        folders.sort()
        seen += [f"{place}/{name}" for name in sorted(names) if name.endswith(".toml")]
        compiling.guard(folder, len(seen))
    return marks(folder, seen)


def _kept(folder: Path) -> tuple[str, Shelf] | None:
    """What an earlier run kept; None where that is nothing, or damaged."""
    place = _place(folder)
    if place is None:
        return None
    with suppress(OSError, ValueError, KeyError, TypeError):
        return place[1].read_text(), Shelf(place[0].read_bytes())
    return None


def _keep(folder: Path, seen: str, data: bytes | None) -> None:
    """Keep a shelf and its marks; a folder that cannot be written is no error, only slower next time."""
    place = _place(folder)
    if place is None:
        return
    with suppress(OSError):
        place[0].parent.mkdir(parents=True, exist_ok=True)
        # Marks go first and come back last, so that a shelf never stands beside marks of another one.
        if data is not None:
            place[1].unlink(missing_ok=True)
            write(place[0], data)
        write(place[1], seen.encode())


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
