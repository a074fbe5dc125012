"""No text, however strange, stops the scan, blows it up or falls out of the account."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.claims import extract
from auditor.claims.scan import scan
from auditor.claims.token import TokenKind
from auditor.document import read
from auditor.quantity import Modality

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
PIECES = st.sampled_from(
    [
        *"0123456789.,:;+-−×x*/÷^=<>≤≥~≈%$()[]{}#|`'\" \n\t",
        *(
            "GB",
            "tokens/ms",
            " per GPU",
            "TP",
            "EP=",
            "-way ",
            "10^",
            "e9",
            "K",
            "B",
            " to ",
            " of ",
            " vs ",
            "each",
            "²",
        ),
        *(
            "Layer ",
            "GPUs ",
            "Phase ",
            "Llama",
            "H100",
            "max",
            "at least ",
            "1:1",
            "0-7",
            "2025-",
            "№",
            "１",
            "٣",
            "亿",
            "🚀",
        ),
    ]
)
texts = st.lists(PIECES, max_size=40).map("".join)


@given(texts, st.booleans())
@settings(max_examples=400)
def test_tokens_tile_the_text(text: str, heading: bool) -> None:
    end = 0
    for token in scan(text, heading=heading):
        assert end <= token.start < token.end
        assert text[token.start : token.end] == token.text
        assert (token.kind is TokenKind.NUMBER) == (token.number is not None)
        if token.number is not None:
            assert token.start <= token.number.start < token.number.end <= token.end
            assert token.number.quantity.text == text[token.number.start : token.number.end]
        end = token.end


@given(texts)
@settings(max_examples=400)
def test_every_digit_stands_in_a_token_that_says_what_it_is(text: str) -> None:
    accounted = [token for token in scan(text) if token.number is not None or token.why]
    for found in NUMERAL.finditer(text):
        assert any(token.start < found.end() and found.start() < token.end for token in accounted), found[0]


@given(texts)
@settings(max_examples=200)
def test_every_numeral_of_a_document_has_one_entry(text: str) -> None:
    claims = extract(read(text))
    spans = [(entry.span.start, entry.span.end) for entry in claims.ledger]
    assert spans == [found.span() for found in NUMERAL.finditer(text)]
    assert all(text[claim.span.start : claim.span.end] == claim.text for claim in claims.all)
    assert all((entry.claim is None) == (entry.role == "other") for entry in claims.ledger)


@given(texts)
@settings(max_examples=200)
def test_what_a_number_admits_holds_what_it_says(text: str) -> None:
    for token in scan(text):
        if token.number is None or token.number.quantity.value is None:
            continue
        quantity = token.number.quantity
        beyond = quantity.modality in (Modality.MORE_THAN, Modality.LESS_THAN)
        assert beyond or quantity.interval.contains(quantity.value)
        assert quantity.readings


@pytest.mark.parametrize(
    "text",
    [
        "9" * 1_000_000,
        "1e" + "9" * 25_000,
        "1," * 25_000,
        "1, 2, " * 12_000,
        "1:" * 25_000,
        "1-" * 25_000,
        "1." * 25_000,
        "1+" * 25_000,
        "111 " * 25_000,
        "1^" * 25_000,
        "1" + "-a" * 12_000,
        "1 " + "a" * 500_000,
        "a/" * 12_000,
        "a." * 12_000,
        "a-" * 50_000 + "1",
        "(" * 50_000 + "1" + ")" * 12_000,
        "GPUs " + "0, 1, " * 12_000,
        "TP×" * 25_000 + "=2",
        "TP1" * 25_000,
        "at least " * 50_000 + "1",
        "1 vs " * 12_000,
        "1 per GPU " * 12_000,
        "[1] " * 12_000,
        "é" * 500_000,
        "1\n" * 25_000,
        " " * 500_000 + "1",
        "<" * 50_000 + "1",
        "$" * 50_000 + "1",
        "1%" * 25_000,
    ],
    ids=lambda text: f"{text[:12]!r} and on",
)
def test_long_inputs_cost_no_more_than_their_length(text: str) -> None:
    assert sum(token.end - token.start for token in scan(text)) <= len(text)


def test_a_line_of_many_keys_and_numbers() -> None:
    text = "```json\n{" + ", ".join(f'"key{number}": {number}' for number in range(10_000)) + "}\n```\n"
    claims = extract(read(text))
    assert len(claims.ledger) == 20_000
