"""Columns of what was measured beside what is at least needed: "Lower bound (ms) | Measured (ms)"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import ONE_SIDE, Basis, Bound, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.interval import Interval

_LEAST = re.compile(
    r"\blower bounds?\b|\bfloor\b|\b(?:theoretical|physical|ideal) (?:minimum|min|best)\b|\broofline\b|下限|下界",
    re.IGNORECASE,
)
"""Heads of columns of times that nothing can be faster than."""
_REACHED = re.compile(r"\bmeasured\b|\bactual\b|\bobserved\b|\bachieved\b|实测|đo được|thực đo", re.IGNORECASE)
_TIMES = ((("second", 1),), (("second", 1), ("token", -1)))
_FEWEST = 2
"""Rows that have to keep the bound before another one is doubted."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each time that was measured beside its bound, where most rows keep theirs."""
    for table in columns(facts).values():
        bounds = [column for column in table.values() if _is_called(column, _LEAST)]
        values = [column for column in table.values() if _is_called(column, _REACHED)]
        if len(bounds) != 1 or len(values) != 1 or bounds == values:
            continue
        rows = sorted(bounds[0].keys() & values[0].keys())
        made = [_derivation(bounds[0][row], values[0][row], rule) for row in rows]
        off = sum(not each.holds for each in made)
        if len(made) - off >= _FEWEST and off < len(made) - off:
            yield from made


def _is_called(column: Column, words: re.Pattern[str]) -> bool:
    """Whether a column of times has such a head."""
    claims = list(column.values())
    timed = all(each.quantity is not None and each.quantity.readings[0].unit.dimensions in _TIMES for each in claims)
    return timed and words.search(claims[0].label.column) is not None


def _derivation(bound: Claim, value: Claim, rule: str) -> Derivation:
    assert bound.quantity is not None
    assert value.quantity is not None
    least, own = bound.quantity.hull, value.quantity.hull
    asked = Interval.at_least(least.low if least.low is not None else 0)
    name = bound.name
    holds = asked.meets(own)
    return one_step(
        value,
        Step("the row's bound", bound.text, asked, "", f"{name} ≥", (Input(name, least, bound.index),)),
        rule,
        expected=f"at least {bound.text}",
        holds=holds,
        relation="≥",
        bound=Bound.LOWER,
        basis=Basis.COMPARISON,
        compared=claim_step(value, own, value.text),
        power=ONE_SIDE,
    )
