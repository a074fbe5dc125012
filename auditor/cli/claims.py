"""`auditor claims`: the ledger of reports, every numeral with its reading, role and verdict."""

from __future__ import annotations

import typer

from auditor.cli.options import Form, OutputPath, Paths, Rules


def command(paths: Paths, form: Form = None, path: OutputPath = None, rules: Rules = None) -> None:
    """Print the ledger: every numeral, what it is read as, its role and its verdict."""
    from auditor.audit import rules_with
    from auditor.cli import output
    from auditor.cli.inputs import find
    from auditor.cli.work import audits
    from auditor.report import ledger

    inputs = find(paths)
    form = form or "terminal"
    texts = {file: ledger(view, form) for file, view in audits(inputs, rules=rules_with(rules or ()))}
    if path is not None:
        places = dict(zip(inputs.files, output.destinations(inputs, output.Target(form, path)), strict=True))
        for file, text in texts.items():
            output.write(places[file], text)
    else:
        output.say(output.joined(list(texts.values()), form, several=inputs.several))
    raise typer.Exit(2 if len(texts) < len(inputs.files) else 0)
