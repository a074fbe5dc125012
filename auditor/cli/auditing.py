"""What `auditor audit` does, whoever read its command line."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    ERROR = "error"
    WARNING = "warning"
    ANY = "any"
    NEVER = "never"


FAILS = {
    FailOn.ERROR: {"error"},
    FailOn.WARNING: {"error", "warning"},
    FailOn.ANY: {"error", "warning", "note"},
    FailOn.NEVER: set[str](),
}
"""The severities that count, for each."""


def plain(arguments: Sequence[str]) -> list[Path] | None:
    """The paths of `audit PATH...` without any option; None for all else.

    The library that reads options takes longer to load than the audit of a report; the command that is typed most
    often, and that editors and hooks run for each file, needs none of it.
    """
    command, *paths = arguments or [""]
    if command != "audit" or not paths or any(path.startswith("-") and path != "-" for path in paths):
        return None
    return [Path(path) for path in paths]


def audit(
    paths: Sequence[Path],
    form: str | None = None,
    path: Path | None = None,
    outputs: Sequence[str] = (),
    *,
    quiet: bool = False,
    verbose: bool = False,
    brief: Path | None = None,
    against: Sequence[Path] = (),
    limit: Sequence[str] = (),
    folders: Sequence[Path] = (),
    fail_on: FailOn = FailOn.ERROR,
) -> int:
    """Audits reports and tells what is wrong in them; the exit code. Raises AuditorError for what cannot be done."""
    from auditor.audit import rules_with
    from auditor.cli.inputs import find
    from auditor.cli.output import targets
    from auditor.cli.sinks import sinks
    from auditor.cli.work import audits, beside
    from auditor.limits import given
    from auditor.report import Detail

    limits = given(limit)
    inputs = find(paths)
    detail = Detail.QUIET if quiet else Detail.VERBOSE if verbose else Detail.NORMAL
    wanted = targets(outputs, form or "terminal", path)
    taking = sinks(inputs, wanted, None if path else form, detail)
    rules = rules_with(folders)
    outside = beside(brief, against, rules) if brief or against else ()
    made, severities = 0, set[str]()
    for file, view in audits(inputs, outside, limits, rules):
        made += 1
        severities.update(finding.severity.value for finding in view.findings.all)
        for sink in taking:
            sink.take(file, view)
    for sink in taking:
        sink.close()
    return 2 if made < len(inputs.files) else int(not severities.isdisjoint(FAILS[fail_on]))
