"""What one would paste into a review."""

from __future__ import annotations

from markdown_it import MarkdownIt
from report.examples import clean, hostile, refuted

from auditor.report import View, render, row, summary
from auditor.report.markdown import cell, code, escape

GITHUB = MarkdownIt("commonmark", {"html": True}).enable("table")


def test_a_page_shows_verdict_finding_and_every_claim() -> None:
    page = render(View(refuted(), path="plan.md"), "markdown")
    assert page.startswith("# Audit of `plan.md`\n\n**REFUTED** (1 error). It says of itself: `CORRECT` (line 3).")
    assert "## 1. error: placement/gpus, line 6" in page
    assert "```text\n    6 │ - Total: 64 GPUs\n      │          ^^^^^^^\n```" in page
    assert "- **follows** `128 GPUs`" in page
    assert "| 5 | `4` | supported (arithmetic) | 2 + 2 = 4 (a weak check) |" in page


def test_text_of_a_document_stays_text() -> None:
    tokens = GITHUB.parse(render(View(hostile(), path="<img onerror=x>`.md"), "markdown"))
    html = [child.content for token in tokens for child in token.children or [] if child.type == "html_inline"]
    assert set(html) <= {"<!-- -->", "<br>"}
    blocks = [token.content for token in tokens if token.type == "html_block"]
    assert all("script" not in block and "img" not in block for block in blocks)


def test_code_spans_hold_backticks() -> None:
    assert code("a `` b") == "```a `` b```"
    assert code("`") == "`` ` ``"
    assert cell("a|b") == "`a\\|b`"


def test_mentions_and_references_are_no_links() -> None:
    assert escape("@team #12 5*6") == "@<!-- -->team #<!-- -->12 5\\*6"


def test_the_summary_links_to_each_page() -> None:
    rows = [row(View(refuted(), path="in/plan.md")), row(View(clean(), path="in/empty.md"))]
    page = summary(rows, ["plan.md", "empty.md"])
    assert "2 documents: 1 not enough info, 1 refuted." in page
    assert "| [plan](<plan.md>) | refuted | `CORRECT` | 1 | 0 | 7 | 1 | 1 | 5 | The degrees ask for 128 GPUs" in page
