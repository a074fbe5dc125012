"""Compiled rules are kept, found again, and never trusted against the files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.errors import RulebookError, UsageError
from auditor.interval import Interval
from auditor.rulebook import cache, load

RULE = """
kind = "derivation"
severity = "error"
bound = "exact"
says = "All is so many times each."
why = "Counting."
relation = "all = FACTOR * each"
source = "Counting."

[where]
all = "pack_all"
each = "pack_each"
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one rule, and a cache of its own in which only the project's rules are kept already."""
    load()
    usual = cache.cache_folder()
    assert usual is not None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own = cache.cache_folder()
    assert own is not None
    own.mkdir(parents=True)
    name = cache.name_of(cache.own_folder())
    for path in usual.glob(f"{name}.*"):
        shutil.copy2(path, own / path.name)
    folder = tmp_path / "pack"
    write(folder / "house" / "all.toml", 2)
    return folder


def write(path: Path, factor: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE.replace("FACTOR", str(factor)))


def kept(folder: Path, suffix: str) -> Path:
    base = cache.cache_folder()
    assert base is not None
    return base / f"{cache.name_of(folder)}{suffix}"


def gives(folder: Path) -> Interval:
    from auditor.rulebook.book import Rulebook

    return Rulebook((cache.shelf(folder),)).evaluate("house/all", "all", {"each": 10})


def test_a_pack_is_compiled_and_kept(pack: Path) -> None:
    assert gives(pack) == Interval.point(20)
    assert kept(pack, ".shelf").is_file()
    assert gives(pack) == Interval.point(20)


def test_a_changed_rule_is_compiled_again(pack: Path) -> None:
    gives(pack)
    write(pack / "house" / "all.toml", 31)
    assert gives(pack) == Interval.point(310)


def test_a_touched_but_equal_rule_keeps_its_shelf(pack: Path) -> None:
    gives(pack)
    before = kept(pack, ".shelf").stat().st_mtime_ns
    path = pack / "house" / "all.toml"
    path.write_text(path.read_text())
    assert gives(pack) == Interval.point(20)
    assert kept(pack, ".shelf").stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\xff\xfe", b"[]\nxx", b'{"format":5,"body":""}\n'])
def test_a_damaged_shelf_is_made_anew(pack: Path, damage: bytes) -> None:
    gives(pack)
    kept(pack, ".shelf").write_bytes(damage)
    assert gives(pack) == Interval.point(20)


def test_a_cut_shelf_is_made_anew(pack: Path) -> None:
    gives(pack)
    shelf = kept(pack, ".shelf")
    shelf.write_bytes(shelf.read_bytes()[:-3])
    assert gives(pack) == Interval.point(20)


def test_no_cache_folder_is_no_error(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(pack.parent / "cache")
    (pack.parent / "cache").write_text("a file stands in the way")
    assert gives(pack) == Interval.point(20)
    monkeypatch.setattr(cache, "cache_folder", lambda: None)
    assert gives(pack) == Interval.point(20)


def test_a_pack_stands_beside_the_own_rules(pack: Path) -> None:
    book = load([pack])
    assert "house/all" in book.rules
    assert len(book.rules) > 1
    assert book.digest != load().digest
    assert book.about(["pack_each"]) == ("house/all",)


def test_two_packs_with_one_id_do_not_go_together(pack: Path, tmp_path: Path) -> None:
    write(tmp_path / "other" / "house" / "all.toml", 5)
    with pytest.raises(RulebookError, match="house/all exists already"):
        load([pack, tmp_path / "other"])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("house/bad.toml", b"kind = ", "no valid TOML"),
        ("house/bad.toml", b"kind = '\xff'", "UTF-8"),
        ("bad.toml", b"", "a rule lies in a folder that names its subject"),
        ("house/bad.toml", b"a = " + b"[" * 5000, "no valid TOML"),
        ("house/big.toml", b"#" * 500_000, "larger than"),
    ],
)
def test_a_wrong_file_is_named(pack: Path, name: str, content: bytes, says: str) -> None:
    (pack / name).write_bytes(content)
    with pytest.raises(RulebookError, match=says) as caught:
        cache.shelf(pack)
    assert name in str(caught.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="no such folder"):
        load([tmp_path / "nowhere"])


def test_rules_are_selected_by_id_folder_and_kind(pack: Path) -> None:
    book = load([pack])
    assert book.select(["house/all"]) == book.select(["house"]) == book.select(["house/"]) == ("house/all",)
    assert "house/all" in book.select(["kind:derivation"])
    with pytest.raises(UsageError, match="did you mean 'house/all'"):
        book.select(["house/al"])
    with pytest.raises(UsageError, match="did you mean 'kind:derivation'"):
        book.select(["kind:derivtion"])


def test_loading_again_solves_and_parses_nothing(pack: Path) -> None:
    load([pack])
    code = (
        "import sys; from auditor.rulebook import load; load([sys.argv[1]]).rules['house/all'];"
        "print([m for m in ('sympy', 'tomllib', 'pydantic') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(pack)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_same_files_give_the_same_shelf(pack: Path) -> None:
    gives(pack)
    first = kept(pack, ".shelf").read_bytes()
    for suffix in (".shelf", ".marks"):
        kept(pack, suffix).unlink()
    gives(pack)
    assert kept(pack, ".shelf").read_bytes() == first
