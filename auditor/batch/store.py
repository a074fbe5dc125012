"""The output folder: journals of what is being done, shards of what is finished, an index of both.

    OUT/part-TAG-00000.jsonl   finished shards; TAG stands for program version, rules and configuration
    OUT/manifest.json          written last: its absence says that the folder is not complete
    OUT/progress.json          how far the run is
    OUT/previous/              shards of other rules, and of texts that have changed since
    OUT/.auditor/              journals, the index, the lock

A shard appears by renaming, so it is whole or not there. A journal outlives the process that wrote it, and the next run
makes a shard of it. The index is a copy: it answers only for shards whose name and size it knows.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from auditor.batch import shards
from auditor.batch.files import hashed
from auditor.batch.index import Index, Shard
from auditor.batch.journal import Journal
from auditor.batch.key import Provenance
from auditor.batch.record import Row, Tally
from auditor.errors import UsageError


class Store:
    """One output folder under one provenance. Only the process that holds the folder's lock may make one."""

    def __init__(self, out: Path, provenance: Provenance, form: str, rows: int) -> None:
        shards.ready(form)
        self._out, self._state, self._previous = out, state(out), out / "previous"
        self._form, self._rows = form, rows
        self._prefix = f"part-{provenance.tag}-"
        self._journals: dict[int, Journal] = {}
        self._refuse_other_form()
        self._sort_by_provenance()
        self._index = Index(self._state / f"index-{provenance.tag}.sqlite")
        self._recover()
        self._base = 1 + max([-1, *(shard.number for shard in self._index.shards().values())])

    @property
    def index(self) -> Index:
        """The rows by key."""
        return self._index

    def find(self, key: bytes) -> Tally | None:
        """What is known of a key; None if it has to be done."""
        return self._index.find(key)

    def add(self, number: int, row: Row) -> None:
        """Keeps a row; after this call the death of the process does not lose it."""
        shard = self._shard(number)
        if shard not in self._journals:
            self._journals[shard] = Journal(self._state / f"{self._prefix}{shard:05}.open")
        journal = self._journals[shard]
        journal.add(number, row)
        self._index.add(shard, row)
        if len(journal) == self._rows:
            self._seal(shard, self._journals.pop(shard))

    def finish(self) -> None:
        """Makes shards of all that is there."""
        for shard in sorted(self._journals):
            self._seal(shard, self._journals[shard])
        self._journals.clear()
        self._index.commit()

    def without(self, unwanted: dict[int, set[bytes]], *, keep_copy: bool) -> int:
        """Rewrites the shards that hold unwanted keys; how many rows went. `keep_copy` puts the old shard aside."""
        by_number = {shard.number: shard for shard in self._index.shards().values()}
        for number in sorted(unwanted):
            if number in by_number:
                self._rewrite(by_number[number], unwanted[number], keep_copy=keep_copy)
        return sum(map(len, unwanted.values()))

    def close(self) -> None:
        """Closes all files; journals stay for the next run."""
        for journal in self._journals.values():
            journal.close()
        self._index.close()

    def _shard(self, number: int) -> int:
        return self._base + number // self._rows

    def _path(self, shard: int) -> Path:
        return self._out / f"{self._prefix}{shard:05}.{self._form}"

    def _seal(self, number: int, journal: Journal) -> None:
        path = self._path(number)
        rows = shards.write(path, self._temporary(path), journal.lines())
        self._index.seal(Shard(number, path.name, rows, *hashed(path)))
        journal.remove()

    def _rewrite(self, shard: Shard, unwanted: set[bytes], *, keep_copy: bool) -> None:
        path = self._out / shard.name
        if keep_copy:
            self._previous.mkdir(exist_ok=True)
            _copy(path, self._previous / f"changed-{shard.sha256[:8]}-{shard.name}")
        if shard.rows > len(unwanted):
            shards.write(path, self._temporary(path), shards.kept(shards.read(path), lambda key: key not in unwanted))
            self._index.forget(shard.number)
            self._adopt(path)
        else:
            path.unlink()
            self._index.forget(shard.number)
            self._index.commit()

    def _recover(self) -> None:
        """Makes the index agree with the shards, and shards of what a dead run left."""
        self._index.keep_sealed()
        known = self._index.shards()
        there = {path.name: path for path in sorted(self._out.glob(f"{self._prefix}*.{self._form}"))}
        for name, shard in known.items():
            if name not in there or there[name].stat().st_size != shard.size:
                self._index.forget(shard.number)
        for name in there.keys() - self._index.shards().keys():
            self._adopt(there[name])
        for path in sorted(self._state.glob(f"{self._prefix}*.open")):
            self._finish_journal(path)

    def _finish_journal(self, path: Path) -> None:
        number = int(path.stem.removeprefix(self._prefix))
        journal = Journal.found(path)
        if self._path(number).exists() or not len(journal):
            # The shard was renamed into place and the process died before it could delete the journal.
            journal.remove()
            return
        for line in journal.lines():
            self._index.add(number, shards.parsed(line), fresh=False)
        self._seal(number, journal)

    def _adopt(self, path: Path) -> None:
        """Reads the rows of a shard into the index."""
        number = int(path.stem.removeprefix(self._prefix))
        count = 0
        try:
            for line in shards.read(path):
                self._index.add(number, shards.parsed(line), fresh=False)
                count += 1
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path} is damaged ({error}): delete it, and its documents are audited again") from error
        self._index.seal(Shard(number, path.name, count, *hashed(path)))

    def _refuse_other_form(self) -> None:
        other = next((form for form in ("jsonl", "parquet") if form != self._form), "")
        if any(self._out.glob(f"{self._prefix}*.{other}")):
            raise UsageError(f"{self._out} holds {other} shards: go on in that form, or choose another folder")

    def _sort_by_provenance(self) -> None:
        """Puts shards of other rules aside, and takes back those of the present ones."""
        for path in self._out.glob("part-*-*.*"):
            if not path.name.startswith(self._prefix):
                self._previous.mkdir(exist_ok=True)
                path.replace(self._previous / path.name)
        for path in self._previous.glob(f"{self._prefix}*.{self._form}"):
            path.replace(self._out / path.name)

    def _temporary(self, path: Path) -> Path:
        return self._state / f"{path.name}.new"


def state(out: Path) -> Path:
    """The folder for what is not output."""
    folder = out / ".auditor"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _copy(path: Path, to: Path) -> None:
    to.unlink(missing_ok=True)
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)
