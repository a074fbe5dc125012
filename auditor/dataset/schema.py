"""The columns of the three tables, as names and types: the one place that writer, card and Croissant file read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CONFIGS = ("documents", "claims", "findings")
LABELS = ("supported", "refuted", "not_enough_info")


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    type: str
    """string, int, float, bool, strings, interval, evidence, steps, conventions or cures."""
    says: str


_PROVENANCE = (
    Column("doc_id", "string", "The document, as in `documents`."),
    Column("doc_sha256", "string", "SHA-256 of the document's text in UTF-8."),
    Column("source", "string", "Repository or collection that the document comes from; empty if unknown."),
    Column("licence", "string", "The document's licence; empty if unknown."),
    Column("synthetic", "bool", "Whether the document was generated for this purpose, defects included."),
    Column("tool_version", "string", "Version of the auditor."),
    Column("rules_hash", "string", "Content hash of its rules."),
)
_PLACE = (
    Column("line", "int", "Line of the first character, from 1."),
    Column("column", "int", "Column of the first character, from 1, in code points."),
    Column("start", "int", "Offset of the first code point in the document."),
    Column("end", "int", "Offset behind the last code point."),
)
_PROOF = (
    Column("power", "float", "How likely a random plausible value passes the same check; null where not known."),
    Column("evidence", "evidence", "Sets of premises with their places; any one set suffices."),
    Column("derivation", "steps", "The working, step by step, with the interval that each step gives."),
    Column("certificate", "string", "The whole proof as JSON, for programs that check it."),
)
_QUOTE = Column("text", "string", "The exact slice of the document; null where its licence withholds it.")
_QUOTE_HASH = Column("text_sha256", "string", "SHA-256 of that slice in UTF-8.")

COLUMNS: dict[str, tuple[Column, ...]] = {
    "documents": (
        Column("doc_id", "string", "Sixteen hexadecimal digits that name the document in every table."),
        Column("name", "string", "What the document was called where it was audited."),
        Column("text", "string", "Its text; null where its licence withholds it."),
        Column("sha256", "string", "SHA-256 of its text in UTF-8."),
        Column("withheld", "bool", "Whether the text is left out: place, offsets and hash point to it."),
        Column("verdict", "string", "refuted, supported, supported_with_gaps or not_enough_info."),
        Column("declared_verdict", "string", "What the report says of itself; null if it does not, or withheld."),
        Column("errors", "int", "Findings that fail under every reading."),
        Column("warnings", "int", "Findings that only an unusual reading saves."),
        Column("claims", "int", "Numbers, marks and verdict words that claim something."),
        Column("supported", "int", "Claims that are supported."),
        Column("refuted", "int", "Claims that are refuted."),
        Column("not_enough_info", "int", "Claims that stay open."),
        Column("numerals", "int", "Numerals in the text, each accounted for."),
        Column("source", "string", "Repository or collection; empty if unknown."),
        Column("url", "string", "Where it was found; empty if unknown."),
        Column("path", "string", "Its path there."),
        Column("commit", "string", "The revision; empty if unknown."),
        Column("licence", "string", "Its licence in SPDX's names, in lower case; empty if unknown."),
        Column("generator", "string", "The model or agent that wrote it; empty if unknown."),
        Column("retrieved_at", "string", "When it was fetched; empty if unknown."),
        Column("synthetic", "bool", "Whether it was generated for this purpose, defects included."),
        Column("tool_version", "string", "Version of the auditor."),
        Column("rules_hash", "string", "Content hash of its rules."),
    ),
    "claims": (
        Column("claim_id", "string", "The document's id, a colon, the claim's id in the audit."),
        Column("label", "string", "supported, refuted or not_enough_info."),
        _QUOTE,
        _QUOTE_HASH,
        *_PLACE,
        Column("form", "string", "quantity, mark or verdict."),
        Column("concept", "string", "What it measures; null for words of a withheld document."),
        Column("known", "bool", "Whether the concept is one of the vocabulary, not the report's own label."),
        Column("scope", "string", "What it is counted per; empty if open."),
        Column("role", "string", "required, available, achieved, theoretical; empty if open."),
        Column("scenario", "strings", "Under which headings and variants it stands; empty for a withheld document."),
        Column("stance", "string", "asserted, quoted, disputed, rejected or proposed."),
        Column("stated", "interval", "What the printed number admits, in the unit as printed."),
        Column("unit", "string", "The unit; empty for a bare number, null for marks and words."),
        Column("modality", "string", "exact, about, at_least, at_most, more_than, less_than or range."),
        Column("basis", "string", "Of a supported claim: arithmetic, derivation, comparison or restatement."),
        Column("reason", "string", "Of an open claim: what is missing."),
        Column("rule", "string", "The rule that decided; null for an open claim."),
        Column("expected", "interval", "What follows from the premises, in base units."),
        *_PROOF,
        *_PROVENANCE,
    ),
    "findings": (
        Column("finding_id", "string", "The document's id, a colon, the finding's fingerprint."),
        Column("claim_id", "string", "The claim that is wrong; null for a finding about the whole document."),
        Column("label", "string", "The claim's label: refuted for an error."),
        Column("severity", "string", "error, warning or note."),
        Column("kind", "string", "arithmetic, unit, divisibility, restatement, derivation, infeasible, verdict ..."),
        Column("rule", "string", "The rule that it breaks."),
        Column("message", "string", "What is wrong, in a sentence; null for a withheld document."),
        _QUOTE,
        _QUOTE_HASH,
        *_PLACE,
        Column("stated_text", "string", "What is stated, as people write it."),
        Column("expected_text", "string", "What follows, as people write it."),
        Column("stated", "interval", "What the printed number admits, in the unit as printed."),
        Column("expected", "interval", "What follows from the premises, in base units."),
        Column("near_miss", "string", "The simplest slip that gives the stated number; null if none is known."),
        Column("conventions", "conventions", "Named conventions that were tried, and what each gives."),
        Column(
            "cures", "cures", "Claims whose change alone would restore consistency, and what they would have to be."
        ),
        Column("consequences", "strings", "Claims that are wrong only because this one is."),
        Column("overturns", "strings", "Marks and verdict words that do not stand with it."),
        *_PROOF,
        *_PROVENANCE,
    ),
}
"""The columns of each config."""

KEYS = {"documents": "doc_id", "claims": "claim_id", "findings": "finding_id"}
"""The column that names a row."""


def arrow_schema(config: str) -> Any:
    """The schema of a config for pyarrow."""
    import pyarrow

    types = _types(pyarrow)
    return pyarrow.schema([(column.name, types[column.type]) for column in COLUMNS[config]])


def _types(arrow: Any) -> dict[str, Any]:
    text, number, flag, real = arrow.string(), arrow.int32(), arrow.bool_(), arrow.float64()
    ends = [("low", real), ("high", real), ("low_exact", text), ("high_exact", text)]
    ends += [("low_open", flag), ("high_open", flag)]
    place = [("line", number), ("start", number), ("end", number)]
    premise = arrow.struct([("claim_id", text), ("text", text), *place])
    return {
        "string": text,
        "int": number,
        "float": real,
        "bool": flag,
        "strings": arrow.list_(text),
        "interval": arrow.struct(ends),
        "evidence": arrow.list_(arrow.list_(premise)),
        "steps": arrow.list_(arrow.struct([("formula", text), ("values", text), ("unit", text), *ends])),
        "conventions": arrow.list_(arrow.struct([("name", text), ("holds", flag), *ends])),
        "cures": arrow.list_(arrow.struct([("claim_id", text), *ends])),
    }
