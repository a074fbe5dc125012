"""`auditor config`: the configuration that holds here, and its JSON Schema."""

from __future__ import annotations

from pathlib import Path

import typer

from auditor.cli.options import OutputFile

group = typer.Typer(help="Show the configuration that holds in this folder, or its schema.", no_args_is_help=True)


@group.command("show")
def show() -> None:
    """Print where the configuration of this folder lies and what it says."""
    import json
    from dataclasses import asdict

    from auditor.check.config import find
    from auditor.cli.checking import configuration
    from auditor.cli.output import say

    table = asdict(configuration(None, isolated=False))
    del table["folder"]
    file = find(Path.cwd())
    lines = [f"{key.replace('_', '-')} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
    say(f"# {file or 'no file: the defaults'}\n" + "".join(f"{line}\n" for line in lines))


@group.command("schema")
def schema(path: OutputFile = None) -> None:
    """Print the JSON Schema of auditor.toml and of [tool.auditor] in pyproject.toml."""
    from auditor.check.config import schema as text
    from auditor.cli import output

    if path is None:
        output.say(text())
    else:
        output.write(path, text())
