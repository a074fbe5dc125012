"""Documents made of the pieces in which markdown hides its traps, and what must hold for each of them."""

from __future__ import annotations

from hypothesis import strategies as st

from auditor.document import Block, Document

PIECES = (
    *("# h1 ", "## 2. t\n", "- ", "* ", "1. ", "12) ", "> ", ">", "\n", "\n\n", "    ", "\t", "x", "a5", "7", "٣"),
    *("  ```py3\n", "```\n", "~~~\n", "├── 4", "|-- 5", "| 1 | 2 |", "|---|---|", "\n|-|-|\n", "---\n", "===\n"),
    *("<!-- 3 -->", "<!--", "-->", "<div a=4>", "</div>", "<b 5>", "<br>", "<h1>", "<?6?>", "&#53;", "&#8776;"),
    *('[a]: /u1 "t2"\n', "[a]", "[x2](y3)", "![i6](j7)", "<http://x8>", "**b4**", "`c5`", "*", "_", "~~", "\\"),
    *("\\|", "&amp;", "  \n", "\r\n", "\r", "\0", "\ufeff", "é", "e\u0301", "😀", "２", "\u00a0", "\x0b", "\x1c"),
    *("\u2028", "\ud800"),
)
"""Markup, digits and odd characters."""

documents = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def origins(document: Document, block: Block) -> list[str]:
    """The stretch of the source behind each character of a block."""
    spans = (block.source_span(index, index + 1) for index in range(len(block.text)))
    return [document.source[span.start : span.end] for span in spans]


def slice_of(document: Document, block: Block, part: str) -> str:
    """The stretch of the source behind a part of a block's text."""
    start = block.text.index(part)
    span = block.source_span(start, start + len(part))
    return document.source[span.start : span.end]
