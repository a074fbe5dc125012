"""The proof of a verdict, in a form that another program can check against the source."""

from __future__ import annotations

from auditor.findings import Finding, Judgement
from auditor.report.parts import Json, claim_id, claim_ids, interval


def certificate(judged: Finding | Judgement) -> Json | None:
    """The proof in a form that a program can check against the source; None where there is none."""
    derivation = judged.derivation
    if derivation is None:
        return None
    return {
        "rule": derivation.rule,
        "basis": derivation.basis.value,
        "bound": derivation.bound.value,
        "relation": derivation.relation,
        "head": claim_id(derivation.head),
        "premises": claim_ids(derivation.premises),
        "steps": steps(judged),
        "conventions": [{"name": t.name, "holds": t.holds, **interval(t.result)} for t in derivation.tried],
        "assumptions": list(derivation.assumptions),
        "stated": derivation.stated,
        "expected": derivation.expected,
        "range": interval(derivation.interval),
        "holds": derivation.holds,
    }


def steps(judged: Finding | Judgement) -> list[Json]:
    """The working: each step an expression over named inputs, which claims, earlier steps or assumptions give."""
    if judged.derivation is None:
        return []
    return [
        {
            "formula": step.formula,
            "values": step.values,
            "expression": step.expression,
            "inputs": [
                {
                    "name": given.name,
                    "claim": claim_id(given.claim),
                    "step": given.step,
                    "assumed": given.assumed or None,
                    **interval(given.interval),
                }
                for given in step.inputs
            ],
            "unit": step.unit,
            **interval(step.result),
        }
        for step in judged.derivation.steps
    ]
