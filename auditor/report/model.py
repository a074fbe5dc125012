"""The audit JSON as pydantic models: what `auditor.audit()` returns, and the source of the published JSON Schema."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, serialize_by_alias=True, validate_by_name=True, use_attribute_docstrings=True
    )


class Span(_Model):
    """Where something stands: lines and columns from 1, offsets from 0, all in code points, ends exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int


class Range(_Model):
    """An interval; its ends are exact decimals ("15.15") or fractions ("1/3"), null where there is none."""

    low: str | None
    high: str | None
    low_open: bool
    """Whether `low` itself is left out."""
    high_open: bool


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


class Convention(Range):
    """One named convention and what it gives, in base units."""

    name: str
    holds: bool
    """Whether it gives what is stated."""


class Input(Range):
    """A number that a step starts from, given by a claim, an earlier step or an assumption."""

    name: str
    """As the step's expression calls it."""
    claim: str | None
    factor: str | None
    """What turns a numeral in the claim's text into a value of the range (scale and unit); null without a numeral."""
    step: int | None
    """Position of the earlier step."""
    assumed: str | None
    """Why it is taken."""


class Step(Range):
    """One line of working; the ends are those of its result, in base units."""

    formula: str
    """In names."""
    values: str
    """With the numbers put in."""
    expression: str
    """The formula in postfix order over the names of the inputs ("tp pp * 2 /"); empty for a step that only cites.

    Operators are + - * / ^ min max mod neg ceil floor sqrt log2; `≥` and `≤` for all from, or up to, a value; `about`
    for a tenth more or less; `cut` for what may be cut or rounded to a whole number.
    """
    inputs: tuple[Input, ...]
    unit: str
    """The unit in which people would show the result."""


class Certificate(_Model):
    """A proof that can be checked by hand or by another program."""

    rule: str
    basis: Literal["arithmetic", "derivation", "comparison", "restatement"]
    bound: Literal["exact", "lower", "upper", "typical"]
    relation: Literal["=", "<", "≤", ">", "≥", "whole"]
    """How the head must stand to `range`; `whole`: the range must hold a whole number."""
    head: str
    """Id of the claim that is judged."""
    premises: tuple[str, ...]
    """Ids of the claims that it rests on."""
    steps: tuple[Step, ...]
    compared: Step | None
    """The stated side as it was held against `range`; null for the head itself in all its readings."""
    conventions: tuple[Convention, ...]
    assumptions: tuple[str, ...]
    stated: str
    expected: str
    range: Range
    """What follows, in base units."""
    holds: bool
    reservation: str | None
    """Why it does not hold although the values agree."""
    digest: str
    """Of all the rest: the beginning of the SHA-256 of its JSON with sorted keys and without spaces."""


class Claim(_Model):
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
    stance: Literal["asserted", "quoted", "disputed", "rejected", "proposed"]
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


class Explanation(_Model):
    """What helps a reader to see how the number came about, and what would mend it."""

    conventions: tuple[Convention, ...]
    near_miss: str | None
    cures: tuple[Cure, ...]


class Finding(_Model):
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


class Entry(_Model):
    """One numeral of the source."""

    span: Span
    role: Literal["claim", "operand", "other"]
    why: str
    claim: str | None


class Ledger(_Model):
    """Every numeral of the source, accounted for."""

    numerals: int
    claims: int
    operands: int
    other: int
    unaccounted: int
    entries: tuple[Entry, ...]


class Document(_Model):
    """What was audited."""

    path: str
    """As it was given; empty for a text without a name."""
    sha256: str
    """Of the text in UTF-8."""


class Provenance(_Model):
    """By what it was audited."""

    version: str
    rules: str
    """Content hash of the rulebook."""
    config: str
    """Digest of the options that differ from the default; empty if none does."""


class Coverage(_Model):
    """The counts of the headline."""

    claims: int
    supported: int
    refuted: int
    open: int
    silent: int
    """Numerals that claim nothing."""


class Audit(_Model):
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
