"""The proof of a verdict, in a form that another program can check against the source."""

from __future__ import annotations

import json
from hashlib import sha256

from auditor.findings import Finding, Input, Judgement, Step
from auditor.report.factor import factor
from auditor.report.parts import Json, cited, claim_id, claim_ids, interval
from auditor.report.view import View
from auditor.show import exact

_DIGEST = 16
"""Hexadecimal digits of a digest: enough against slips of storage and of people, not against forgers."""
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def certificate(view: View, judged: Finding | Judgement) -> Json | None:
    """The proof in a form that a program can check against the source; None where there is none."""
    derivation = judged.derivation
    if derivation is None:
        return None
    proof = {
        "rule": derivation.rule,
        "basis": derivation.basis.value,
        "bound": derivation.bound.value,
        "relation": derivation.relation,
        "head": claim_id(derivation.head),
        "premises": claim_ids(derivation.premises),
        "steps": [_step(view, step) for step in derivation.steps],
        "compared": _step(view, derivation.compared) if derivation.compared else None,
        "conventions": [{"name": t.name, "holds": t.holds, **interval(t.result)} for t in derivation.tried],
        "assumptions": list(derivation.assumptions),
        "stated": derivation.stated,
        "expected": derivation.expected,
        "range": interval(derivation.interval),
        "holds": derivation.holds,
        "reservation": derivation.reservation or None,
    }
    return {**proof, "digest": digest(proof)}


def digest(proof: Json) -> str:
    """The hash of a proof, whatever the order and the spaces of its JSON."""
    return sha256(_ENCODER.encode(proof).encode()).hexdigest()[:_DIGEST]


def _step(view: View, step: Step) -> Json:
    """A step as an expression over named inputs, which claims, earlier steps or assumptions give."""
    return {
        "formula": step.formula,
        "values": step.values,
        "expression": step.expression,
        "inputs": [_input(view, given) for given in step.inputs],
        "unit": step.unit,
        **interval(step.result),
    }


def _input(view: View, given: Input) -> Json:
    return {
        "name": given.name,
        "claim": claim_id(given.claim),
        "factor": _factor(view, given),
        "step": given.step,
        "assumed": given.assumed or None,
        "outside": cited(given.outside) if given.outside else None,
        **interval(given.interval),
    }


def _factor(view: View, given: Input) -> str | None:
    if given.claim is None:
        return None
    claim = view.findings.derivations.facts.claims.all[given.claim]
    found = factor(claim.text, claim.quantity, given.interval) if claim.quantity else None
    return None if found is None else exact(found)
