"""The examples that stand in the rules, audited: what must be found is found, what must be confirmed is supported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import isclose
from typing import TYPE_CHECKING

from auditor.audit import documents, judge
from auditor.frozen import dataclass
from auditor.show import THOUSANDS

_NUMBER = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?)([KMBT]\b)?")
_ROUNDING = 0.02

if TYPE_CHECKING:
    from auditor.findings import Findings
    from auditor.rulebook import Rulebook
    from auditor.rulebook.lint import Complaint
    from auditor.rulebook.rule import MustFind


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one example."""

    rule: str
    kind: str
    """must_find or must_confirm."""
    quote: str
    complaint: str
    """What is wrong, in a sentence; empty if the example comes out."""


def outcomes(rulebook: Rulebook, rule_ids: Iterable[str]) -> Iterator[Outcome]:
    """Every example of the rules, audited with the whole rulebook."""
    for rule_id in rule_ids:
        page = rulebook.page(rule_id)
        for find in page.must_find:
            complaint = _not_found(_judge(find.text, find.brief, rulebook), rule_id, find.quote, find.expected)
            yield Outcome(rule_id, "must_find", find.quote, complaint)
        for confirm in page.must_confirm:
            complaint = _not_confirmed(_judge(confirm.text, confirm.brief, rulebook), rule_id, confirm.quote)
            yield Outcome(rule_id, "must_confirm", confirm.quote, complaint)


def unknown_checks(rulebook: Rulebook, rule_ids: Iterable[str]) -> Iterator[Complaint]:
    """Rules that name a check which nobody carries out."""
    from auditor.derivations.checks import names
    from auditor.findings.overall import CHECK
    from auditor.rulebook.lint import Complaint
    from auditor.rulebook.source import near

    known = {*names(), CHECK}
    for rule_id in rule_ids:
        check = rulebook.rules[rule_id].check
        if check and check not in known:
            yield Complaint(rule_id, f"no check is called {check!r}{near(check, known)}")


def said(rulebook: Rulebook, rule_id: str, example: MustFind) -> str:
    """What an audit of an example says by its rule; quote and expectation where another rule speaks for it."""
    found = _judge(example.text, example.brief, rulebook).all
    return next((each.message for each in found if each.code == rule_id), f"{example.quote} ({example.expected})")


def _judge(text: str, brief: str, rulebook: Rulebook) -> Findings:
    if not brief:
        return judge(text, rulebook, bounds=True)
    from auditor.premises import given

    return judge(text, rulebook, documents(given(brief, "brief"), (), rulebook), bounds=True)


def _not_found(findings: Findings, rule_id: str, quote: str, expected: str) -> str:
    claims = findings.derivations.facts.claims
    start = claims.document.source.find(quote)
    if start < 0:
        return f"the quote {quote!r} does not stand in the example"
    for finding in findings.all:
        span = claims.all[finding.claims[0]].span if finding.claims else None
        if finding.code == rule_id and span and span.start < start + len(quote) and start < span.end:
            if _says(finding.expected, expected):
                return ""
            return f"{quote!r} is found, but {finding.expected!r} is expected instead of {expected!r}"
    end = start + len(quote)
    near = {claim.index for claim in claims.all if claim.span.start < end and start < claim.span.end}
    objections = (d for d in findings.derivations.all if d.rule == rule_id and not d.holds and d.head in near)
    if findings.all and any(_says(objection.expected, expected) for objection in objections):
        # One number is accused once: another rule's finding speaks for both.
        return ""
    others = ", ".join(f"{finding.code}: {finding.stated}" for finding in findings.all)
    return f"{quote!r} is not found (found: {others or 'nothing'})"


def _says(found: str, expected: str) -> bool:
    """Whether every number of the expected wording stands in what was found, up to its rounding."""
    numbers = [number for shown in _NUMBER.finditer(found) for number in _meant(shown)]
    return all(
        any(isclose(want, number, rel_tol=_ROUNDING) for number in numbers for want in _meant(shown))
        for shown in _NUMBER.finditer(expected)
    )


def _meant(shown: re.Match[str]) -> tuple[float, ...]:
    """A number as it is printed, and with the letter for its thousands."""
    printed = float(shown[1].replace(",", ""))
    return (printed, printed * float(THOUSANDS[shown[2]])) if shown[2] else (printed,)


def _not_confirmed(findings: Findings, rule_id: str, quote: str) -> str:
    claims = findings.derivations.facts.claims
    start = claims.document.source.find(quote)
    if start < 0:
        return f"the quote {quote!r} does not stand in the example"
    if wrong := [finding for finding in findings.all if finding.severity.value != "note"]:
        return f"nothing is wrong around {quote!r}, but {wrong[0].code} finds {wrong[0].stated!r}"
    end = start + len(quote)
    near = [claim.index for claim in claims.all if claim.span.start < end and start < claim.span.end]
    if any(findings.judgements[claim].verdict.value == "supported" for claim in near):
        return ""
    if any(d.holds and d.rule == rule_id and d.head in near for d in findings.derivations.all):
        return ""
    return f"{quote!r} is not confirmed"
