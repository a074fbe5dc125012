"""`auditor verify`: the proofs of an audit, checked by a second program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    audit: Annotated[Path, typer.Argument(metavar="AUDIT.json", help="An audit as --format json writes it.")],
    report: Annotated[Path, typer.Argument(metavar="REPORT.md", help="The report that was audited.")],
) -> None:
    """Check every proof of an audit again: each quotation, each step, each comparison.

    The checker shares no code with the program that wrote the audit. Exit code 0: all stands. 1: something does not.
    """
    from auditor.cli import output
    from auditor.cli.inputs import name, read
    from auditor.text import counted, visible
    from auditor.verify import load, verify

    text = read(report)
    found = verify(load(read(audit), text), text)
    for problem in found.problems:
        output.say(f"{visible(f'{problem.where}: {problem.what}')}\n")
    count = len(found.problems)
    if found.claims or not count:
        outcome = counted(count, "problem") if count else "all stands"
        checked = ((found.claims, "quotation"), (found.proofs, "proof"), (found.steps, "step"))
        done = ", ".join(counted(number, noun) for number, noun in checked)
        output.say(f"{visible(name(audit))}: {done} checked against {visible(name(report))}: {outcome}\n")
    raise typer.Exit(int(count > 0))
