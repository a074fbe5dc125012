"""The rows of the three tables that one audit gives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from auditor.dataset.audits import Audited
from auditor.dataset.origin import Origin

Row = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """One audit on its way into the tables."""

    audited: Audited
    origin: Origin

    @property
    def withheld(self) -> bool:
        """Whether only pointers, offsets and hashes may go into the dataset."""
        return not self.origin.open or self.audited.text is None

    @cached_property
    def claims(self) -> dict[str, Mapping[str, Any]]:
        """The claims of the audit by their ids."""
        return {claim["id"]: claim for claim in self.audited.audit["claims"]}

    def document(self) -> Row:
        """The row of `documents`."""
        audit, origin, coverage = self.audited.audit, self.origin, self.audited.audit["coverage"]
        severities = [finding["severity"] for finding in audit["findings"]]
        return {
            "doc_id": self.audited.key,
            "name": self.audited.id,
            "text": None if self.withheld else self.audited.text,
            "sha256": self.audited.sha256,
            "withheld": self.withheld,
            "verdict": audit["verdict"],
            "declared_verdict": None if self.withheld else audit["declared_verdict"],
            "errors": severities.count("error"),
            "warnings": severities.count("warning"),
            "claims": coverage["claims"],
            "supported": coverage["supported"],
            "refuted": coverage["refuted"],
            "not_enough_info": coverage["open"],
            "numerals": audit["ledger"]["numerals"],
            "source": origin.source,
            "url": origin.url,
            "path": origin.path,
            "commit": origin.commit,
            "licence": origin.licence,
            "generator": origin.generator,
            "retrieved_at": origin.retrieved,
            "synthetic": origin.synthetic,
            **self._tool(),
        }

    def claim_rows(self) -> Iterator[Row]:
        """The rows of `claims`: supported ones and open ones as well as refuted ones."""
        for claim in self.claims.values():
            certificate = claim["certificate"]
            quantity = claim["quantity"] or {}
            yield {
                "claim_id": self._id(claim["id"]),
                "label": claim["verdict"],
                **self._quote(claim),
                **{name: claim[name] for name in ("form", "known", "scope", "role", "stance", "basis", "reason")},
                "concept": claim["concept"] if claim["known"] or not self.withheld else None,
                "scenario": [] if self.withheld else claim["scenario"],
                "stated": _interval(claim["quantity"]),
                "unit": quantity.get("unit"),
                "modality": quantity.get("modality"),
                "rule": certificate["rule"] if certificate else None,
                "expected": _interval(certificate["range"]) if certificate else None,
                **self._proof(certificate, claim["power"]),
                **self._provenance(),
            }

    def finding_rows(self) -> Iterator[Row]:
        """The rows of `findings`."""
        for finding in self.audited.audit["findings"]:
            head = self.claims.get(finding["claims"][0]) if finding["claims"] else None
            explanation = finding["explanation"]
            yield {
                "finding_id": self._id(finding["fingerprint"]),
                "claim_id": self._id(head["id"]) if head else None,
                "label": head["verdict"] if head else "refuted",
                **{name: finding[name] for name in ("severity", "kind")},
                "rule": finding["code"],
                "message": None if self.withheld else finding["message"],
                **(self._quote(head) if head else {}),
                "stated_text": finding["stated"],
                "expected_text": finding["expected"],
                "stated": _interval(head["quantity"]) if head else None,
                "expected": _interval(finding["expected_range"]),
                "near_miss": explanation["near_miss"],
                "conventions": [
                    {**_named(item, "name", "holds"), **_ends(item)} for item in explanation["conventions"]
                ],
                "cures": [{"claim_id": self._id(cure["claim"]), **_ends(cure)} for cure in explanation["cures"]],
                "consequences": [self._id(claim) for claim in finding["consequences"]],
                "overturns": [self._id(claim) for claim in finding["overturns"]],
                **self._proof(finding["certificate"], finding["power"]),
                **self._provenance(),
            }

    def _id(self, part: str) -> str:
        return f"{self.audited.key}:{part}"

    def _quote(self, claim: Mapping[str, Any]) -> Row:
        text, span = claim["text"], claim["span"]
        return {
            "text": None if self.withheld else text,
            "text_sha256": sha256(text.encode()).hexdigest(),
            **_named(span, "line", "column", "start", "end"),
        }

    def _proof(self, certificate: Mapping[str, Any] | None, power: float | None) -> Row:
        if certificate is None:
            return {"power": power, "evidence": [], "derivation": [], "certificate": None}
        premises = [self.claims[claim] for claim in certificate["premises"] if claim in self.claims]
        hidden = {"formula": None, "values": None} if self.withheld else {}
        steps = [{**step, **hidden} for step in certificate["steps"]]
        return {
            "power": power,
            "evidence": [[self._premise(claim) for claim in premises]] if premises else [],
            "derivation": [{**_named(step, "formula", "values", "unit"), **_ends(step)} for step in steps],
            "certificate": json.dumps({**certificate, "steps": steps}, ensure_ascii=False, separators=(",", ":")),
        }

    def _premise(self, claim: Mapping[str, Any]) -> Row:
        text = None if self.withheld else claim["text"]
        return {"claim_id": self._id(claim["id"]), "text": text, **_named(claim["span"], "line", "start", "end")}

    def _provenance(self) -> Row:
        return {
            "doc_id": self.audited.key,
            "doc_sha256": self.audited.sha256,
            **{name: getattr(self.origin, name) for name in ("source", "licence", "synthetic")},
            **self._tool(),
        }

    def _tool(self) -> Row:
        provenance = self.audited.audit["provenance"]
        return {"tool_version": provenance["version"], "rules_hash": provenance["rules"]}


def _named(fields: Mapping[str, Any], *names: str) -> Row:
    return {name: fields[name] for name in names}


def _interval(fields: Mapping[str, Any] | None) -> Row | None:
    return _ends(fields) if fields else None


def _ends(fields: Mapping[str, Any]) -> Row:
    return {
        "low": _number(fields["low"]),
        "high": _number(fields["high"]),
        "low_exact": fields["low"],
        "high_exact": fields["high"],
        **_named(fields, "low_open", "high_open"),
    }


def _number(text: str | None) -> float | None:
    """The nearest double; None where there is no end, or one beyond all doubles."""
    if text is None or len(text) > 4000:
        return None
    try:
        return float(Fraction(text))
    except OverflowError:
        return None
