"""What a pre-merge check keeps of an audit: plain records that a cache can hold and every format can print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source with its text."""

    start: int
    """Offset in code points."""
    end: int
    """Exclusive."""
    text: str
    line: int
    """From 1, as are the columns, in code points; the end exclusive."""
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of the source after which the finding is gone and no other has come up."""

    start: int
    end: int
    text: str
    """What is to stand there."""
    says: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding, laid flat."""

    code: str
    """Id of the rule."""
    kind: str
    severity: str
    """error, warning or note."""
    message: str
    place: Mark | None
    """The primary place; None for a finding about the whole document."""
    related: tuple[Mark, ...]
    """The other ends: what the number was held against."""
    stated: str
    expected: str
    account: tuple[tuple[str, tuple[str, ...]], ...]
    """The proof in lines under headings, safe to print."""
    fingerprint: str
    """Stays when other lines of the document change."""
    repair: Repair | None = None
    silenced: str = ""
    """Why it does not count: `suppressed`, `baseline` or `unchanged`; empty if it counts."""
    reason: str = ""
    """The justification of a suppression."""

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Where no repair is the only one possible: what could change, each on its own, for all to agree."""
        if self.repair or not (self.stated and self.expected):
            return ()
        cures = [line for heading, lines in self.account if heading == "cure" for line in lines]
        return f"{self.stated} would have to be {self.expected}", *cures


@dataclass(frozen=True, slots=True)
class Case:
    """One claim with its verdict."""

    id: str
    text: str
    start: int
    """Offset in code points."""
    line: int
    verdict: str
    """supported, refuted or not_enough_info."""
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One checked document."""

    path: str
    source: str
    sha256: str
    verdict: str
    """refuted, supported, supported_with_gaps or not_enough_info."""
    supported: int
    refuted: int
    open: int
    silent: int
    """Numerals that claim nothing."""
    hits: tuple[Hit, ...]
    cases: tuple[Case, ...]
    comments: tuple[Mark, ...]
    """The comments that speak to the auditor, in source order."""

    @property
    def active(self) -> tuple[Hit, ...]:
        """The findings that count."""
        return tuple(hit for hit in self.hits if not hit.silenced)

    @property
    def claims(self) -> int:
        """How many claims the document makes."""
        return self.supported + self.refuted + self.open

    @property
    def coverage(self) -> float:
        """The decided share of its claims in per cent; 100 for a document without claims."""
        return 100 * (self.supported + self.refuted) / self.claims if self.claims else 100.0


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be checked."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """All documents of one check."""

    documents: tuple[Checked, ...]
    failed: tuple[Failed, ...]
    failing: frozenset[str]
    """The severities that make the check fail."""

    @property
    def code(self) -> int:
        """The exit code: 2 if something could not be checked, 1 if a finding of a failing severity counts, else 0."""
        if self.failed:
            return 2
        return int(any(hit.severity in self.failing for checked in self.documents for hit in checked.active))
