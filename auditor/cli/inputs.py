"""Which documents a command line names, and their texts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from auditor.errors import InputError
from auditor.frozen import dataclass
from auditor.limits import USUAL

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
"""What counts as markdown inside a folder; a file that is named itself is read whatever it is called."""

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The documents of one command line."""

    files: tuple[Path, ...]
    """In the order given, those of a folder sorted; each once."""
    folder: Path
    """The common folder, to which their output is relative."""
    several: bool
    """Whether the output is a folder: more than one document, or a folder was named."""


def find(paths: Sequence[Path]) -> Inputs:
    """The documents behind files and folders. Raises InputError for what is not there, and for an empty folder."""
    files = dict.fromkeys(file for path in paths for file in _documents(path))
    folder = Path(os.path.commonpath([absolute(path if path.is_dir() else path.parent) for path in paths]))
    return Inputs(tuple(files), folder, len(files) > 1 or any(path.is_dir() for path in paths))


def read(path: Path, most: int = USUAL.bytes) -> str:
    """The text of a document, every character kept.

    Raises InputError for what is no UTF-8 text, and for more than `most` bytes.
    """
    try:
        with nullcontext(sys.stdin.buffer) if str(path) == STDIN else path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(data) > most:
        raise InputError(f"{path} is larger than the limit of {most} bytes; --limit bytes=NUMBER raises it")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte 0x{data[error.start]:02x} at {error.start})") from error


def absolute(path: Path) -> Path:
    """The path from the root, `..` resolved by name: a link stays where it lies."""
    return Path(os.path.normpath(path.absolute()))


def name(path: Path) -> str:
    """A path as reports show it; bytes of a file's name that are no UTF-8 become escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _documents(path: Path) -> Iterator[Path]:
    if str(path) == STDIN or (path.exists() and not path.is_dir()):
        yield path
        return
    if not path.exists():
        raise InputError(f"{path} is not there")
    found = sorted(walk(path))
    if not found:
        raise InputError(f"{path} holds no markdown file ({', '.join(SUFFIXES)})")
    yield from found


def walk(folder: Path) -> Iterator[Path]:
    """The markdown files below a folder; what is hidden, or a link that leads out of the folder, is left out."""
    root = folder.resolve()
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for file in files:
            path = Path(parent, file)
            wanted = file.lower().endswith(SUFFIXES) and not file.startswith(".")
            if wanted and (not path.is_symlink() or path.resolve().is_relative_to(root)):
                yield path
