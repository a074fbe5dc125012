"""The figures are those of the reference scorer."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from auditor.audit import judge
from auditor.evaluate import load, score
from auditor.report import View, as_json

ROOT = Path(__file__).parents[2]
NAMES = {"found": "found", "missed": "missed", "false": "false", "duplicate": "duplicate", "blessed": "blessed",
         "confirmed": "confirmed", "wronged": "wronged", "gap": "gaps"}  # fmt: skip
"""What the reference calls a list, and what it is called here."""


@pytest.fixture
def reference(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", shared / "tools" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("brief", [False, True], ids=["alone", "with what a brief proves"])
@pytest.mark.parametrize("corpus", ["own", "shared"])
def test_every_report_scores_the_same(reference: ModuleType, shared: Path, corpus: str, brief: bool) -> None:
    folder = ROOT / "corpus" if corpus == "own" else shared / "corpus"
    for gold in load(folder, brief=brief):
        findings = judge(gold.text)
        raw = yaml.safe_load((folder / f"{gold.name}.gold.yaml").read_text(encoding="utf-8"))
        expected = reference.score(raw, as_json(View(findings)), gold.text, brief)
        ours = score(gold, findings)
        for theirs, name in NAMES.items():
            assert len(getattr(ours, name)) == len(expected[theirs]), (gold.name, name)
        assert quotes(expected["missed"]) == Counter(item.quote for item in ours.missed)
        assert Counter(raw["code"] for raw in expected["false"]) == Counter(a.finding.code for a in ours.false)


def quotes(items: list[dict[str, Any]]) -> Counter[str]:
    return Counter(item["quote"] for item in items)
