"""Values as people write them."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from auditor.interval import WHOLE, Interval, Rational
from auditor.units import Unit

_NARROW = 50
"""How often an interval that is shown as its middle fits into that."""
_COUNTED = re.compile(r"(?:[a-z]{4,}(?:-[a-z]+)*|GPU|CPU|day)(?![A-Za-z])")
"""A unit that begins with the name of a thing that is counted."""
_HOURS = {"GPU·h": "GPU hour", "GPU·day": "GPU day", "node·h": "node hour"}
"""Units of work that people name by their two parts."""
_CURRENCIES = ("$", "€", "£", "¥")
_PRINTED = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SMALL, _LARGE = 1000, 10**15
_FINE = 8
"""Digits that tell a number from one that is the same to fewer."""
THOUSANDS = {letter: Fraction(1000) ** power for power, letter in enumerate("KMBT", 1)}
_LETTER = re.compile(r"\d ?([KMBT])\b")
"""A letter for the thousands of a count: "1.75B parameters"."""
_COUNT = re.compile(r"(?<![\w.,/$€£¥])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w.,%]|\s?[KMGTP]?i?(?:B|FLOP)\b)")


def exact(value: Rational) -> str:
    """A rational without loss: a decimal where one exists ("0.625"), else a fraction ("1/3")."""
    if value.denominator == 1:
        return _digits(value.numerator)
    twos, fives, rest = 0, 0, value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    places = max(twos, fives)
    digits = _digits(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def number(value: Rational, digits: int = 4) -> str:
    """A rational to `digits` significant digits; whole numbers in full, with thousands separators."""
    over, below = value.numerator, value.denominator
    size = abs(over)
    if size >= _LARGE * below or 0 < size * _SMALL < below:
        return _scientific(Fraction(value), digits)
    if below == 1:
        return f"{over:,}"
    whole = len(str(size // below)) if size >= below else _leading_zeros(Fraction(size, below))
    places = max(digits - whole, 0)
    text = f"{Decimal(_nearest(over * 10**places, below)).scaleb(-places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _nearest(over: int, below: int) -> int:
    """The whole number nearest to a quotient, the even one of two: what `round` gives for a Fraction."""
    whole, rest = divmod(over, below)
    return whole + (2 * rest > below or (2 * rest == below and whole % 2 == 1))


def interval(value: Interval, unit: Unit, digits: int = 4) -> str:
    """An interval of base units in a unit: "23.75%", "15 to 20 ms", "at most 12 token/ms"."""
    return with_unit(bounds(value.scale_down(unit.factor), digits), "" if value == WHOLE else unit.symbol)


def digits(text: str) -> int:
    """How many digits a printed number gives, at least those that are shown anyway: 5 for "130.03 GB"."""
    printed = _PRINTED.search(text)
    given = len(printed[0].replace(",", "").replace(".", "").lstrip("0")) if printed else 0
    return min(max(given, 4), 8)


def with_unit(text: str, symbol: str) -> str:
    """A number and its unit as the field prints them: "23.7%", "8 GPUs", "100 tokens/ms"."""
    if not symbol:
        return text
    if symbol in ("%", "×", "‰"):
        return f"{text}{symbol}"
    if symbol.startswith(_CURRENCIES):
        cents = re.sub(r"(\.\d)(?!\d)", r"\g<1>0", text)
        return re.sub(r"(?<![\w.,-])(?=\d)", symbol[0], cents) + symbol[1:]
    if symbol in _HOURS:
        return f"{text} {_HOURS[symbol]}{'' if text.rpartition(' ')[2] == '1' else 's'}"
    counted = _COUNTED.match(symbol)
    if text.rpartition(" ")[2] == "1" or not counted:
        return f"{text} {symbol}"
    noun = counted.group()
    ending = "es" if noun.endswith(("ch", "sh", "x")) else "s"
    return f"{text} {noun}{ending}{symbol[counted.end() :]}"


def lettered(text: str, like: str, kept: str = "") -> str:
    """A sentence whose counts have a letter for their thousands as the count has beside which they stand, but for those
    that are `kept` as they are printed: "7.926B" for "7,926,056,960" beside "30B"."""
    letter = _LETTER.search(like)
    if letter is None:
        return text

    def shown(found: re.Match[str]) -> str:
        value = Fraction(found[0].replace(",", ""))
        if value < min(THOUSANDS[letter[1]], THOUSANDS["M"]) or found[0] in kept:
            return found[0]
        own, size = next(each for each in reversed(THOUSANDS.items()) if each[1] <= value)
        rounded = number(value / size) + own
        return number(value / size, _FINE) + own if rounded in like else rounded

    return _COUNT.sub(shown, text)


def bounds(value: Interval, digits: int = 4) -> str:
    """An interval in words; one narrower than its digits can show as its middle."""
    low, high = value.least, value.most
    if low is not None and high is None:
        return ("more than " if value.low_open else "at least ") + number(low, digits)
    if low is None and high is not None:
        return ("less than " if value.high_open else "at most ") + number(high, digits)
    if low is None or high is None:
        return "anything"
    if low == high:
        return number(low, digits)
    middle = Fraction(low + high) / 2
    if (high - low) * _NARROW <= abs(middle):
        return number(middle, digits)
    return f"{number(low, digits)} to {number(high, digits)}"


def _digits(value: int) -> str:
    """An integer; a long one is written through Decimal, which has no limit on its digits."""
    return str(value) if -_LARGE < value < _LARGE else format(Decimal(value), "f")


def _leading_zeros(size: Fraction) -> int:
    """Minus the zeros between the point and the first digit of a size below one."""
    zeros = 0
    while size * 10 ** (zeros + 1) < 1:
        zeros += 1
    return -zeros


def _scientific(value: Fraction, digits: int) -> str:
    mantissa, exponent = f"{_decimal(value, digits):.{digits - 1}e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def _decimal(value: Fraction, digits: int) -> Decimal:
    """The value to a few digits more than `digits`, at any size."""
    shift = digits + 2 + len(_digits(value.denominator)) - len(_digits(abs(value.numerator)))
    whole = round(value * Fraction(10) ** shift)
    return Decimal(whole).scaleb(-shift)
