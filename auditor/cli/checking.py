"""What `check` and `baseline` share: the documents of a command line, and a checker by its settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from auditor.audit import own_rules
from auditor.check.baseline import Baseline
from auditor.check.baseline import load as load_baseline
from auditor.check.cache import FOLDER, Cache
from auditor.check.changed import within
from auditor.check.config import Config, find, load
from auditor.check.find import documents
from auditor.check.git import base, changes, earlier
from auditor.check.globs import matches
from auditor.check.hit import Checked, Failed, Outcome
from auditor.check.mend import mended
from auditor.check.run import Checker, Sieve, at_least, only, suppressions
from auditor.check.select import names, selection
from auditor.check.weaker import no_weaker
from auditor.cli.complaints import complain, crashed
from auditor.cli.inputs import STDIN, absolute, name, read
from auditor.cli.output import write
from auditor.errors import AuditorError, InputError, UsageError


class Given(NamedTuple):
    """One document of the command line."""

    shown: str
    path: Path
    text: str | None
    """None for a file that is still to be read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line and the configuration ask of a check together."""

    config: Config
    select: Sequence[str] = ()
    extend_select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    min_coverage: float = 0.0
    baseline: Baseline | None = None
    diff_base: str = ""
    ignore_suppressions: bool = False
    no_weaker_than: str = ""
    cache: Path | None = FOLDER
    failing: frozenset[str] = frozenset({"error"})


def cache_folder(wanted: Path | None, *, none: bool) -> Path | None:
    """Where results are kept. In CI only where it is asked for: a change under test could bring its own results."""
    return None if none or (wanted is None and os.environ.get("CI")) else wanted or FOLDER


def configuration(path: Path | None, *, isolated: bool) -> Config:
    """The configuration of a file, else the nearest one, else the defaults."""
    if path is not None:
        return load(path)
    found = None if isolated else find(Path.cwd())
    return load(found) if found else Config()


def gathered(
    paths: Sequence[Path], config: Config, stdin_name: Path | None = None, *, batch: bool = False, empty: bool = False
) -> list[Given]:
    """The documents. Raises InputError for a path that is not there, a batch that is not pairs, and for none."""
    if batch:
        return list(_pairs(read(Path(STDIN))))
    found = documents(paths, config.exclude, config.folder)
    if not found and not empty:
        raise InputError("there is no document to check (--allow-empty lets that pass)")
    return [_given(path, stdin_name) for path in found]


def known(path: Path | None, config: Config) -> Baseline | None:
    """The baseline of the command line, else that of the configuration."""
    if path is None and config.baseline:
        path = config.folder / config.baseline
    return None if path is None else load_baseline(path)


def outcome(given: Sequence[Given], settings: Settings) -> Outcome:
    """All documents checked."""
    failed: list[Failed] = []
    documents = tuple(_checked(given, settings, failed))
    return Outcome(documents, tuple(failed), settings.failing)


def repaired(found: Outcome, given: Sequence[Given], settings: Settings) -> Outcome:
    """Writes the repairs into the files and checks them again. Raises UsageError for standard input."""
    if any(document.text is not None for document in given):
        raise UsageError("--fix needs files: for standard input --diff shows the repairs")
    paths = {document.shown: document.path for document in given}
    fixed = [checked for checked in found.documents if mended(checked) != checked.source]
    for checked in fixed:
        path = paths[checked.path]
        # A file that changed meanwhile is another's work: its offsets are no longer these.
        if read(path) != checked.source:
            raise InputError(f"{path} changed during the check: nothing was written to it")
        write(path, mended(checked))
    return outcome(given, settings) if fixed else found


def _checked(given: Sequence[Given], settings: Settings, failed: list[Failed]) -> Iterator[Checked]:
    """Each document checked; one that cannot be goes to `failed` and is said on standard error."""
    checker = _checker(settings)
    commit = base(settings.diff_base, Path.cwd()) if settings.diff_base else ""
    for document in given:
        try:
            text = read(document.path) if document.text is None else document.text
            first, last = _first(document, settings, checker), _last(document, commit)
            yield checker.check(document.shown, text, first, last)
        except InputError as error:
            complain(str(error))
            failed.append(Failed(document.shown, str(error)))
        except AuditorError:
            raise
        except Exception as error:
            crashed(error, document.shown)
            failed.append(Failed(document.shown, f"the program failed ({type(error).__name__})"))


def _checker(settings: Settings) -> Checker:
    book = own_rules()
    select = settings.select or settings.config.select
    extend = (*settings.config.extend_select, *settings.extend_select)
    sieves: list[Sieve] = [only(selection(book, select, extend, (*settings.config.ignore, *settings.ignore)))]
    if not settings.ignore_suppressions:
        sieves.insert(0, suppressions(book))
    if settings.baseline is not None:
        sieves.append(settings.baseline.silence)
    if settings.min_coverage:
        sieves.append(at_least(settings.min_coverage))
    return Checker(book, Cache(settings.cache, book.digest) if settings.cache else None, tuple(sieves))


def _first(document: Given, settings: Settings, checker: Checker) -> list[Sieve]:
    """The sieves of one document that come first: what it said before, and rules ignored by its name."""
    root, place = absolute(settings.config.folder), absolute(document.path)
    shown = place.relative_to(root).as_posix() if place.is_relative_to(root) else document.path.name
    wanted = [rules for glob, rules in settings.config.per_file_ignores.items() if matches(shown, glob)]
    dropped = names(checker.book, [rule for rules in wanted for rule in rules])
    sieves: list[Sieve] = [only(lambda hit: hit.code not in dropped)] if dropped else []
    before = _earlier(document, settings.no_weaker_than) if settings.no_weaker_than else None
    if before is not None:
        sieves.append(lambda each: no_weaker(each, before, checker.book))
    return sieves


def _last(document: Given, commit: str) -> list[Sieve]:
    """Its last sieve: what changed in it."""
    if not commit:
        return []
    if document.text is not None:
        raise UsageError("--diff-base needs files: git knows no changes of standard input")
    found = changes(document.path, commit)
    return [lambda each: within(each, found)]


def _earlier(document: Given, previous: str) -> str | None:
    """The earlier version of a document: a file, its namesake in a folder, or what a git revision has."""
    place = Path(previous)
    if not place.exists():
        return earlier(document.path, previous)
    if not place.is_dir():
        return read(place)
    shown = Path(document.shown)
    namesake = place / (shown.name if shown.is_absolute() else shown)
    return read(namesake) if namesake.exists() else None


def _given(path: Path, stdin_name: Path | None) -> Given:
    if str(path) != STDIN:
        return Given(name(path), path, None)
    shown = stdin_name or Path("stdin.md")
    return Given(name(shown), shown, read(path))


def _pairs(text: str) -> Iterator[Given]:
    parts = text.removesuffix("\0").split("\0") if text else []
    if len(parts) % 2:
        raise InputError("--stdin-batch: give pairs of path and content, with a NUL behind each path and each content")
    for shown, content in zip(parts[::2], parts[1::2], strict=True):
        if not shown:
            raise UsageError("--stdin-batch: a path is empty")
        yield Given(shown, Path(shown), content)
