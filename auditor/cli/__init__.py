"""The command line."""

from __future__ import annotations

import gc
import sys

_COLLECT = (200_000, 20, 100)
"""An audit makes many small records and drops them all at once: rarer collections save a fifth of its time, and a cold
audit of a usual report ends before the first."""


def main() -> None:
    """Runs the command that `sys.argv` names and exits with 0, 1 or 2."""
    gc.set_threshold(*_COLLECT)
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from auditor import __version__

        print(f"auditor {__version__}")
        return
    from auditor.cli.auditing import audit, plain
    from auditor.cli.complaints import guarded

    paths = plain(arguments)
    if paths is not None:
        sys.exit(guarded(lambda: audit(paths)))
    # The command line's own library is heavy: what stands above does without it.
    from auditor.cli.app import run

    sys.exit(run(arguments))
