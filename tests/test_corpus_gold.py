"""The corpus holds together: every report has a judgement, and every judgement points at what the report says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

CORPUS = Path(__file__).parents[1] / "corpus"
REPORTS = sorted(path.stem for path in CORPUS.glob("*.md") if path.stem != "README")
KINDS = {"arithmetic", "derivation", "restatement", "infeasible", "divisibility", "verdict", "unit", "method"}
LISTS = ("must_find", "must_confirm", "may_find")

REQUIRED = {
    "must_find": {"id", "lines", "quote", "kind", "stated", "expected", "severity", "why"},
    "must_confirm": {"lines", "quote", "derivation"},
    "may_find": {"lines", "quote", "kind", "why"},
}
OPTIONAL = {"must_find": {"convention_dependent"}, "must_confirm": set[str](), "may_find": set[str]()}


def gold(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CORPUS / f"{name}.gold.yaml").read_text(encoding="utf-8"))
    return loaded


def source_lines(name: str) -> list[str]:
    return (CORPUS / f"{name}.md").read_text(encoding="utf-8").split("\n")


def items(name: str) -> list[tuple[str, dict[str, Any]]]:
    judgement = gold(name)
    return [(status, item) for status in LISTS for item in judgement.get(status, [])]


def test_every_judgement_has_its_report() -> None:
    assert sorted(path.name.removesuffix(".gold.yaml") for path in CORPUS.glob("*.gold.yaml")) == REPORTS


@pytest.mark.parametrize("name", REPORTS)
def test_judgement_names_its_report(name: str) -> None:
    judgement = gold(name)

    assert judgement["doc"] == name
    assert judgement["source"] == {"repo": "this project", "path": f"corpus/{name}.md"}
    assert judgement["premises"]
    assert set(judgement) <= {"doc", "source", "premises", *LISTS}


@pytest.mark.parametrize("name", REPORTS)
def test_items_have_the_fields_of_their_list(name: str) -> None:
    for status, item in items(name):
        assert REQUIRED[status] <= set(item) <= REQUIRED[status] | OPTIONAL[status], item
        assert item.get("kind", "unit") in KINDS, item
        assert item.get("severity", "error") in {"error", "warning"}, item


@pytest.mark.parametrize("name", REPORTS)
def test_quote_stands_on_the_first_of_its_lines(name: str) -> None:
    text = source_lines(name)
    for _, item in items(name):
        assert item["quote"], item
        assert all(1 <= line <= len(text) for line in item["lines"]), item
        assert len(set(item["lines"])) == len(item["lines"]), item
        assert item["quote"] in text[item["lines"][0] - 1], item


@pytest.mark.parametrize("name", REPORTS)
def test_finding_ids_are_unique(name: str) -> None:
    ids = [item["id"] for item in gold(name)["must_find"]]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", REPORTS)
def test_enough_is_confirmed(name: str) -> None:
    confirmed = [(item["lines"][0], item["quote"]) for item in gold(name)["must_confirm"]]

    assert len(confirmed) >= 8
    assert len(set(confirmed)) == len(confirmed)


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_of_realistic_length(name: str) -> None:
    text = source_lines(name)

    assert 50 <= len(text) <= 160
    assert len(re.findall(r"\d+(?:[.,]\d+)*", "\n".join(text))) >= 40


def test_corpus_covers_every_kind_of_mistake_and_sound_reports() -> None:
    found = Counter(item["kind"] for name in REPORTS for item in gold(name)["must_find"])
    sound = [name for name in REPORTS if not gold(name)["must_find"]]

    assert set(found) >= KINDS - {"method"}
    assert len(REPORTS) >= 16
    assert len(sound) >= 5
