"""An audit as JSON: plain dicts in the shape of `model.py`, and their text."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from auditor import __version__
from auditor.findings import Finding
from auditor.report.certificate import certificate
from auditor.report.factor import reading_factor
from auditor.report.fingerprint import Fingerprints
from auditor.report.parts import Json, cited, claim_id, claim_ids, interval, span
from auditor.report.view import View
from auditor.show import exact


def as_json(view: View) -> Json:
    """The whole audit, with the fields of `model.Audit`."""
    findings = view.findings
    return {
        "schema": "auditor.audit/1",
        "document": {"path": view.path, "sha256": sha256(view.source.encode()).hexdigest()},
        "verdict": findings.verdict.value,
        "declared_verdict": findings.declared or None,
        "declared_claim": claim_id(findings.declared_claim),
        "provenance": _provenance(view),
        "coverage": _coverage(view),
        "claims": [_claim(view, index) for index in range(len(findings.judgements))],
        "findings": _findings(view),
        "ledger": _ledger(view),
    }


def dumps(audit: Json) -> str:
    """The text of one audit, a line for each claim, finding and ledger entry: two versions differ line by line."""
    return _object(audit, "") + "\n"


def _object(fields: Json, indent: str) -> str:
    lines = (f"{indent} {json.dumps(key)}: {_value(value, indent + ' ')}" for key, value in fields.items())
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _value(value: Any, indent: str) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"{indent} {_compact(item)}" for item in value) + f"\n{indent}]"
    if isinstance(value, dict) and any(isinstance(item, list) for item in value.values()):
        return _object(value, indent)
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _provenance(view: View) -> Json:
    outside = view.findings.derivations.facts.outside
    return {
        "version": __version__,
        "rules": view.rules,
        "config": view.config,
        "outside": [
            {
                "path": each.name,
                "role": each.rank.name.lower(),
                "sha256": each.sha256,
                "premises": len(each.premises),
                "unread": [{"line": line, "text": text} for line, text in each.unread],
            }
            for each in outside
        ],
    }


def _coverage(view: View) -> Json:
    coverage = view.coverage
    return {
        "claims": coverage.claims,
        "supported": coverage.supported,
        "refuted": coverage.refuted,
        "open": coverage.open,
        "silent": coverage.silent,
    }


def _claim(view: View, index: int) -> Json:
    claims, facts = view.findings.derivations.facts.claims, view.findings.derivations.facts
    claim, fact, judgement = claims.all[index], facts.by_claim[index], view.findings.judgements[index]
    return {
        "id": claim_id(index),
        "form": claim.form.value,
        "text": claim.text,
        "span": span(view, claim.span),
        "concept": fact.concept if fact else claim.form.value,
        "known": fact is not None and fact.known,
        "scope": fact.scope if fact else "",
        "role": fact.role if fact else "",
        "scenario": list(fact.scenario) if fact else [],
        "stance": fact.stance.value if fact else "asserted",
        "polarity": claim.polarity.value if claim.polarity else None,
        "quantity": _quantity(view, index),
        "verdict": judgement.verdict.value,
        "basis": judgement.basis or None,
        "reason": judgement.reason or None,
        "power": judgement.derivation.power if judgement.derivation else None,
        "certificate": certificate(view, judgement),
    }


def _quantity(view: View, index: int) -> Json | None:
    quantity = view.findings.derivations.facts.claims.all[index].quantity
    if quantity is None:
        return None
    return {
        **interval(quantity.interval),
        "unit": quantity.unit.symbol,
        "modality": quantity.modality.value,
        "readings": [
            {
                "name": reading.name,
                "unit": reading.unit.symbol,
                "factor": exact(reading_factor(quantity, reading)),
                **interval(reading.interval),
            }
            for reading in quantity.readings
        ],
    }


def _findings(view: View) -> list[Json]:
    fingerprints = Fingerprints(view)
    return [_finding(view, finding, fingerprints.next(finding)) for finding in view.findings.all]


def _finding(view: View, finding: Finding, fingerprint: str) -> Json:
    derivation = finding.derivation
    return {
        "code": finding.code,
        "kind": finding.kind,
        "severity": finding.severity.value,
        "message": finding.message,
        "span": span(view, view.span(finding.claims[0])) if finding.claims else None,
        "claims": claim_ids(finding.claims),
        "stated": finding.stated,
        "expected": finding.expected,
        "expected_range": interval(derivation.interval) if derivation else None,
        "explanation": _explanation(finding),
        "consequences": claim_ids(finding.consequences),
        "overturns": claim_ids(finding.overturns),
        "power": derivation.power if derivation else None,
        "certificate": certificate(view, finding),
        "fingerprint": fingerprint,
    }


def _explanation(finding: Finding) -> Json:
    derivation = finding.derivation
    if derivation is None:
        return {"premises": [], "conventions": [], "near_miss": None, "cures": []}
    return {
        "premises": [cited(premise) for premise in derivation.outside],
        "conventions": [{"name": t.name, "holds": t.holds, **interval(t.result)} for t in derivation.tried],
        "near_miss": derivation.near_miss or None,
        "cures": [{"claim": claim_id(cure.claim), **interval(cure.interval)} for cure in derivation.cures],
    }


def _ledger(view: View) -> Json:
    ledger = view.findings.derivations.facts.claims.ledger
    roles = [numeral.role for numeral in ledger]
    return {
        "numerals": len(roles),
        "claims": roles.count("claim"),
        "operands": roles.count("operand"),
        "other": roles.count("other"),
        "unaccounted": sum(role not in ("claim", "operand", "other") for role in roles),
        "entries": [
            {
                "span": span(view, numeral.span),
                "role": numeral.role,
                "why": numeral.why,
                "claim": claim_id(numeral.claim),
            }
            for numeral in ledger
        ],
    }
