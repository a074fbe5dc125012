"""The open documents: each audited once for each text, one after another, away from the loop that serves the editor."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from auditor.serve.editor.sheet import Sheet, audited


class Desk:
    """Sheets by the address of their document."""

    def __init__(self) -> None:
        # The rules are unpacked as they are asked for, so two audits never run at once.
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._sheets: dict[str, tuple[str, asyncio.Future[Sheet | None]]] = {}

    async def sheet(self, uri: str, path: Path, source: str) -> Sheet | None:
        """The audit of a text; None for a document that the configuration leaves out."""
        known = self._sheets.get(uri)
        if known is None or known[0] != source:
            made = asyncio.get_running_loop().run_in_executor(self._pool, audited, path, source)
            known = self._sheets[uri] = (source, made)
        # Who stops waiting stops no one else's audit.
        return await asyncio.shield(known[1])

    def forget(self, uri: str | None = None) -> None:
        """Audit a document anew when it is next asked for; all of them if none is named."""
        if uri is None:
            self._sheets.clear()
        else:
            self._sheets.pop(uri, None)
