"""Blocks are those of markdown-it, however a long text is cut, and whatever ends its lines."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from document.pieces import documents
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from auditor.document import Document, Kind, read, structure

REFERENCE = MarkdownIt("commonmark").enable("table")
KINDS = {"heading_open": Kind.HEADING, "paragraph_open": Kind.PARAGRAPH, "td_open": Kind.CELL, "th_open": Kind.CELL}


def shape(document: Document) -> list[object]:
    """Everything about the blocks but their places."""
    return [
        (block.kind, block.text, block.headings, block.level, block.quoted, block.item, block.cell, block.code)
        for block in document.blocks
    ]


def letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text)


PIECES = (
    *("# ", "## ", "- ", "* ", "1. ", "3) ", "> ", "\n", "\n\n", "    ", "  ", "\t", "a", "b", "\u00a0", "\u2028"),
    *("```\n", "~~~ d\n", "|a|b|\n", "|-|-|\n", "---\n", "===\n", "<div>", "</div>\n", "<e>\n", "+", "#", "| c"),
)
plain = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(plain)
def test_blocks_are_those_of_markdown_it(source: str) -> None:
    tokens = REFERENCE.parse(source)
    assume(all(token.level < structure.DEEPEST for token in tokens))
    expected = [
        (KINDS[opening.type], letters(token.content))
        for opening, token in pairwise(tokens)
        if token.type == "inline" and letters(token.content) and "<" not in token.content
    ]
    found = [
        (block.kind, letters(block.text))
        for block in read(source).blocks
        if block.kind in KINDS.values() and not block.code and letters(block.text)
    ]
    # Cells beyond the last column of the header are kept here, and what looks like a tag is no text.
    left = iter(found)
    assert all(each in left for each in expected)
    if not any(kind is Kind.CELL for kind, _ in found) and "<" not in source:
        assert found == expected


@given(plain)
def test_code_is_that_of_markdown_it(source: str) -> None:
    tokens = REFERENCE.parse(source)
    assume(all(token.level < structure.DEEPEST for token in tokens))
    code = [token.content for token in tokens if token.type in ("fence", "code_block")]
    # A table that is printed as code is read as the table that it shows, and the tags in its cells as tags.
    assume(not any("<" in content and "|" in content for content in code))
    expected = "".join(map(letters, code))
    assert letters("".join(block.text for block in read(source).blocks if block.code)) == expected


@given(documents, st.integers(1, 30))
def test_a_text_read_in_pieces_is_the_text_read_whole(source: str, size: int) -> None:
    whole = read(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "CHUNK", size)
        pieces = read(source)
    assert pieces.blocks == whole.blocks
    assert pieces.outside == whole.outside


@given(documents, st.sampled_from(["\r\n", "\r"]))
def test_the_sort_of_line_break_makes_no_difference(source: str, line_break: str) -> None:
    source = re.sub(r"\r\n?", "\n", source)
    assert shape(read(source.replace("\n", line_break))) == shape(read(source))


@given(documents)
def test_a_byte_order_mark_makes_no_difference(source: str) -> None:
    source = source.lstrip("\ufeff")
    assert shape(read("\ufeff" + source)) == shape(read(source))


@given(documents)
def test_the_same_text_is_read_the_same(source: str) -> None:
    one, two = read(source), read(source)
    assert (one.blocks, one.outside) == (two.blocks, two.outside)


def test_a_fence_that_spans_pieces_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "CHUNK", 4)
    document = read("a\n\n```\nb 1\n\n# c 2\n\nd 3\n```\n\n# e\n")
    assert [(block.kind, block.text) for block in document.blocks] == [
        (Kind.PARAGRAPH, "a"),
        (Kind.CODE, "b 1"),
        (Kind.CODE, "# c 2"),
        (Kind.CODE, "d 3"),
        (Kind.HEADING, "e"),
    ]


def test_a_definition_reaches_every_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "CHUNK", 4)
    assert read("[a] 8\n\n# b\n\n[a]: u\n").blocks[0].text == "a 8"
