"""Every document beside this file under `numbers/`: one reading, every way to write it, and what must not be read.

A section gives the reading in backquotes, `value unit`, several set apart by `;`. In front of a value stand the signs
`≥ ≤ > < ~`; behind it `@` and a parallel degree, and in parentheses how it is tied to its neighbours. `a..b` is a range
and `a|b` two readings of a scale. A section whose heading ends in "read as nothing" lists what holds no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.claims.scan import scan
from auditor.claims.token import Number
from auditor.quantity import Modality

FOLDER = Path(__file__).parent / "numbers"
SIGNS = {
    Modality.AT_LEAST: "≥ ",
    Modality.AT_MOST: "≤ ",
    Modality.MORE_THAN: "> ",
    Modality.LESS_THAN: "< ",
    Modality.ABOUT: "~ ",
}


def cases() -> Iterator[tuple[str, str]]:
    """Each spelling with the reading of its section."""
    for path in sorted(FOLDER.glob("*.md")):
        for section in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            heading, *lines = section.splitlines()
            reading = next((line.strip("`") for line in lines if line.startswith("`")), "")
            assert reading or heading.endswith("read as nothing"), f"{path.name}: {heading} gives no reading"
            yield from ((line[2:], reading) for line in lines if line.startswith("- "))


def shown(number: Number) -> str:
    """A number in the notation of the documents."""
    ends = [number.low] if number.low == number.high else [number.low, number.high]
    value = "..".join(re.sub(r"\.0$", "", str(float(end))) if end.denominator < 10**5 else str(end) for end in ends)
    scales = {reading.interval for reading in number.quantity.readings if reading.name.startswith("K =")}
    if len(scales) > 1:
        value += f"|{float(number.low) * 1.024:.0f}"
    unit = number.quantity.unit.symbol
    degree = f"@{number.degree}" if number.degree else ""
    tie = f"({number.qualifier})" if number.qualifier not in ("", "range") else ""
    return SIGNS.get(number.quantity.modality, "") + " ".join(filter(None, (value, unit, degree, tie)))


@pytest.mark.parametrize(("text", "reading"), list(cases()))
def test_reading(text: str, reading: str) -> None:
    tokens = scan(text)
    assert "; ".join(shown(token.number) for token in tokens if token.number is not None) == reading
