"""What `check`, `baseline` and `hook` share: the documents of a command line, and their check."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.check.baseline import Baseline
from auditor.check.baseline import load as load_baseline
from auditor.check.cache import FOLDER
from auditor.check.config import Config, find, load
from auditor.check.find import documents
from auditor.check.hit import Checked, Failed, Outcome
from auditor.check.mend import mended
from auditor.check.session import Given, Session, Settings
from auditor.cli.complaints import complain, crashed
from auditor.cli.inputs import STDIN, name, read
from auditor.cli.output import write
from auditor.cli.telling import Telling
from auditor.errors import AuditorError, InputError, UsageError


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


def made(given: Sequence[Given], settings: Settings, told: Telling, *, fix: bool, exit_zero: bool = False) -> int:
    """Checks, repairs if asked to, and tells; gives the exit code, with `exit_zero` 0 for findings."""
    told.ready([document.path for document in given])
    found = outcome(given, settings)
    if fix:
        found = repaired(found, given, settings)
    told.tell(found, settings.book)
    return 0 if exit_zero and found.code == 1 else found.code


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
    session = Session(settings)
    for document in given:
        try:
            yield session.check(document)
        except InputError as error:
            complain(str(error))
            failed.append(Failed(document.shown, str(error)))
        except AuditorError:
            raise
        except Exception as error:
            crashed(error, document.shown)
            failed.append(Failed(document.shown, f"the program failed ({type(error).__name__})"))


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
