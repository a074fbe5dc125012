"""How a number is meant: required, available, achieved, theoretical ..."""

from __future__ import annotations

from auditor.facts.around import Around
from auditor.facts.stretch import STATISTICS

_GIVEN = frozenset({"required", "limit", "available", "achieved", "estimated", "theoretical", "maximum", "minimum"})
"""Roles that a heading gives to what stands below it."""

_MEETING = frozenset({"meet", "meeting", "satisfy", "satisfie", "satisfying", "fulfill"})
"""Words right before what has to be reached: "does not meet 100 tokens/ms"."""


def role(around: Around, *, judged: bool, far: bool, limited: bool = True) -> str:
    """The role that the words nearest to the number give; empty if it is stated plainly.

    `far`: whether the lines above may say. `judged`: the number is held against another one, or bears a mark: then it
    is no requirement because of a heading. `limited`: whether a limit above can be its own; a memory budget is none of
    its parts'.
    """
    if around.before.last in _MEETING:
        return "required"
    if around.key.role == "achieved" and around.after.role == "required" and not around.before.role:
        # "Achievable throughput: 100 tokens/ms (realistic target)" is claimed, whatever it is a target for.
        return "achieved"
    if around.key.role == "required" and around.after.role == "achieved" and not around.before.role:
        # "Target throughput: 2,500 tokens/s ✅ achieved" is a target, of which it is said that it is reached.
        return "required"
    said = [sense.role for sense in around.own if sense.role]
    if said:
        # "P50" says which value is held against the limit at the head of the column.
        return next((each for each in said if each not in STATISTICS), said[0])
    found = "" if judged or not far or around.key.scenarios else _above(around)
    return found if limited or found != "limit" else ""


def _above(around: Around) -> str:
    """A heading gives its role to the numbers below, unless it says that requirements are met or checked."""
    for sense in around.above:
        if sense.role in _GIVEN and not sense.numbers and "met" not in sense.topics:
            return sense.role
        if sense.role or not sense.bare:
            return ""
    return ""
