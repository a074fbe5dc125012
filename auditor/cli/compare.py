"""`auditor compare`: what changed between two versions of a report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from auditor.cli.auditing import FAILS, FailOn
from auditor.cli.options import OutputFile

Old = Annotated[Path, typer.Argument(help="The earlier version.")]
New = Annotated[Path, typer.Argument(help="The later version.")]
Form = Annotated[
    Literal["terminal", "markdown", "json"],
    typer.Option("--format", "--output-format", help="The form of the comparison."),
]
Level = Annotated[FailOn, typer.Option(help="From which severity of the later version's findings the exit code is 1.")]


def command(
    old: Old, new: New, form: Form = "terminal", path: OutputFile = None, fail_on: Level = FailOn.ERROR
) -> None:
    """Compare two versions of a report: findings solved, new and remaining, and what got weaker.

    Weaker: numbers that vanished, exact numbers that became vague, ticks kept while the numbers beside them changed.
    Exit code 0: the later version has nothing at the fail level. 1: it has. 2: one of the two could not be audited.
    """
    from auditor.cli.inputs import find
    from auditor.cli.output import say, write
    from auditor.cli.work import audits
    from auditor.compare import compare, lines, render

    views = [view for version in (old, new) for _, view in audits(find([version]))]
    if len(views) < 2:
        raise typer.Exit(2)
    comparison = compare(*views)
    if path is not None:
        write(path, render(comparison, form))
    elif form == "terminal" and sys.stdout.isatty():
        from auditor.report.screen import put

        put(lines(comparison))
    else:
        say(render(comparison, form))
    severities = {finding.severity.value for finding in views[1].findings.all}
    raise typer.Exit(int(not severities.isdisjoint(FAILS[fail_on])))
