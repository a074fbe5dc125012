"""From derivations to verdicts: which claim stands, which does not, and one finding for each defect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from auditor.derivations import STRENGTH, VOID, Basis, Bound, Derivation, Derivations, Facts, is_configuration
from auditor.findings.corrected import Corrected
from auditor.findings.far_off import FarOff
from auditor.findings.finding import (
    RANK,
    DocumentVerdict,
    Finding,
    Findings,
    Judgement,
    Severity,
    Verdict,
)
from auditor.findings.merge import merge
from auditor.findings.overall import overall
from auditor.findings.overturned import Approvals
from auditor.findings.several_plans import SeveralPlans
from auditor.findings.unmarked import unmarked
from auditor.findings.wording import worded
from auditor.interval import Interval
from auditor.rulebook import Rulebook, fill
from auditor.show import lettered

_VERDICT = "verdict"
_SIGNS = frozenset("<>≤≥")
_ANYWHERE = "infeasible"
"""The kind of findings that hold of a value wherever it is stated."""
_WEAK = frozenset({Basis.RESTATEMENT, Basis.COMPARISON})
_DOUBTS: tuple[Callable[[Facts], _Doubt], ...] = (SeveralPlans, Corrected, FarOff)


class _Doubt(Protocol):
    """What may explain a number that does not follow, so that it is noted and not refuted."""

    remark: str
    """How that is said, as a clause."""

    def explains(self, derivation: Derivation) -> bool: ...


def judge(derivations: Derivations, rulebook: Rulebook) -> Findings:
    """A verdict for every claim, the findings in order of what they overturn, and the document's verdict."""
    claims = derivations.facts.claims
    doubts = [doubt(derivations.facts) for doubt in _DOUBTS]
    candidates = [_finding(d, derivations.facts, rulebook, doubts) for d in derivations.all if not d.holds]
    approvals = Approvals(derivations)
    findings = [_with_overturned(finding, approvals) for finding in merge(candidates, derivations.facts)]
    findings += overall(findings, derivations, rulebook)
    findings.sort(key=lambda f: (RANK[f.severity], -len(f.overturns), claims.all[f.claims[0]].span.start, f.code))
    judgements = _judgements(derivations, findings)
    findings = [_without_standing(finding, judgements, derivations.facts) for finding in findings]
    if (end := claims.document.end) is not None:
        left = sum(numeral.span.start >= end.at for numeral in claims.ledger)
        findings.append(_unread(end.why, left, len(claims.ledger)))
    return Findings(
        derivations=derivations,
        all=tuple(findings),
        judgements=judgements,
        verdict=_document_verdict(findings, judgements),
        declared=claims.all[claims.declared].text if claims.declared is not None else "",
        declared_claim=claims.declared,
    )


def _finding(derivation: Derivation, facts: Facts, rulebook: Rulebook, doubts: Sequence[_Doubt]) -> Finding:
    rule = rulebook.rules[derivation.rule]
    severity = max(Severity(derivation.severity or rule.severity), Severity(rule.severity), key=RANK.__getitem__)
    if derivation.bound is Bound.TYPICAL and severity is Severity.ERROR:
        severity = Severity.WARNING
    if not rulebook.trusts(derivation.rule):
        severity = Severity.NOTE
    head, source = facts.claims.all[derivation.head].text, facts.claims.document.source
    doubt = next((doubt for doubt in doubts if severity is not Severity.NOTE and doubt.explains(derivation)), None)
    derivation = unmarked(derivation, facts)
    message = lettered(worded(derivation.message or _message(rule.message, derivation)), head, source)
    if doubt is not None:
        severity, message = Severity.NOTE, f"{message.rstrip('.')}; {doubt.remark}."
    return Finding(
        code=derivation.rule,
        kind=derivation.kind or rule.kind,
        severity=severity,
        message=message,
        claims=(derivation.head, *derivation.premises, *derivation.also),
        stated=derivation.stated,
        expected=lettered(derivation.expected, head, source),
        derivation=derivation,
    )


def _unread(why: str, left: int, numerals: int) -> Finding:
    """A part of the document was not judged; the option `--limit` and the setting `limits` say how much is."""
    message = f"{left} of {numerals} numerals were not judged: {why}."
    return Finding("document/limit", "document", Severity.WARNING, message, (), f"{left} numerals", "", None)


def _message(template: str, derivation: Derivation) -> str:
    working = derivation.steps[0].values if derivation.steps else ""
    text = fill(template, {"stated": derivation.stated, "expected": derivation.expected, "working": working})
    return f"{text.rstrip('.')}: {derivation.near_miss}." if derivation.near_miss else text


def _with_overturned(finding: Finding, approvals: Approvals) -> Finding:
    if finding.severity is not Severity.ERROR:
        return finding
    derivation = finding.derivation
    limit = finding.kind == _VERDICT and derivation is not None and derivation.relation in _SIGNS
    return replace(finding, overturns=approvals.of(finding.claims[0], limit=limit))


def _without_standing(finding: Finding, judgements: Sequence[Judgement], facts: Facts) -> Finding:
    """The finding without the consequences that hold by their own working, or say again what does: these are not
    wrong because it is.
    """
    if not finding.consequences:
        return finding
    own = [fact for fact in facts.all if fact.known and _stands_alone(judgements[fact.claim.index])]
    kept = []
    for claim in finding.consequences:
        fact = facts.by_claim[claim]
        again = fact is not None and any(
            (other.concept, other.scope) == (fact.concept, fact.scope) and other.quantity.hull.meets(fact.quantity.hull)
            for other in own
            if other.claim.index not in finding.claims
        )
        if not again and not _stands_alone(judgements[claim]):
            kept.append(claim)
    return replace(finding, consequences=tuple(kept))


