"""How numbers are written: separators, decimals, powers. Digits to an exact value and the step of the last digit."""

from __future__ import annotations

import re
from dataclasses import field
from fractions import Fraction
from functools import lru_cache

from auditor.frozen import dataclass

_DIGITS = 30
_EXPONENT = 30
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

_PLAIN = re.compile(
    r"""(?: (?!0,) \d{1,3} (?: (?:,\d{3})+ | (?:[\u2009\u202f\u00a0'’]\d{3})+ | (?:_\d{3})+ ) (?![\d_]) | \d+ )
        (?: \.\d+ )?
        (?: [eE][+\-−]?\d+ (?!\w) )?""",
    re.VERBOSE,
)
_POWER = re.compile(r"(?:\^|\*\*)(?:([-−+]?\d+)|[({]([-−+]?\d+)[)}])|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_TEN = re.compile(r"[ \u00a0]?[×xX*·⋅][ \u00a0]?10(?=\^|\*\*|[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹])")
_SPACED = re.compile(r"\d{1,3}(?: \d{3}){1,6}(?:[.,]\d{1,3})?(?![.,]?\d)")
_SIGN = re.compile(r" ?[=≈×*/÷]")
_SIGN_BEFORE = re.compile(r"[=≈×*/÷] ?$")
_COMMA = re.compile(r"(?:0,\d{1,9}|\d{1,4},\d{1,2})(?!,?\d)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed, without its scale word and unit."""

    digits: str
    """The characters that write it, with its sign; two numbers are the same if these are."""
    value: Fraction = field(compare=False)
    step: Fraction = field(compare=False)
    """What one unit of the last printed digit is worth; 0 for a power, which is exact."""
    whole: bool = field(compare=False)
    """Whether it is an integer written out."""

    @property
    def negative(self) -> Printed:
        """The number with a minus before it."""
        return Printed("-" + self.digits, -self.value, self.step, self.whole)


def begins(text: str, start: int) -> bool:
    """Whether a number is written at `start`."""
    return _PLAIN.match(text, start) is not None


def extent(text: str, start: int) -> int:
    """Where the digits that begin at `start` end, powers included."""
    found = _PLAIN.match(text, start)
    assert found is not None
    end = found.end()
    if (ten := _TEN.match(text, end)) and (power := _POWER.match(text, ten.end())):
        return power.end()
    power = _POWER.match(text, end)
    return power.end() if power else end


def spaced_extent(text: str, start: int) -> int | None:
    """Where a number that groups its thousands with plain spaces ("2 600") ends; None if none begins here."""
    found = _SPACED.match(text, start)
    return found.end() if found else None


def is_grouped(text: str, start: int, end: int) -> bool:
    """Whether plain spaces can only group thousands: a group begins with 0 ("2 048"), or a formula has the number."""
    before, behind = _SIGN_BEFORE.search(text, max(start - 2, 0), start), _SIGN.match(text, end)
    return " 0" in text[start:end] or before is not None or behind is not None


def comma_extent(text: str, start: int) -> int | None:
    """Where a number with a decimal comma ("7,5") ends; None if none begins here."""
    found = _COMMA.match(text, start)
    return found.end() if found else None


@lru_cache(maxsize=4096)
def read(digits: str) -> Printed | None:
    """The number that the digits write; None if it is too long or too large to be one of the field."""
    if len(digits) > 2 * _DIGITS:
        return None
    if _SPACED.fullmatch(digits):
        return _plain(digits.replace(" ", "").replace(",", "."))
    found = _PLAIN.match(digits)
    assert found is not None
    plain = _plain(found[0])
    rest = digits[found.end() :]
    if plain is None or not rest:
        return plain
    ten = _TEN.match(rest)
    power = _POWER.match(rest, ten.end() if ten else 0)
    if power is None:
        return None
    exponent = int((power[1] or power[2] or power[3].translate(_SUPERSCRIPTS)).replace("−", "-"))
    if abs(exponent) > _EXPONENT * (1 if ten else 4) or (not ten and abs(plain.value) > 10**6):
        return None
    if ten:
        factor = Fraction(10) ** exponent
        return Printed(digits, plain.value * factor, plain.step * factor, whole=False)
    if plain.value == 0 and exponent < 0:
        return None
    return Printed(digits, plain.value**exponent, Fraction(0), whole=False)


def _plain(digits: str) -> Printed | None:
    mantissa, _, exponent = digits.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    whole = re.sub(r"[^\d]", "", whole)
    if len(whole) + len(decimals) > _DIGITS or len(exponent) > 4:
        return None
    power = int(exponent.replace("−", "-")) if exponent else 0
    if abs(power) > _EXPONENT:
        return None
    scale = power - len(decimals)
    step = Fraction(10**scale) if scale >= 0 else Fraction(1, 10**-scale)
    return Printed(digits, int(whole + decimals) * step, step, whole=not decimals and not exponent)
