"""Parquet files, one after the other, for each config and split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from auditor.dataset.schema import CONFIGS, arrow_schema
from auditor.errors import UsageError

_GROUP = 2000
"""Rows that wait in memory, for each config and split."""
_FILE = 500_000
"""Rows of a file at most."""


class Writer:
    """Takes rows in any order of splits; writes them below a folder as `data/CONFIG/SPLIT-NNNNN-of-NNNNN.parquet`."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError without pyarrow."""
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise UsageError("a dataset needs the extra `dataset` (pyarrow)") from error
        self._arrow, self._parquet = pyarrow, pyarrow.parquet
        self._folder = folder
        self._waiting: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self._open: dict[tuple[str, str], Any] = {}
        self._files: dict[tuple[str, str], list[Path]] = defaultdict(list)
        self._schemas = {config: arrow_schema(config) for config in CONFIGS}
        self.rows: dict[tuple[str, str], int] = defaultdict(int)
        """Rows by config and split."""

    def add(self, config: str, split: str, rows: Iterable[dict[str, Any]]) -> None:
        """Takes rows of one config and split."""
        place = (config, split)
        waiting = self._waiting[place]
        waiting.extend(rows)
        if len(waiting) >= _GROUP:
            self._flush(place)

    def finish(self) -> list[Path]:
        """Closes the files and gives them their names; the files, sorted."""
        for place in list(self._waiting):
            self._flush(place)
        for config in {*CONFIGS} - {config for config, _ in self._files}:
            self._start((config, "train"))  # a config without rows is a table all the same
        for writer in self._open.values():
            writer.close()
        return sorted(
            path.rename(path.with_name(f"{split}-{number:05}-of-{len(paths):05}.parquet"))
            for (_, split), paths in self._files.items()
            for number, path in enumerate(paths)
        )

    def _flush(self, place: tuple[str, str]) -> None:
        rows = self._waiting.pop(place, [])
        if not rows:
            return
        if place in self._open and self.rows[place] // _FILE != (self.rows[place] + len(rows)) // _FILE:
            self._open.pop(place).close()
        if place not in self._open:
            self._start(place)
        schema = self._schemas[place[0]]
        # Column by column: arrow takes far longer to make a table of rows.
        columns = [self._arrow.array([row.get(field.name) for row in rows], type=field.type) for field in schema]
        self._open[place].write_table(self._arrow.Table.from_arrays(columns, schema=schema))
        self.rows[place] += len(rows)

    def _start(self, place: tuple[str, str]) -> None:
        config, split = place
        path = self._folder / "data" / config / f"{split}-{len(self._files[place])}.new"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._files[place].append(path)
        self._open[place] = self._parquet.ParquetWriter(path, self._schemas[config], compression="zstd")
