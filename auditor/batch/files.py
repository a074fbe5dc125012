"""Files that are there whole or not at all, and a folder that one run at a time writes to."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from auditor.errors import UsageError


@contextmanager
def replacing(path: Path, temporary: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` once it is complete and on the disk; on an error nothing changes.

    `temporary` must lie on the same file system.
    """
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def write_json(path: Path, temporary: Path, value: Any, *, durable: bool) -> None:
    """Writes a value as JSON, whole or not at all; `durable` waits until it is on the disk."""
    data = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
    if durable:
        with replacing(path, temporary) as file:
            file.write(data)
    else:
        temporary.write_bytes(data)
        temporary.replace(path)


def hashed(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    total, size = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            total.update(block)
            size += len(block)
    return size, total.hexdigest()


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Holds a folder for this process, until it ends, however it ends. Raises UsageError if another one holds it."""
    with lock.open("a") as file:
        try:
            import fcntl
        except ImportError:  # no such lock on this system: two runs at once are the user's affair
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"{lock.parent.parent}: another run writes there") from error
        yield


def _sync_folder(folder: Path) -> None:
    """Puts the folder's entries on the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
