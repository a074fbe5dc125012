"""What stands behind a bracket and speaks of the numbers before and inside it: "262,144 bytes (256 KiB) per token"."""

from __future__ import annotations

import re

_PER = re.compile(r"\s*(?:[(（][^()（）\n]{1,60}[)）]|[)）])\s*(per [^\W\d_]+(?:(?: and|,)? per [^\W\d_]+)?)")


def per_behind(text: str, end: int) -> str:
    """The "per token" behind the bracket that follows a number which ends here, or that closes right behind it."""
    found = _PER.match(text, end)
    return found[1] if found else ""
