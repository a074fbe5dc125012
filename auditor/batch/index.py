"""Which keys are done, in SQLite: a copy of what the shards say, thrown away and made anew whenever in doubt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.batch.record import Row, Tally

_SCHEMA = """
CREATE TABLE IF NOT EXISTS rows (
    key BLOB PRIMARY KEY, id TEXT, shard INTEGER, status TEXT, verdict TEXT,
    errors INTEGER, warnings INTEGER, notes INTEGER, brief TEXT, run INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shards (number INTEGER PRIMARY KEY, name TEXT, rows INTEGER, size INTEGER, sha256 TEXT);
"""


_LAYOUT = 2
"""Number of the tables' layout: an index of another one is made anew."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One finished file of the output."""

    number: int
    name: str
    rows: int
    size: int
    """In bytes."""
    sha256: str


class Index:
    """The rows of an output folder by key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._base = _opened(path)
        self._run = 1 + int(self._one("SELECT COALESCE(MAX(run), 0) FROM rows"))

    def shards(self) -> dict[str, Shard]:
        """The shards whose rows the index holds, by name."""
        found = self._base.execute("SELECT number, name, rows, size, sha256 FROM shards ORDER BY number")
        return {row[1]: Shard(*row) for row in found}

    def find(self, key: bytes) -> Tally | None:
        """What the output says of a key, which thereby counts as seen in this run."""
        found = self._base.execute(
            "SELECT status, verdict, errors, warnings, notes, brief, run FROM rows WHERE key = ?", (key,)
        ).fetchone()
        if found is None:
            return None
        if found[6] != self._run:
            self._base.execute("UPDATE rows SET run = ? WHERE key = ?", (self._run, key))
        return Tally(*found[:6])

    def add(self, shard: int, row: Row, *, fresh: bool = True) -> None:
        """A row that now stands in a shard; `fresh` if this run has seen its document."""
        tally = row.tally
        self._base.execute(
            "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row.key, row.id, shard, tally.status, tally.verdict, tally.errors, tally.warnings, tally.notes,
             tally.brief, self._run if fresh else 0),
        )  # fmt: skip

    def seal(self, shard: Shard) -> None:
        """A shard is finished: from now on the index answers for it after a crash, too."""
        values = (shard.number, shard.name, shard.rows, shard.size, shard.sha256)
        self._base.execute("INSERT OR REPLACE INTO shards VALUES (?, ?, ?, ?, ?)", values)
        self._base.commit()

    def forget(self, number: int) -> None:
        """Drops a shard and its rows."""
        self._base.execute("DELETE FROM rows WHERE shard = ?", (number,))
        self._base.execute("DELETE FROM shards WHERE number = ?", (number,))

    def keep_sealed(self) -> None:
        """Drops rows of shards that were never finished: their journals tell what they hold."""
        self._base.execute("DELETE FROM rows WHERE shard NOT IN (SELECT number FROM shards)")
        self._base.commit()

    def superseded(self) -> dict[int, set[bytes]]:
        """By shard, the keys of documents that this run has seen with another text."""
        self._base.execute("CREATE TEMP TABLE seen AS SELECT DISTINCT id FROM rows WHERE run = ?", (self._run,))
        self._base.execute("CREATE INDEX temp.seen_id ON seen (id)")
        old = self._base.execute(
            "SELECT shard, key FROM rows WHERE run <> ? AND id IN (SELECT id FROM seen)", (self._run,)
        )
        found = _grouped(old)
        self._base.execute("DROP TABLE seen")
        return found

    def failed(self) -> dict[int, set[bytes]]:
        """By shard, the keys of failed documents."""
        return _grouped(self._base.execute("SELECT shard, key FROM rows WHERE status = 'failed'"))

    def totals(self) -> Iterator[tuple[Tally, int]]:
        """How many rows there are of each status and verdict; the tallies hold the sums of their findings."""
        query = """SELECT status, verdict, SUM(errors), SUM(warnings), SUM(notes), COUNT(*) FROM rows
                   GROUP BY status, verdict ORDER BY status, verdict"""
        for *tally, count in self._base.execute(query):
            yield Tally(*tally), count

    def worst(self, most: int) -> Iterator[tuple[str, str, Tally]]:
        """The audited documents with the most errors, then warnings: id, shard and tally of each."""
        query = """SELECT id, name, status, verdict, errors, warnings, notes, brief
                   FROM rows JOIN shards ON shards.number = rows.shard WHERE status = 'audited' AND brief <> ''
                   ORDER BY errors DESC, warnings DESC, id, key LIMIT ?"""
        for identity, shard, *tally in self._base.execute(query, (most,)):
            yield identity, shard, Tally(*tally)

    def __len__(self) -> int:
        return int(self._one("SELECT COUNT(*) FROM rows"))

    def commit(self) -> None:
        """Makes what was added last beyond a crash; what is lost is read from the journals again."""
        self._base.commit()

    def close(self) -> None:
        """Commits and closes."""
        self._base.commit()
        self._base.close()

    def _one(self, query: str) -> int | str:
        value: int | str = self._base.execute(query).fetchone()[0]
        return value


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _connected(path)
    except sqlite3.DatabaseError:
        # Of another version, or half written when the power went: the shards hold all that it held.
        path.unlink(missing_ok=True)
        return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    fresh = not path.exists() or not path.stat().st_size
    base = sqlite3.connect(path)
    try:
        if not fresh and base.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
            raise sqlite3.DatabaseError("another layout")
        base.execute(f"PRAGMA user_version = {_LAYOUT}")
        base.execute("PRAGMA synchronous = OFF")
        base.executescript(_SCHEMA)
        base.execute("SELECT COUNT(*) FROM shards").fetchone()
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base


def _grouped(rows: Iterable[tuple[int, bytes]]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = {}
    for shard, key in rows:
        found.setdefault(shard, set()).add(key)
    return found
