"""`auditor audit`: reads reports and says what is wrong in them."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import auditing
from auditor.cli.auditing import FailOn
from auditor.cli.options import Against, Brief, Form, Limit, OutputPath, Outputs, Paths, Quiet, Rules, Verbose


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
    rules: Rules = None,
    fail_on: Annotated[FailOn, typer.Option(help="From which severity on the exit code is 1.")] = FailOn.ERROR,
) -> None:
    """Audit reports: every number re-derived, what is wrong shown with its working.

    Exit code 0: nothing at the fail level. 1: findings at it. 2: an audit could not be made.
    """
    code = auditing.audit(
        paths,
        form,
        path,
        outputs or (),
        quiet=quiet,
        verbose=verbose,
        brief=brief,
        against=against or (),
        limit=limit or (),
        folders=rules or (),
        fail_on=fail_on,
    )
    raise typer.Exit(code)
