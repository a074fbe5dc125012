"""What goes to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from auditor.errors import AuditorError
from auditor.text import visible

if TYPE_CHECKING:
    from auditor.facts import Outside

_SHOWN = 5
"""How many of the quantities that were left aside are named."""


def guarded(command: Callable[[], int]) -> int:
    """The exit code of a command; 2 with a sentence on standard error for one that fails."""
    try:
        return command()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except AuditorError as error:
        return complain(str(error))
    except Exception as error:
        return crashed(error)


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


def left_aside(outside: Iterable[Outside]) -> None:
    """For each document beside the reports one sentence on the quantities that nothing is held against."""
    for each in outside:
        if not each.unread:
            continue
        named = ", ".join(f"{text} (line {line})" for line, text in each.unread[:_SHOWN])
        more = len(each.unread) - _SHOWN
        others = f" and {more} more" if more > 0 else ""
        known = len(each.premises)
        read = f"{known} {'quantity is' if known == 1 else 'quantities are'} read"
        print(f"auditor: {visible(f'{each.name}: {read}; not understood: {named}{others}')}", file=sys.stderr)
