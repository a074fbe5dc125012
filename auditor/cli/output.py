"""Where the reports go: to standard output, into a file, or into a folder of files."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from auditor.cli.inputs import STDIN, Inputs, absolute
from auditor.errors import UsageError
from auditor.frozen import dataclass
from auditor.report import FORMS

OF_CHECK = ("full", "concise", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson")
"""Forms that `check` alone writes."""


@dataclass(frozen=True, slots=True)
class Target:
    """One form of report and where it goes."""

    form: str
    path: Path


def targets(outputs: Sequence[str], form: str, path: Path | None) -> list[Target]:
    """What `-o PATH` and each `--output FORMAT=PATH` ask for. Raises UsageError for an unknown form."""
    return [*([Target(form, path)] if path else []), *(_target(output) for output in outputs)]


def destinations(inputs: Inputs, target: Target) -> list[Path]:
    """The file for each document: the target itself for one, else NAME.SUFFIX below it, as the documents lie."""
    if not (inputs.several or target.path.is_dir()):
        return _guarded(inputs, [target.path])
    if target.path.is_file():
        raise UsageError(f"{target.path} is a file: the output of several documents needs a folder")
    suffix = f".{FORMS[target.form]}"
    places = [_relative(file, inputs.folder) for file in inputs.files]
    same = Counter(place.with_suffix("") for place in places)
    named = [
        place.with_suffix(suffix) if same[place.with_suffix("")] == 1 else place.with_name(place.name + suffix)
        for place in places
    ]
    return _guarded(inputs, [target.path / place for place in named])


def write(path: Path, text: str) -> None:
    """Writes a file whole or not at all; a device as it stands. Raises UsageError where it cannot be written."""
    # Imported here: what goes to standard output needs none.
    import tempfile

    try:
        if path.exists() and not path.is_file():
            path.write_bytes(text.encode())
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        unfinished = Path(temporary)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
            unfinished.chmod(0o666 & ~_umask())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error


def joined(texts: Sequence[str], form: str, *, several: bool) -> str:
    """The reports of one command line as one text; JSON of several documents is one array."""
    if form == "json" and several:
        return "[\n" + ",\n".join(text.rstrip("\n") for text in texts) + "\n]\n"
    return "\n".join(texts)


def say(text: str) -> None:
    """Writes to standard output; a reader that has gone away (`| head`) is no failure."""
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more when it ends: give it somewhere to write to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _target(output: str) -> Target:
    form, equals, path = output.partition("=")
    if form in OF_CHECK:
        raise UsageError(f"--output {output}: {form} is written by `auditor check --output {output}`")
    if not equals or not path or form not in FORMS:
        raise UsageError(f"--output {output}: give FORMAT=PATH, with one of {', '.join(sorted(FORMS))} for FORMAT")
    return Target(form, Path(path))


def _relative(file: Path, folder: Path) -> Path:
    return Path("stdin") if str(file) == STDIN else absolute(file).relative_to(folder)


def _guarded(inputs: Inputs, found: list[Path]) -> list[Path]:
    """The paths, unless one is a document under audit."""
    documents = {file.resolve() for file in inputs.files if str(file) != STDIN}
    for path in found:
        if path.resolve() in documents:
            raise UsageError(f"{path} is a document under audit: choose another place for the output")
    return found


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
