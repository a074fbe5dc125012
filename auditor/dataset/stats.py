"""What a dataset holds, counted from its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.dataset.facts import Facts
from auditor.dataset.schema import COLUMNS, CONFIGS
from auditor.errors import InputError, UsageError


def stats(folder: Path) -> Facts:
    """The counts of a dataset repository. Raises InputError for a folder that is none, UsageError without pyarrow."""
    facts = Facts()
    takes = {"documents": facts.document, "claims": facts.claim, "findings": facts.finding}
    needed = {
        "documents": [column.name for column in COLUMNS["documents"] if column.name != "text"],
        "claims": ["label"],
        "findings": ["kind", "severity", "rule"],
    }
    for config in CONFIGS:
        for path in files(folder, config):
            for row in rows(path, needed[config]):
                takes[config](split_of(path), row)
    facts.sourceless = facts.sources["unknown"]
    return facts


def files(folder: Path, config: str) -> list[Path]:
    """The files of a config. Raises InputError if there are none."""
    found = sorted((folder / "data" / config).glob("*.parquet"))
    if not found:
        raise InputError(f"{folder} is no dataset: data/{config} holds no parquet file")
    return found


def split_of(path: Path) -> str:
    """The split that a file's name says it belongs to."""
    return path.name.partition("-")[0]


def rows(path: Path, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Some columns of a file, row by row. Raises InputError for a file that is damaged or lacks one."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("a dataset needs the extra `dataset` (pyarrow)") from error
    try:
        with path.open("rb") as file:
            for batch in pyarrow.parquet.ParquetFile(file).iter_batches(1000, columns=columns, use_threads=False):
                if missing := set(columns) - set(batch.schema.names):
                    raise InputError(f"{path} lacks the column {min(missing)}")
                yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
