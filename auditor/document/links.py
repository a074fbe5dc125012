"""Where a link's target ends: `(target "title")`, `[label]`."""

from __future__ import annotations

import re
from collections.abc import Container

from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

LONGEST_LABEL = 999
"""Characters in the label of a link definition, by CommonMark."""

_FAR = 100
"""Characters within which brackets in a label are looked for."""
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_SPACE = re.compile(r"[ \t\n]*")
_LABEL = re.compile(rf"\[((?:[^\[\]\\]|\\.){{0,{LONGEST_LABEL}}})\]", re.DOTALL)


def inline_target(text: str, at: int) -> int | None:
    """Where the parenthesis with the target that begins at `at` ends, or None if there is none."""
    if not text.startswith("(", at):
        return None
    at = _skip(text, at + 1)
    destination = parseLinkDestination(text, at, len(text))
    if destination.ok:
        behind = destination.pos
        at = _skip(text, behind)
        title = parseLinkTitle(text, at, len(text))
        if at > behind and title.ok:
            at = _skip(text, title.pos)
    return at + 1 if text.startswith(")", at) else None


def reference_target(text: str, start: int, at: int, known: Container[str], *, plain: bool) -> int | None:
    """Where a reference ends whose text runs from `start` to the bracket before `at`, or None if it is none.

    `plain` says that the text holds no brackets, so that it can be the label itself.
    """
    label = _LABEL.match(text, at)
    if label is not None and label[1]:
        return label.end() if normalizeReference(label[1]) in known else None
    if not plain or at - 1 - start > LONGEST_LABEL or normalizeReference(text[start : at - 1]) not in known:
        return None
    if label is None and _is_nested(text, at):
        return None
    return label.end() if label else at


def _is_nested(text: str, at: int) -> bool:
    """Whether a label with brackets in it follows, which no definition can have: "[a][[b]]" is no link."""
    if not text.startswith("[", at):
        return False
    depth = 0
    for found in _BRACKET.finditer(text, at, at + _FAR):
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if not depth:
            return True
    return False


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
