"""An audit as an agent gets it: a short text for the model, and the audit's JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.hook import fenced
from auditor.report import View, as_json
from auditor.report.account import account
from auditor.report.view import tally
from auditor.text import counted

_TOLD = ("working", "assuming", "near miss", "cure", "overturns")
"""The parts of a proof that a model is told."""


def text(view: View, most: int) -> str:
    """The verdict, the counts, and the first findings with their working."""
    found = view.findings.all
    lines = [f"{view.verdict}: {tally(view.findings)}.", f"{view.coverage}."]
    if not view.coverage.supported + view.coverage.refuted:
        lines.append("Nothing in it could be checked: that is no sign that it is right.")
    said, where = view.declared
    own = [f"It says of itself: {said}{where}"] if said else []
    told = [line for finding in found[:most] for line in _finding(view, finding)]
    if own or told:
        lines += fenced([*own, *told])
    if len(found) > most:
        lines.append(f"{counted(len(found) - most, 'more finding')}: call again with a larger max_findings.")
    if found:
        lines.append("Correct what is wrong from its source; deleting or blurring a number is no correction.")
    return "\n".join(lines)


def structured(view: View, most: int, *, everything: bool) -> dict[str, Any]:
    """The audit; unless everything is asked for, only with the claims that its first findings are about."""
    audit = as_json(view)
    if everything:
        return audit
    audit["findings"] = audit["findings"][:most]
    named = {claim for finding in audit["findings"] for claim in _claims(finding)} | {audit["declared_claim"]}
    audit["claims"] = [claim for claim in audit["claims"] if claim["id"] in named]
    audit["ledger"]["entries"] = []
    return audit


def _claims(finding: dict[str, Any]) -> Iterator[str]:
    yield from (*finding["claims"], *finding["consequences"], *finding["overturns"])
    yield from (cure["claim"] for cure in finding["explanation"]["cures"])
    if finding["certificate"]:
        yield from (finding["certificate"]["head"], *finding["certificate"]["premises"])


def _finding(view: View, finding: Any) -> Iterator[str]:
    yield f"{view.at(finding)}: {finding.severity.value} {finding.code}: {finding.message}"
    for entry in account(view, finding):
        if entry.heading in _TOLD:
            yield f"  {entry.heading}: {'; '.join(entry.lines)}"
