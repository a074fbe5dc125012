"""Libraries that only some users need."""

from __future__ import annotations

from importlib.util import find_spec

from auditor.errors import UsageError


def need(module: str, extra: str, what: str) -> None:
    """Raises UsageError, which says how to install it, if a library is not there."""
    if find_spec(module) is None:
        raise UsageError(f"{what} needs {module}: install it with pip install 'claim-auditor[{extra}]'")
