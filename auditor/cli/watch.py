"""A check that is made again whenever one of its files changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from glob import glob
from pathlib import Path

from auditor.check.config import find
from auditor.cli import inputs
from auditor.cli.complaints import complain
from auditor.cli.output import say
from auditor.errors import AuditorError, UsageError

_PAUSE = 0.4
"""Seconds between two looks."""
_CLEAR = "\x1b[2J\x1b[H"
_INTERRUPTED = 130
"""The exit code of what Ctrl+C ends."""


def watched(check: Callable[[], int], paths: Sequence[Path], others: Iterable[Path | None], config: Path | None) -> int:
    """Checks, waits for a change of a document, of the other files or of the configuration, until Ctrl+C.

    Raises UsageError for standard input, which cannot change.
    """
    if any(str(path) == inputs.STDIN for path in paths):
        raise UsageError("--watch needs files: standard input is read once")
    beside = [path for path in (*others, config or find(Path.cwd())) if path]
    try:
        while True:
            before = _state(paths, beside)
            _once(check)
            while _state(paths, beside) == before:
                time.sleep(_PAUSE)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _once(check: Callable[[], int]) -> None:
    if sys.stdout.isatty():
        say(_CLEAR)
    try:
        check()
    except AuditorError as error:
        # What is half written now may be right with the next change.
        complain(str(error))
    print("auditor: watching; Ctrl+C ends it", file=sys.stderr)


def _state(paths: Sequence[Path], beside: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    found = {}
    for file in (*(file for path in paths for file in _files(path)), *beside):
        try:
            seen = file.stat()
        except OSError:
            continue
        found[file] = (seen.st_mtime_ns, seen.st_size)
    return found


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from inputs.walk(path)
    elif path.exists():
        yield path
    else:
        yield from map(Path, glob(str(path), recursive=True))  # noqa: PTH207 - the pattern may be absolute
