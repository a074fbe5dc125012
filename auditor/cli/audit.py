"""`auditor audit`: reads reports and says what is wrong in them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from auditor.cli.options import Against, Brief, Form, Limit, OutputPath, Outputs, Paths, Quiet, Verbose


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    ERROR = "error"
    WARNING = "warning"
    ANY = "any"
    NEVER = "never"


FAILS = {
    FailOn.ERROR: {"error"},
    FailOn.WARNING: {"error", "warning"},
    FailOn.ANY: {"error", "warning", "note"},
    FailOn.NEVER: set[str](),
}
"""The severities that count, for each."""


def command(
    paths: Paths,
    form: Form = None,
    path: OutputPath = None,
    outputs: Outputs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    brief: Brief = None,
    against: Against = None,
    limit: Limit = None,
    fail_on: Annotated[FailOn, typer.Option(help="From which severity on the exit code is 1.")] = FailOn.ERROR,
) -> None:
    """Audit reports: every number re-derived, what is wrong shown with its working.

    Exit code 0: nothing at the fail level. 1: findings at it. 2: an audit could not be made.
    """
    from auditor.cli.inputs import find
    from auditor.cli.output import targets
    from auditor.cli.sinks import sinks
    from auditor.cli.work import audits, beside
    from auditor.limits import given
    from auditor.report import Detail

    limits = given(limit or ())
    inputs = find(paths)
    detail = Detail.QUIET if quiet else Detail.VERBOSE if verbose else Detail.NORMAL
    wanted = targets(outputs or [], form or "terminal", path)
    taking = sinks(inputs, wanted, None if path else form, detail)
    outside = beside(brief, against or [])
    made, severities = 0, set[str]()
    for file, view in audits(inputs, outside, limits):
        made += 1
        severities.update(finding.severity.value for finding in view.findings.all)
        for sink in taking:
            sink.take(file, view)
    for sink in taking:
        sink.close()
    raise typer.Exit(2 if made < len(inputs.files) else int(not severities.isdisjoint(FAILS[fail_on])))
