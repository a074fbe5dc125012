"""`auditor hook`: for agent hosts that run a command after a tool or at the end of a turn."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from auditor.cli.auditing import FAILS, FailOn

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="What to check at the end of a turn; this folder if none. After a tool: the file it wrote."),
]
Answer = Annotated[
    Literal["json", "exit2"],
    typer.Option(
        "--format", help="json: a decision on standard output. exit2: exit code 2 and the reason on standard error."
    ),
]
Level = Annotated[FailOn, typer.Option("--fail-on", help="From which severity on the agent is stopped.")]
Previous = Annotated[
    str, typer.Option("--no-weaker-than", metavar="PREVIOUS", help="Stop, too, for numbers that vanished since then.")
]


def command(
    paths: Paths = None, form: Answer = "json", fail_on: Level = FailOn.ERROR, no_weaker_than: Previous = ""
) -> None:
    """Check what an agent wrote, and stop it where numbers refute each other.

    Reads the host's JSON on standard input. Suppressions in the document do not count. An agent that was stopped once
    in a turn is not stopped again. Exit code 1: the hook itself failed, which stops nothing.
    """
    from auditor.cli.complaints import complain
    from auditor.errors import AuditorError

    try:
        blocks = _answer(paths, form, frozenset(FAILS[fail_on]), no_weaker_than)
    except AuditorError as error:
        complain(str(error))
        raise typer.Exit(1) from error
    raise typer.Exit(2 if blocks and form == "exit2" else 0)


def _answer(paths: list[Path] | None, form: str, failing: frozenset[str], previous: str) -> bool:
    from auditor.check.session import Before, Settings
    from auditor.cli import checking
    from auditor.cli.inputs import STDIN, read
    from auditor.cli.output import say
    from auditor.hook import decide, payload

    event = payload(read(Path(STDIN)))
    wanted = [event.written] if event.written else (paths or [Path()]) if event.ending and not event.again else []
    config = checking.configuration(None, isolated=False)
    settings = Settings(
        config, before=Before(no_weaker_than=previous), ignore_suppressions=True, cache=None, failing=failing
    )
    given = checking.gathered(wanted, config, empty=True)
    decision = decide(checking.outcome(given, settings))
    if decision.blocks:
        print(decision.reason, file=sys.stderr)
    if form == "json":
        say(decision.as_json())
    return decision.blocks
