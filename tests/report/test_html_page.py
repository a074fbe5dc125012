"""The page of one document, read without a browser."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from report.elements import Elements
from report.examples import clean, hostile, refuted

from auditor.audit import judge
from auditor.report import View, render

ROOT = Path(__file__).parents[2]
CORPUS = sorted(path for path in (ROOT / "corpus").glob("*.md") if path.name != "README.md")

HOSTILE = """# "><img src=x onerror=alert(1)> {{ 7*7 }} {% include 'page.html' %}

<script>alert(2)</script></ol></div><svg onload=alert(3)>

- [total](javascript:alert(4)): 2 × 4 = 9 <b>GPUs</b> ✅
- <a href="javascript:alert(5)">16 GPUs</a> &amp; `</style><style>*{display:none}`
- \u202e64 GPUs\u202c \x1b[31m{{ config }} 8 ÷ 2 = 3 `<!--`
"""


def page(text: str, name: str = "plan.md") -> str:
    return render(View(judge(text), path=name), "html")


def test_the_headline_holds_both_verdicts_and_the_counts() -> None:
    shown = Elements(render(View(refuted(), path="in/plan.md"), "html")).words("header")
    assert "Audit of plan.md" in shown
    assert "✗ Refuted 1 error" in shown
    assert "The report says of itself “CORRECT”, line 3" in shown
    assert "numerals 6 claims read, ticks included 7 ✓ supported 1 ✗ refuted 1 ? open 5 · claims nothing 1" in shown


def test_a_finding_shows_its_whole_proof() -> None:
    shown = Elements(render(View(refuted(), path="plan.md"), "html")).words("article")
    for part in (
        "✗ error The degrees ask for 128 GPUs, not 64 GPUs.",
        "Overturns “✅”, line 3 , “CORRECT”, line 3",
        "stated 64 GPUs follows 128 GPUs",
        "How it may have come about: 4 × 16 gives it: TP=2 is left out.",
        "gpus = tp × pp × ep",
        "2 × 4 × 16 = 128 GPUs",
        "Every degree multiplies the GPUs.",
        "experts inside the tensor ranks 8 GPUs ✗ no",
        "“2”, line 5 1",
        "Wrong only because of this: “15.2GB”, line 7",
    ):
        assert part in shown


def test_a_finding_names_the_source_of_its_rule() -> None:
    shown = Elements(page("- **Total**: 2 × 4 = 9 GPUs")).within("article")
    assert "Source: Arithmetic on the intervals that printed digits admit" in shown


def test_a_document_without_findings_says_so() -> None:
    shown = Elements(render(View(clean()), "html")).within("main")
    assert "Nothing was found to be wrong." in shown


@pytest.mark.parametrize("path", CORPUS, ids=[path.stem for path in CORPUS])
def test_every_link_leads_to_one_element_of_the_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = Elements(page(text))
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in found.values("href")} <= set(ids)
    assert all(href.startswith("#") for href in found.values("href"))


@pytest.mark.parametrize("path", CORPUS, ids=[path.stem for path in CORPUS])
def test_a_page_adds_less_than_100_kilobytes_to_its_document(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(page(text).encode()) - len(text.encode()) < 100_000


def test_every_claim_has_its_mark_in_the_source_and_its_row_in_the_ledger() -> None:
    view = View(judge(CORPUS[0].read_text(encoding="utf-8")))
    ids = set(Elements(render(view, "html")).values("id"))
    assert {f"{kind}{claim}" for claim in range(len(view.findings.judgements)) for kind in "nc"} <= ids


def test_the_source_stands_on_the_page_as_it_is() -> None:
    text = CORPUS[0].read_text(encoding="utf-8")
    source = Elements(page(text)).within("ol").replace("\n", "")
    assert source == text.replace("\n", "")


def test_text_of_a_document_stays_text() -> None:
    shown = page(HOSTILE, name='"><img src=x onerror=alert(6)>.md')
    found = Elements(shown)
    assert not found.names() & {"script", "img", "iframe", "object", "b onload"}
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
    assert all(href.startswith("#") for href in found.values("href"))
    for part in ("{{ 7*7 }}", "{% include 'page.html' %}", "<script>alert(2)</script>", "</style><style>", "\\u202e"):
        assert part in found.within("ol")
    assert "\u202e" not in shown
    assert "\x1b" not in shown


def test_a_record_with_markup_in_it_stays_text() -> None:
    found = Elements(render(View(hostile(), path="x.md"), "html"))
    assert "<b>\\x1b]8;; @team" in found.within("h3")
    assert "i" not in found.names()


def test_the_policy_allows_the_page_its_own_style_and_nothing_else() -> None:
    shown = render(View(refuted()), "html")
    style = re.search(r"<style>(.*?)</style>", shown, re.S)
    assert style
    digest = b64encode(sha256(style.group(1).encode()).digest()).decode()
    policy = next(attributes for name, attributes in Elements(shown).elements if "http-equiv" in attributes)
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert 'style="' not in shown


def test_the_same_audit_gives_the_same_bytes() -> None:
    text = CORPUS[0].read_text(encoding="utf-8")
    assert page(text) == page(text)


@pytest.mark.parametrize(
    ("text", "language"), [("约 64 张卡", "zh"), ("mỗi thẻ được dùng", "vi"), ("a plan", "en"), ("1", "")]
)
def test_the_source_names_its_language(text: str, language: str) -> None:
    assert f'<ol lang="{language}">' in page(text)
