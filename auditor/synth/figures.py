"""Numbers as reports print them, and as a reader has to take them."""

from __future__ import annotations

from fractions import Fraction

Number = Fraction | int


def rounded(value: Number, places: int) -> Fraction:
    """The value as it will be printed, halves away from zero."""
    scale = 10**places
    return Fraction(int(abs(value) * scale + Fraction(1, 2)), scale) * (1 if value >= 0 else -1)


def digits(value: Number, places: int = 0) -> str:
    """A value rounded to so many decimal places, thousands separated: 1,234.5."""
    shown = rounded(value, places)
    whole, rest = divmod(abs(shown), 1)
    decimals = f".{int(rest * 10**places):0{places}}" if places else ""
    return f"{'-' if shown < 0 else ''}{int(whole):,}{decimals}"


def with_unit(value: Number, unit: str, places: int = 0) -> str:
    """A value and its unit; a percent sign stands close."""
    return f"{digits(value, places)}{unit}" if unit == "%" else f"{digits(value, places)} {unit}"
