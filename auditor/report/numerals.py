"""The ledger: every numeral of a document, its reading, its role, its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple

from auditor import show
from auditor.frozen import dataclass
from auditor.quantity import Modality
from auditor.report.account import reason
from auditor.report.json import as_json, dumps
from auditor.report.markdown import cell, escape
from auditor.report.view import View
from auditor.text import columns, visible

HEADS = ("line", "text", "reading", "role", "verdict", "why")
_WIDEST = (9, 28, 44, 7, 15)
_BOUNDS = {
    Modality.EXACT: "",
    Modality.RANGE: "",
    Modality.ABOUT: "≈ ",
    Modality.AT_LEAST: "≥ ",
    Modality.AT_MOST: "≤ ",
    Modality.MORE_THAN: "> ",
    Modality.LESS_THAN: "< ",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a claim, or a numeral that claims nothing."""

    place: str
    """Line and column."""
    text: str
    reading: str
    """What it is taken for: concept, scope, role, scenario, and the value with its unit."""
    role: str
    """claim, operand, mark, verdict, or other."""
    verdict: str
    """supported, refuted, open; empty for what claims nothing."""
    why: str
    """The working of a decided claim, what an open one lacks, or what a silent numeral is."""


def entries(view: View) -> list[Entry]:
    """Every claim and every silent numeral, in source order."""
    numerals = view.findings.derivations.facts.claims.ledger
    roles = {numeral.claim: numeral.role for numeral in numerals if numeral.claim is not None}
    claims = ((view.span(index).start, _claim(view, index, roles)) for index in range(len(view.findings.judgements)))
    return [entry for _, entry in sorted((*claims, *_silent(view)), key=lambda pair: pair[0])]


def as_table(view: View) -> str:
    """The ledger in columns, for the terminal."""
    rows = [HEADS, *(tuple(visible(part) for part in astuple(entry)) for entry in entries(view))]
    widths = [min(max(columns(row[i]) for row in rows), widest) for i, widest in enumerate(_WIDEST)]
    lines = (_row(row, widths) for row in rows)
    return "\n".join([*lines, "", f"{view.coverage}.", ""])


def as_markdown(view: View) -> str:
    """The ledger as a table of GitHub-flavoured markdown."""
    rows = (
        f"| {e.place} | {cell(e.text)} | {escape(e.reading)} | {e.role} | {e.verdict} | {escape(e.why)} |"
        for e in entries(view)
    )
    return "\n".join([f"{view.coverage}.", "", f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|", *rows, ""])


def as_text(view: View) -> str:
    """The part of the audit JSON that holds the ledger."""
    audit = as_json(view)
    kept = ("document", "provenance", "coverage", "claims", "ledger")
    return dumps({"schema": "auditor.claims/1", **{key: audit[key] for key in kept}})


def _claim(view: View, index: int, roles: dict[int, str]) -> Entry:
    facts = view.findings.derivations.facts
    claim, judgement = facts.claims.all[index], view.findings.judgements[index]
    place = view.place(claim.span)
    return Entry(
        place=f"{place.line}:{place.column}",
        text=claim.text,
        reading=reading(view, index),
        role=roles.get(index, "claim" if claim.quantity else claim.form.value),
        verdict=judgement.verdict.value.replace("not_enough_info", "open"),
        why=reason(view, index),
    )


def reading(view: View, index: int) -> str:
    """What a claim is taken for: "memory_used, per gpu, corrected = 15.2 GB"; the direction of a mark."""
    facts = view.findings.derivations.facts
    claim, fact = facts.claims.all[index], facts.by_claim[index]
    if claim.quantity is None or fact is None:
        return claim.polarity.value if claim.polarity else ""
    value = _value(view, index)
    concept = fact.concept if fact.known else f"“{fact.concept}”"
    context = [f"per {fact.scope}" if fact.scope not in ("", "total") else fact.scope, fact.role]
    stance = "" if fact.stance.value == "asserted" else fact.stance.value
    named = ", ".join(part for part in (concept, *context, *fact.scenario, stance) if part)
    return f"{named} = {value}" if named else value


def _value(view: View, index: int) -> str:
    """The number as understood: "15.2 GB", "≥ 850 token/ms", "7.3 to 31 GB"."""
    quantity = view.findings.derivations.facts.claims.all[index].quantity
    if quantity is None:
        return ""
    if quantity.value is None:
        return show.with_unit(show.bounds(quantity.interval), quantity.unit.symbol)
    return _BOUNDS[quantity.modality] + show.with_unit(show.number(quantity.value), quantity.unit.symbol)


def _silent(view: View) -> Iterator[tuple[int, Entry]]:
    for numeral in view.findings.derivations.facts.claims.ledger:
        if numeral.claim is None:
            place = view.place(numeral.span)
            text = view.source[numeral.span.start : numeral.span.end]
            yield numeral.span.start, Entry(f"{place.line}:{place.column}", text, "", numeral.role, "", numeral.why)


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (_fit(text, width) for text, width in zip(row, widths, strict=False))
    return "  ".join([*cells, row[-1]]).rstrip()


def _fit(text: str, width: int) -> str:
    """The text in exactly `width` columns."""
    if columns(text) > width:
        text = text[: width - 1] + "…"
        while columns(text) > width:
            text = text[:-2] + "…"
    return text + " " * (width - columns(text))
