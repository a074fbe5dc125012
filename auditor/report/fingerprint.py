"""A name for a finding that survives edits elsewhere in the document: no line number goes into it."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from auditor.findings import Finding
from auditor.report.view import View

_CONTEXT = 400


class Fingerprints:
    """Fingerprints of one document's findings, each asked for once and in order; equal ones are told apart by count."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._seen: Counter[str] = Counter()

    def next(self, finding: Finding) -> str:
        """Sixteen hexadecimal digits from the rule, the wrong number and the words of its line."""
        line = self._view.excerpt(finding.claims[0], _CONTEXT) if finding.claims else None
        words = " ".join(line.text.split()) if line else ""
        number = line.marked if line else ""
        base = "\0".join((finding.code, number, words))
        self._seen[base] += 1
        return sha256(f"{base}\0{self._seen[base]}".encode()).hexdigest()[:16]
