"""What goes to standard error."""

from __future__ import annotations

import os
import sys

from auditor.text import visible


def complain(sentence: str) -> int:
    """One sentence on standard error; gives the exit code 2."""
    print(f"auditor: {visible(sentence)}", file=sys.stderr)
    return 2


def crashed(error: Exception, where: str = "") -> int:
    """A mistake of the program, in one sentence; the whole traceback with AUDITOR_TRACEBACK=1."""
    if os.environ.get("AUDITOR_TRACEBACK"):
        raise error
    what = f"{type(error).__name__}: {error}".partition("\n")[0]
    place = f" on {where}" if where else ""
    return complain(f"the program failed{place} ({what}); AUDITOR_TRACEBACK=1 shows where")
