"""`auditor evaluate`: how good the audits are, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from auditor.cli.options import OutputFile

Corpora = Annotated[
    list[Path], typer.Argument(metavar="CORPUS...", help="Folders of reports NAME.md with NAME.gold.yaml.")
]


def command(
    corpora: Corpora,
    form: Annotated[
        Literal["terminal", "json"], typer.Option("--format", "--output-format", help="The form of the figures.")
    ] = "terminal",
    path: OutputFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Figures only, no lists.")] = False,
    rules: Annotated[
        list[Path] | None, typer.Option("--rules", metavar="DIR", help="A further folder of rules; repeatable.")
    ] = None,
    slips: Annotated[
        int, typer.Option("--mutate", metavar="N", min=0, help="Make N slips in each supported claim: who notices?")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Which slips: the same seed makes the same ones.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes that try the slips.")] = 1,
    record: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Measure the rules anew, without their record, and write it to this file."),
    ] = None,
) -> None:
    """Score audits against the judgement of experts: recall, precision, what was confirmed and what was wronged.

    The figures come by kind, by rule and by report, with every miss and every false alarm. With --mutate also the share
    of slips that is caught: digits, factors, degrees, units, comparisons and marks changed, one at a time.
    """
    import json

    from auditor.cli import output
    from auditor.evaluate import as_json, evaluate, mutate_all, page, toml, trial_json, trial_page
    from auditor.evaluate import load as gold
    from auditor.rulebook import load

    rulebook = load(rules or ())
    scores = evaluate(corpora, rulebook.unmeasured() if record else rulebook)
    if record:
        output.write(record, toml(scores))
    reports = [report for folder in corpora for report in gold(folder)] if slips else []
    trials = mutate_all(reports, slips, seed=seed, rules=rules or (), workers=workers)
    if form == "json":
        tried = {"mutations": trial_json(trials)} if slips else {}
        text = json.dumps({**as_json(scores), **tried}, ensure_ascii=False, indent=1) + "\n"
    else:
        text = page(scores, lists=not quiet) + (f"\n{trial_page(trials, lists=not quiet)}" if slips else "")
    if path is None:
        output.say(text)
    else:
        output.write(path, text)
