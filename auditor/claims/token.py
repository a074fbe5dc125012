"""The records of the scan: what a stretch of text is before anyone asks what it means."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from auditor.document import Block
from auditor.frozen import dataclass
from auditor.quantity import Quantity
from auditor.units import Alternative


class TokenKind(StrEnum):
    """What a stretch of text is."""

    NUMBER = "number"
    """A number that claims something, with everything that belongs to it."""
    OPERATOR = "operator"
    """An arithmetic or relation sign between operands, or one that begins a continued line ("= 256 ÷ 32")."""
    OPEN = "open"
    CLOSE = "close"
    WORD = "word"
    """A word; also digits that claim nothing ("FP16", the 2 of "Phase 2"), which then say why."""
    PUNCT = "punct"
    MARK = "mark"
    """A sign of approval, refusal or warning: ✅ ✓ ❌ ✗ ⚠ ..."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text gives it."""

    start: int
    """Where its claim begins in the text: at the bound word or sign, if there is one."""
    end: int
    """Just behind its unit."""
    low: Fraction
    """The printed number, K/M/B/T and words multiplied out, in `quantity.unit`; the lower end of a range."""
    high: Fraction
    """The same as `low`, or the upper end of a range."""
    quantity: Quantity
    units: tuple[Alternative, ...]
    """Every reading of its unit, the likely one first."""
    degree: str = ""
    """The parallel degree that it is written as ("TP", "EP" ...); empty if none."""
    qualifier: str = ""
    """As `Claim.qualifier`: "", "max", "limit", "a+b", "a:b", "product", "range"."""
    noun: str = ""
    """The words of its unit as printed ("tokens/ms per GPU", "H100"); empty if it has none or inherits it."""


@dataclass(frozen=True, slots=True)
class Token:
    """One stretch of a block's text."""

    kind: TokenKind
    start: int
    """Offset in the text. A number's token covers its degree name too ("TP=2", "2 (TP)"), its claim does not."""
    end: int
    text: str
    """`text[start:end]` of the block."""
    number: Number | None = None
    """For a number; else None."""
    operator: str = ""
    """For an operator, the one sign that stands for its spellings: `+ - * / ^ = ≈ → < > ≤ ≥`."""
    why: str = ""
    """For a word whose digits claim nothing: what it is ("date", "part of a name")."""


Tokenised = tuple[Block, tuple[Token, ...]]
"""A block with its tokens."""
