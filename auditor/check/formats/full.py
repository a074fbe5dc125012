"""Each finding with its line and its proof, and a closing line with what was covered; columns in code points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.check.formats.concise import where
from auditor.check.hit import Checked, Hit, Outcome
from auditor.report.excerpt import excerpt
from auditor.rulebook import Rulebook
from auditor.span import Lines, Span
from auditor.text import counted, visible

_WIDTH = 86
_RELATED = 6
"""How many of the other ends are shown."""


def render(outcome: Outcome, book: Rulebook) -> str:
    """All findings that count, then the closing line."""
    shown = [line for checked in outcome.documents for line in _document(checked)]
    return "".join(f"{line}\n" for line in (*shown, closing(outcome)))


def closing(outcome: Outcome) -> str:
    """Everything in one line: findings, silenced ones, and how many claims were decided."""
    hits = [hit for checked in outcome.documents for hit in checked.hits]
    severities = Counter(hit.severity for hit in hits if not hit.silenced)
    silenced = Counter(hit.silenced for hit in hits if hit.silenced)
    found = [counted(severities[each], each) for each in ("error", "warning", "note") if severities[each]]
    hidden = [f"{count} {name}" for name, count in sorted(silenced.items())]
    claims = sum(checked.claims for checked in outcome.documents)
    decided = sum(checked.supported + checked.refuted for checked in outcome.documents)
    parts = [
        f"{counted(len(outcome.documents), 'document')}: {', '.join(found) or 'nothing found'}",
        *([f"not counted: {', '.join(hidden)}"] if hidden else []),
        f"{decided} of {counted(claims, 'claim')} decided" if claims else "there is no numeral to check",
        *([f"{sum(bool(hit.repair) for hit in hits)} can be repaired with --fix"] if _repairs(hits) else []),
        *([f"{counted(len(outcome.failed), 'document')} could not be checked"] if outcome.failed else []),
    ]
    return "; ".join(parts) + "."


def _repairs(hits: list[Hit]) -> bool:
    return any(hit.repair and not hit.silenced for hit in hits)


def _document(checked: Checked) -> Iterator[str]:
    lines = Lines(checked.source)
    for hit in checked.active:
        yield from _hit(checked, hit, lines)
        yield ""


def _hit(checked: Checked, hit: Hit, lines: Lines) -> Iterator[str]:
    yield visible(f"{hit.severity} {hit.code}  {where(checked, hit)}")
    yield visible(f"  {hit.message}")
    if hit.place:
        quoted = excerpt(checked.source, lines, Span(hit.place.start, hit.place.end), _WIDTH)
        yield f"{hit.place.line:>10} │ {quoted.text}".rstrip()
        yield f"{'':>10} │ {quoted.carets}"
    for heading, told in hit.account:
        for index, text in enumerate(told):
            yield _told(heading if index == 0 else "", text)
    others = {mark.line: mark for mark in reversed(hit.related) if not hit.place or mark.line != hit.place.line}
    for index, line in enumerate(sorted(others)[:_RELATED]):
        quoted = excerpt(checked.source, lines, Span(others[line].start, others[line].end), _WIDTH)
        yield _told("" if index else "rests on", f"line {line}: {quoted.text}")
    if hit.repair:
        yield _told("repair", visible(hit.repair.says))


def _told(heading: str, text: str) -> str:
    return f"  {heading:<10} {text}".rstrip()
