"""Where reports go."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli import output
from auditor.cli.inputs import Inputs, find
from auditor.cli.output import Target, destinations, targets, write
from auditor.errors import UsageError


def inputs(folder: Path, *names: str) -> Inputs:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("1", encoding="utf-8")
    return find([folder / name for name in names])


def test_one_document_goes_into_the_file(tmp_path: Path) -> None:
    assert destinations(inputs(tmp_path, "x.md"), Target("json", tmp_path / "out.json")) == [tmp_path / "out.json"]


def test_one_document_goes_into_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert destinations(inputs(tmp_path, "x.md"), Target("json", tmp_path / "out")) == [tmp_path / "out" / "x.json"]


def test_several_documents_lie_in_the_folder_as_they_lay(tmp_path: Path) -> None:
    found = destinations(inputs(tmp_path, "a/x.md", "a/b/y.md"), Target("markdown", tmp_path / "out"))
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["out/x.md", "out/b/y.md"]


def test_documents_of_one_name_keep_their_suffixes(tmp_path: Path) -> None:
    found = destinations(inputs(tmp_path, "x.md", "x.markdown", "y.md"), Target("json", tmp_path / "out"))
    assert [path.name for path in found] == ["x.md.json", "x.markdown.json", "y.json"]


def test_no_document_under_audit_is_written_over(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a document under audit"):
        destinations(inputs(tmp_path, "x.md", "y.md"), Target("markdown", tmp_path))
    with pytest.raises(UsageError, match="is a document under audit"):
        destinations(inputs(tmp_path, "x.md"), Target("json", tmp_path / "x.md"))


def test_several_forms_at_once() -> None:
    found = targets(["markdown=a", "json=b=c"], "terminal", Path("d"))
    assert found == [Target("terminal", Path("d")), Target("markdown", Path("a")), Target("json", Path("b=c"))]


@pytest.mark.parametrize("wrong", ["json", "json=", "yaml=x", "=x"])
def test_an_unknown_form_is_said_in_one_sentence(wrong: str) -> None:
    with pytest.raises(UsageError, match="give FORMAT=PATH, with one of html, json, markdown, terminal"):
        targets([wrong], "terminal", None)


def test_a_file_is_written_whole_with_its_folders(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.md", "ü\n")
    assert (tmp_path / "a" / "b.md").read_bytes() == "ü\n".encode()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.md"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "x.md", "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output.os, "fdopen", full)
    with pytest.raises(UsageError, match="cannot be written: No space left on device"):
        write(tmp_path / "x.md", "new")
    assert (tmp_path / "x.md").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write(tmp_path / "file" / "x.md", "new")
