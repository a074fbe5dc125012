"""The standard library's `re`, but that a pattern is compiled when it is first used; modules import it under that name.

To compile every pattern of the program takes a quarter of a cold start, and an audit uses half of them. A match's own
`re` is the compiled pattern: it has the text of the late one (`found.re.pattern`), and is not the same object.
"""

from __future__ import annotations

import re
from re import *  # noqa: F403
from typing import TYPE_CHECKING

if not TYPE_CHECKING:
    _METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")

    class _Later:
        """A pattern that is compiled when something of it is first asked for."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self._written = pattern, flags

        def __getattr__(self, name: str) -> object:
            compiled = re.compile(*self._written)
            # From now on they are found without coming here.
            for method in _METHODS:
                setattr(self, method, getattr(compiled, method))
            return getattr(compiled, name)

    compile = _Later
