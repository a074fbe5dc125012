"""Readings of real phrases and pages that extractors of quantities get wrong; they stay outside the project."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.claims import Claim, extract
from auditor.claims.scan import scan
from auditor.claims.token import Number
from auditor.document import read
from auditor.quantity import Modality
from auditor.unit_table import unit

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the reference corpus is not beside this checkout")


def load(name: str) -> Any:
    path = CORPUS / name
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else []


def same(number: Number, wanted: dict[str, Any]) -> bool:
    """Whether a number reads as wanted: value or ends, unit and bound."""
    quantity = number.quantity
    if isinstance(wanted["value"], list):
        low, high = (Fraction(str(end)) for end in wanted["value"])
        read_right = (number.low, number.high) == (low, high) or all(map(quantity.hull.contains, (low, high)))
    else:
        read_right = number.low == number.high == quantity.value == Fraction(str(wanted["value"]))
    bound = wanted.get("bound", "range" if number.low != number.high else "exact")
    symbol = unit(wanted["unit"]).symbol if "unit" in wanted else quantity.unit.symbol
    return read_right and quantity.modality is Modality(bound) and quantity.unit.symbol == symbol


@pytest.mark.parametrize("phrase", load("phrases.yaml"), ids=lambda phrase: phrase["text"])
def test_phrase(phrase: dict[str, Any]) -> None:
    tokens = scan(phrase["text"])
    numbers = [token.number for token in tokens if token.number is not None]
    assert len(numbers) == len(phrase["quantities"])
    for number, wanted in zip(numbers, phrase["quantities"], strict=True):
        assert same(number, wanted), (number, wanted)
        assert wanted.get("name", "") in (number.degree, number.noun, phrase["text"][number.end :].strip())


def qualifiers(claim: Claim) -> set[str]:
    """Every way to say how the number is bounded or tied; the empty one where nothing is said."""
    assert claim.quantity is not None
    signs = {
        Modality.ABOUT: "~",
        Modality.AT_LEAST: "+",
        Modality.AT_MOST: "<=",
        Modality.LESS_THAN: "<",
        Modality.MORE_THAN: ">",
        Modality.RANGE: "range",
    }
    said = {claim.qualifier, claim.degree, signs.get(claim.quantity.modality, "")} - {""}
    return said or {""}


NUMERALS = [(page, entry) for page, entries in dict(load("numerals.yaml")).items() for entry in entries]


def claim_at(page: str, line: int, nth: int) -> tuple[Claim, int]:
    """The claim that holds the nth numeral of a line, and which of its numerals that is."""
    source = (CORPUS / f"{page}.md").read_bytes().decode()
    claims = extract(read(source))
    start = claims.document.lines.starts[line - 1]
    on_line = [entry for entry in claims.ledger if claims.document.lines.position(entry.span.start)[0] == line]
    entry = on_line[nth - 1]
    assert entry.claim is not None, f"{source[start : start + 80]!r}: {entry.why}"
    return claims.all[entry.claim], [other for other in on_line if other.claim == entry.claim].index(entry)


@pytest.mark.parametrize(("page", "entry"), NUMERALS, ids=str)
def test_numeral(page: str, entry: list[Any]) -> None:
    line, nth, value, symbol, qualifier = entry
    claim, place = claim_at(page, line, nth)
    assert claim.quantity is not None
    found = claim.quantity.value
    if found is None:
        found = Fraction(NUMERAL.findall(claim.text)[place].replace(",", ""))
    assert found == Fraction(str(value))
    assert claim.quantity.unit.symbol == (unit(symbol).symbol if symbol else "")
    assert qualifier in qualifiers(claim)


@pytest.mark.parametrize("page", dict(load("numerals.yaml")))
def test_nothing_else_is_a_claim(page: str) -> None:
    claims = extract(read((CORPUS / f"{page}.md").read_bytes().decode()))
    stated = sum(entry.claim is not None for entry in claims.ledger)
    assert stated == len(load("numerals.yaml")[page])
