"""A number that two others give: their product, their quotient or their difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact
from auditor.interval import Interval

_SIGNS: Mapping[str, tuple[str, Callable[[Interval, Interval], Interval]]] = {
    "×": ("*", Interval.__mul__),
    "÷": ("/", Interval.__truediv__),
    "−": ("-", Interval.__sub__),
}
"""By the sign as printed, that of a program and what it does."""


def of_two(
    head: Fact,
    ends: tuple[Fact, Fact],
    sign: str,
    rule: str,
    *,
    words: str,
    holds: bool,
    power: float | None = None,
    taken: tuple[Interval, Interval] | None = None,
    basis: Basis = Basis.DERIVATION,
    severity: str = "",
    near_miss: str = "",
) -> Derivation:
    """The derivation of a number from the first end `×`, `÷` or `−` the second, in base units.

    `words` name the step; `taken` is what of the ends goes in, all that their rounding admits unless it is given.
    """
    first, second = taken or (ends[0].quantity.hull, ends[1].quantity.hull)
    given = tuple(
        Input(f"c{e.claim.index}", value, e.claim.index) for e, value in zip(ends, (first, second), strict=True)
    )
    printed = ends[0].quantity.nominal(), ends[1].quantity.nominal()
    operator, work = _SIGNS[sign]
    result, shown = work(first, second), work(*printed)
    unit = head.quantity.readings[0].unit
    program = f"{given[0].name} {given[1].name} {operator}"
    working = f"{ends[0].claim.text} {sign} {ends[1].claim.text}"
    return Derivation(
        rule=rule,
        head=head.claim.index,
        premises=tuple(end.claim.index for end in ends),
        holds=holds,
        stated=head.claim.text,
        expected=show.interval(shown, unit),
        interval=result,
        basis=basis,
        severity=severity,
        steps=(Step(words, working, result, unit.symbol, program, given),),
        near_miss=near_miss,
        power=power if holds else None,
    )
