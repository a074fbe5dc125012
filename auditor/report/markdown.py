"""An audit in GitHub-flavoured markdown: what one would paste into a review, and what `reports/` holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from auditor.findings import Finding
from auditor.report.account import account, premises, reason
from auditor.report.excerpt import Excerpt
from auditor.report.rows import Frequency, Row, closing, frequencies
from auditor.report.view import View, tally
from auditor.text import visible

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]")
_REFERENCE = re.compile(r"(?<=[@#])(?=\w)")
_TICKS = re.compile("`+")
_WIDTH = 110


def document(view: View) -> str:
    """The audit of one document."""
    return "\n".join([*_headline(view), *_findings(view), *_claims(view)])


def summary(rows: Sequence[Row], links: Sequence[str]) -> str:
    """A table of several audits, each with a link to its own page."""
    head = "| document | verdict | of itself | errors | warnings | claims | supported | refuted | open | the worst |"
    body = (_row(row, link) for row, link in zip(rows, links, strict=True))
    table = (head, "|---|---|---|---:|---:|---:|---:|---:|---:|---|", *body)
    kinds, rules = frequencies(rows)
    return "\n".join(
        [
            "# Audits",
            "",
            f"{closing(rows)}.",
            "",
            *table,
            "",
            *_frequencies("kind", kinds),
            *_frequencies("rule", rules),
        ]
    )


def escape(text: str) -> str:
    """Text of a document as text of the page: no markup, no mention, no reference."""
    return _REFERENCE.sub("<!-- -->", _SPECIAL.sub(r"\\\g<0>", visible(text)))


def code(text: str) -> str:
    """Text of a document as a code span, whatever backticks it holds."""
    shown = visible(text)
    fence = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _headline(view: View) -> Iterator[str]:
    name = f" of {code(view.path)}" if view.path else ""
    yield f"# Audit{name}"
    yield ""
    said, where = view.declared
    own = f"It says of itself: {code(said)}{where}" if said else "No verdict on the whole is found in it"
    yield f"**{view.verdict}** ({tally(view.findings)}). {own}."
    yield ""
    yield f"{view.coverage}."


def _findings(view: View) -> Iterator[str]:
    for number, finding in enumerate(view.findings.all, 1):
        where = f", line {view.line(finding.claims[0])}" if finding.claims else ""
        yield from (
            "",
            f"## {number}. {finding.severity.value}: {finding.code}{where}",
            "",
            escape(finding.message),
            "",
        )
        if finding.claims:
            yield from _quoted(view.line(finding.claims[0]), view.excerpt(finding.claims[0], _WIDTH))
        for entry in account(view, finding):
            yield f"- **{entry.heading}** " + "<br>".join(code(line) for line in entry.lines)
        yield from _premises(view, finding)


def _quoted(line: int, shown: Excerpt) -> Iterator[str]:
    fence = "`" * max(3, max((len(run) for run in _TICKS.findall(shown.text)), default=0) + 1)
    yield from (f"{fence}text", f"{line:>5} │ {shown.text}", f"      │ {shown.carets}", fence, "")


def _premises(view: View, finding: Finding) -> Iterator[str]:
    for claim in premises(view, finding):
        yield f"- **rests on** line {view.line(claim)}: {code(view.excerpt(claim, _WIDTH).text)}"


def _claims(view: View) -> Iterator[str]:
    yield from ("", "<details>", "<summary>Every claim and its verdict</summary>", "")
    yield from ("| line | claim | verdict | why |", "|---:|---|---|---|")
    for claim, judgement in enumerate(view.findings.judgements):
        verdict = judgement.verdict.value.replace("_", " ")
        basis = f" ({judgement.basis})" if judgement.basis else ""
        why = escape(reason(view, claim))
        yield f"| {view.line(claim)} | {cell(view.text(claim))} | {verdict}{basis} | {why} |"
    yield from ("", *_silent(view), "</details>", "")


def _silent(view: View) -> Iterator[str]:
    ledger = view.findings.derivations.facts.claims.ledger
    count = Counter(numeral.why for numeral in ledger if numeral.claim is None)
    if count:
        kinds = ", ".join(f"{escape(why)} {number}" for why, number in sorted(count.items()))
        yield from (f"Numerals that claim nothing: {kinds}.", "")


def _frequencies(noun: str, found: Sequence[Frequency]) -> Iterator[str]:
    if found:
        yield from (f"| {noun} | findings | documents |", "|---|---:|---:|")
        yield from (f"| {cell(one.name)} | {one.findings} | {one.documents} |" for one in found)
        yield ""


def _row(row: Row, link: str) -> str:
    coverage = row.coverage
    numbers = (row.errors, row.warnings, coverage.claims, coverage.supported, coverage.refuted, coverage.open)
    name = f"[{escape(PurePath(row.path).stem)}](<{link}>)"
    own = cell(row.declared) if row.declared else ""
    cells = (name, row.verdict.lower(), own, *map(str, numbers), escape(row.worst))
    return f"| {' | '.join(cells)} |"


def cell(text: str) -> str:
    """Text of a document as a code span inside a table."""
    return code(text).replace("|", "\\|")
