"""The standard ways to make a percentage or a multiplier of two quantities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import inf

from auditor.frozen import dataclass
from auditor.interval import WHOLE, Interval

Size = tuple[float, float]
"""The ends of a positive interval, nearly."""

_ONE = Interval.point(1)
_ROUNDING = 1e-12
"""Far more than floats can err in four operations on numbers about 1."""
_ANY = (0.0, inf)
_OPERATORS = {"/": Interval.__truediv__, "-": Interval.__sub__}


def size(interval: Interval) -> Size | None:
    """The ends in floats; None for an interval that is not bounded, not positive, or out of their range."""
    if not interval.low_below or not interval.high_below or interval.low_over <= 0:
        return None
    with suppress(OverflowError):
        low = interval.low_over / interval.low_below
        return (low, interval.high_over / interval.high_below) if low > 0 else None
    return None


def asks(stems: Sequence[str], words: str) -> bool:
    """Whether a word of a text begins with one of some stems."""
    said = words.replace("against", "")
    return any(stem in said for stem in stems)


@dataclass(frozen=True, slots=True)
class Standard:
    """One way, and the words by which texts ask for it."""

    name: str
    formula: str
    program: str
    """In postfix order over `a`, the first quantity, and `b`, the second."""
    of: bool
    """Whether a plain "of" can mean it: the first as a part of the second, or what is left of it."""
    stems: tuple[str, ...]
    """Beginnings of the words that ask for it; empty if no particular word is needed."""

    def value(self, a: Interval, b: Interval) -> Interval | None:
        """What it gives; None where a division by zero is possible."""
        stack: list[Interval] = []
        for step in self.program.split():
            if step in _OPERATORS:
                right = stack.pop()
                stack.append(_OPERATORS[step](stack.pop(), right))
            else:
                stack.append({"a": a, "b": b, "1": _ONE}[step])
        return None if stack[0] == WHOLE else stack[0]

    def ratios(self, stated: Size) -> Size:
        """The ratios of the first to the second by which it can give what is stated of two positive quantities: in
        floats, so for a cheap test before the exact one, and too wide to miss any."""
        solve = _RATIOS.get(self.program)
        if solve is None:
            return _ANY
        low, high = solve(*stated)
        if high <= 0:
            return 0.0, 0.0
        return low * (1 - _ROUNDING) - _ROUNDING, high * (1 + _ROUNDING) + _ROUNDING

    def fits(self, words: str, form: str) -> bool:
        """Whether a text that says `words` beside a pair of the link form `form` can mean it."""
        if form == "of" and not self.of:
            return False
        return not self.stems or asks(self.stems, words)


def _inverse(low: float, high: float) -> Size:
    low, high = low - _ROUNDING, high + _ROUNDING
    return (1 / high if high > 0 else inf), (1 / low if low > 0 else inf)


_RATIOS: Mapping[str, Callable[[float, float], Size]] = {
    "a b /": lambda low, high: (low, high),
    "1 a b / -": lambda low, high: (1 - high, 1 - low),
    "a b / 1 -": lambda low, high: (low + 1, high + 1),
    "b a /": _inverse,
    "1 b a / -": lambda low, high: _inverse(1 - high, 1 - low),
    "b a / 1 -": lambda low, high: _inverse(low + 1, high + 1),
}
"""By program, what the ratio must be for a result between two positive values."""

_MORE = (
    "headroom", "above", "over", "exceed", "more", "larg", "high", "increas", "improv", "fast", "margin", "better",
    "gain", "grow", "boost", "speed", "surplus", "excess", "提升", "提高", "增长", "增加", "高于", "超过", "tăng",
)  # fmt: skip
_LESS = (
    "headroom", "reduc", "less", "few", "low", "improv", "fast", "better", "sav", "short", "margin", "decreas", "small",
    "below", "under", "drop", "cheap", "fall", "fell", "declin", "shrank", "shrink", "cut", "降低", "减少", "下降",
    "缩短", "低于", "节省", "giảm",
)  # fmt: skip
CHANGED = ("chang", "delta", "变化", "đổi")
_LEFT = ("headroom", "free", "remain", "left", "avail", "short", "unused", "reserve", "sav", "reduc", "margin")

SHARE = Standard("share", "first ÷ second", "a b /", True, ())
REST = Standard("remainder", "1 − first ÷ second", "1 a b / -", True, _LEFT)
SURPLUS = Standard("surplus over the second", "first ÷ second − 1", "a b / 1 -", False, _MORE)
DROP = Standard("drop below the second", "1 − first ÷ second", "1 a b / -", False, _LESS)
RISE = Standard("rise from the first", "second ÷ first − 1", "b a / 1 -", False, (*_MORE, *CHANGED))
FALL = Standard("reduction from the first", "1 − second ÷ first", "1 b a / -", False, (*_LESS, *CHANGED))
RATIO = Standard("ratio", "first ÷ second", "a b /", False, ())
INVERSE = Standard("inverse ratio", "second ÷ first", "b a /", False, ())

COMPLEMENT = Standard("rest of a percentage", "1 − first", "1 a -", False, ())
POINTS = Standard("difference in points", "first − second", "a b -", False, ())
POINTS_UP = Standard("rise in points", "second − first", "b a -", False, ())

PERCENTAGES = (SHARE, REST, SURPLUS, DROP, RISE, FALL, INVERSE)
OF_PERCENTAGES = (POINTS, POINTS_UP, SURPLUS, DROP, RISE, FALL)
"""Between two percentages: it may count points or be relative."""
MULTIPLIERS = (RATIO, INVERSE, SURPLUS, RISE)
