"""Rows of pipe tables: the cells of a line, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.document.content import BLANK, Content

_PIPE = re.compile(r"\\\||\|")
_RULE = re.compile(r"[|+]?(?:[ \t]*:?[-=]+:?[ \t]*[|+])*(?:[ \t]*:?[-=]+:?)?")


def cells(text: str, start: int, end: int) -> Iterator[tuple[int, Content]]:
    """The cells of the row that a stretch of the text holds, with their columns from 0; empty ones are left out."""
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    pipes = list(_PIPE.finditer(text, start, end))
    walls = [pipe.start() for pipe in pipes if pipe.end() - pipe.start() == 1]
    escaped = [pipe.start() for pipe in pipes if pipe.end() - pipe.start() == 2]
    edges = [start - 1, *walls, end]
    if walls and walls[0] == start:
        edges = edges[1:]
    if len(edges) > 1 and edges[-2] == end - 1:
        edges.pop()
    at = 0
    for column, (left, right) in enumerate(pairwise(edges)):
        inside = []
        while at < len(escaped) and escaped[at] < right:
            inside.append(escaped[at])
            at += 1
        content = _cell(text, left + 1, right, inside)
        if content:
            yield column, content


def _cell(text: str, start: int, end: int, escaped: list[int]) -> Content | None:
    """A cell without white space around it and without the backslashes before its pipes; None if it is empty."""
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    if start == end:
        return None
    if not escaped:
        return Content(text[start:end], [0], [start])
    bounds = [*escaped, end]
    sources = [start, *(each + 1 for each in escaped)]
    parts = [text[source:bound] for source, bound in zip(sources, bounds, strict=True)]
    begins = [0]
    for part in parts[:-1]:
        begins.append(begins[-1] + len(part))
    return Content("".join(parts), begins, sources)


def is_rule(text: str, start: int, end: int) -> bool:
    """Whether a line is the rule of a table: `|---|:--:|`, `+----+----+`."""
    stretch = text[start:end].strip(" \t")
    if stretch.strip("|+-=: \t"):
        return False
    drawn = ("|" in stretch and "-" in stretch) or ("+" in stretch and ("--" in stretch or "==" in stretch))
    return drawn and _RULE.fullmatch(stretch) is not None
