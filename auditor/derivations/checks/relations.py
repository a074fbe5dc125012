"""The standard ways to make a percentage or a multiplier of two quantities."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from auditor.interval import WHOLE, Interval

Size = tuple[float, float]
"""The ends of a positive interval, nearly."""

_ONE = Interval.point(1)
_ROUNDING = 1e-9
"""Far more than floats can err in three operations."""
_OPERATORS = {"/": Interval.__truediv__, "-": Interval.__sub__}


def size(interval: Interval) -> Size | None:
    """The ends in floats; None for an interval that is not bounded, not positive, or out of their range."""
    low, high = interval.least, interval.most
    if low is None or high is None or low <= 0:
        return None
    with suppress(OverflowError):
        ends = float(low), float(high)
        return ends if ends[0] > 0 else None
    return None


def _minus(left: Size, right: Size) -> Size:
    return left[0] - right[1], left[1] - right[0]


@dataclass(frozen=True, slots=True)
class Standard:
    """One way, and the words by which texts ask for it."""

    name: str
    formula: str
    program: str
    """In postfix order over `a`, the first quantity, and `b`, the second."""
    of: bool
    """Whether a plain "of" can mean it: the first as a part of the second, or what is left of it."""
    stems: str
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

    def may_meet(self, a: Size, b: Size, stated: Size) -> bool:
        """Whether it can give what is stated, of positive quantities: a cheap test in floats, too wide to miss any."""
        stack: list[Size] = []
        largest = 1.0
        for step in self.program.split():
            if step not in _OPERATORS:
                stack.append({"a": a, "b": b, "1": (1.0, 1.0)}[step])
                continue
            right, left = stack.pop(), stack.pop()
            if step == "/" and (left[0] < 0 or right[0] <= 0):
                return True
            stack.append((left[0] / right[1], left[1] / right[0]) if step == "/" else _minus(left, right))
            largest = max(largest, abs(stack[-1][0]), abs(stack[-1][1]))
        room = _ROUNDING * (largest + a[1] + b[1])
        # So put that a NaN, from infinities, counts as a yes.
        return not (stack[0][0] > stated[1] + room or stack[0][1] < stated[0] - room)

    def fits(self, words: str, form: str) -> bool:
        """Whether a text that says `words` beside a pair of the link form `form` can mean it."""
        if form == "of" and not self.of:
            return False
        return not self.stems or any(stem in words for stem in self.stems.split())


_MORE = (
    "headroom above over exceed more larg high increas improv fast margin better gain grow boost speed surplus excess"
)
_LESS = "headroom reduc less few low improv fast better sav short margin decreas small below under drop cheap"

SHARE = Standard("share", "first ÷ second", "a b /", True, "")
REST = Standard(
    "remainder", "1 − first ÷ second", "1 a b / -", True,
    "headroom free remain left avail short unused reserve sav reduc margin",
)  # fmt: skip
SURPLUS = Standard("surplus over the second", "first ÷ second − 1", "a b / 1 -", False, _MORE)
DROP = Standard("drop below the second", "1 − first ÷ second", "1 a b / -", False, _LESS)
RISE = Standard("rise from the first", "second ÷ first − 1", "b a / 1 -", False, _MORE)
FALL = Standard("reduction from the first", "1 − second ÷ first", "1 b a / -", False, _LESS)
RATIO = Standard("ratio", "first ÷ second", "a b /", False, "")
INVERSE = Standard("inverse ratio", "second ÷ first", "b a /", False, "")

COMPLEMENT = Standard("rest of a percentage", "1 − first", "1 a -", False, "")
POINTS = Standard("difference in points", "first − second", "a b -", False, "")
POINTS_UP = Standard("rise in points", "second − first", "b a -", False, "")

PERCENTAGES = (SHARE, REST, SURPLUS, DROP, RISE, FALL, INVERSE)
OF_PERCENTAGES = (POINTS, POINTS_UP, SURPLUS, DROP, RISE, FALL)
"""Between two percentages: it may count points or be relative."""
MULTIPLIERS = (RATIO, INVERSE, SURPLUS, RISE)
