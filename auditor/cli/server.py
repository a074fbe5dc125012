"""`auditor server`: the language server, for editors."""

from __future__ import annotations

from typing import Annotated

import typer

Stdio = Annotated[bool, typer.Option("--stdio", help="Accepted since many editors pass it: there is no other way.")]


def command(stdio: Stdio = True) -> None:
    """Serve an editor over standard input and output, by the language server protocol.

    Findings stand beside the lines, a number tells its derivation, and proven repairs are offered. Each document is
    checked by the nearest configuration above it.
    """
    from auditor.serve.extras import need

    need("pygls", "lsp", "auditor server")
    from auditor.serve.editor import server

    server().start_io()
