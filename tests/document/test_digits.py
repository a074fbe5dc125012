"""No digit of a document is lost: each is in the text of one block, or outside for a stated reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from document.pieces import documents
from hypothesis import given

from auditor.document import Document, read

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


def homes(document: Document) -> Counter[int]:
    """For each offset of the source, how often its digit is held."""
    held: Counter[int] = Counter()
    for block in document.blocks:
        for index, character in enumerate(block.text):
            span = block.source_span(index, index + 1)
            if re.match(r"\d", character):
                held.update(range(span.start, span.end))
    for stretch in document.outside:
        held.update(range(stretch.span.start, stretch.span.end))
    return held


@given(documents)
def test_each_digit_is_held_exactly_once(source: str) -> None:
    held = homes(read(source))
    for numeral in NUMERAL.finditer(source):
        for offset in range(numeral.start(), numeral.end()):
            if re.match(r"\d", source[offset]):
                assert held[offset] == 1


@given(documents)
def test_what_is_outside_is_in_order_and_has_a_digit(source: str) -> None:
    outside = read(source).outside
    assert list(outside) == sorted(outside, key=lambda each: each.span)
    assert all(re.search(r"\d", source[each.span.start : each.span.end]) for each in outside)


@pytest.mark.parametrize(
    ("source", "stretch", "why"),
    [
        ("7. a", "7", "list number"),
        ("> 12) a", "12", "list number"),
        ("3.", "3", "list number"),
        ("[a](b/8)", "(b/8)", "link target"),
        ('[a](b "8")', '(b "8")', "link target"),
        ("![a](b8.png)", "(b8.png)", "link target"),
        ("[a][r8]\n\n[r8]: x", "[r8]", "link target"),
        ("[a]: http://b/8", "[a]: http://b/8", "link definition"),
        ("a <b id=8>c</b>", "<b id=8>", "HTML attribute"),
        ("a <h3>c", "<h3>", "HTML tag"),
        ("<?8?>", "<?8?>", "HTML declaration"),
        ("```py8\na\n```", "```py8", "fence info"),
        ("a &#8776; b", "&#8776;", "character reference"),
    ],
)
def test_what_is_outside_says_why(source: str, stretch: str, why: str) -> None:
    document = read(source)
    first = document.outside[0]
    assert (document.source[first.span.start : first.span.end], first.why) == (stretch, why)


def test_numbers_of_nested_lists_on_one_line_are_told_apart() -> None:
    document = read("1. 1. 1. a")
    assert [each.span.start for each in document.outside] == [0, 3, 6]


def test_a_heading_number_is_text() -> None:
    document = read("## 3.2 Memory")
    assert document.blocks[0].text == "3.2 Memory"
    assert document.outside == ()


def test_real_reports_lose_no_digit(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("[SP]*.md")):
        source = path.read_bytes().decode()
        held = homes(read(source))
        assert all(held[found.start()] == 1 for found in re.finditer(r"\d", source)), path.name
