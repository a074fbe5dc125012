"""A page for the summary of a job or a comment under a change: verdicts, then the findings."""

from __future__ import annotations

import re

from auditor.check.formats.full import closing
from auditor.check.hit import Checked, Hit, Outcome
from auditor.rulebook import Rulebook
from auditor.text import visible

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&-])")
_MOST = 200
"""How many findings are listed: hosts cut pages off at a size."""


def render(outcome: Outcome, book: Rulebook) -> str:
    """All documents in one table, all findings that count in another."""
    found = [(checked, hit) for checked in outcome.documents for hit in checked.active]
    lines = ["# Numbers checked", "", _safe(closing(outcome)), "", "| Document | Verdict | Findings | Decided |"]
    lines += ["|---|---|---:|---:|", *(_row(checked) for checked in outcome.documents)]
    lines += [f"| {_safe(failed.path)} | not checked: {_safe(failed.message)} | | |" for failed in outcome.failed]
    if found:
        lines += ["", "| Place | Severity | Rule | What is wrong |", "|---|---|---|---|"]
        lines += [_finding(checked, hit) for checked, hit in found[:_MOST]]
    if len(found) > _MOST:
        lines += ["", f"{len(found) - _MOST} more are in the other outputs."]
    return "\n".join(lines) + "\n"


def _row(checked: Checked) -> str:
    verdict = checked.verdict.replace("_", " ")
    decided = f"{checked.supported + checked.refuted} of {checked.claims}"
    return f"| {_safe(checked.path)} | {verdict} | {len(checked.active)} | {decided} |"


def _finding(checked: Checked, hit: Hit) -> str:
    place = f"{checked.path}:{hit.place.line}" if hit.place else checked.path
    return f"| {_safe(place)} | {hit.severity} | {hit.code} | {_safe(hit.message)} |"


def _safe(text: str) -> str:
    """Text of a document as text: no markup, mention or link comes out of it."""
    return _SIGNS.sub(r"\\\1", visible(text)).replace("\n", " ")
