"""The proof of a verdict, in a form that another program can check against the source."""

from __future__ import annotations

import json
from hashlib import sha256

from auditor.findings import Finding, Judgement
from auditor.interval import Interval
from auditor.report.numeral import scale
from auditor.report.parts import Json, claim_id, claim_ids, interval
from auditor.report.view import View
from auditor.show import exact

Derivation = type[Judgement.derivation]
_DIGEST = 16
"""Hexadecimal digits of a digest: enough against slips of storage and of people, not against forgers."""


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
    text = json.dumps(proof, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:_DIGEST]
