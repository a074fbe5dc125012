"""Where finished audits go, one by one as they come: the screen, a pipe, a folder of files."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Protocol

from auditor.cli.inputs import Inputs
from auditor.cli.output import Target, destinations, joined, say, write
from auditor.errors import UsageError
from auditor.frozen import dataclass
from auditor.report import SUMMARIES, Detail, Row, View, closing, render, row, summary


class Sink(Protocol):
    """Takes each audit once, in order, and is closed after the last."""

    def take(self, file: Path, view: View) -> None:
        """One finished audit."""

    def close(self) -> None:
        """There are no more."""


@dataclass(slots=True)
class Screen:
    """Standard output, for people: each audit as soon as it is made, and a closing line for several."""

    several: bool
    detail: Detail
    rows: list[Row] = field(default_factory=list)

    def take(self, file: Path, view: View) -> None:
        """Prints the audit, in colours where standard output is a screen."""
        if self.rows and self.detail in (Detail.NORMAL, Detail.VERBOSE):
            say("\n")
        self.rows.append(row(view))
        if not sys.stdout.isatty():
            say(render(view, "terminal", self.detail))
            return
        from auditor.report.screen import show

        show(view, self.detail)

    def close(self) -> None:
        """Prints the closing line."""
        if self.several and self.detail is not Detail.QUIET:
            say(f"\n{closing(self.rows)}.\n")


@dataclass(slots=True)
class Pipe:
    """Standard output, for programs: markdown, or JSON with several documents as one array."""

    form: str
    several: bool
    texts: list[str] = field(default_factory=list)

    def take(self, file: Path, view: View) -> None:
        """Keeps the rendered audit."""
        self.texts.append(render(view, self.form))

    def close(self) -> None:
        """Prints everything."""
        say(joined(self.texts, self.form, several=self.several))


@dataclass(slots=True)
class Files:
    """A file for each document, and a summary of all if there is a place for it."""

    form: str
    places: Mapping[Path, Path]
    summary: Path | None
    rows: dict[Path, Row] = field(default_factory=dict)

    def take(self, file: Path, view: View) -> None:
        """Writes the audit to its file."""
        write(self.places[file], render(view, self.form))
        self.rows[self.places[file]] = row(view)

    def close(self) -> None:
        """Writes the summary."""
        if self.summary is None:
            return
        links = [place.relative_to(self.summary.parent).as_posix() for place in self.rows]
        write(self.summary, summary(list(self.rows.values()), links, self.form))


def sinks(inputs: Inputs, targets: Sequence[Target], form: str | None, detail: Detail) -> list[Sink]:
    """Every target's files, and standard output: in `form`, or with a line a document where all goes into files."""
    found: list[Sink] = [_files(inputs, target) for target in targets]
    if form in (None, "terminal"):
        brief = bool(targets) and form is None and detail is Detail.NORMAL
        return [*found, Screen(inputs.several, Detail.HEADLINE if brief else detail)]
    if form == "html" and inputs.several:
        raise UsageError("several HTML pages cannot go to standard output: give a folder with -o")
    return [*found, Pipe(form, inputs.several)] if form else found


def _files(inputs: Inputs, target: Target) -> Files:
    places = destinations(inputs, target)
    page = target.path / SUMMARIES[target.form] if inputs.several and target.form in SUMMARIES else None
    if page in places:
        raise UsageError(f"{page} would be both the summary and the audit of a document: rename the document")
    return Files(target.form, dict(zip(inputs.files, places, strict=True)), page)
