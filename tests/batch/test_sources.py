"""Where documents may come from."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from auditor.batch import Document, Unreadable, open_source
from auditor.errors import InputError, UsageError

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "# A", "licence": "MIT"},
    {"id": 7, "text": "seven"},
    {"text": "nameless"},
]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def read(*names: object, longest: int = 1000, exclude: Path | None = None) -> list[Document | Unreadable]:
    return list(open_source([str(name) for name in names], longest, exclude))


def ids(found: list[Document | Unreadable]) -> list[str]:
    return [document.id for document in found]


def complaints(found: list[Document | Unreadable]) -> list[tuple[str, str]]:
    return [(document.id, document.reason) for document in found if isinstance(document, Unreadable)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.md", "a.MD", "sub/c.markdown", "notes.txt", ".hidden/d.md", ".e.md", "sub/rows.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(LINES if name.endswith("jsonl") else f"# {name}\r\n".encode())
    return tmp_path


def test_a_folder_gives_its_markdown_and_rows_under_their_paths_below_it(folder: Path) -> None:
    found = read(folder)
    assert ids(found)[:4] == ["a.MD", "b.md", "sub/c.markdown", "a"]
    assert found[0] == Document("a.MD", "# a.MD\r\n")


def test_several_files_are_named_from_their_common_folder(folder: Path) -> None:
    assert ids(read(folder / "b.md", folder / "sub/c.markdown", folder / "b.md")) == ["b.md", "sub/c.markdown"]


def test_a_file_that_is_named_itself_is_a_document_whatever_it_is_called(folder: Path) -> None:
    assert read(folder / "notes.txt") == [Document("notes.txt", "# notes.txt\r\n")]


def test_a_glob_gives_what_it_matches(folder: Path) -> None:
    assert ids(read(folder / "**/*.m*")) == ["b.md", "sub/c.markdown"]
    with pytest.raises(InputError, match="matches no file"):
        read(folder / "*.rst")


def test_the_output_folder_is_not_read_even_where_it_lies_in_the_source(folder: Path) -> None:
    assert ids(read(folder, exclude=folder / "sub")) == ["a.MD", "b.md"]


def test_lines_with_and_without_id_plain_or_packed(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    (tmp_path / "plain.jsonl").write_bytes(LINES)
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "packed.jsonl.zst").write_bytes(zstandard.compress(LINES[:20]) + zstandard.compress(LINES[20:]))
    plain = read(tmp_path / "plain.jsonl")
    assert plain[:2] == [Document("a", "# A", {"licence": "MIT"}), Document("7", "seven")]
    assert plain[2].id.startswith("sha256:")
    assert read(tmp_path / "packed.jsonl.gz") == plain
    assert read(tmp_path / "packed.jsonl.zst") == plain


def test_lines_that_are_no_documents_are_told_one_by_one(tmp_path: Path) -> None:
    lines = [
        b'{"text": "fine"}', b"no json", b"", b'{"text": 7}', b'["text"]', b'{"text": "\\ud800"}', b"[" * 50_000,
        b'{"text": "' + b"x" * 2000 + b'"}', b'{"text": "' + b"x" * 200_000 + b'"}', b"\xff\xfe", b'{"text": "end"}',
    ]  # fmt: skip
    (tmp_path / "rows.jsonl").write_bytes(b"\n".join(lines))
    found = read(tmp_path)
    assert [document.text for document in found if isinstance(document, Document)] == ["fine", "end"]
    expected = ["malformed", "no_text", "no_text", "not_unicode", "malformed", "too_large", "too_large", "malformed"]
    places = [2, 4, 5, 6, 7, 8, 9, 10]
    assert complaints(found) == [
        (f"rows.jsonl:{place}", reason) for place, reason in zip(places, expected, strict=True)
    ]


@pytest.mark.parametrize("cut", [20, 40])
def test_a_packed_file_that_breaks_off_is_told(cut: int, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(LINES)[:cut])
    assert [reason for _, reason in complaints(read(tmp_path))] == ["truncated"]


def test_markdown_that_cannot_be_taken(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes("für".encode("latin-1"))
    (tmp_path / "long.md").write_bytes(b"x" * 1001)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    assert complaints(read(tmp_path)) == [
        ("gone.md", "unreadable"),
        ("latin.md", "not_unicode"),
        ("long.md", "too_large"),
    ]


def test_parquet_with_text_and_id(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({"id": ["a", "b", None], "text": ["# A", None, "c"], "stars": [1, 2, 3]})
    parquet.write_table(table, tmp_path / "rows.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing else")
    parquet.write_table(arrow.table({"body": ["x"]}), tmp_path / "other.parquet")
    found = read(tmp_path)
    assert complaints(found) == [
        ("broken.parquet:1", "truncated"),
        ("other.parquet:1", "no_text"),
        ("rows.parquet:2", "no_text"),
    ]
    assert found[2] == Document("a", "# A", {"stars": 1})


def test_standard_input_is_jsonl(monkeypatch: pytest.MonkeyPatch) -> None:
    class Standard:
        buffer = io.BytesIO(gzip.compress(LINES))

    monkeypatch.setattr(sys, "stdin", Standard())
    assert ids(read("-"))[:2] == ["a", "7"]
    with pytest.raises(UsageError, match="alone"):
        read("-", "-")


def test_urls_go_through_fsspec() -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    for name in ("/reports/a.md", "/reports/sub/b.md", "/reports/.git/c.md", "/reports/rows.jsonl"):
        memory.pipe_file(name, LINES if name.endswith("jsonl") else b"# remote")
    try:
        assert ids(read("memory://reports"))[:3] == ["a.md", "a", "7"]
        assert ids(read("memory://reports"))[-1] == "sub/b.md"
        assert ids(read("memory://reports/*.md")) == ["a.md"]
        assert read("memory://reports/sub/b.md") == [Document("b.md", "# remote")]
        with pytest.raises(InputError):
            read("memory://nothing/there")
    finally:
        memory.rm("/reports", recursive=True)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        read(tmp_path / "nowhere")
    with pytest.raises(InputError, match="no markdown, JSONL or parquet"):
        read(tmp_path)


def test_a_source_says_how_long_it_is_and_how_far_it_has_been_read(folder: Path) -> None:
    source = open_source([str(folder / "*.md"), str(folder / "sub" / "c.markdown")], 1000)
    assert (source.documents, source.fraction) == (2, 0.0)
    shares = [source.fraction for _ in source]
    assert shares[0] == 0.0
    assert source.fraction == 1.0
    assert open_source([str(folder)], 1000).documents is None
