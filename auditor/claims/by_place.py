"""Lists of names before lists of numbers, one for each: "TP / PP / DP: 4 / 2 / 2", "| layers, heads | 40, 64 |"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims.claim import Label
from auditor.claims.token import Token

Labelled = tuple[Token, Label]
_APART = re.compile(r"\s*(?:[,、/·×*&|]|\bx\b|\band\b|[和及])\s*")
_BETWEEN = re.compile(r"\s*(?:[,、/·×*&|x]|and|[和及])\s*")
_NAME = re.compile(r"[^\W\d_][^\W\d]{0,23}(?:[ -][^\W\d]{1,23}){0,3}")
"""One to four words without a numeral."""
_OPENING = " ([~≈`*"
_KEYED = ("", ":", "：", "=")
"""What stands before a list of which a key or the head of a row names every member."""
_RATE = re.compile(r"\S/\w\b")
"""A unit per another: "tokens/s"."""


def by_place(text: str, found: Sequence[Labelled]) -> Iterator[Labelled]:
    """The numbers of a block in order, each of a list under the one name that is its own."""
    at = 0
    while at < len(found):
        names = _names(found[at][1])
        listed = found[at : at + len(names)]
        if len(names) < 2 or not _is_whole_list(text, listed, found[at + len(listed) :], len(names)):
            yield found[at]
            at += 1
            continue
        for name, (token, label) in zip(names, listed, strict=True):
            yield token, replace(label, key=name, row=label.row if label.key else name)
        at += len(names)


def _names(label: Label) -> list[str]:
    listed = (label.key or label.row).strip(" *_`()[]")
    names = _APART.split(listed) if listed and not _RATE.search(listed) else []
    return names if len(names) > 1 and all(_NAME.fullmatch(name) for name in names) else []


def _is_whole_list(text: str, listed: Sequence[Labelled], later: Sequence[Labelled], count: int) -> bool:
    """Whether the numbers are as many as the names, with nothing but what sets them apart between them."""
    if len(listed) < count or text[: listed[0][0].start].rstrip(_OPENING)[-1:] not in _KEYED:
        return False
    ends = [token.end for token, _ in listed]
    starts = [token.start for token, _ in (*listed[1:], *later[:1])]
    apart = [_BETWEEN.fullmatch(text, end, start) is not None for end, start in zip(ends, starts, strict=False)]
    return all(apart[: count - 1]) and not any(apart[count - 1 :])
