"""The index of a batch in a browser: sorting, filtering, and reading it without script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from browser.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"#table tbody tr:visible > :nth-child({number})").all_inner_texts()


def test_heads_sort_up_and_down(show: Open) -> None:
    page = show("index")
    head = page.get_by_role("button", name="errors")
    head.click()
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("errors")
    numbers = [int(text) for text in column(page, 4)]
    assert numbers == sorted(numbers)
    head.click()
    assert [int(text) for text in column(page, 4)] == sorted(numbers, reverse=True)
    assert page.locator("th[aria-sort]").count() == 1


def test_documents_sort_by_name(show: Open) -> None:
    page = show("index")
    page.get_by_role("button", name="document").click()
    names = column(page, 1)
    assert names == page.evaluate("names => names.slice().sort((a, b) => a.localeCompare(b))", names)


def test_words_verdicts_and_rules_filter(show: Open) -> None:
    page = show("index")
    total = page.locator("#table tbody tr").count()
    page.get_by_label("Contains").fill("refuted.md CORRECT")
    assert column(page, 1) == ["refuted.md"]
    assert page.get_by_role("status").inner_text() == f"1 of {total} documents"
    page.get_by_label("Contains").fill("")
    page.get_by_label("Verdict", exact=True).select_option("REFUTED")
    assert all("refuted" in text for text in column(page, 2))
    page.get_by_label("Kind or rule").select_option("placement/gpus")
    assert "refuted.md" in column(page, 1)
    page.get_by_label("Verdict", exact=True).select_option("")
    page.get_by_label("Kind or rule").select_option("")
    assert page.get_by_role("status").inner_text() == f"{total} of {total} documents"


def test_links_lead_to_the_pages(show: Open) -> None:
    page = show("index")
    links = page.locator("#table tbody a").evaluate_all(
        "all => all.map(link => decodeURIComponent(new URL(link.href).pathname))"
    )
    assert links
    assert all(Path(link).is_file() for link in links)


def test_without_script_the_table_is_there_and_the_filters_are_not(show: Open) -> None:
    page = show("index", java_script_enabled=False)
    assert page.locator("#table tbody tr").first.is_visible()
    assert not page.get_by_label("Contains").is_visible()
