"""Documents that write decimals with a comma and thousands with a point: "8,7 GB", "98.304 bytes"."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.claims.binding import bind
from auditor.claims.lexicon import UNSCALED
from auditor.document import Block, Document

_DECIMAL = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,4},\d{1,2}|0,\d{3,9})(?![\d]|[.,]\d)")
_OTHERWISE = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,4}\.\d{1,2}|[1-9]\d{0,2}(?:,\d{3})+)(?![\d]|[.,]\d)"
)
_WRITTEN = re.compile(r"(?<![\w.,])(?:([1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?|(\d{1,4}),\d+)(?![\d]|[.,]\d)")
_MILLIONS = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d]|[.,]\d)")
_SWAPPED = str.maketrans(".,", ",.")
_GROUP = 3
_MILLION = 10**6
_LEAST = 2
_TIMES = 4
"""A document that writes decimals one way so many times as often as the other slipped where it did not."""
_PROSE = frozenset({"", "text", "txt", "markdown"})
"""Languages of code that is none."""


def pointed(document: Document) -> Document:
    """The document as if it wrote decimals with a point; itself where it does, or where it is of two minds.

    Every character keeps its place, so that spans and offsets stay.
    """
    if _DECIMAL.search(document.source) is None:
        return _with_millions(document)
    written = sum(_measures(block.text, _DECIMAL) for block in document.blocks)
    otherwise = sum(_measures(block.text, _OTHERWISE) for block in document.blocks) if written >= _LEAST else 0
    if written < _LEAST or written <= _TIMES * otherwise:
        return _with_millions(document)
    return replace(document, blocks=tuple(_swapped(block, strictly=not otherwise) for block in document.blocks))


def _with_millions(document: Document) -> Document:
    """The document with commas in amounts whose points can only stand between thousands: "1.073.741.824 bytes"."""
    if _MILLIONS.search(document.source) is None:
        return document
    return replace(document, blocks=tuple(map(_with_commas, document.blocks)))


def _with_commas(block: Block) -> Block:
    text = _MILLIONS.sub(_grouped, block.text)
    return block if text == block.text else replace(block, text=text)


def _grouped(found: re.Match[str]) -> str:
    return found[0].translate(_SWAPPED) if bind(found.string, found.end()).units else found[0]


def _measures(text: str, written: re.Pattern[str]) -> int:
    """How many numbers of a form have a unit behind them, which lists of numbers and versions do not have."""
    return sum(_has_unit(text, found) for found in written.finditer(text))


def _has_unit(text: str, found: re.Match[str]) -> bool:
    if "." in found[0] and "," in found[0]:
        return True
    bound = bind(text, found.end())
    grouped = "," in found[0] and len(found[0].rpartition(",")[2]) == _GROUP
    if bound.scales is not UNSCALED:
        # "13,213 million" may be either.
        return not grouped
    return bool(bound.units) and bound.countable == grouped


def _swapped(block: Block, *, strictly: bool) -> Block:
    if ("," not in block.text and "." not in block.text) or (block.code and block.code.language not in _PROSE):
        return block
    text = _WRITTEN.sub(lambda found: _other_way(found, strictly=strictly), block.text)
    return block if text == block.text else replace(block, text=text)


def _other_way(found: re.Match[str], *, strictly: bool) -> str:
    text, (start, end) = found.string, found.span()
    listed = text[start - 1 : start] in ("[", "{") and text[end : end + 1] in ("]", "}")
    # Where the document has slips, "4,096" may be one; of billions nobody writes thousands.
    grouped = found[2] and found[2] != "0" and end - found.end(2) - 1 == _GROUP and not strictly
    grouped = grouped and bind(text, end).scales[0] < _MILLION
    return found[0] if listed or grouped else found[0].translate(_SWAPPED)
