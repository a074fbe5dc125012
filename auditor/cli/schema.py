"""`auditor schema`: the JSON Schema of the audit JSON."""

from __future__ import annotations

from auditor.cli.options import OutputFile


def command(path: OutputFile = None) -> None:
    """Print the JSON Schema of what `--format json` writes."""
    from auditor.cli import output
    from auditor.report.model import schema

    if path is None:
        output.say(schema())
    else:
        output.write(path, schema())
