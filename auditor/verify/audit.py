"""Every proof of an audit checked against the report that it speaks of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from auditor.errors import InputError
from auditor.verify.certificate import Proof, problems
from auditor.verify.premises import Claim, Source, mistaken
from auditor.verify.ranges import read


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not stand."""

    where: str
    """A claim's id, `finding N`, or `document`."""
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of checking an audit."""

    claims: int
    """Claims whose text was looked up in the report."""
    proofs: int
    steps: int
    problems: tuple[Problem, ...]


def load(text: str, report: str) -> Mapping[str, Any]:
    """The audit that a JSON text holds; of an array of audits the one of this report. Raises InputError for none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the audit is no JSON: {str(error)[:80]}") from error
    audits = found if isinstance(found, list) else [found]
    if not audits or not all(isinstance(audit, dict) for audit in audits):
        raise InputError("the audit is no JSON object")
    for audit in audits:
        if len(audits) == 1 or _hash(audit) == _sha256(report):
            return dict(audit)
    raise InputError(f"none of the {len(audits)} audits is of this report")


def verify(audit: Mapping[str, Any], report: str) -> Verification:
    """Checks every quotation, step and comparison of an audit's JSON; whatever cannot be checked is a problem."""
    try:
        return _verify(audit, report)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, ArithmeticError) as error:
        problem = Problem("document", f"this is not the JSON of an audit: {type(error).__name__} {str(error)[:80]}")
        return Verification(0, 0, 0, (problem,))


def _verify(audit: Mapping[str, Any], report: str) -> Verification:
    found: list[Problem] = []
    if audit["schema"] != "auditor.audit/1":
        found.append(Problem("document", "it is written by another schema than auditor.audit/1"))
    if _hash(audit) != _sha256(report):
        # Where every quotation stands elsewhere, a list of them says no more.
        other = Problem("document", "the report is not the one that was audited: its SHA-256 is another one")
        return Verification(0, 0, 0, (other,))
    claims: dict[str, Claim] = {claim["id"]: claim for claim in audit["claims"]}
    if len(claims) != len(audit["claims"]):
        found.append(Problem("document", "two claims have the same id"))
    found += _quotations(claims, Source(report))
    proofs = list(_proofs(audit))
    for where, proof, expected in proofs:
        found += _proof(where, proof, expected, claims)
    found += _unproven(audit)
    steps = sum(len(proof["steps"]) for _, proof, _ in proofs)
    return Verification(len(claims), len(proofs), steps, tuple(dict.fromkeys(found)))


def _hash(audit: Mapping[str, Any]) -> Any:
    document = audit.get("document")
    return document.get("sha256") if isinstance(document, dict) else None


def _sha256(report: str) -> str:
    return sha256(report.encode("utf-8", "surrogatepass")).hexdigest()


def _quotations(claims: Mapping[str, Claim], source: Source) -> Iterator[Problem]:
    for name, claim in claims.items():
        if problem := source.quotes(claim) or _checked(mistaken, claim):
            yield Problem(name, problem)


def _proofs(audit: Mapping[str, Any]) -> Iterator[tuple[str, Proof, Mapping[str, Any]]]:
    """Each proof with what has to stand in it, given the verdict that it is for."""
    for claim in audit["claims"]:
        if claim["certificate"] is not None:
            holds = {"supported": {"holds": True}, "refuted": {"holds": False}}.get(claim["verdict"], {})
            yield claim["id"], claim["certificate"], {"head": claim["id"], **holds}
    for number, finding in enumerate(audit["findings"], 1):
        if finding["certificate"] is not None:
            expected = {"head": finding["claims"][0], "holds": False, "rule": finding["code"]}
            yield f"finding {number}", finding["certificate"], {**expected, "range": finding["expected_range"]}


def _proof(where: str, proof: Proof, expected: Mapping[str, Any], claims: Mapping[str, Claim]) -> Iterator[Problem]:
    try:
        for name, wanted in expected.items():
            same = read(proof[name]) == read(wanted) if name == "range" else proof[name] == wanted
            if not same:
                yield Problem(where, f"{name} is {proof[name]!r}, where the verdict needs {wanted!r}")
        for problem in problems(proof, claims):
            yield Problem(where, problem)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        yield Problem(where, f"the proof cannot be read: {type(error).__name__} {str(error)[:80]}")


def _unproven(audit: Mapping[str, Any]) -> Iterator[Problem]:
    """Verdicts that carry no proof."""
    for claim in audit["claims"]:
        if claim["verdict"] in ("supported", "refuted") and claim["certificate"] is None:
            yield Problem(claim["id"], f"it is {claim['verdict']} without a proof")


def _checked(check: Any, claim: Claim) -> str:
    try:
        return str(check(claim))
    except (ValueError, ArithmeticError) as error:
        return f"its quantity cannot be read: {str(error)[:80]}"
