"""Two versions of a report: what was solved, what came up, what stays, and what got weaker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.compare.align import align
from auditor.compare.weaker import Weaker, weaker
from auditor.findings import Finding, Verdict
from auditor.report import View
from auditor.report.fingerprint import Fingerprints


@dataclass(frozen=True, slots=True)
class Change:
    """One finding, and what became of it."""

    finding: Finding
    """In the version that it is of; in the new one where it stands in both."""
    fingerprint: str
    old_line: int | None
    """The line of the wrong number in the old version; None where the finding is of the new one only."""
    new_line: int | None
    outcome: str
    """For a solved one: what became of the number, "now 128 GPUs, supported" or "the number is gone"; else empty."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed between two versions."""

    old: View
    new: View
    solved: tuple[Change, ...]
    fresh: tuple[Change, ...]
    """Findings of the new version alone."""
    remaining: tuple[Change, ...]
    weaker: Weaker


def compare(old: View, new: View) -> Comparison:
    """The findings and claims of two versions held against each other."""
    same = align(old, new)
    before, after = _named(old), _named(new)
    pairs = _pairs(before, after, same)
    solved = [name for name in before if name not in pairs]
    fresh = [name for name in after if name not in pairs.values()]
    return Comparison(
        old=old,
        new=new,
        solved=tuple(
            Change(before[name], name, _line(old, before[name]), None, _outcome(new, before[name], same))
            for name in solved
        ),
        fresh=tuple(Change(after[name], name, None, _line(new, after[name]), "") for name in fresh),
        remaining=tuple(
            Change(after[there], there, _line(old, before[here]), _line(new, after[there]), "")
            for here, there in pairs.items()
        ),
        weaker=weaker(old, new, same),
    )


def _named(view: View) -> dict[str, Finding]:
    fingerprints = Fingerprints(view)
    return {fingerprints.next(finding): finding for finding in view.findings.all}


def _pairs(before: Mapping[str, Finding], after: Mapping[str, Finding], same: Mapping[int, int]) -> dict[str, str]:
    """Fingerprints of the same defect in both: equal ones, or the same rule about the same number."""
    pairs = {name: name for name in before if name in after}
    about = {_about(finding): name for name, finding in reversed(list(after.items())) if name not in pairs}
    for name, finding in before.items():
        if name in pairs or not finding.claims:
            continue
        there = about.pop((finding.code, same.get(finding.claims[0])), None)
        if there is not None:
            pairs[name] = there
    return pairs


def _about(finding: Finding) -> tuple[str, int | None]:
    return finding.code, finding.claims[0] if finding.claims else None


def _line(view: View, finding: Finding) -> int | None:
    return view.line(finding.claims[0]) if finding.claims else None


def _outcome(new: View, finding: Finding, same: Mapping[int, int]) -> str:
    claim = same.get(finding.claims[0]) if finding.claims else None
    if claim is None:
        return "the number is gone" if finding.claims else ""
    text = new.text(claim)
    stays = "still " if text == finding.stated else "now "
    verdict = new.findings.judgements[claim].verdict
    return f"{stays}{text}, {'open' if verdict is Verdict.NOT_ENOUGH_INFO else verdict.value}"
