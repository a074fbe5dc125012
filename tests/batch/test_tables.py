"""Output as parquet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from batch import jobs
from batch.tools import audit, documents

from auditor.batch import Document
from auditor.errors import UsageError

pq = pytest.importorskip("pyarrow.parquet")


def table(out: Path) -> list[dict[str, Any]]:
    return [row for path in sorted(out.glob("part-*.parquet")) for row in pq.read_table(path).to_pylist()]


def test_rows_become_columns_and_nested_fields_json(tmp_path: Path) -> None:
    source = [*documents("fine", "raise no reason"), Document("with", "wrong", {"licence": "MIT"})]
    assert audit(source, tmp_path, jobs.obey, form="parquet").complete
    found = table(tmp_path)
    assert [row["status"] for row in found] == ["audited", "failed", "audited"]
    assert (found[1]["reason"], found[1]["errors"], found[2]["errors"]) == ("exception", None, 1)
    assert json.loads(found[2]["metadata"]) == {"licence": "MIT"}
    assert json.loads(found[2]["audit"]) == {"length": 5}
    column = pq.ParquetFile(next(tmp_path.glob("part-*"))).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"


def test_a_second_run_goes_on_in_the_same_form_only(tmp_path: Path) -> None:
    texts = documents(*map(str, range(25)))
    audit(texts, tmp_path, jobs.count, form="parquet")
    for path in (tmp_path / ".auditor").glob("*.sqlite"):
        path.unlink()
    account = audit([*texts, Document("new", "")], tmp_path, jobs.count, form="parquet")
    assert (account.audited, account.skipped, len(table(tmp_path))) == (1, 25, 26)
    with pytest.raises(UsageError, match="holds parquet shards"):
        audit(texts, tmp_path, jobs.count)


def test_a_changed_text_replaces_its_row(tmp_path: Path) -> None:
    audit(documents("a", "b", "c"), tmp_path, jobs.count, form="parquet")
    audit(documents("a", "B", "c"), tmp_path, jobs.count, form="parquet")
    assert sorted((row["id"], row["text"]) for row in table(tmp_path)) == [("0000", "a"), ("0001", "B"), ("0002", "c")]
