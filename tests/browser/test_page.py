"""The page of one document in a browser."""

from __future__ import annotations

import pytest
from browser.conftest import HOSTILE, ROOT, Open
from browser.pixels import colours

from auditor.audit import judge
from auditor.report import View

CORPUS = sorted(path.stem for path in (ROOT / "corpus").glob("*.md") if path.name != "README.md")
PAGES = ("refuted", "hostile", *CORPUS[:4])

ARRIVED = """selector => {
  if (location.hash !== selector) return false;
  const box = document.querySelector(selector).getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.width > 0;
}"""


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_finding_lands_in_view(show: Open, name: str) -> None:
    page = show(name, reduced_motion="reduce")
    links = page.locator("article a")
    for place in range(links.count()):
        href = links.nth(place).get_attribute("href")
        assert href
        links.nth(place).click()
        page.wait_for_function(ARRIVED, arg=href, timeout=5000)


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_the_source_leads_to_its_derivation(show: Open, name: str) -> None:
    page = show(name, reduced_motion="reduce")
    marks = page.locator(".pane a[id]")
    for place in range(min(marks.count(), 25)):
        href = marks.nth(place).get_attribute("href")
        assert href
        marks.nth(place).click()
        page.wait_for_function(ARRIVED, arg=href, timeout=5000)


def test_marks_hold_the_words_of_their_claims_with_a_sign(show: Open) -> None:
    view = View(judge((ROOT / "corpus" / f"{CORPUS[0]}.md").read_text(encoding="utf-8")))
    page = show(CORPUS[0])
    signs = {"supported": "✓", "refuted": "✗", "open": "?", "questioned": "!"}
    for claim in range(len(view.findings.judgements)):
        mark = page.locator(f"#n{claim} mark")
        state = mark.get_attribute("class")
        assert state
        text = view.text(claim).split("\n")[0]
        assert mark.text_content() == text + signs[state]
        assert mark.evaluate("mark => mark.parentElement.title").startswith(state)


def test_states_differ_in_shape(show: Open) -> None:
    page = show("refuted")
    shapes = page.locator(".key mark").evaluate_all(
        "marks => marks.map(m => getComputedStyle(m)).map(s => s.borderBottomStyle + s.borderTopStyle)"
    )
    assert len(set(shapes)) == 5


@pytest.mark.parametrize("width", [320, 390, 1400])
@pytest.mark.parametrize("name", ["refuted", "hostile", "index", *CORPUS[:4]])
def test_nothing_is_wider_than_the_screen(show: Open, name: str, width: int) -> None:
    page = show(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["refuted", "clean", "index", CORPUS[0]])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_not_empty_in_either_scheme(show: Open, name: str, scheme: str) -> None:
    page = show(name, color_scheme=scheme)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(255, 255, 255)") == (scheme == "light")
    assert colours(page, page.screenshot()) > 10


@pytest.mark.parametrize("name", ["refuted", CORPUS[0]])
def test_print_opens_and_shows_everything(show: Open, name: str) -> None:
    page = show(name)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = false)")
    page.emulate_media(media="print")
    assert all(height > 20 for height in page.locator(".tree").evaluate_all("all => all.map(e => e.offsetHeight)"))
    cut = page.locator("main *").evaluate_all(
        "all => all.filter(e => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== 'visible')"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert not cut
    assert colours(page, page.screenshot(full_page=True)) > 10
    assert len(page.pdf()) > 20_000


def test_the_page_is_read_without_script(show: Open) -> None:
    page = show("hostile", java_script_enabled=False)
    assert page.locator("article").count() > 0
    assert page.locator("#ledger tbody tr").count() > 10


def test_the_keyboard_reaches_the_findings_first(show: Open) -> None:
    page = show("refuted")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#findings"


@pytest.mark.parametrize("width", [390, 1400])
def test_a_hostile_document_stays_text(show: Open, width: int) -> None:
    page = show("hostile", width)
    assert page.title() == 'Refuted: "><img src=x onerror=alert(1)>.md'
    assert page.locator("script, img, iframe, object, embed, [onload], [onerror]").count() == 0
    assert page.locator("a:not([href^='#'])").count() == 0
    lines = page.locator(".pane li").evaluate_all(
        "all => all.map(line => Array.from(line.querySelectorAll('sup'))"
        ".reduce((text, sup) => (sup.remove(), text), '') + line.textContent)"
    )
    assert lines == HOSTILE.split("\n")[:-1]
