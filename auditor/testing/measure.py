"""How consistent a text is, as one number: for evaluations of models that write reports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auditor.audit import documents, judge, own_rules
from auditor.premises import given
from auditor.report import View


@dataclass(frozen=True, slots=True)
class Measure:
    """What a text is worth by its own numbers."""

    checked: int
    """Claims that could be decided."""
    contradicted: int
    """Those of them that are refuted."""
    messages: tuple[str, ...]
    """What is wrong, a sentence each."""

    @property
    def score(self) -> float | None:
        """The share of the decided claims that stand; None where nothing could be decided, which is no success."""
        return 1 - self.contradicted / self.checked if self.checked else None


def measure(text: str, *, brief: str | Mapping[str, Any] | None = None) -> Measure:
    """Audits a markdown text, against the configuration that holds if there is one.

    `brief` is a text (markdown, or a JSON object) or a mapping. Raises InputError for a brief without any premise.
    """
    book = own_rules()
    told = brief if brief is None or isinstance(brief, str) else json.dumps(dict(brief))
    outside = documents(None if told is None else given(told, "brief"), (), book)
    view = View(judge(text, book, outside), rules=book.digest, book=book)
    decided = view.coverage.supported + view.coverage.refuted
    errors = (finding for finding in view.findings.all if finding.severity.value == "error")
    return Measure(decided, view.coverage.refuted, tuple(f"{view.at(each)} {each.message}" for each in errors))
