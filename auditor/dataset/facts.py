"""What a dataset holds, counted while it is written: card, datasheet and statistics read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from auditor.dataset.rows import Row


@dataclass(slots=True)
class Facts:
    """Counts over all rows."""

    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By config and split."""
    labels: Counter[str] = field(default_factory=Counter)
    """Claims by label."""
    verdicts: Counter[str] = field(default_factory=Counter)
    """Documents by verdict."""
    kinds: Counter[str] = field(default_factory=Counter)
    """Findings by kind."""
    severities: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    """Findings by rule."""
    licences: Counter[str] = field(default_factory=Counter)
    """Documents by licence."""
    sources: Counter[str] = field(default_factory=Counter)
    """Documents by source."""
    generators: Counter[str] = field(default_factory=Counter)
    tools: Counter[str] = field(default_factory=Counter)
    """Documents by version of the auditor and hash of its rules."""
    withheld: int = 0
    """Documents without their text."""
    synthetic: int = 0
    failed: int = 0
    """Documents that could not be audited and are not in the dataset."""
    groups: int = 0
    """Clusters of documents that share a source or nearly all of their text."""
    sourceless: int = 0

    def document(self, split: str, row: Row) -> None:
        """Counts a row of `documents`."""
        self.rows["documents", split] += 1
        self.verdicts[row["verdict"]] += 1
        self.licences[row["licence"] or "unknown"] += 1
        self.sources[row["source"] or "unknown"] += 1
        self.generators[row["generator"] or "unknown"] += 1
        self.tools[f"{row['tool_version']}, rules {row['rules_hash'][:12] or 'unknown'}"] += 1
        self.withheld += row["withheld"]
        self.synthetic += row["synthetic"]

    def claim(self, split: str, row: Row) -> None:
        """Counts a row of `claims`."""
        self.rows["claims", split] += 1
        self.labels[row["label"]] += 1

    def finding(self, split: str, row: Row) -> None:
        """Counts a row of `findings`."""
        self.rows["findings", split] += 1
        self.kinds[row["kind"]] += 1
        self.severities[row["severity"]] += 1
        self.rules[row["rule"]] += 1

    def of(self, config: str) -> int:
        """All rows of a config."""
        return sum(count for (name, _), count in self.rows.items() if name == config)

    def as_json(self) -> dict[str, Any]:
        """The counts for programs."""
        return {
            "rows": {f"{config}/{split}": count for (config, split), count in sorted(self.rows.items())},
            **{
                name: dict(sorted(getattr(self, name).items()))
                for name in (
                    "labels",
                    "verdicts",
                    "kinds",
                    "severities",
                    "rules",
                    "licences",
                    "sources",
                    "generators",
                    "tools",
                )
            },
            **{name: getattr(self, name) for name in ("withheld", "synthetic", "failed", "groups", "sourceless")},
        }
