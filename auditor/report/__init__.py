"""Stage 6: what the reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auditor.report.rows import Row, closing, row
from auditor.report.terminal import Detail, lines, plain
from auditor.report.view import View

FORMS = {"terminal": "txt", "markdown": "md", "json": "json", "html": "html"}
"""The forms of a report, each with the suffix of its files."""

SUMMARIES = {"markdown": "summary.md", "html": "index.html"}
"""The forms in which several audits are listed, each with the name of the list."""

__all__ = [
    "FORMS",
    "SUMMARIES",
    "Detail",
    "Row",
    "View",
    "as_json",
    "closing",
    "ledger",
    "render",
    "row",
    "summary",
]


def as_json(view: View) -> dict[str, Any]:
    """The whole audit as plain dicts, with the fields of `model.Audit`."""
    # Imported here: an audit to the terminal needs none of the certificates.
    from auditor.report import json

    return json.as_json(view)


def render(view: View, form: str, detail: Detail = Detail.NORMAL) -> str:
    """The audit of one document as text, in one of FORMS; `detail` is for the terminal's."""
    if form == "json":
        from auditor.report import json

        return json.dumps(json.as_json(view))
    if form == "markdown":
        from auditor.report import markdown

        return markdown.document(view)
    if form == "html":
        from auditor.report import html

        return html.page(view)
    return plain(lines(view, detail))


def summary(rows: Sequence[Row], links: Sequence[str], form: str = "markdown") -> str:
    """A page that lists several audits, with a link to each, in one of SUMMARIES."""
    from auditor.report import html, markdown

    return html.index(rows, links) if form == "html" else markdown.summary(rows, links)


def ledger(view: View, form: str) -> str:
    """Every numeral of one document with its reading, role and verdict, in one of FORMS."""
    from auditor.report import numerals as page

    if form == "html":
        # The page of an audit holds the ledger, too.
        return render(view, form)
    return {"terminal": page.as_table, "markdown": page.as_markdown, "json": page.as_text}[form](view)
