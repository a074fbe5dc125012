"""Decimal commas: decided once for a document, by the numbers with a unit behind them."""

from __future__ import annotations

import pytest

from auditor.claims import extract
from auditor.document import read

COMMAS = "Weights 65,6 GB, TPOT 24,1 ms. "
POINTS = "Weights 65.6 GB, TPOT 24.1 ms. "


def values(text: str) -> list[str]:
    return [
        f"{float(claim.quantity.value):g}"
        for claim in extract(read(text)).all
        if claim.quantity is not None and claim.quantity.value is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (COMMAS + "98.304 bytes", ["65.6", "24.1", "98304"]),
        (COMMAS + "3,3 / 0,864 = 3,8", ["65.6", "24.1", "3.3", "0.864", "3.8"]),
        (COMMAS + "13,213 tỷ", ["65.6", "24.1", "1.3213e+10"]),
        (
            COMMAS + "7,5 ms, 8,5 ms, 9,5 ms, 0.5 GB, 1,557 Mrd.",
            ["65.6", "24.1", "7.5", "8.5", "9.5", "0.5", "1.557e+09"],
        ),
        (COMMAS + "1.234,56 €", ["65.6", "24.1", "1234.56"]),
        (COMMAS + "vLLM 0.11.0 at 0.9", ["65.6", "24.1", "0.9"]),
        ("One 65,6 GB. 98.304 ms", ["65.6", "98.304"]),
        (POINTS + "4,096 tokens and 7,5 GB", ["65.6", "24.1", "4096", "7.5"]),
        (POINTS + "7,5 GB, 2,5 GB, 4,096", ["65.6", "24.1", "7.5", "2.5", "4096"]),
        (COMMAS + "7,5 ms, 8,5 ms, 9,5 ms, 4,096 tokens", ["65.6", "24.1", "7.5", "8.5", "9.5", "4096"]),
        (COMMAS + '\n\n```json\n{"time": 98.304}\n```', ["65.6", "24.1", "98.304"]),
    ],
)
def test_a_document_decides(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_what_is_quoted_is_as_printed() -> None:
    claims = extract(read(COMMAS + "98.304 bytes")).all
    assert [claim.text for claim in claims] == ["65,6 GB", "24,1 ms", "98.304 bytes"]


def test_a_table_decides_for_its_head() -> None:
    assert values("| TPOT (ms) |\n|---|\n| 24,1 |\n\nUsed 65,6 GB and 70,5 GB.") == ["24.1", "65.6", "70.5"]
