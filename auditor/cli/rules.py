"""`auditor rules`: what rules there are, and whether their examples come out."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli.options import Rules

group = typer.Typer(help="List the rules, or try their examples.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(help="Ids, folders or kind:NAME; all if none is given.")]


@group.command("list")
def list_rules(names: Names = None, folders: Rules = None) -> None:
    """List the rules: id, kind, severity, and what each says."""
    from auditor.cli import output
    from auditor.rulebook import load

    rulebook = load(folders or ())
    ids = rulebook.select(names) if names else tuple(rulebook.rules)
    width = max(map(len, ids), default=0)
    for rule_id in ids:
        rule = rulebook.rules[rule_id]
        output.say(f"{rule_id:<{width}}  {rule.kind:<12} {rule.severity:<8} {rulebook.page(rule_id).says}\n")


@group.command("test")
def try_examples(names: Names = None, folders: Rules = None) -> None:
    """Try the examples of the rules: exit code 1 if one does not come out, or a rule is badly made."""
    from auditor.cli import output
    from auditor.examples import outcomes, unknown_checks
    from auditor.rulebook import load
    from auditor.rulebook.lint import lint
    from auditor.text import counted

    rulebook = load(folders or ())
    ids = rulebook.select(names) if names else tuple(rulebook.rules)
    complaints = (*lint(rulebook, ids), *unknown_checks(rulebook, ids))
    for complaint in complaints:
        output.say(f"{complaint.rule}: {complaint.text}\n")
    total, failed = 0, 0
    for outcome in outcomes(rulebook, ids):
        total += 1
        if outcome.complaint:
            failed += 1
            output.say(f"{outcome.rule}: {outcome.complaint}\n")
    lacking = f", {counted(len(complaints), 'complaint')}" if complaints else ""
    output.say(f"{counted(len(ids), 'rule')}, {counted(total, 'example')}, {failed} failed{lacking}\n")
    raise typer.Exit(int(failed > 0 or bool(complaints)))
