"""The audits that a dataset is made of: a folder of `auditor batch`, or of `auditor audit --format json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.errors import InputError


@dataclass(frozen=True, slots=True)
class Audited:
    """One document with its audit."""

    id: str
    sha256: str
    """Of its text."""
    text: str | None
    """None where the audits were written without it."""
    metadata: Mapping[str, Any]
    audit: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that name the document in every table."""
        return sha256(f"{self.id}\0{self.sha256}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Audits:
    """A folder of audits; it is read anew at each iteration, so that its size does not matter."""

    folder: Path

    def __iter__(self) -> Iterator[Audited]:
        """The audited documents; failed ones are left out, `failed` counts them."""
        shards = self._shards()
        for row in _rows(shards) if shards else _files(self._files()):
            if isinstance(row, Audited):
                yield row

    def failed(self) -> int:
        """How many documents of the folder have no audit."""
        shards = self._shards()
        return sum(row is None for row in _rows(shards)) if shards else 0

    def check(self) -> None:
        """Raises InputError if there is no audit in the folder, or a batch that has not come to its end."""
        if self._shards():
            if not (self.folder / "manifest.json").exists():
                raise InputError(f"{self.folder} has no manifest.json: the batch has not come to its end, run it again")
        elif not self._files():
            raise InputError(f"{self.folder} holds no audits: give the folder that `auditor batch` wrote")

    def _shards(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("part-*") if path.suffix in (".jsonl", ".parquet"))

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*.json") if not path.name.startswith("."))


def _rows(paths: list[Path]) -> Iterator[Audited | None]:
    from auditor.batch.shards import fields, read

    for path in paths:
        for row in map(fields, read(path)):
            if row["status"] != "audited":
                yield None
                continue
            yield Audited(row["id"], row["sha256"], row.get("text"), row.get("metadata") or {}, row["audit"])


def _files(paths: list[Path]) -> Iterator[Audited]:
    for path in paths:
        audit = json.loads(path.read_bytes())
        if isinstance(audit, dict) and audit.get("schema") == "auditor.audit/1":
            document = audit["document"]
            yield Audited(document["path"] or path.stem, document["sha256"], None, {}, audit)
