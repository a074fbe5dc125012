"""Everybody can read the pages: axe-core finds no violation of WCAG 2.2 AA or of good practice."""

from __future__ import annotations

import pytest
from browser.conftest import ROOT, Open

CORPUS = sorted(path.stem for path in (ROOT / "corpus").glob("*.md") if path.name != "README.md")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("name", ["refuted", "records", "clean", "hostile", "index", *CORPUS[:3]])
def test_axe_finds_no_violation(show: Open, axe: str, name: str, width: int, scheme: str) -> None:
    page = show(name, width, color_scheme=scheme)
    page.evaluate(axe)
    result = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    found = [(one["id"], one["help"], [node["html"] for node in one["nodes"]][:3]) for one in result["violations"]]
    assert not found
    assert result["passes"]
