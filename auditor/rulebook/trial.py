"""Whether values can hold under a convention: with defaults, free degrees, whole counts and further conditions."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

from auditor.interval import Interval
from auditor.rulebook.rule import Convention, Relation, Rule, Variable


def admits(rule: Rule, convention: Convention, values: Mapping[str, Interval]) -> bool | None:
    """Whether the values of the stated symbols can be true together; None where the convention says nothing of them.

    What is not stated takes its default; where it is free, some whole number must do.
    """
    if any(symbol not in values for symbol in convention.needs) or any(s in values for s in convention.absent):
        return None
    known = {**defaults(rule), **values}
    unknown = [symbol for symbol in convention.relation.symbols if symbol not in known]
    if any(not rule.variables[symbol].free for symbol in unknown):
        return None
    # Several free factors are as free as one: the others may be 1, and conditions that name them are passed over.
    known |= {symbol: Interval.point(1) for symbol in unknown[1:]}
    if unknown[:1]:
        solved = convention.relation.forms.get(unknown[0])
        if solved is None:
            return None
        known[unknown[0]] = solved(known)
    whole = [known[symbol] for symbol in unknown[:1]]
    if not all(holds_whole(value, rule.variables[unknown[0]]) for value in whole):
        return False
    settled = set(known) - (set(unknown) if len(unknown) > 1 else set())
    return convention.relation.admits(known) and all(_met(when, known, settled) for when in convention.when)


def holds_whole(value: Interval, variable: Variable) -> bool:
    """Whether the values include a whole number that the variable may have."""
    least = max(variable.minimum, value.low) if value.low is not None else variable.minimum
    if value.high is None:
        return True
    first = floor(least) + 1 if value.low_open and least == value.low else ceil(least)
    last = ceil(value.high) - 1 if value.high_open else floor(value.high)
    return first <= last


def _met(when: Relation, known: Mapping[str, Interval], settled: set[str]) -> bool:
    return not settled.issuperset(when.symbols) or when.admits(known)


def defaults(rule: Rule) -> dict[str, Interval]:
    """The values of symbols that are taken for granted unless stated."""
    return {v.symbol: Interval.point(v.default) for v in rule.variables.values() if v.default is not None}
