"""Finished files of rows: JSONL, or parquet compressed with zstd.

On its way here a row is JSON without its audit, then a tab and the JSON of the audit if it has one: the audit is by far
the largest part, and neither form needs it parsed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from auditor.batch.files import replacing
from auditor.batch.record import Row, Tally
from auditor.batch.row import brief, dumps, stored
from auditor.errors import UsageError

TEXTS = (
    "id", "key", "status", "sha256", "verdict", "declared_verdict", "stage", "reason", "message", "metadata", "audit",
    "text",
)  # fmt: skip
"""Columns of text; `metadata` and `audit` hold JSON."""
COUNTS = ("errors", "warnings", "notes", "attempts")

_GROUP = 128
"""Rows of a table that are in memory at a time."""


def write(path: Path, temporary: Path, lines: Iterable[bytes]) -> int:
    """Writes a shard, whole or not at all, in the form of its suffix; how many rows it has."""
    writer = _write_table if path.suffix == ".parquet" else _write_lines
    with replacing(path, temporary) as file:
        return writer(file, lines)


def read(path: Path) -> Iterator[bytes]:
    """The rows of a shard, as `fields` reads them and `write` takes them."""
    if path.suffix == ".parquet":
        yield from _read_table(path)
        return
    with path.open("rb") as file:
        yield from (line.removesuffix(b"\n") for line in file)


def fields(line: bytes) -> dict[str, Any]:
    """All that a row says. Raises ValueError for a line that is none."""
    head, _, audit = line.partition(b"\t")
    found: dict[str, Any] = json.loads(head)
    return {**found, "audit": json.loads(audit)} if audit else found


def parsed(line: bytes) -> Row:
    """A row as the index knows it. Raises ValueError, KeyError or TypeError for a line that is none."""
    said = fields(line)
    verdict = said.get("verdict") or said.get("reason") or ""
    errors, warnings, notes = (int(said.get(name) or 0) for name in ("errors", "warnings", "notes"))
    tally = Tally(str(said["status"]), verdict, errors, warnings, notes, brief(said.get("audit") or {}))
    return Row(str(said["id"]), bytes.fromhex(said["key"]), line, tally)


def ready(form: str) -> None:
    """Raises UsageError if a form of output cannot be written here."""
    if form == "parquet":
        _arrow()


def _write_lines(file: BinaryIO, lines: Iterable[bytes]) -> int:
    rows = 0
    for line in lines:
        head, _, audit = line.partition(b"\t")
        file.write(b'%s,"audit":%s}\n' % (head.removesuffix(b"}"), audit) if audit else head + b"\n")
        rows += 1
    return rows


def _write_table(file: BinaryIO, lines: Iterable[bytes]) -> int:
    arrow, parquet = _arrow()
    schema = arrow.schema([(name, arrow.string()) for name in TEXTS] + [(name, arrow.int32()) for name in COUNTS])
    rest, rows = iter(lines), 0
    short = [name for name in schema.names if name not in ("audit", "text")]
    with parquet.ParquetWriter(file, schema, compression="zstd", use_dictionary=short) as writer:
        while group := [_flat(line) for line in islice(rest, _GROUP)]:
            # Column by column: arrow takes a hundred times as long to make a table of rows.
            columns = [arrow.array([row.get(field.name) for row in group], type=field.type) for field in schema]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema))
            rows += len(group)
    return rows


def _flat(line: bytes) -> dict[str, Any]:
    """The fields of a row with JSON for what is nested."""
    head, _, audit = line.partition(b"\t")
    row: dict[str, Any] = json.loads(head)
    metadata = {"metadata": dumps(row["metadata"])} if "metadata" in row else {}
    return {**row, **metadata, "audit": audit.decode() or None}


def _read_table(path: Path) -> Iterator[bytes]:
    _, parquet = _arrow()
    with path.open("rb") as file:
        for batch in parquet.ParquetFile(file, pre_buffer=False).iter_batches(_GROUP, use_threads=False):
            for row in batch.to_pylist():
                audit = row.pop("audit")
                said = {name: value for name, value in row.items() if value is not None}
                if "metadata" in said:
                    said["metadata"] = json.loads(said["metadata"])
                yield stored(said, audit)


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("parquet needs the extra `parquet` (pyarrow)") from error
    return pyarrow, pyarrow.parquet


def kept(lines: Iterable[bytes], keep: Callable[[bytes], bool]) -> Iterator[bytes]:
    """The rows whose key passes."""
    return (line for line in lines if keep(parsed(line).key))
