"""Times that are written in two or three units and are one number: "3 h 23 min", "2 days 4 hours", "1m30s"."""

from __future__ import annotations

import re
from fractions import Fraction

from auditor.claims.binding import Bound
from auditor.claims.lexicon import UNSCALED
from auditor.claims.numerals import Printed
from auditor.claims.operand import Digits
from auditor.unit_table import alternatives

_DAY, _HOUR, _MINUTE, _SECOND = r"d(?:ays?)?", r"h(?:rs?|ours?)?", r"m(?:in(?:ute)?s?)?", r"s(?:ec(?:ond)?s?)?"
_AND = r"(?:,? and |[ \u00a0])?"
_DURATION = re.compile(
    rf"(?P<days>\d{{1,4}})[ \u00a0]?{_DAY}{_AND}(?P<hour>\d{{1,2}})[ \u00a0]?{_HOUR}\b"
    rf"|(?P<hours>\d{{1,5}})[ \u00a0]?{_HOUR}{_AND}(?P<minute>\d{{1,2}})[ \u00a0]?{_MINUTE}"
    rf"(?:{_AND}(?P<last>\d{{1,2}})[ \u00a0]?{_SECOND})?\b"
    rf"|(?P<minutes>\d{{1,5}})[ \u00a0]?{_MINUTE}{_AND}(?P<second>\d{{1,2}})[ \u00a0]?{_SECOND}\b"
)
"""Two lines that follow each other, and two times that a comma parts, are two numbers."""
_PER = re.compile(r" ?/| per\b")
_SPANS = (("days", "day", (("hour", 24),)), ("hours", "h", (("minute", 60), ("last", 60))))
_MINUTES = ("minutes", "min", (("second", 60),))


def duration(text: str, start: int) -> Digits | None:
    """The time that begins with the digits at `start`, counted in the first of its units; None if it has only one."""
    found = _DURATION.match(text, start)
    if found is None or _PER.match(text, found.end()):
        return None
    first, unit, others = next(each for each in (*_SPANS, _MINUTES) if found[each[0]])
    value, step = Fraction(int(found[first])), Fraction(1)
    for name, parts in others:
        if found[name]:
            if int(found[name]) >= parts:
                return None
            step /= parts
            value += int(found[name]) * step
    printed = Printed(found[0], value, step, whole=False)
    return Digits(printed, Bound(UNSCALED, alternatives(unit), found.end(), found.end()), start, found.end())
