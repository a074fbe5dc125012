"""The standard ways to make a percentage or a multiplier of two quantities."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.interval import WHOLE, Interval

_OPERATORS = {"/": Interval.__truediv__, "-": Interval.__sub__}


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
                stack.append({"a": a, "b": b, "1": Interval.point(1)}[step])
        return None if stack[0] == WHOLE else stack[0]

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

PERCENTAGES = (SHARE, REST, SURPLUS, DROP, RISE, FALL, INVERSE)
MULTIPLIERS = (RATIO, INVERSE, SURPLUS, RISE)
