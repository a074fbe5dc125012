"""Numbers that the text ties together, and numbers that only stand near each other."""

from __future__ import annotations

import pytest
from claims.cases import Case, cases, link
from hypothesis import given
from hypothesis import strategies as st

from auditor.claims import extract
from auditor.document import read


def links(text: str) -> list[str]:
    claims = extract(read(text))
    return [link(found, claims.all) for found in claims.links]


@pytest.mark.parametrize("case", cases("links.md"), ids=str)
def test_an_excerpt_is_read_as_the_fixture_says(case: Case) -> None:
    assert links(case.excerpt) == case.expected


def test_the_words_say_what_the_result_is() -> None:
    found = extract(read("- **Batch Size**: 96 → 48 (50% reduction)")).links[0]
    assert found.words.split() == ["batch", "size", "reduction"]


def test_the_words_of_a_limit_leave_its_key_out() -> None:
    found = extract(read("- **Memory budget**: 31.5GB (within the 80GB limit)")).links[0]
    assert "budget" not in found.words


PIECES = [
    "2 GPUs ",
    "40GB ",
    "60% ",
    "(",
    ") ",
    "of ",
    "vs ",
    "→ ",
    "from ",
    "to ",
    "into ",
    "each ",
    "limit ",
    ", ",
    ": ",
    "not ",
    "4x ",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_text_breaks_the_reader_and_each_side_is_a_number(parts: list[str]) -> None:
    claims = extract(read("".join(parts)))
    for found in claims.links:
        assert found.span.start < found.span.end
        assert found.result is None or claims.all[found.result].quantity is not None


def test_an_endless_comparison_stays_linear() -> None:
    assert len(links("40GB vs 20GB " * 2000)) == 2000
