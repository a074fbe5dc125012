"""The records of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from auditor.derivations import Derivation, Derivations
from auditor.frozen import dataclass


class Verdict(StrEnum):
    """What the audit says of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"


class DocumentVerdict(StrEnum):
    """What the audit says of the whole document."""

    REFUTED = "refuted"
    SUPPORTED = "supported"
    SUPPORTED_WITH_GAPS = "supported_with_gaps"
    NOT_ENOUGH_INFO = "not_enough_info"


class Severity(StrEnum):
    """How sure and how bad: an error fails under every reading, a warning is saved only by an unusual one."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


RANK: Mapping[Severity, int] = {severity: rank for rank, severity in enumerate(Severity)}
"""How bad each severity is, the worst 0."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one claim."""

    verdict: Verdict
    basis: str
    """For a supported claim: arithmetic, derivation, comparison or restatement; else empty."""
    reason: str
    """For an open claim: what is missing; else empty."""
    derivation: Derivation | None
    """What supports or refutes it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    code: str
    """Id of the rule."""
    kind: str
    """arithmetic, unit, divisibility, restatement, derivation, infeasible, verdict, method, suppression or document."""
    severity: Severity
    message: str
    """One sentence: what stands, what follows, why."""
    claims: tuple[int, ...]
    """Claim indices: the wrong one first, then its premises; empty for a finding about the whole document."""
    stated: str
    expected: str
    derivation: Derivation | None
    consequences: tuple[int, ...] = ()
    """Claims that are wrong only because this one is."""
    overturns: tuple[int, ...] = ()
    """Marks and verdict words that do not stand with this number."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The judged document."""

    derivations: Derivations
    all: tuple[Finding, ...]
    """What overturns most first, then by severity and place."""
    judgements: tuple[Judgement, ...]
    """One for each claim, by claim index."""
    verdict: DocumentVerdict
    declared: str
    """What the report says of itself ("CORRECT", "ALL CHECKS PASSED"); empty if it does not."""
    declared_claim: int | None
    """Index of the claim that says so."""
