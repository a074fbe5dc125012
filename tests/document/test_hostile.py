"""Texts made to hang or crash a reader are read like any other."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.document import read

MANY = 10_000
HOSTILE = {
    "quotes": ">" * MANY + " 7",
    "spaced quotes": "> " * MANY + "7",
    "lists": "- " * MANY + "7",
    "numbered lists": "1. " * MANY + "7",
    "steps": "".join(" " * (2 * depth) + "- 7\n" for depth in range(200)),
    "brackets": "[" * MANY + "7" + "]" * MANY,
    "links": "[7](" * MANY,
    "images": "![" * MANY + "7" + "](a)" * MANY,
    "links after brackets": "[" * MANY + "[7](a)" * MANY,
    "labels": "[a]: b\n\n" + "[" * MANY + "a" + "]" * MANY + " 7",
    "asterisks": "*" * MANY + "7" + "*" * MANY,
    "openers": "*7 " * MANY,
    "both ways": "7**7" * MANY,
    "crossed": "*7_ " * MANY,
    "backticks": "`" * MANY + "7" + "`" * (MANY + 1),
    "growing backticks": " ".join("`" * count for count in range(200)) + "7",
    "tildes": "~~7" * MANY,
    "angles": "<7" * MANY,
    "open tags": "7 <a b='" * MANY,
    "open comments": "7 <!--" * MANY,
    "long arrows": "7 " + "<!--" * MANY + "--->",
    "open instructions": "7 <?" * MANY,
    "ampersands": "&#7" * MANY,
    "backslashes": "\\" * MANY + "7",
    "spaces": "7" + " " * MANY + "7",
    "pipes": "|" * MANY + "\n" + "|-" * MANY + "|\n|7|",
    "pipes in code": "```\n" + "| " * MANY + "|-- 7\n```",
    "rules in code": "```\n7\n" + "-" * MANY + " " * MANY + "|" + " " * MANY + "-\n```",
    "digits": "7" * MANY,
    "definitions": "[7]: a\n" * 1000,
    "wrapped definitions": "[a]:\nb\n'7\n" * 1000,
    "NUL": "\0" * MANY + "7",
    "CR": "\r" * MANY + "7",
    "marks": "\ufeff" * MANY + "7",
    "surrogates": "\ud800" * MANY + "7",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_to_its_last_digit(source: str) -> None:
    document = read(source)
    last = max(found.start() for found in re.finditer(r"\d", source))
    held = any(block.span.start <= last < block.span.end for block in document.blocks)
    assert held or any(stretch.span.start <= last < stretch.span.end for stretch in document.outside)


@given(st.text(max_size=200))
def test_any_text_is_read(source: str) -> None:
    assert read(source).source == source
