"""Numbers written as another number is written."""

from __future__ import annotations

import re
from fractions import Fraction

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_MORE = 2
"""Decimals that a result may have beyond those of the number it is written like."""


def reprinted(numeral: str, factor: Fraction) -> str | None:
    """A numeral times a factor, in the same style; None for a style that is not plain or what comes out as nothing."""
    grouped = bool(_GROUPED.fullmatch(numeral))
    if len(numeral) > 40 or not (grouped or _PLAIN.fullmatch(numeral)):
        return None
    value = Fraction(numeral.replace(",", "")) * factor
    places = len(numeral.partition(".")[2])
    # As many decimals as it takes, within reason: "0.5" halved is 0.25.
    while places < len(numeral.partition(".")[2]) + _MORE and (value * 10**places).denominator != 1:
        places += 1
    scaled = round(value * 10**places)
    if scaled == 0:
        return None
    digits = str(scaled).rjust(places + 1, "0")
    whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
    whole = f"{int(whole):,}" if grouped or (len(numeral) > 3 and "," in numeral) else whole
    return f"{whole}.{decimals}" if decimals else whole
