"""The audit JSON as pydantic models: what `auditor.audit()` returns, and the source of the published JSON Schema."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import Field

from auditor.report.proof import Certificate, Convention, Model, Premise, Range


class Span(Model):
    """Where something stands: lines and columns from 1, offsets from 0, all in code points, ends exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int


class Reading(Range):
    """One way to understand the unit; the ends are in base units (bytes, seconds, FLOP, plain counts)."""

    name: str
    """What the symbol is taken for; empty where there is only one way."""
    unit: str
    factor: str
    """What turns the printed bounds into these, exact: the base units in one of the unit; with K as 1024 if read so."""


class Quantity(Range):
    """What a printed number admits; the ends are in the unit as printed."""

    unit: str
    """Canonical spelling (`token/ms/GPU`); empty for a bare number."""
    modality: Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "range"]
    readings: tuple[Reading, ...]


class Claim(Model):
    """One number, mark or verdict word of the document."""

    id: str
    form: Literal["quantity", "mark", "verdict"]
    text: str
    """The exact slice of the source."""
    span: Span
    concept: str
    """A concept of the vocabulary, or the report's own label where `known` is false."""
    known: bool
    scope: str
    """What it is counted per; empty if open."""
    role: str
    scenario: tuple[str, ...]
    stance: Literal["asserted", "quoted", "disputed", "rejected", "proposed", "supposed"]
    polarity: Literal["good", "bad", "warn"] | None
    """Which way a mark or verdict word points; null for a quantity."""
    quantity: Quantity | None
    verdict: Literal["supported", "refuted", "not_enough_info"]
    basis: Literal["arithmetic", "derivation", "comparison", "restatement"] | None
    """What kind of proof supports it."""
    reason: str | None
    """Why it stays open."""
    power: float | None
    """The share of random plausible values that would have passed the same check."""
    certificate: Certificate | None


class Cure(Range):
    """What a claim would have to be for all to agree, in base units."""

    claim: str


class Explanation(Model):
    """What helps a reader to see how the number came about, and what would mend it."""

    premises: tuple[Premise, ...]
    """What it rests on of the documents beside the report."""
    conventions: tuple[Convention, ...]
    near_miss: str | None
    cures: tuple[Cure, ...]


class Finding(Model):
    """One thing that is wrong."""

    code: str
    """Id of the rule."""
    kind: Literal[
        "arithmetic",
        "unit",
        "divisibility",
        "restatement",
        "derivation",
        "infeasible",
        "verdict",
        "method",
        "suppression",
        "document",
    ]
    severity: Literal["error", "warning", "note"]
    message: str
    span: Span | None
    """The number that is wrong; null for a finding about the whole document."""
    claims: tuple[str, ...]
    """Ids: the wrong one first, then its premises."""
    stated: str
    expected: str
    expected_range: Range | None
    """What follows, in base units."""
    explanation: Explanation
    consequences: tuple[str, ...]
    """Ids of claims that are wrong only because this one is."""
    overturns: tuple[str, ...]
    """Ids of marks and verdict words that do not stand with this number."""
    power: float | None
    certificate: Certificate | None
    fingerprint: str
    """The same for the same defect after edits elsewhere in the document."""


class Entry(Model):
    """One numeral of the source."""

    span: Span
    role: Literal["claim", "operand", "other"]
    why: str
    claim: str | None


class Ledger(Model):
    """Every numeral of the source, accounted for."""

    numerals: int
    claims: int
    operands: int
    other: int
    unaccounted: int
    entries: tuple[Entry, ...]


class Document(Model):
    """What was audited."""

    path: str
    """As it was given; empty for a text without a name."""
    sha256: str
    """Of the text in UTF-8."""


class Unread(Model):
    """A quantity of a document beside the report that nothing is held against."""

    line: int
    text: str


class Outside(Model):
    """A document beside the report."""

    path: str
    """As it was given; a text without a name is `brief` or `plan` with its number."""
    role: Literal["brief", "plan"]
    sha256: str
    """Of the text in UTF-8."""
    premises: int
    """How many quantities of it the rules know."""
    unread: tuple[Unread, ...]
    """Its other quantities."""


class Provenance(Model):
    """By what it was audited."""

    version: str
    rules: str
    """Content hash of the rulebook."""
    config: str
    """Digest of the options that differ from the default; empty if none does."""
    outside: tuple[Outside, ...]
    """The brief, then the plans."""


class Coverage(Model):
    """The counts of the headline."""

    claims: int
    supported: int
    refuted: int
    open: int
    silent: int
    """Numerals that claim nothing."""


class Audit(Model):
    """The audit of one document."""

    schema_: Literal["auditor.audit/1"] = Field(alias="schema")
    document: Document
    verdict: Literal["refuted", "supported", "supported_with_gaps", "not_enough_info"]
    declared_verdict: str | None
    """What the report says of itself."""
    declared_claim: str | None
    """Id of the claim that says so."""
    provenance: Provenance
    coverage: Coverage
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger


def schema() -> str:
    """The JSON Schema of an audit, as `docs/audit.schema.json` holds it."""
    described = Audit.model_json_schema(mode="serialization")
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **described}, indent=2) + "\n"
