"""The audit as pages for a browser: each one file, no script needed to read it, nothing fetched."""

from auditor.report.html.index import index
from auditor.report.html.page import page

__all__ = ["index", "page"]
