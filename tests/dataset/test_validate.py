"""A dataset that breaks a promise is told which."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.batch import Document, run
from auditor.batch.job import AuditJob
from auditor.dataset import build, stats, validate
from auditor.dataset.schema import arrow_schema
from auditor.errors import InputError

pa = pytest.importorskip("pyarrow", reason="the extra `dataset` is not installed")
pq = pytest.importorskip("pyarrow.parquet")

TEXT = "# Check\n\n- **GPUs**: 2 × 4 = 9 GPUs\n- **Layers**: 4 × 8 = 32 layers\n"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    job = AuditJob()
    run([Document("a.md", TEXT, {"license": "mit", "source": "here"})], folder / "audits", job, job.provenance)
    build(folder / "audits", folder / "sound")
    return folder / "sound"


@pytest.fixture
def broken(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "broken")
    return tmp_path / "broken"


def change(folder: Path, config: str, how: Callable[[list[dict[str, Any]]], object]) -> None:
    """Rewrites a table and the hash that stands for it."""
    from auditor.batch.files import hashed

    (path,) = folder.glob(f"data/{config}/*.parquet")
    before = hashed(path)[1]
    rows = pq.read_table(path).to_pylist()
    how(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(config)), path)
    metadata = folder / "croissant.json"
    metadata.write_text(metadata.read_text().replace(before, hashed(path)[1]))


def complaints(folder: Path) -> str:
    return "\n".join(validate(folder))


def test_a_sound_one_has_nothing_to_complain_of(sound: Path) -> None:
    assert validate(sound) == []


@pytest.mark.parametrize(
    ("config", "how", "complaint"),
    [
        ("documents", lambda rows: rows[0].update(text=TEXT + "x"), "the text has another hash"),
        ("documents", lambda rows: rows[0].update(withheld=True), "a withheld document has no text"),
        ("documents", lambda rows: rows.append(rows[0]), "is there twice"),
        ("documents", list.clear, "is not there"),
        ("claims", lambda rows: rows[0].update(start=rows[0]["start"] + 1), "does not stand at its offsets"),
        ("claims", lambda rows: rows[0].update(label="maybe"), "no label is called maybe"),
        ("claims", lambda rows: rows[0].update(text_sha256="0"), "its text has another hash"),
        ("claims", list.clear, "claim .* is not there"),
        ("findings", lambda rows: rows[0].update(severity="fatal"), "no severity is called fatal"),
        ("findings", lambda rows: rows.append(rows[0]), "is there twice"),
    ],
)
def test_a_broken_promise_is_named(
    config: str, how: Callable[[list[dict[str, Any]]], object], complaint: str, broken: Path
) -> None:
    import re

    change(broken, config, how)
    assert re.search(complaint, complaints(broken))


def test_text_of_a_withheld_document_is_found(broken: Path) -> None:
    change(broken, "documents", lambda rows: rows[0].update(text=None, withheld=True))
    assert "repeats text of a withheld document" in complaints(broken)


def test_a_source_in_two_splits_is_found(broken: Path) -> None:
    (path,) = broken.glob("data/documents/*.parquet")
    rows = pq.read_table(path).to_pylist()
    rows[0].update(doc_id="0" * 16, text=None, withheld=True)
    other = "test" if path.name.startswith("train") else "train"
    pq.write_table(
        pa.Table.from_pylist(rows, schema=arrow_schema("documents")), path.with_name(f"{other}-0-of-1.parquet")
    )
    assert "not listed in croissant.json" in complaints(broken)
    from auditor.dataset.validate import _documents, _Seen, _split_apart

    seen = _Seen()
    assert not list(_documents(broken, seen))
    assert "are in two splits" in "\n".join(_split_apart(seen))


def test_missing_and_changed_files_are_found(broken: Path) -> None:
    (broken / "DATASHEET.md").unlink()
    (path,) = broken.glob("data/claims/*.parquet")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    name = path.relative_to(broken).as_posix()
    assert validate(broken) == ["DATASHEET.md is missing", f"{name} has another hash than croissant.json says"]
    path.unlink()
    with pytest.raises(InputError, match="is no dataset"):
        stats(broken)
