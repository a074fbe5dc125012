"""Audits verification reports for LLM deployments: every number re-derived, every verdict with its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.audit import audit
from auditor.errors import AuditorError, InputError, RulebookError, UsageError

if TYPE_CHECKING:
    from auditor.report.model import Audit

__all__ = ["Audit", "AuditorError", "InputError", "RulebookError", "UsageError", "__version__", "audit"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`Audit` is a pydantic model: it is imported when it is asked for, so that `import auditor` stays cheap."""
    if name == "Audit":
        from auditor.report.model import Audit

        return Audit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
