"""`auditor mcp`: the tools for agents, over the model context protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Root = Annotated[Path, typer.Option("--root", help="Only files below this folder are read; this folder if not given.")]


def command(root: Root = Path()) -> None:
    """Serve an agent over standard input and output: audit_report, explain_rule, derive.

    The tools read markdown below one folder and texts that they are given; they change nothing.
    """
    from auditor.errors import InputError
    from auditor.serve.extras import need

    need("mcp", "mcp", "auditor mcp")
    if not root.is_dir():
        raise InputError(f"{root} is no folder")
    from auditor.serve.agents import server

    server(root).run("stdio")
