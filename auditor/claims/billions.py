"""Billions with the letter set apart: "653.91 B". No amount has parts of a byte, so that a document that has one number
too large to be the bytes of a value means billions by such a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from auditor.claims.scan import scan
from auditor.claims.token import Token, Tokenised
from auditor.document import Block

_APART = re.compile(r"\d\.(\d+)[ \u00a0]B")
_COUNTED = re.compile(r"\d[ \u00a0]B\b")
_PRODUCT = re.compile(r"\d B ?[x×*·] ?\d+\.\d{2,} B(?!/| per)|\d\.\d{2,} B ?[x×*·] ?\d[\d.]* B(?!/| per)")
_WIDEST = 32
"""More bytes than a parameter takes in training, with all its states: what averages to more is no amount of each."""
_WIDE = 5
"""More bytes than a stored value takes in any format: beside millions with their letter apart no bytes at all."""
_MILLIONS = re.compile(r"\d\.\d+[ \u00a0]M\Z")
_PLACES = 2
"""Decimals from which on a number is no width of a format ("0.5 B")."""

_HOLDERS = frozenset({"B/GPU", "B/node", "B/stage", "B/layer", "B/expert", "B/replica", "B/rank"})
"""Units of what a holder has: never a few bytes and a part of one."""
_BYTES = _HOLDERS | {"B"}


def settled(scanned: Sequence[Tokenised]) -> Sequence[Tokenised]:
    """The tokens of all blocks, with the B behind decimals a scale where the document means billions by it."""
    places = {at: [n for n, token in enumerate(tokens) if _is_apart(token)] for at, (_, tokens) in enumerate(scanned)}
    found = [scanned[at][1][n] for at, numbers in places.items() for n in numbers]
    most = max(map(_low, found), default=0)
    told = most >= _WIDEST or (most >= _WIDE and _has_millions(scanned))
    if not found or not (told or any(_is_said(block, tokens) for block, tokens in scanned)):
        return scanned
    return [(block, _scaled(tokens, places[at])) for at, (block, tokens) in enumerate(scanned)]


def _has_millions(scanned: Sequence[Tokenised]) -> bool:
    """Whether the document sets such letters apart: "67.11 M" has no unit."""
    return any(not _symbol(token) and _MILLIONS.search(token.text) for _, tokens in scanned for token in tokens)


def _is_said(block: Block, tokens: Sequence[Token]) -> bool:
    """Whether such a letter is a scale for sure: of what it counts, or times the bytes of each ("2 B × 6.51 B")."""
    counted = any(_COUNTED.search(token.text) for token in tokens if _symbol(token) in ("parameter", "token"))
    held = any(_is_apart(token) and _symbol(token) in _HOLDERS for token in tokens)
    return counted or held or _PRODUCT.search(block.text) is not None


def _symbol(token: Token) -> str:
    return token.number.quantity.unit.symbol if token.number is not None else ""


def _low(token: Token) -> Fraction:
    return token.number.low if token.number is not None else Fraction(0)


def _is_apart(token: Token) -> bool:
    """Whether a token is a number with decimals of bytes alone, its B apart."""
    number = token.number
    if number is None or number.quantity.unit.symbol not in _BYTES:
        return False
    written = _APART.search(token.text)
    return written is not None and (len(written[1]) >= _PLACES or _low(token) >= _WIDEST)


def _scaled(tokens: tuple[Token, ...], places: Sequence[int]) -> tuple[Token, ...]:
    if not places:
        return tokens
    read = {n: scaled for n in places if (scaled := _read(tokens[n]))}
    return tuple(each for n, token in enumerate(tokens) for each in read.get(n, (token,)))


def _read(token: Token) -> tuple[Token, ...]:
    """The tokens as they would be with the B glued to the digits, each at its own place; none if that is no number."""
    number = token.number
    first, *rest = scan(token.text.replace(" B", "B", 1).replace("\u00a0B", "B", 1))
    made = first.number
    if number is None or made is None:
        return ()
    # The space that was left out stood inside the number.
    end = first.end + 1
    text = token.text[:end]
    own = replace(made, start=number.start, end=token.start + end, quantity=replace(made.quantity, text=text))
    behind = (replace(each, start=token.start + each.start + 1, end=token.start + each.end + 1) for each in rest)
    return replace(token, end=token.start + end, text=text, number=own), *behind
