"""The account of a run: every document that came in is audited, failed or skipped, and the sum is checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from auditor.batch.record import Tally


@dataclass(slots=True)
class Account:
    """What became of the documents of a run."""

    taken: int = 0
    """Documents, and things in the source that should be documents."""
    audited: int = 0
    failed: int = 0
    skipped: int = 0
    """Whose result was there already: from an earlier run, or because the source holds the document twice."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Failed documents by reason, those of earlier runs among the skipped included."""
    findings: Counter[str] = field(default_factory=Counter)
    """Findings by severity, those of skipped documents included."""
    interrupted: bool = False
    rows: int = 0
    """Rows that the shards hold at the end."""
    indexed: int = 0
    """Rows that the index holds at the end; the two must be the same."""

    @property
    def closed(self) -> bool:
        """Whether nothing was lost and nothing was counted twice."""
        return self.taken == self.audited + self.failed + self.skipped and self.rows == self.indexed

    @property
    def complete(self) -> bool:
        """Whether the source was read to its end and the account is closed."""
        return self.closed and not self.interrupted

    def done(self, tally: Tally) -> None:
        """One more document that now has its row."""
        if tally.status == "failed":
            self.failed += 1
        else:
            self.audited += 1
        self._noted(tally)

    def skip(self, tally: Tally | None = None) -> None:
        """One more document that had its row before, or has it coming."""
        self.skipped += 1
        if tally is not None:
            self._noted(tally)

    def exit_code(self, fail_on: tuple[str, ...]) -> int:
        """0 nothing at the fail level, 1 findings at it, 2 if the account is not closed or the run was interrupted."""
        if not self.complete:
            return 2
        return int(any(self.findings[severity] for severity in fail_on))

    def as_json(self) -> dict[str, Any]:
        """The counts, as manifest.json and progress.json give them."""
        return {
            "in": self.taken,
            "audited": self.audited,
            "failed": self.failed,
            "skipped": self.skipped,
            "closed": self.closed,
            "failed_by_reason": dict(sorted(self.reasons.items())),
        }

    def __str__(self) -> str:
        parts = (f"{self.taken} in", f"{self.audited} audited", f"{self.failed} failed", f"{self.skipped} skipped")
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self.reasons.items()))
        return ", ".join(parts) + (f" (failures: {reasons})" if reasons else "")

    def _noted(self, tally: Tally) -> None:
        if tally.status == "failed":
            self.reasons[tally.verdict] += 1
        for severity, count in (("error", tally.errors), ("warning", tally.warnings), ("note", tally.notes)):
            self.findings[severity] += count
