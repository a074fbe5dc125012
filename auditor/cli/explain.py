"""`auditor explain`: one rule as its file tells it."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli.options import Rules


def command(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id, as kv-cache/total.")],
    folders: Rules = None,
) -> None:
    """Explain a rule: what it says and why, its relation, its source, its examples."""
    from auditor.cli import output
    from auditor.cli.rule_page import page
    from auditor.errors import UsageError
    from auditor.rulebook import load

    rulebook = load(folders or ())
    if rule not in rulebook.rules:
        # Selecting by a name that is no rule says which one is near; a folder or kind is no single rule.
        found = rulebook.select([rule])
        raise UsageError(f"{rule} holds {len(found)} rules: {', '.join(found)}")
    output.say(page(rulebook, rule))
