"""Paths held against globs as ignore files write them: `**` for any folders, `*` and `?` within one name."""

from __future__ import annotations

import re
from functools import cache


def matches(path: str, glob: str) -> bool:
    """Whether a relative path matches; a glob without a slash matches the name in any folder, a folder all below it."""
    return _pattern(glob).fullmatch(path) is not None


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    trimmed = glob.rstrip("/").removeprefix("./")
    anchored = trimmed if "/" in trimmed else f"**/{trimmed}"
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", anchored)
    signs = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    return re.compile("".join(signs.get(part) or re.escape(part) for part in parts) + r"(?:/.*)?", re.DOTALL)
