"""The list of several audits, as a page and as markdown."""

from __future__ import annotations

from report.elements import Elements
from report.examples import clean, hostile, refuted

from auditor.report import View, row, summary

ROWS = [
    row(View(clean(), path="in/empty.md")),
    row(View(refuted(), path="in/plan.md")),
    row(View(hostile(), path='<img onerror=x>".md')),
]
LINKS = ["empty.html", "plan.html", 'a b/<img onerror=x>".html']


def test_the_worst_document_stands_first() -> None:
    found = Elements(summary(ROWS, LINKS, "html"))
    assert [href for href in found.values("href") if href[0] != "#"] == [
        "plan.html",
        "a%20b/%3Cimg%20onerror%3Dx%3E%22.html",
        "empty.html",
    ]


def test_kinds_and_rules_are_counted() -> None:
    page = summary(ROWS, LINKS, "html")
    assert "derivation 1, restatement 1." in page
    shown = Elements(page).words("section")
    assert "rule findings documents placement/gpus 1 1 restatement 1 1" in shown


def test_names_of_files_stay_text() -> None:
    found = Elements(summary(ROWS, LINKS, "html"))
    assert "img" not in found.names()
    assert "script" in found.names()
    assert '<img onerror=x>".md' in found.within("tbody")


def test_the_script_is_the_one_that_the_policy_allows() -> None:
    found = Elements(summary(ROWS, LINKS, "html"))
    policy = next(attributes["content"] for _, attributes in found.elements if "http-equiv" in attributes)
    assert policy.count("sha256-") == 2
    assert "unsafe" not in policy


def test_the_markdown_says_the_same() -> None:
    page = summary(ROWS, LINKS)
    assert (
        "| kind | findings | documents |\n|---|---:|---:|\n| `derivation` | 1 | 1 |\n| `restatement` | 1 | 1 |" in page
    )
    assert "| `placement/gpus` | 1 | 1 |" in page
