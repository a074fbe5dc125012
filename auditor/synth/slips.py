"""Numbers that are wrong on purpose."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from auditor.synth.figures import digits, rounded

_SLIPS = tuple(Fraction(percent, 100) for percent in (50, 75, 125, 150, 200))
"""Far enough from one that no rounding, no GB for GiB and no other reading makes up for it."""


def another(value: str, chance: Random) -> str | None:
    """Another number in the same dress; None for one that is too small to be wrong by a share, or no plain number."""
    number, _, unit = value.removeprefix("$").partition(" ")
    bare, _, exponent = number.rstrip("%").replace(",", "").partition("e")
    if not bare.replace(".", "", 1).isdecimal():
        return None
    places = len(bare.partition(".")[2])
    stated = Fraction(bare)
    other = rounded(stated * chance.choice(_SLIPS), places)
    if abs(other - stated) < max(abs(stated) / 5, Fraction(1, 10**places)) or (exponent and not 1 <= other < 10):
        return None
    tail = f"e{exponent}" if exponent else "%" if number.endswith("%") else ""
    return f"{'$' if value.startswith('$') else ''}{digits(other, places)}{tail}{' ' + unit if unit else ''}"
