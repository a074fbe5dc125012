"""How often each rule found something, and how much of the documents was decided."""

from __future__ import annotations

from collections import Counter

from auditor.check.formats.full import closing
from auditor.check.hit import Outcome


def statistics(outcome: Outcome) -> str:
    """A line a rule, the commonest first, then the closing line."""
    hits = [hit for checked in outcome.documents for hit in checked.active]
    count = Counter((hit.code, hit.severity) for hit in hits)
    repairs = Counter((hit.code, hit.severity) for hit in hits if hit.repair)
    lines = []
    for (code, severity), number in sorted(count.items(), key=lambda each: (-each[1], each[0])):
        mended = repairs[code, severity]
        lines.append(f"{number:>6}  {severity:<8} {code}{f'  ({mended} can be repaired)' if mended else ''}")
    return "".join(f"{line}\n" for line in (*lines, closing(outcome)))
