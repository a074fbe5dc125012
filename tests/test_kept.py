"""What is worked out of files is kept until one of them changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor import kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("one")
    return files


def read(folder: Path, seen: list[str]) -> dict[str, dict[str, Any]]:
    def parse(path: Path) -> dict[str, Any]:
        seen.append(path.name)
        return {"text": path.read_text()}

    return kept.tables(folder, ["a.txt"], parse)


def test_files_are_parsed_once(folder: Path) -> None:
    seen: list[str] = []
    assert read(folder, seen) == read(folder, seen) == {"a.txt": {"text": "one"}}
    assert seen == ["a.txt"]


def test_a_changed_file_is_parsed_again(folder: Path) -> None:
    read(folder, [])
    (folder / "a.txt").write_text("another")
    assert read(folder, []) == {"a.txt": {"text": "another"}}


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"marks": 1}', b"\xff"])
def test_what_is_damaged_is_made_anew(folder: Path, damage: bytes) -> None:
    read(folder, [])
    (place,) = (folder.parent / "cache" / "auditor").iterdir()
    place.write_bytes(damage)
    assert read(folder, []) == {"a.txt": {"text": "one"}}


def test_no_cache_folder_is_no_error(folder: Path) -> None:
    (folder.parent / "cache").write_text("a file stands in the way")
    assert read(folder, []) == {"a.txt": {"text": "one"}}
