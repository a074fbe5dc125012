"""Numbers with hand-made labels, and the project's own vocabulary."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from auditor.claims import Claim, Claims, Form, Label, extract
from auditor.document import read
from auditor.facts import Fact, Facts, resolve
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity, Reading
from auditor.rulebook.vocabulary import Vocabulary, vocabulary
from auditor.unit_table import alternatives

RULES = Path(__file__).parents[2] / "rules"


def tables(folder: str) -> dict[str, dict[str, Any]]:
    files = sorted((RULES / folder).glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}


@pytest.fixture(scope="session")
def terms() -> Vocabulary:
    return vocabulary(tables("vocabulary"), tables("catalogue"))


Meaning = Callable[..., Fact]


@pytest.fixture
def meaning(terms: Vocabulary) -> Meaning:
    """The fact of one number: its value, unit and label."""

    def fact(number: str, unit: str = "", *, degree: str = "", headings: tuple[str, ...] = (), **label: str) -> Fact:
        text = "".join(f"{'#' * level} {heading}\n\n" for level, heading in enumerate(headings, 1)) + "x"
        document = read(text)
        block = document.blocks[-1]
        claim = Claim(
            index=0,
            form=Form.QUANTITY,
            span=block.span,
            text="x",
            block=block.index,
            start=0,
            end=1,
            label=Label(**label, headings=headings),
            quantity=quantity(number, unit),
            degree=degree,
        )
        return resolve(Claims(document, (claim,), (), (), ()), terms).all[0]

    return fact


def quantity(number: str, unit: str) -> Quantity:
    """An exact quantity in a unit of the table."""
    value = Fraction(number)
    found = alternatives(unit)
    return Quantity(
        text=f"{number} {unit}",
        value=value,
        interval=Interval.point(value),
        unit=found[0].unit,
        modality=Modality.EXACT,
        whole=value.denominator == 1,
        readings=tuple(Reading(a.name, a.unit, Interval.point(value * a.unit.factor)) for a in found),
    )


Meanings = Callable[[str], Facts]


@pytest.fixture
def meanings(terms: Vocabulary) -> Meanings:
    return lambda text: resolve(extract(read(text)), terms)


def fact(facts: Facts, text: str) -> Fact:
    """The fact of the first claim that is printed so."""
    return next(found for found in facts.all if found.claim.text == text)
