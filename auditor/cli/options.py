"""The arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Paths = Annotated[list[Path], typer.Argument(help="Markdown files, folders of them, or - for standard input.")]
Form = Annotated[
    Literal["terminal", "markdown", "html", "json"] | None,
    typer.Option("--format", "--output-format", help="The form of the report; terminal if not given."),
]
OutputPath = Annotated[
    Path | None,
    typer.Option("-o", "--output-file", help="Write to this file; for several documents, into this folder."),
]
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
