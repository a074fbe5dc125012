"""Documents on disk: finding them, and their exact text."""

from __future__ import annotations

import os
import re
from pathlib import Path

from auditor.errors import InputError

_BREAK = re.compile(rb"\r\n|\n|\r")

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
"""Endings, lower case, of the files that a folder is searched for."""


def load(path: Path) -> str:
    """The text of a file, character for character: line breaks and a byte order mark stay as they are.

    Raises InputError if the file is not there, cannot be read, or is not UTF-8 text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {_reason(error)}") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{path}: this is UTF-16 text, not UTF-8; save it as UTF-8")
    if (null := data.find(b"\0")) >= 0:
        raise InputError(f"{path}: byte {null} is NUL, so this is no text file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_BREAK.findall(data, 0, error.start)) + 1
        raise InputError(
            f"{path}: byte {error.start} (line {line}) is not UTF-8 (0x{data[error.start]:02x}); save the file as UTF-8"
        ) from error


def find(folder: Path) -> tuple[Path, ...]:
    """The markdown files in a folder and the folders below, sorted by path.

    Hidden files and folders are left out, and links that lead out of the folder are not followed.
    Raises InputError if the folder cannot be read.
    """
    root = folder.resolve()
    found: list[Path] = []
    waiting = [folder]
    while waiting:
        inside = waiting.pop()
        try:
            entries = list(os.scandir(inside))
        except OSError as error:
            raise InputError(f"{inside}: {_reason(error)}") from error
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = inside / entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif path.suffix.lower() in SUFFIXES and entry.is_file() and path.resolve().is_relative_to(root):
                found.append(path)
    return tuple(sorted(found))


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file or folder; check the path"
        case IsADirectoryError():
            return "this is a folder, not a file; name a file in it"
        case NotADirectoryError():
            return "this is no folder; check the path"
        case PermissionError():
            return "reading it is not permitted; change its permissions"
    return f"it cannot be read ({error.strerror}); check the path"
