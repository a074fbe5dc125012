"""`auditor evaluate`: how good the audits are, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from auditor.cli.options import OutputPath

Corpora = Annotated[
    list[Path], typer.Argument(metavar="CORPUS...", help="Folders of reports NAME.md with NAME.gold.yaml.")
]


def command(
    corpora: Corpora,
    form: Annotated[
        Literal["terminal", "json"], typer.Option("--format", "--output-format", help="The form of the figures.")
    ] = "terminal",
    path: OutputPath = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Figures only, no lists.")] = False,
    rules: Annotated[
        list[Path] | None, typer.Option("--rules", metavar="DIR", help="A further folder of rules; repeatable.")
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Measure the rules anew, without their record, and write it to this file."),
    ] = None,
) -> None:
    """Score audits against the judgement of experts: recall, precision, what was confirmed and what was wronged.

    The figures come by kind, by rule and by report, with every miss and every false alarm.
    """
    import json

    from auditor.cli import output
    from auditor.evaluate import as_json, evaluate, page, toml
    from auditor.rulebook import load

    rulebook = load(rules or ())
    scores = evaluate(corpora, rulebook.unmeasured() if record else rulebook)
    if record:
        output.write(record, toml(scores))
    if form == "json":
        text = json.dumps(as_json(scores), ensure_ascii=False, indent=1) + "\n"
    else:
        text = page(scores, lists=not quiet)
    if path is None:
        output.say(text)
    else:
        output.write(path, text)
