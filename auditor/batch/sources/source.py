"""All the documents of a command line, one after the other, and how far the reading has come."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from auditor.batch.record import Document, Unreadable
from auditor.batch.sources import lines, tables
from auditor.batch.sources.file import LINES, TABLES, File
from auditor.batch.sources.local import Local
from auditor.batch.sources.remote import Remote, is_url
from auditor.errors import InputError, UsageError

STDIN = "-"


@dataclass(slots=True)
class Source:
    """A stream of documents that can tell how long it is."""

    files: Iterable[File]
    longest: int
    """Size of the largest document that is taken, in bytes."""
    documents: int | None = None
    """How many there are; None where only reading tells."""
    size: int | None = None
    """Bytes of all files; None for standard input."""
    _before: int = field(default=0, init=False)
    _here: float = field(default=0.0, init=False)

    def __iter__(self) -> Iterator[Document | Unreadable]:
        for file in self.files:
            self._here = 0.0
            yield from self._read(file)
            self._before += file.size
        self._here = 0.0

    @property
    def fraction(self) -> float | None:
        """The share of the bytes that has been read; None where the whole is not known."""
        if not self.size:
            return None
        return min((self._before + self._here) / self.size, 1.0)

    def _read(self, file: File) -> Iterator[Document | Unreadable]:
        name = file.name.lower()
        try:
            with file.open() as stream:
                if name.endswith(TABLES):
                    yield from tables.documents(stream, file.name, self.longest, lambda share: self._at(share, file))
                elif name.endswith(LINES) or file.name == STDIN:
                    yield from self._followed(lines.documents(stream, file.name, self.longest), stream)
                else:
                    yield _markdown(stream, file, self.longest)
        except OSError as error:
            yield Unreadable(file.name, "unreadable", error.strerror or str(error))

    def _followed(self, found: Iterator[Document | Unreadable], stream: BinaryIO) -> Iterator[Document | Unreadable]:
        for document in found:
            yield document
            if self.size is not None and not stream.closed:
                self._here = stream.tell()

    def _at(self, share: float, file: File) -> None:
        self._here = share * file.size


def open_source(names: Sequence[str], longest: int, exclude: Path | None = None) -> Source:
    """The documents behind files, folders, globs, URLs, or `-` for JSONL on standard input.

    Raises InputError for what is not there or holds no document, UsageError for names that do not go together.
    """
    if STDIN in names:
        if len(names) > 1:
            raise UsageError("standard input (-) goes alone")
        return Source([File(STDIN, 0, lambda: sys.stdin.buffer)], longest)
    files: list[Iterable[File]] = [Remote(name) for name in names if is_url(name)]
    local = [name for name in names if not is_url(name)]
    if local:
        files.insert(0, Local(local, exclude))
    chain = _Chain(files)
    # Counted once before: a bar without an end tells nobody anything.
    count = size = whole = 0
    for file in chain:
        count, size = count + 1, size + file.size
        whole += not file.name.lower().endswith((*LINES, *TABLES))
    if not count:
        raise InputError(f"{', '.join(names)}: no markdown, JSONL or parquet file there")
    return Source(chain, longest, count if whole == count else None, size)


@dataclass(frozen=True, slots=True)
class _Chain:
    parts: Sequence[Iterable[File]]

    def __iter__(self) -> Iterator[File]:
        for part in self.parts:
            yield from part


def _markdown(stream: BinaryIO, file: File, longest: int) -> Document | Unreadable:
    data = stream.read(longest + 1)
    if len(data) > longest:
        return Unreadable(file.name, "too_large", f"the file is longer than {longest} bytes")
    try:
        return Document(file.name, data.decode())
    except UnicodeDecodeError as error:
        message = f"no UTF-8 text (byte 0x{data[error.start]:02x} at {error.start})"
        return Unreadable(file.name, "not_unicode", message)
