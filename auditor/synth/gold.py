"""Known answers as the files that `auditor evaluate` and `auditor dataset agree` read."""

from __future__ import annotations

import json
from typing import Any

from auditor.synth.entry import Report


def as_json(report: Report) -> dict[str, Any]:
    """The gold of a report."""
    found: dict[str, Any] = {
        "doc": report.name,
        "source": {"repo": "synthetic", "path": f"{report.name}.md"},
        "synthetic": True,
    }
    for status in ("must_find", "must_confirm", "may_find"):
        found[status] = [
            _item(report, index) for index, item in enumerate(report.gold) if item.judgement.status == status
        ]
    return found


def as_yaml(report: Report) -> str:
    """The gold of a report as YAML: an item a line, in the notation that YAML shares with JSON."""
    lines = []
    for key, value in as_json(report).items():
        if isinstance(value, list):
            lines.append(f"{key}:" if value else f"{key}: []")
            lines += [f"- {_text(item)}" for item in value]
        else:
            lines.append(f"{key}: {_text(value)}")
    return "\n".join(lines) + "\n"


def _item(report: Report, index: int) -> dict[str, Any]:
    finding = report.gold[index]
    said = finding.judgement
    item: dict[str, Any] = {"id": f"g{index}", "lines": list(finding.lines), "quote": finding.quote}
    if said.status == "must_confirm":
        return {**item, "derivation": said.why}
    item["kind"] = said.kind
    if said.status == "must_find":
        item |= {"stated": finding.quote, "expected": said.expected, "severity": said.severity}
    return {**item, "why": said.why}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
