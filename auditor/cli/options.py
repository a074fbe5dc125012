"""The arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_FORMS = ("terminal", "markdown", "html", "json")

Paths = Annotated[list[Path], typer.Argument(help="Markdown files, folders of them, or - for standard input.")]


def _form(value: str) -> str:
    """A form of a report. Raises BadParameter for another word, and says which command writes that."""
    from auditor.cli.output import OF_CHECK

    if value in OF_CHECK:
        raise typer.BadParameter(f"{value!r} is written by `auditor check --output-format {value}`")
    if value not in _FORMS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(_FORMS)}")
    return value


Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        "--output-format",
        parser=_form,
        metavar=f"[{'|'.join(_FORMS)}]",
        help="The form of the report; terminal if not given.",
    ),
]
OutputPath = Annotated[
    Path | None,
    typer.Option("-o", "--output-file", help="Write to this file; for several documents, into this folder."),
]
OutputFile = Annotated[Path | None, typer.Option("-o", "--output-file", help="Write to this file.")]
Outputs = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="FORMAT=PATH", help="One more form and where it goes; repeatable."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="One line a finding, and nothing else.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Also every claim with its verdict and working.")]
Brief = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="The configuration that holds: markdown, YAML, TOML or JSON. It outranks the report."
    ),
]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=NUMBER", help="What one document may cost: bytes, numerals or seconds (0: any); repeatable."
    ),
]
Against = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="A plan that the report verifies and has to restate rightly; repeatable."),
]
Rules = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="A further folder of rules; repeatable.")
]
