"""How others load a dataset: each in a process of its own, offline, and how many rows it finds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CONFIGS = ("documents", "claims", "findings")

_HUB = """
import sys
from datasets import load_dataset
for config in ("documents", "claims", "findings"):
    found = load_dataset(sys.argv[1], config)
    print(config, sum(map(len, found.values())))
"""
_CROISSANT = """
import sys, mlcroissant
found = mlcroissant.Dataset(sys.argv[1])
print(found.metadata.ctx.issues.report())
for config in ("documents", "claims", "findings"):
    print(config, len(list(found.records(config))))
"""


def table(dataset: Path, config: str) -> list[dict[str, Any]]:
    """The rows as they lie in the parquet files."""
    from pyarrow import parquet

    paths = sorted(dataset.glob(f"data/{config}/*.parquet"))
    return [row for path in paths for row in parquet.read_table(path).to_pylist()]


def counts(dataset: Path) -> dict[str, int]:
    """How many rows each table has."""
    return {config: len(table(dataset, config)) for config in CONFIGS}


def by_hub_library(dataset: Path, home: Path) -> dict[str, int]:
    """What `datasets` loads without a network; `home` takes its cache."""
    pytest.importorskip("datasets", reason="datasets is not installed")
    told = _run(_HUB, dataset, HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_HOME=str(home))
    return _counted(told.splitlines())


def by_croissant(dataset: Path) -> tuple[str, dict[str, int]]:
    """What `mlcroissant` complains of, and what it loads."""
    pytest.importorskip("mlcroissant", reason="mlcroissant is not installed")
    *complaints, documents, claims, findings = _run(_CROISSANT, dataset / "croissant.json").splitlines()
    return "\n".join(complaints).strip(), _counted([documents, claims, findings])


def by_duckdb(dataset: Path) -> dict[str, int]:
    """What DuckDB reads of the parquet files."""
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    query = "SELECT count(*) FROM read_parquet($files)"
    found = {}
    for config in CONFIGS:
        (found[config],) = duckdb.execute(query, {"files": f"{dataset}/data/{config}/*.parquet"}).fetchone()
    return found


# The threads of other libraries now and then abort an interpreter that shuts down, after all rows are read and told.
_LEAVE = """
import os
sys.stdout.flush()
os._exit(0)
"""


def _run(code: str, path: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code + _LEAVE, str(path)],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def _counted(lines: list[str]) -> dict[str, int]:
    return {name: int(count) for name, count in (line.split() for line in lines)}
