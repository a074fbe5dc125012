"""Numbers taken one after another by one sign, as a step: the sum of several, a product, a division by each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from auditor.derivations.derivation import Input, Step
from auditor.facts import Claim
from auditor.interval import Interval

_SIGNS: Mapping[str, tuple[str, Callable[[Interval, Interval], Interval]]] = {
    "+": ("+", Interval.__add__),
    "−": ("-", Interval.__sub__),
    "×": ("*", Interval.__mul__),
    "÷": ("/", Interval.__truediv__),
}
"""By the sign as printed, that of a program and what it does."""


def in_turn(sign: str, values: Sequence[Interval]) -> Interval:
    """The first value, and each other one by a printed sign after it."""
    return reduce(_SIGNS[sign][1], values)


def chained(sign: str, parts: Sequence[tuple[Claim, Interval]], words: str = "", unit: str = "") -> Step:
    """What numbers come to one after another, each with what is taken of it in base units; `words` name the step."""
    given = tuple(Input(claim.name, value, claim.index) for claim, value in parts)
    working = f" {sign} ".join(claim.text for claim, _ in parts)
    program = given[0].name + "".join(f" {each.name} {_SIGNS[sign][0]}" for each in given[1:])
    return Step(words or working, working, in_turn(sign, [value for _, value in parts]), unit, program, given)
