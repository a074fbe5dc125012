"""The audit JSON: in the shape of its models, and nothing besides."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from report.examples import PLAN, clean, hostile, refuted

from auditor.findings import Findings
from auditor.report import View, as_json, render
from auditor.report.model import Audit, schema

EXAMPLES = pytest.mark.parametrize("example", [refuted, hostile, clean])


@EXAMPLES
def test_the_json_has_the_fields_of_the_models_and_no_others(example: Callable[[], Findings]) -> None:
    audit = as_json(View(example(), path="plan.md"))
    assert json.loads(Audit.model_validate(audit).model_dump_json()) == audit


@EXAMPLES
def test_the_text_is_the_same_json(example: Callable[[], Findings]) -> None:
    view = View(example())
    assert json.loads(render(view, "json")) == as_json(view)


@EXAMPLES
def test_the_published_schema_holds(example: Callable[[], Findings]) -> None:
    jsonschema.validate(as_json(View(example())), json.loads(schema()))


def test_the_published_schema_is_up_to_date(root: Path) -> None:
    published = (root / "docs" / "audit.schema.json").read_text(encoding="utf-8")
    assert published == schema(), "refresh it: auditor schema -o docs/audit.schema.json"


def test_a_finding_stands_where_its_number_stands() -> None:
    audit = as_json(View(refuted(), path="plan.md"))
    finding = audit["findings"][0]
    claim = next(c for c in audit["claims"] if c["id"] == finding["claims"][0])
    assert finding["span"] == claim["span"]
    assert PLAN[finding["span"]["start"] : finding["span"]["end"]] == claim["text"] == "64 GPUs"
    assert (finding["span"]["line"], finding["span"]["column"]) == (6, 10)


def test_bounds_are_exact_and_open_ends_are_null() -> None:
    memory = as_json(View(refuted()))["claims"][6]["quantity"]
    assert (memory["low"], memory["unit"]) == ("15.2", "GB")
    assert memory["readings"][0]["low"] == "15200000000"
    assert as_json(View(hostile()))["findings"][0]["expected_range"]["high"] is None


def test_an_edit_elsewhere_keeps_the_fingerprint() -> None:
    first = as_json(View(refuted()))["findings"][0]["fingerprint"]
    assert first == as_json(View(refuted(), path="moved/elsewhere.md"))["findings"][0]["fingerprint"]
    assert len(first) == 16
