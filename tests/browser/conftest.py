"""A real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from report.examples import clean, hostile, refuted

from auditor.audit import judge
from auditor.report import Row, View, render, row, summary

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

HOSTILE = """# "><img src=x onerror=document.title='owned'> {{ 7*7 }} {% raw %}

<script>document.title='owned'</script></ol></div><svg onload="document.title='owned'">

- [total](javascript:alert(1)): 2 × 4 = 9 <b>GPUs</b> ✅ <img src="http://127.0.0.1:9/x.png">
- `</style><style>*{display:none}` <iframe src="http://127.0.0.1:9/"></iframe> 8 ÷ 2 = 3 ${7*7}
"""

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests skip where it or Playwright is not."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (.ci/browser)")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium (.ci/browser)")
    with playwright.sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker for accessibility; the tests skip where it is not."""
    path = Path(os.environ.get("AUDITOR_AXE") or ROOT / "node_modules" / "axe-core" / "axe.min.js")
    if not path.is_file():
        pytest.skip("there is no axe-core (.ci/browser)")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages and their index: made by hand, hostile, empty, and of the shipped corpus."""
    folder = tmp_path_factory.mktemp("site")
    views = {
        "refuted": View(refuted(), path="refuted.md"),
        "records": View(hostile(), path="records.md"),
        "clean": View(clean(), path="clean.md"),
        "hostile": View(judge(HOSTILE), path='"><img src=x onerror=alert(1)>.md'),
    }
    for path in sorted((ROOT / "corpus").glob("*.md")):
        if path.name != "README.md":
            views[path.stem] = View(judge(path.read_text(encoding="utf-8")), path=path.name)
    rows: list[Row] = []
    for name, view in views.items():
        (folder / f"{name}.html").write_text(render(view, "html"), encoding="utf-8")
        rows.append(row(view))
    (folder / "index.html").write_text(summary(rows, [f"{name}.html" for name in views], "html"), encoding="utf-8")
    return folder


@pytest.fixture
def show(browser: Browser, site: Path) -> Iterator[Open]:
    """Opens a page of the site; at the end nothing may have been fetched, refused or gone wrong."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(name: str, width: int = 1400, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        own = (site / f"{name}.html").as_uri()
        page.on("request", lambda request: None if request.url == own else complaints.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(own)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints
