"""A relation solved for one of its symbols: the values that it gives for those of the others."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field

from auditor.frozen import dataclass
from auditor.interval import Interval, Rational
from auditor.rulebook.corner import InexactError, Pair, before, compute, single_values
from auditor.rulebook.program import ROUGH, Program, evaluate


@dataclass(frozen=True, slots=True)
class Form:
    """A relation solved for one of its symbols."""

    symbol: str
    """The symbol that it gives."""
    direction: str
    """`=`: the symbol is what the program gives; `>=`: at least that; `<=`: at most that."""
    steps: Program
    inputs: tuple[str, ...]
    """The symbols that the program needs, each once."""
    slopes: Mapping[str, int] | None
    """For each input +1 where the result rises with it, -1 where it falls, proven for inputs at or above their minimum;
    None if that is not proven."""
    minimums: Mapping[str, Rational]
    """The least values for which the slopes are proven, 0 where an input is left out; if the symbol itself is here, its
    values must reach that too."""
    _corners: tuple[tuple[str, bool, int, int], ...] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def corners(self) -> tuple[tuple[str, bool, int, int], ...] | None:
        """Each input with whether the result rises with it, and its minimum as numerator and denominator."""
        if self._corners is None and self.slopes is not None:
            least = {name: self.minimums.get(name, 0) for name in self.slopes}
            made = tuple((n, slope > 0, least[n].numerator, least[n].denominator) for n, slope in self.slopes.items())
            object.__setattr__(self, "_corners", made)
        return self._corners

    def __call__(self, values: Mapping[str, Interval]) -> Interval:
        """The interval of the symbol, given those of its inputs; open to one side for a bound."""
        hull = self.range(values)
        if self.direction == "=":
            return hull
        return hull.upwards() if self.direction == ">=" else hull.downwards()

    def range(self, values: Mapping[str, Interval]) -> Interval:
        """What the program itself gives."""
        single = single_values(self.inputs, values)
        if single is not None:
            with suppress(InexactError):
                return Interval.between(value := compute(self.steps, single), value)
        corners = self.corners
        if corners is not None:
            exact = _monotone(self, corners, values)
            if exact is not None:
                return exact
        return evaluate(self.steps, values)


def _monotone(
    form: Form, corners: tuple[tuple[str, bool, int, int], ...], values: Mapping[str, Interval]
) -> Interval | None:
    """The exact range of a monotone program: its values at two corners; None where a corner is not finite."""
    low: dict[str, Pair] = {}
    high: dict[str, Pair] = {}
    open_low = open_high = False
    for name, rises, over, below in corners:
        value = values[name]
        least, most = (value.low_over, value.low_below), (value.high_over, value.high_below)
        if not least[1] or not most[1] or least[0] * below < over * least[1]:
            return None
        if rises:
            low[name], high[name] = least, most
            open_low, open_high = open_low or value.low_open, open_high or value.high_open
        else:
            low[name], high[name] = most, least
            open_low, open_high = open_low or value.high_open, open_high or value.low_open
    try:
        ends = compute(form.steps, low), compute(form.steps, high)
    except InexactError:
        return None
    needed = form.minimums.get(form.symbol)
    if needed is not None and any(before(end, (needed.numerator, needed.denominator)) for end in ends):
        return None
    if not (open_low or open_high):
        return Interval.between(*ends)
    # At zero, or past a rounding, an open end may be reached all the same: then it counts as closed, the wider choice.
    smooth = before(*ends) and all(over for over, _ in (*low.values(), *high.values())) and ROUGH.isdisjoint(form.steps)
    return Interval.between(*ends, smooth and open_low, smooth and open_high)
