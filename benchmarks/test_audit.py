"""A whole audit, from text to findings, in markdown parses of the same text."""

from __future__ import annotations

from rounds import Case, Figure, ratio

from auditor.audit import judge
from auditor.rulebook import Rulebook


def test_a_whole_audit(texts: list[str], rules: Rulebook, parse: Case, figure: Figure) -> None:
    figure(ratio(lambda: [judge(text, rules) for text in texts], parse), must=3, aim=1.5)
