"""A line for each finding: `path:line:column: severity rule: message`; columns in code points."""

from __future__ import annotations

from auditor.check.hit import Checked, Hit, Outcome
from auditor.rulebook import Rulebook
from auditor.text import visible


def render(outcome: Outcome, book: Rulebook) -> str:
    """All findings that count."""
    return "".join(f"{line(checked, hit)}\n" for checked in outcome.documents for hit in checked.active)


def line(checked: Checked, hit: Hit) -> str:
    """One finding, safe to print."""
    fixable = " [*]" if hit.repair else ""
    return visible(f"{where(checked, hit)}: {hit.severity} {hit.code}: {hit.message}{fixable}")


def where(checked: Checked, hit: Hit) -> str:
    """`path:line:column`; the path alone for a finding about the whole document."""
    return f"{checked.path}:{hit.place.line}:{hit.place.column}" if hit.place else checked.path
