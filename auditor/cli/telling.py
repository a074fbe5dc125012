"""Where a check is told: one form to standard output or a file, more of them to further files."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from auditor.check.formats import FORMATS, render
from auditor.check.hit import Outcome
from auditor.check.mend import patch
from auditor.check.statistics import statistics
from auditor.cli.output import say, write
from auditor.errors import UsageError
from auditor.frozen import dataclass
from auditor.rulebook import Rulebook


class Mode(Enum):
    """What goes to standard output instead of the findings."""

    FINDINGS = "findings"
    STATISTICS = "statistics"
    PATCH = "patch"

    @classmethod
    def of(cls, statistics: bool, diff: bool) -> Mode:
        """The mode that two flags ask for."""
        return cls.PATCH if diff else cls.STATISTICS if statistics else cls.FINDINGS


@dataclass(frozen=True, slots=True)
class Telling:
    """Where a check is told and how."""

    form: str
    file: Path | None = None
    """None for standard output."""
    outputs: Sequence[str] = ()
    """Further forms with their files, each FORMAT=PATH."""
    mode: Mode = Mode.FINDINGS

    def ready(self, documents: Sequence[Path]) -> None:
        """Raises UsageError for what cannot be written, before anything is checked."""
        places = [place for _, place in map(_target, self.outputs)] + [self.file] * (self.file is not None)
        under = {document.resolve() for document in documents}
        for place in places:
            if place and place.resolve() in under:
                raise UsageError(f"{place} is a document under check: choose another place for the output")
        if self.form not in FORMATS:
            raise UsageError(f"output-format: {self.form!r} is none of {', '.join(FORMATS)}")

    def tell(self, outcome: Outcome, book: Rulebook) -> None:
        """Writes everything that was asked for."""
        for wanted, place in map(_target, self.outputs):
            write(place, render(wanted, outcome, book))
        text = self._text(outcome, book)
        if self.file is not None:
            write(self.file, text)
        else:
            say(text)

    def _text(self, outcome: Outcome, book: Rulebook) -> str:
        if self.mode is Mode.PATCH:
            return "".join(patch(checked) for checked in outcome.documents)
        if self.mode is Mode.STATISTICS:
            return statistics(outcome)
        return render(self.form, outcome, book)


def _target(output: str) -> tuple[str, Path]:
    form, equals, path = output.partition("=")
    if not equals or not path or form not in FORMATS:
        raise UsageError(f"--output {output}: give FORMAT=PATH, with one of {', '.join(FORMATS)} for FORMAT")
    return form, Path(path)
