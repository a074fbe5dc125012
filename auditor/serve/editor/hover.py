"""What the number under the cursor claims, what is said of it, and the derivation behind that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.audit import own_rules
from auditor.findings import Finding
from auditor.report import View
from auditor.report.account import account, named, reason, steps
from auditor.span import Span
from auditor.text import visible

_TICKS = re.compile("`+")
_PREMISES = 8


def claim_at(view: View, offset: int) -> int | None:
    """The claim whose number, or else whose words, are at an offset."""
    claims = view.findings.derivations.facts.claims
    for numeral in claims.ledger:
        if numeral.claim is not None and numeral.span.start <= offset <= numeral.span.end:
            return numeral.claim
    around = [claim for claim in claims.all if claim.span.start <= offset <= claim.span.end]
    return min(around, key=lambda claim: claim.span.end - claim.span.start).index if around else None


def hover(view: View, offset: int, *, markdown: bool) -> tuple[Span, str] | None:
    """What to show at an offset, and for which stretch; None where no number and no verdict stands.

    Text of the document stays inside a block of code, so that nothing in it becomes a link.
    """
    claim = claim_at(view, offset)
    if claim is None:
        return _silent(view, offset)
    head, body = _head(view, claim), "\n".join(_body(view, claim))
    if not markdown:
        return view.span(claim), f"{head}\n\n{body}"
    fence = "`" * max(3, max((len(run) for run in _TICKS.findall(body)), default=0) + 1)
    return view.span(claim), f"**{head}**\n\n{fence}text\n{body}\n{fence}"


def _silent(view: View, offset: int) -> tuple[Span, str] | None:
    for numeral in view.findings.derivations.facts.claims.ledger:
        if numeral.span.start <= offset <= numeral.span.end:
            return numeral.span, f"claims nothing: {numeral.why}"
    return None


def _head(view: View, claim: int) -> str:
    judgement = view.findings.judgements[claim]
    basis = f" by {judgement.basis}" if judgement.basis else ""
    return f"{judgement.verdict.value.replace('_', ' ')}{basis}"


def _body(view: View, claim: int) -> Iterator[str]:
    yield from _meaning(view, claim)
    found = [finding for finding in view.findings.all if finding.claims[:1] == (claim,)]
    for finding in found:
        yield from _finding(view, finding)
    if not found:
        yield from _judgement(view, claim)


def _meaning(view: View, claim: int) -> Iterator[str]:
    fact = view.findings.derivations.facts.by_claim[claim]
    if fact is not None:
        scope = f" per {fact.scope}" if fact.scope and fact.scope != "total" else ""
        parts = (fact.concept.replace("_", " ") + scope, fact.role, *fact.scenario)
        yield _line("means", visible(", ".join(part for part in parts if part)))


def _finding(view: View, finding: Finding) -> Iterator[str]:
    yield _line(finding.severity.value, visible(finding.message))
    for entry in account(view, finding):
        for index, text in enumerate(entry.lines):
            yield _line("" if index else entry.heading, text)
    yield from _rule(finding.code)


def _judgement(view: View, claim: int) -> Iterator[str]:
    judgement = view.findings.judgements[claim]
    derivation = judgement.derivation
    working = steps(view, judgement) if derivation else []
    for index, text in enumerate(working):
        yield _line("" if index else "working", visible(text))
    if derivation is None or judgement.reason or not working:
        yield _line("because" if derivation else "open", reason(view, claim))
    if derivation is not None:
        for index, premise in enumerate(derivation.premises[:_PREMISES]):
            yield _line("" if index else "rests on", visible(named(view, premise)))
        yield from _rule(derivation.rule)


def _rule(code: str) -> Iterator[str]:
    book = own_rules()
    if code in book.rules:
        yield _line("rule", f"{code}: {book.page(code).says}")


def _line(heading: str, text: str) -> str:
    return f"{heading:<10} {text}"
