"""The commands as one typer application; only the module of the command that is asked for gets imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module

import typer

from auditor.cli.complaints import guarded

COMMANDS = (
    "audit",
    "baseline",
    "batch",
    "check",
    "claims",
    "compare",
    "config",
    "dataset",
    "evaluate",
    "explain",
    "hook",
    "mcp",
    "rules",
    "schema",
    "server",
    "synth",
    "verify",
)
"""Each is a module of this package with a `command` function, or with a `group` of commands."""


def application(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The application with the commands of these names."""
    app = typer.Typer(
        help="Audit verification reports: every number re-derived, every verdict with its proof.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    for name in names:
        module = import_module(f"auditor.cli.{name}")
        if group := getattr(module, "group", None):
            app.add_typer(group, name=name)
        else:
            app.command(name)(module.command)
    return app


def run(arguments: Sequence[str]) -> int:
    """Runs one command line; 0 nothing at the fail level, 1 findings at it, 2 the audit could not be made."""
    named = [name for name in arguments[:1] if name in COMMANDS]

    def command() -> int:
        application(named or COMMANDS)(args=list(arguments), prog_name="auditor")
        return 0

    return guarded(command)


def _options(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    if version:
        from auditor import __version__

        print(f"auditor {__version__}")
        raise typer.Exit
