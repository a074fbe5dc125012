"""Running text reads as markdown-it renders it."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from auditor.document import Kind, read

Spans = list[tuple[int, int]]


class Reference(MarkdownIt):
    """markdown-it itself; links are not judged by their target, nor rewritten."""

    def __init__(self) -> None:
        super().__init__("commonmark")
        self.enable(["table", "strikethrough"])

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True

    def normalizeLinkText(self, url: str) -> str:  # noqa: N802
        return url


REFERENCE = Reference()
FORGETFUL = "<code>" not in REFERENCE.render("[a` `` ` `")
"""Whether it is a release that loses code behind an open bracket."""


def visible(tokens: list[Token]) -> tuple[str, Spans, Spans, Spans]:
    """The text that tokens show, and its bold, verbatim and struck stretches."""
    text = ""
    open_at: list[int] = []
    found: dict[str, Spans] = {"strong": [], "code": [], "s": []}
    for token in tokens:
        start = len(text)
        if token.type in ("text", "code_inline"):
            text += token.content
        elif token.type in ("softbreak", "hardbreak"):
            # A break in the middle of a sentence is a space here, others stay: `test_wraps.py`.
            text += " "
        elif token.type == "image":
            inner = visible(token.children or [])
            text += inner[0]
            for spans, more in zip(found.values(), inner[1:], strict=True):
                spans += [(first + start, last + start) for first, last in more]
        if token.type == "code_inline" or token.nesting < 0:
            span = (start, len(text)) if token.nesting == 0 else (open_at.pop(), start)
            if token.tag in found and span[0] < span[1]:
                found[token.tag].append(span)
        if token.nesting > 0:
            open_at.append(start)
    return text, sorted(found["strong"]), sorted(found["code"]), sorted(found["s"])


def expected(source: str) -> list[tuple[str, Spans, Spans, Spans]]:
    """What markdown-it finds in the paragraphs of a text."""
    read = [visible(token.children or []) for token in REFERENCE.parse(source) if token.type == "inline"]
    return [each for each in read if each[0]]


def actual(source: str) -> list[tuple[str, Spans, Spans, Spans]]:
    """What this project finds."""
    blocks = [block for block in read(source).blocks if block.kind is not Kind.COMMENT]
    return [
        (
            block.text.replace("\n", " "),
            [(span.start, span.end) for span in block.strong],
            [(span.start, span.end) for span in block.verbatim],
            [(span.start, span.end) for span in block.struck],
        )
        for block in blocks
    ]


ALPHABETS = (
    *("*_a ", "*_a1. ", "*a_é“€ \u00a0", "~*a ", "~_a`"),
    *("[]()a!", "[]()a*`!", '[](a"\\<> ', "*a~[]()`\\"),
    *("`a ", "\\*`a", "&;#1axA", "<a=b\"'>/", "<a!->/?[]C", "<a@.:->"),
)
lines = st.sampled_from(ALPHABETS).flatmap(lambda alphabet: st.text(alphabet=alphabet, max_size=16))
paragraphs = st.lists(lines.map(lambda line: "x" + line.rstrip()), min_size=1, max_size=3).map("\n".join)


@given(paragraphs)
@example("x***a** b*")
@example("x*a **b*c**")
@example("x~~~a~~~")
@example("x[a[b](c)](d)")
@example("x![a[b](c)](d)")
@example("x[*a](b)*")
@example("x``a`b``c`")
@example('x<a b="`">`c`')
@example("x[\nx` `` ` `")
def test_running_text_is_what_markdown_it_shows(source: str) -> None:
    # markdown-it lets a comment run on behind `--->`, where CommonMark ends it.
    assume("--->" not in source)
    assume(not (FORGETFUL and "[" in source and "`" in source))
    # An asterisk beside a digit is one that multiplies.
    assume(not re.search(r"\d\*{1,2}\w|\w\*{1,2}\d", source))
    assert actual(source) == expected(source)


@given(st.text(alphabet="[]()!ab*", max_size=16))
@example("[a]")
@example("[b][a]")
@example("[b][]")
@example("[a][[]]")
@example("[a][[b]")
@example("![a]")
def test_references_are_what_markdown_it_shows(source: str) -> None:
    # A label that is no definition after brackets that are one is where the two readings part.
    assume("](" not in source)
    text = f"x{source}\n\n[a]: u\n"
    assert actual(text) == expected(text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("TP=2*4*8", "TP=2*4*8"),
        ("0.4*5 + 0.3*4 = 3.2", "0.4*5 + 0.3*4 = 3.2"),
        ("TP2*PP4*EP8 = 64", "TP2*PP4*EP8 = 64"),
        ("2**10 and 2**20", "2**10 and 2**20"),
        ("8 **GPUs** of 80*GB*", "8 GPUs of 80*GB*"),
        ("2 * 4 * 8", "2 * 4 * 8"),
        ("num_layers_per_stage", "num_layers_per_stage"),
        ("~5 GB to ~6 GB", "~5 GB to ~6 GB"),
        ("<6s and >4s", "<6s and >4s"),
        ("[0, 7] and [8,15]", "[0, 7] and [8,15]"),
        ("AT&T &copy; &nosuch;", "AT&T © &nosuch;"),
        ("a<br/>b", "a\nb"),
        ("x<sup>2</sup>", "x2"),
        ("**GPU**s", "GPUs"),
        ("\\$5 \\~ \\a", "$5 ~ \\a"),
    ],
)
def test_what_reports_write(source: str, text: str) -> None:
    assert [block.text for block in read(source).blocks] == [text]


def test_comments_in_running_text_are_blocks() -> None:
    document = read("16 GPUs <!-- was 8 --> in use")
    assert [(block.kind, block.text) for block in document.blocks] == [
        (Kind.PARAGRAPH, "16 GPUs  in use"),
        (Kind.COMMENT, "was 8"),
    ]


def test_bold_stretches_of_a_label() -> None:
    [block] = read("**Total** of **8**: `x`, ~~9~~").blocks
    assert [block.text[span.start : span.end] for span in block.strong] == ["Total", "8"]
    assert [block.text[span.start : span.end] for span in block.verbatim] == ["x"]
    assert [block.text[span.start : span.end] for span in block.struck] == ["9"]


def test_a_definition_may_stand_anywhere() -> None:
    document = read("[a] 8\n\n> [a]: u")
    assert document.blocks[0].text == "a 8"
    assert re.search("a", document.blocks[0].text)
