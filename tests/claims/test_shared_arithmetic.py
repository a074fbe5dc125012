"""Arithmetic of real phrases and reports, read as their annotation says; they stay outside the project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from claims.cases import expression

from auditor.claims import extract
from auditor.document import read
from auditor.span import Span

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
ARITHMETIC = re.compile(r"\d[^|]*(?:×|÷|\*|/|\+| - )[^|]*=[^|]*\d")

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the reference corpus is not beside this checkout")


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else []


def phrases() -> list[dict[str, Any]]:
    return [phrase for phrase in load(CORPUS / "phrases.yaml") if "expression" in phrase]


def quotes() -> list[tuple[str, int, str]]:
    """Every written equation that experts confirm: report, line, quote."""
    found = []
    for path in sorted(CORPUS.glob("*.gold.yaml")):
        for item in load(path).get("must_confirm") or []:
            if ARITHMETIC.search(item["quote"]):
                found.append((path.name.removesuffix(".gold.yaml"), item["lines"][0], item["quote"]))
    return found


def digits(text: str) -> list[str]:
    """Numbers and signs, units left out."""
    return re.findall(r"\d+(?:\.\d+)?|[-+*/^=:]", text)


@pytest.mark.parametrize("phrase", phrases(), ids=lambda phrase: phrase["text"])
def test_a_phrase_gives_the_expression_wanted(phrase: dict[str, Any]) -> None:
    claims = extract(read(phrase["text"]))
    read_as = ["=".join(expression(side, claims.all) for side in found.sides) for found in claims.equations]
    signs = {"of": "/", "ratio": ":"}
    for link in claims.links:
        pair = (expression(side, claims.all) for side in (link.first, link.second))
        read_as.append(signs.get(link.form, "?").join(pair))
    read_as += [claim.text for claim in claims.all]
    assert digits(phrase["expression"]) in [digits(text) for text in read_as]


@pytest.mark.parametrize(("name", "line", "quote"), quotes(), ids=str)
def test_a_confirmed_equation_is_read(name: str, line: int, quote: str) -> None:
    document = read((CORPUS / f"{name}.md").read_text(encoding="utf-8"))
    claims = extract(document)
    begin = document.source.index(quote, document.lines.starts[line - 1])
    stretch = Span(begin, begin + len(quote))
    assert any(found.relations and found.span.overlaps(stretch) for found in claims.equations)
