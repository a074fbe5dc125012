"""Which documents a command line names."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from auditor.cli.inputs import find, name, read
from auditor.errors import InputError


def make(folder: Path, *names: str) -> None:
    for each in names:
        (folder / each).parent.mkdir(parents=True, exist_ok=True)
        (folder / each).write_text("1", encoding="utf-8")


def test_markdown_of_a_folder_is_found_sorted_and_hidden_folders_are_left_alone(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a/c.MARKDOWN", "notes.txt", ".git/x.md", ".hidden.md")
    assert [file.relative_to(tmp_path).as_posix() for file in find([tmp_path]).files] == ["a/c.MARKDOWN", "b.md"]


def test_a_file_that_is_named_is_read_whatever_it_is_called_and_only_once(tmp_path: Path) -> None:
    make(tmp_path, "report.txt", "x.md")
    inputs = find([tmp_path / "report.txt", tmp_path / "x.md", tmp_path / "x.md"])
    assert [file.name for file in inputs.files] == ["report.txt", "x.md"]
    assert inputs.several


def test_one_file_alone_is_not_several_but_a_folder_always_is(tmp_path: Path) -> None:
    make(tmp_path, "x.md")
    assert not find([tmp_path / "x.md"]).several
    assert find([tmp_path]).several


def test_the_common_folder_is_what_all_inputs_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/x.md", "a/b/y.md", "c/z.md")
    monkeypatch.chdir(tmp_path)
    assert find([Path("a/x.md"), Path("a/b/y.md")]).folder == tmp_path / "a"
    assert find([Path("a"), Path("c/../c")]).folder == tmp_path
    assert find([Path("a")]).folder == tmp_path / "a"


def test_links_to_folders_are_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "in/x.md")
    (tmp_path / "in" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(find([tmp_path / "in"]).files) == 1


@pytest.mark.parametrize("missing", ["nothing.md", "no/folder"])
def test_what_is_not_there_is_said_in_one_sentence(tmp_path: Path, missing: str) -> None:
    with pytest.raises(InputError, match=re.escape(f"{missing} is not there")):
        find([tmp_path / missing])


def test_a_folder_without_markdown_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no markdown file"):
        find([tmp_path])


def test_every_character_is_kept(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes("\ufeffa\r\nb\rc\x00".encode())
    assert read(tmp_path / "x.md") == "\ufeffa\r\nb\rc\x00"


@pytest.mark.parametrize("data", [b"\xff\xfe1\x00", b"GPUs: \x80", b"\x89PNG"])
def test_what_is_no_utf8_text_is_said_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.md").write_bytes(data)
    with pytest.raises(InputError, match=r"x\.md is not UTF-8 text \(byte 0x.. at \d\)"):
        read(tmp_path / "x.md")


def test_names_that_are_no_text_become_escapes() -> None:
    assert name(Path(os.fsdecode(b"a\xff.md"))) == "a\\xff.md"
