"""Parquet with the columns `text` and, if it likes, `id`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from auditor.batch.record import Document, Unreadable
from auditor.batch.sources.lines import row
from auditor.errors import UsageError

_ROWS = 64
"""Rows taken out of the file at a time."""


def documents(
    stream: BinaryIO, name: str, longest: int, told: Callable[[float], None]
) -> Iterator[Document | Unreadable]:
    """The documents of one file; `told` hears which share of it has been read."""
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("reading parquet needs the extra `parquet` (pyarrow)") from error
    number = 0
    try:
        # No thread of arrow's own: the machine's cores belong to the audits.
        table = pq.ParquetFile(stream, pre_buffer=False)
        total = max(table.metadata.num_rows, 1)
        for batch in table.iter_batches(batch_size=_ROWS, use_threads=False):
            fields: Any
            for fields in batch.to_pylist():
                number += 1
                yield row(fields, f"{name}:{number}", longest)
            told(number / total)
    except Exception as error:  # arrow raises errors of its own, OSError and ValueError
        yield Unreadable(f"{name}:{number + 1}", "truncated", f"the file breaks off or is damaged: {error}")