def _stands_alone(judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.SUPPORTED and judgement.basis != Basis.RESTATEMENT


def _judgements(derivations: Derivations, findings: Sequence[Finding]) -> tuple[Judgement, ...]:
    refuted: dict[int, Finding] = {}
    touched: dict[int, Finding] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            refuted.setdefault(finding.claims[0], finding)
        if finding.claims:
            touched.setdefault(finding.claims[0], finding)
    for finding in findings:
        # What a finding is about counts before what it rests on.
        for claim in (*finding.claims[1:], *finding.overturns):
            touched.setdefault(claim, finding)
    support: dict[int, list[Derivation]] = defaultdict(list)
    doubted = {finding.claims[0] for finding in findings if finding.claims and finding.severity is not Severity.NOTE}
    for derivation in derivations.all:
        repeats = derivation.basis is Basis.RESTATEMENT and not doubted.isdisjoint(derivation.premises)
        if derivation.holds and derivation.power != VOID and not repeats:
            support[derivation.head].append(derivation)
    for claim, finding in _repeating(findings, derivations):
        support[claim] = [derivation for derivation in support[claim] if derivation.basis is Basis.ARITHMETIC]
        touched.setdefault(claim, finding)
    for finding in findings:
        # Nor is what is as wrong as its first statement right because it is said again.
        for claim in finding.consequences if finding.severity is Severity.ERROR else ():
            support[claim] = [derivation for derivation in support[claim] if derivation.basis is not Basis.RESTATEMENT]
            touched.setdefault(claim, finding)
    missing = dict(derivations.missing)
    facts = derivations.facts
    equals = _on_a_par(findings, facts)
    sound = (_sound(support[claim.index], claim.index in equals) for claim in facts.claims.all)
    return tuple(_judgement(index, facts, refuted, touched, each, missing) for index, each in enumerate(sound))


def _on_a_par(findings: Sequence[Finding], facts: Facts) -> set[int]:
    """Premises as likely wrong as the number that a finding is about: both are configured, or neither is.

    A limit that is broken, or what is asked of a number, is not in doubt because of it.
    """
    found: set[int] = set()
    for finding in findings:
        head = facts.by_claim[finding.claims[0]] if finding.claims else None
        if head is None or finding.severity is Severity.NOTE or finding.derivation is None:
            continue
        if finding.derivation.basis is not Basis.COMPARISON:
            premises = (facts.by_claim[claim] for claim in finding.claims[1:])
            alike = (p for p in premises if p is not None and is_configuration(p) == is_configuration(head))
            found.update(premise.claim.index for premise in alike)
    return found


def _sound(support: list[Derivation], doubted: bool) -> list[Derivation]:
    """What supports a number; one in doubt is not right because it is said again, or lies on the right side."""
    return [d for d in support if not doubted or d.basis not in _WEAK]


def _repeating(findings: Sequence[Finding], derivations: Derivations) -> Iterator[tuple[int, Finding]]:
    """The claims that say again what is found impossible, or more or less than can be, in its scope or in none.

    What supports them is the report's other numbers, which may rest on the refuted one.
    """
    facts = derivations.facts
    refuted: dict[tuple[str, Interval], tuple[str, Finding]] = {}
    for finding in findings:
        head = facts.by_claim[finding.claims[0]] if finding.claims else None
        if _holds_anywhere(finding) and head is not None and head.known:
            refuted.setdefault((head.concept, head.quantity.nominal()), (head.scope, finding))
    for fact in facts.all if refuted else ():
        scope, finding_of = refuted.get((fact.concept, fact.quantity.nominal()), ("", None))
        if finding_of is not None and fact.claim.index != finding_of.claims[0] and fact.scope in ("", scope):
            yield fact.claim.index, finding_of


def _holds_anywhere(finding: Finding) -> bool:
    if finding.severity is Severity.NOTE or finding.derivation is None:
        return False
    bounded = finding.derivation.bound in (Bound.UPPER, Bound.LOWER)
    return bounded or (finding.severity is Severity.ERROR and finding.kind == _ANYWHERE)


def _judgement(
    claim: int,
    facts: Facts,
    refuted: dict[int, Finding],
    touched: dict[int, Finding],
    support: list[Derivation],
    missing: dict[int, str],
) -> Judgement:
    if claim in refuted:
        return Judgement(Verdict.REFUTED, "", "", refuted[claim].derivation)
    finding = touched.get(claim)
    if finding is not None and finding.claims[:1] == (claim,) and finding.severity is Severity.WARNING:
        return Judgement(Verdict.NOT_ENOUGH_INFO, "", f"questioned by {finding.code}", finding.derivation)
    if support:
        best = unmarked(min(support, key=lambda d: STRENGTH[d.basis]), facts)
        return Judgement(Verdict.SUPPORTED, best.basis.value, "", best)
    if finding is not None:
        place = "as wrong as" if claim in finding.consequences else "a premise of"
        return Judgement(Verdict.NOT_ENOUGH_INFO, "", f"{place} what {finding.code} finds", None)
    return Judgement(Verdict.NOT_ENOUGH_INFO, "", missing.get(claim, "nothing stated lets it be worked out"), None)


def _document_verdict(findings: list[Finding], judgements: tuple[Judgement, ...]) -> DocumentVerdict:
    if any(finding.severity is Severity.ERROR for finding in findings):
        return DocumentVerdict.REFUTED
    verdicts = {judgement.verdict for judgement in judgements}
    if Verdict.SUPPORTED not in verdicts:
        return DocumentVerdict.NOT_ENOUGH_INFO
    gaps = Verdict.NOT_ENOUGH_INFO in verdicts or any(not finding.claims for finding in findings)
    return DocumentVerdict.SUPPORTED_WITH_GAPS if gaps else DocumentVerdict.SUPPORTED
