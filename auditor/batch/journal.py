"""The rows of a shard that is not finished: appended as they come, so that a kill costs none of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from auditor.batch.record import Row

_WIDTH = 12
"""Digits of a task's number before its row."""


class Journal:
    """A file of rows in the order in which they were done; read back in the order of their numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("ab", buffering=0)
        self._places: list[tuple[int, int, int]] = []
        self._end = self._file.tell()

    def __len__(self) -> int:
        return len(self._places)

    def add(self, number: int, row: Row) -> None:
        """Appends a row; after this call it survives the death of the process."""
        data = b"%0*d %s\n" % (_WIDTH, number, row.line)
        written = 0
        while written < len(data):
            written += self._file.write(data[written:]) or 0
        self._places.append((number, self._end + _WIDTH + 1, len(row.line)))
        self._end += len(data)

    def lines(self) -> Iterator[bytes]:
        """The rows by number, without the newline."""
        with self.path.open("rb") as file:
            for _, offset, length in sorted(self._places):
                file.seek(offset)
                yield file.read(length)

    def close(self) -> None:
        """Closes the file and leaves it."""
        self._file.close()

    def remove(self) -> None:
        """Closes and deletes the file."""
        self.close()
        self.path.unlink()

    @classmethod
    def found(cls, path: Path) -> Journal:
        """What a dead process left; a last row that was not written to its end is cut off."""
        places: list[tuple[int, int, int]] = []
        end = 0
        with path.open("rb") as file:
            for line in file:
                number = line[:_WIDTH]
                if not (line.endswith(b"}\n") and number.isdigit() and line[_WIDTH : _WIDTH + 2] == b" {"):
                    break
                places.append((int(number), end + _WIDTH + 1, len(line) - _WIDTH - 2))
                end += len(line)
        with path.open("r+b") as file:
            file.truncate(end)
        journal = cls(path)
        journal._places = places
        return journal
