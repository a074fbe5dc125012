"""A folder of TOML files made into a shelf: the only part that parses TOML and solves equations."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from auditor.errors import RulebookError
from auditor.rulebook.pack import pack_page, pack_rule
from auditor.rulebook.shelf import PHRASES, Shelf, Writer, concepts, dump
from auditor.rulebook.vocabulary import checked

DATA = ("vocabulary", "units", "catalogue", "record", "traits")
"""Folders that hold tables, not rules."""
MAX_FILES = 2000
MAX_BYTES = 400_000
_COMPILER = (
    *("compile", "grammar", "numeric", "pack", "program", "read", "relate"),
    *("rule", "shelf", "slope", "solve", "source", "term"),
)


_READER = ("phrases", "vocabulary")
"""The modules on which the phrases of the vocabulary depend."""


def compiler_files() -> tuple[Path, ...]:
    """The modules on which the result depends."""
    return (*_paths(_COMPILER), *_paths(_READER))


def compiler() -> str:
    """Fingerprint of the compiling code: of what rules depend on, and of what the phrases do."""
    return f"{_fingerprint(_COMPILER)}-{_fingerprint(_READER)}"


def _paths(names: tuple[str, ...]) -> tuple[Path, ...]:
    here = Path(__file__).parent
    return tuple(here / f"{name}.py" for name in names)


def _fingerprint(names: tuple[str, ...]) -> str:
    return _hash(path.read_bytes() for path in _paths(names))[:16]


def _hash(parts: Iterable[bytes]) -> str:
    # Imported here: a start that finds the rules compiled hashes nothing.
    from hashlib import sha256

    return sha256(b"".join(parts)).hexdigest()


def sources(folder: Path) -> dict[str, bytes]:
    """The TOML files of a folder by path under it, sorted. Raises RulebookError for one that is none or too large."""
    if not folder.is_dir():
        raise RulebookError(f"{folder}: no such folder of rules")
    paths = sorted(folder.rglob("*.toml"), key=lambda path: path.relative_to(folder).as_posix())
    guard(folder, len(paths))
    return {path.relative_to(folder).as_posix(): _bytes(path) for path in paths if path.is_file()}


def guard(folder: Path, count: int) -> None:
    """Refuse a folder with too many files. Raises RulebookError."""
    if count > MAX_FILES:
        raise RulebookError(f"{folder}: more than {MAX_FILES} files; name the folder that holds the rules")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RulebookError(f"{path}: larger than {MAX_BYTES} bytes; split it")
        return path.read_bytes()
    except OSError as error:
        raise RulebookError(f"{path}: cannot be read ({error.strerror})") from error


def digest(files: dict[str, bytes]) -> str:
    """Content hash of a folder."""
    return _hash(f"{path}\0{len(content)}\0".encode() + content for path, content in files.items())


def compile_folder(folder: Path, files: dict[str, bytes], earlier: Shelf | None = None) -> bytes:
    """The shelf of a folder; unchanged rules of an `earlier` one are taken over. Raises RulebookError."""
    writer, made_by = Writer(), compiler()
    reusable = earlier if earlier and earlier.compiler.partition("-")[0] == made_by.partition("-")[0] else None
    tables: dict[str, dict[str, Any]] = {}
    for path, content in files.items():
        parts = path.split("/")
        if parts[0] in DATA:
            tables[path] = parse(folder / path, content)
            writer.table(path, tables[path])
        elif len(parts) < 2:
            raise RulebookError(f"{folder / path}: a rule lies in a folder that names its subject; move it into one")
        else:
            _add(writer, folder, path, content, reusable)
    if phrases := _phrases(tables):
        writer.table(PHRASES, phrases)
    return writer.data(digest(files), made_by)


def _phrases(tables: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """The vocabulary of a folder as phrases; None where it cannot stand alone: whoever asks for it is told why."""
    words, names = (
        {path[len(folder) : -len(".toml")]: table for path, table in tables.items() if path.startswith(folder)}
        for folder in ("vocabulary/", "catalogue/")
    )
    with suppress(RulebookError):
        return checked(words, names) if words else None
    return None


def _add(writer: Writer, folder: Path, path: str, content: bytes, earlier: Shelf | None) -> None:
    from auditor.rulebook.read import read_rule

    rule_id, source = path.removesuffix(".toml"), _hash([content])[:16]
    known = earlier.entries.get(rule_id) if earlier else None
    if earlier and known and known.source == source:
        writer.rule(rule_id, earlier.pieces(rule_id), source, (known.kind, known.check, known.concepts, known.mentions))
        return
    rule, page = read_rule(rule_id, str(folder / path), parse(folder / path, content))
    pieces = dump(pack_rule(rule)), dump(pack_page(page))
    writer.rule(rule_id, pieces, source, (rule.kind, rule.check, concepts(rule), rule.mentions))


def parse(path: Path, content: bytes) -> dict[str, Any]:
    """The TOML of a file. Raises RulebookError with the line."""
    import tomllib

    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        raise RulebookError(f"{path}: must be UTF-8 text; byte {error.start} is not") from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise RulebookError(f"{path}: no valid TOML: {str(error)[:200]}") from error
