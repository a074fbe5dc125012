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


def counted(value: int, noun: str) -> str:
    """So many things: 1 layer, 12 layers."""
    return f"{digits(value)} {noun if value == 1 else f'{noun}s'}"


def with_unit(value: Number, unit: str, places: int = 0) -> str:
    """A value and its unit; a percent sign stands close."""
    return f"{digits(value, places)}{unit}" if unit == "%" else f"{digits(value, places)} {unit}"


def scientific(value: Number, unit: str) -> str:
    """A value with three digits and a power of ten: 4.56e22 FLOPs."""
    exponent = len(str(int(value))) - 1
    mantissa = rounded(Fraction(value) / 10**exponent, 2)
    if mantissa >= 10:
        mantissa, exponent = mantissa / 10, exponent + 1
    return f"{digits(mantissa, 2)}e{exponent} {unit}"


def plain(value: Fraction) -> str:
    """A value with one decimal, or with none where that is zero."""
    return digits(value) if rounded(value, 0) == value else digits(value, 1)
