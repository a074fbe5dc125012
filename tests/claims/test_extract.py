"""What the stage gives: claims with exact spans, and an account of every numeral."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.claims import Claims, Form, Polarity, extract
from auditor.document import read

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


def claims(text: str) -> Claims:
    return extract(read(text))


def account(text: str) -> list[tuple[str, str, str]]:
    """Each numeral with its role and what it is."""
    found = claims(text)
    return [(text[entry.span.start : entry.span.end], entry.role, entry.why) for entry in found.ledger]


def test_a_claim_covers_bound_number_and_unit() -> None:
    assert [claim.text for claim in claims("TTFT <6 seconds at 850+ tokens/ms").all] == ["<6 seconds", "850+ tokens/ms"]


def test_markup_inside_a_claim_stays_in_its_text() -> None:
    claim = claims("uses **64** GB").all[0]
    assert claim.text == "64** GB"
    assert claim.quantity is not None
    assert claim.quantity.unit.symbol == "GB"
    assert claim.quantity.text == claim.text


def test_claims_are_numbered_in_source_order_marks_included() -> None:
    found = claims("- Memory: 15 GB of 64 GB ✅\n- TTFT: 12 s ❌\n").all
    assert [claim.index for claim in found] == list(range(len(found)))
    assert [claim.form for claim in found] == [Form.QUANTITY, Form.QUANTITY, Form.MARK, Form.QUANTITY, Form.MARK]
    assert [claim.polarity for claim in found if claim.polarity] == [Polarity.GOOD, Polarity.BAD]


def test_the_ledger_tells_claims_operands_and_the_rest() -> None:
    assert account("## 2. Memory\n\n1. Phase 2 needs 16 GPUs: 2 × 8 = 16\n") == [
        ("2", "other", "section number"),
        ("1", "other", "list number"),
        ("2", "other", "number in a series"),
        ("16", "claim", "quantity in GPU"),
        ("2", "operand", "number"),
        ("8", "operand", "number"),
        ("16", "operand", "number"),
    ]


def test_both_ends_of_a_range_belong_to_one_claim() -> None:
    found = claims("128-10240 tokens")
    assert [entry.claim for entry in found.ledger] == [0, 0]


def test_digits_of_markup_are_accounted_for() -> None:
    assert account("[plan](https://example.org/v2) and &#8776; 5 GB\n") == [
        ("2", "other", "link target"),
        ("8776", "claim", "quantity in GB"),
        ("5", "claim", "quantity in GB"),
    ]


def test_a_column_that_numbers_rows_claims_nothing() -> None:
    text = "| Stage | Layers | Memory |\n|---|---|---|\n| 0 | 0-7 | 5 GB |\n| 1 | 8-15 | 6 GB |\n"
    assert [claim.text for claim in claims(text).all if claim.qualifier != "indices"] == ["5 GB", "6 GB"]


def test_a_column_that_counts_claims() -> None:
    text = "| GPUs | Throughput |\n|---|---|\n| 1 | 100 tokens/s |\n| 2 | 190 tokens/s |\n"
    assert [claim.text for claim in claims(text).all] == ["1", "100 tokens/s", "2", "190 tokens/s"]


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "corpus").glob("*.md")), ids=lambda path: path.stem
)
def test_every_report_of_the_corpus_is_accounted_for(path: Path) -> None:
    source = path.read_bytes().decode()
    found = claims(source)
    assert [(entry.span.start, entry.span.end) for entry in found.ledger] == [
        match.span() for match in NUMERAL.finditer(source)
    ]
    assert all(source[claim.span.start : claim.span.end] == claim.text for claim in found.all)
    assert not [entry for entry in found.ledger if entry.why == "markup"]


def test_the_unit_of_a_heading_reaches_the_column_that_it_names() -> None:
    table = "| Part | Memory | Layers | Share |\n|---|---|---|---|\n| A | 7.5 | 12 | 40% |"
    found = claims(f"### Peak memory use (MB)\n\n{table}")
    units = [claim.quantity.unit.symbol for claim in found.all if claim.quantity is not None]
    assert units == ["MB", "", "%"]


@pytest.mark.parametrize(
    ("text", "said", "plain"),
    [
        (r"$$ 2 = 254{,}760 \text{ bytes} $$", r"254{,}760 \text{ bytes}", "254,760 bytes"),
        (r"$2 = 40\,\mathrm{\text{GB}}$", r"40\,\mathrm{\text{GB}}", "40 GB"),
        (r"$2 = \boxed{40 \text{ GB }}$", r"40 \text{ GB }", "40 GB"),
        (r"$2 = \frac{40}{2}$", "2", "2"),
        ("2 and **40** GB", "40** GB", "40 GB"),
        ("2 and 40&nbsp;GB", "40&nbsp;GB", "40\u00a0GB"),
        ("2,5 GB, 3,5 GB, 4,5 GB and **1.024,5** GB", "1.024,5** GB", "1.024,5 GB"),
    ],
)
def test_a_claim_ends_behind_its_markup_and_is_read_without_it(text: str, said: str, plain: str) -> None:
    found = claims(text)
    claim = found.all[-1]
    assert text[claim.span.start : claim.span.end] == claim.text == said
    assert found.plain(claim.index) == plain
