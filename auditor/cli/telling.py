"""Where a check is told: one form to standard output or a file, more of them to further files."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from auditor.audit import own_rules
from auditor.check.formats import FORMATS, render
from auditor.check.hit import Outcome
from auditor.check.mend import patch
from auditor.check.statistics import statistics
from auditor.cli.output import say, write
from auditor.errors import UsageError


class Mode(Enum):
    """What goes to standard output instead of the findings."""

    FINDINGS = "findings"
    STATISTICS = "statistics"
    PATCH = "patch"

    @classmethod
    def of(cls, statistics: bool, diff: bool) -> Mode:
        """The mode that two flags ask for."""
        return cls.PATCH if diff else cls.STATISTICS if statistics else cls.FINDINGS


def ready(documents: Sequence[Path], form: str, file: Path | None, outputs: Sequence[str] | None) -> None:
    """Raises UsageError for what cannot be written, before anything is checked."""
    places = [place for _, place in map(_target, outputs or [])] + [file] * (file is not None)
    under = {document.resolve() for document in documents}
    for place in places:
        if place and place.resolve() in under:
            raise UsageError(f"{place} is a document under check: choose another place for the output")
    if form not in FORMATS:
        raise UsageError(f"output-format: {form!r} is none of {', '.join(FORMATS)}")


def tell(outcome: Outcome, form: str, file: Path | None, outputs: Sequence[str] | None, mode: Mode) -> None:
    """Writes everything that was asked for."""
    book = own_rules()
    for wanted, place in map(_target, outputs or []):
        write(place, render(wanted, outcome, book))
    if mode is Mode.PATCH:
        text = "".join(patch(checked) for checked in outcome.documents)
    elif mode is Mode.STATISTICS:
        text = statistics(outcome)
    else:
        text = render(form, outcome, book)
    if file is not None:
        write(file, text)
    else:
        say(text)


def _target(output: str) -> tuple[str, Path]:
    form, equals, path = output.partition("=")
    if not equals or not path or form not in FORMATS:
        raise UsageError(f"--output {output}: give FORMAT=PATH, with one of {', '.join(FORMATS)} for FORMAT")
    return form, Path(path)
