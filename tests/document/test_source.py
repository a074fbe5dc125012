"""Files are read character for character, and what cannot be read is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.document import find, load
from auditor.errors import InputError


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("data", [b"", b"a\r\nb\rc\n", b"\xef\xbb\xbf# a\n", "é 😀 e\u0301".encode()])
def test_text_is_kept_exactly(tmp_path: Path, data: bytes) -> None:
    assert load(write(tmp_path / "a.md", data)) == data.decode()


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"ab\ncd\r\n\xff", r"a\.md: byte 7 \(line 3\) is not UTF-8 \(0xff\); save the file as UTF-8"),
        (b"a\0b", r"a\.md: byte 1 is NUL, so this is no text file"),
        ("# a".encode("utf-16"), r"a\.md: this is UTF-16 text, not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        load(write(tmp_path / "a.md", data))


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder; check the path"):
        load(tmp_path / "a.md")
    with pytest.raises(InputError, match="this is a folder, not a file"):
        load(tmp_path)
    with pytest.raises(InputError, match="no such file or folder"):
        find(tmp_path / "a")
    with pytest.raises(InputError, match="this is no folder"):
        find(write(tmp_path / "b.md", b""))


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    for name in ("b/c.md", "a.MD", "b/a.markdown", "b.md", "notes.txt", ".git/d.md", ".e.md"):
        write(tmp_path / name, b"")
    found = [path.relative_to(tmp_path).as_posix() for path in find(tmp_path)]
    assert found == ["a.MD", "b/a.markdown", "b/c.md", "b.md"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "a.md", b"")
    inside = write(tmp_path / "inside" / "b.md", b"")
    (inside.parent / "out.md").symlink_to(outside)
    (inside.parent / "folder").symlink_to(outside.parent)
    (inside.parent / "loop").symlink_to(inside.parent)
    (inside.parent / "in.md").symlink_to(inside)
    (inside.parent / "broken.md").symlink_to(tmp_path / "gone.md")
    assert [path.name for path in find(inside.parent)] == ["b.md", "in.md"]
