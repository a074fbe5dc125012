"""`auditor baseline`: findings that were there before, kept in a file so that only new ones count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from auditor.check.baseline import Baseline
    from auditor.check.hit import Checked

group = typer.Typer(help="Keep known findings in a file, so that only new ones count.", no_args_is_help=True)

Paths = Annotated[list[Path] | None, typer.Argument(help="Files, folders or globs; this folder if none.")]
File = Annotated[Path, typer.Option("-o", "--output-file", "--baseline", help="The file of known findings.")]

_FILE = Path(".auditor-baseline.json")


@group.command("write")
def write_baseline(paths: Paths = None, file: File = _FILE) -> None:
    """Write the findings of these documents as known ones."""
    from auditor.check.baseline import Baseline

    base = Baseline(file.parent, {})
    _write(file, base, base.of(_documents(paths)))


@group.command("prune")
def prune_baseline(paths: Paths = None, file: File = _FILE) -> None:
    """Take out what these documents no longer have; nothing is added."""
    from auditor.check.baseline import load

    base = load(file)
    _write(file, base, base.pruned(_documents(paths)))


def _documents(paths: list[Path] | None) -> tuple[Checked, ...]:
    from auditor.check.session import Settings
    from auditor.cli import checking

    config = checking.configuration(None, isolated=False)
    found = checking.outcome(checking.gathered(paths or [Path()], config), Settings(config))
    if found.failed:
        raise typer.Exit(2)
    return found.documents


def _write(file: Path, before: Baseline, known: dict[str, dict[str, str]]) -> None:
    from auditor.check.baseline import dumps
    from auditor.cli import output
    from auditor.text import counted

    output.write(file, dumps(known))
    count, gone = sum(map(len, known.values())), sum(map(len, before.known.values()))
    fewer = f", {gone - count} fewer than before" if gone > count else ""
    output.say(f"{file}: {counted(count, 'known finding')}{fewer}\n")
