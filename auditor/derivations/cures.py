"""Which single premise could be another one, so that a stated number would follow."""

from __future__ import annotations

from math import ceil, floor

from auditor.derivations.derivation import Cure
from auditor.derivations.trials import Trial
from auditor.facts import Fact, Facts
from auditor.interval import WHOLE, Interval

_FARTHEST = 10
"""How many times a premise may be off; beyond that another number is wrong."""
_SHARE = (("%", 1),)


def cures(fact: Fact, symbol: str, chosen: Trial, facts: Facts) -> tuple[Cure, ...]:
    """For each stated premise, what it would have to be for the stated value to follow; left out is what it cannot
    be, or is already.
    """
    found = []
    for premise, candidate in chosen.fork.filled.items():
        form = chosen.convention.relation.forms.get(premise)
        if form is None or candidate.rules or candidate.outside or len(candidate.claims) != 1:
            continue
        claim = next(iter(candidate.claims))
        needed = form({**chosen.fork.values, symbol: fact.quantity.hull})
        stated = facts.by_claim[claim]
        possible = None if needed == WHOLE or stated is None else _possible(needed, stated)
        if possible is not None and not possible.meets(candidate.interval) and _near(possible, candidate.interval):
            found.append(Cure(claim, possible))
    return tuple(found)


def _possible(needed: Interval, stated: Fact) -> Interval | None:
    """What of it the premise can be: a count is whole and at least one, a share no more than all; None for nothing."""
    quantity = stated.quantity
    if needed.high is not None and needed.high <= 0:
        return None
    if quantity.whole:
        return _whole(needed)
    if needed.low is not None and needed.low < 0:
        needed = Interval(None, needed.high, high_open=needed.high_open)
    high = quantity.hull.high
    share = quantity.unit.dimensions == _SHARE and high is not None and high <= 1
    above_all = needed.low is not None and needed.low > 1
    return None if share and above_all else needed


def _whole(needed: Interval) -> Interval | None:
    """The counts among the values."""
    low, high = needed.low, needed.high
    first = 1 if low is None else max(floor(low) + 1 if needed.low_open else ceil(low), 1)
    last = None if high is None else ceil(high) - 1 if needed.high_open else floor(high)
    if last is not None and last < first:
        return None
    # "At most 4" says no less of a count than "1 to 4".
    return Interval(None if first == 1 < (last or 1) else first, last)


def _near(needed: Interval, stated: Interval) -> bool:
    """Whether the two are within reach of one slip."""
    if needed.low is not None and stated.high is not None and needed.low > stated.high:
        return needed.low <= _FARTHEST * stated.high
    if needed.high is not None and stated.low is not None and needed.high < stated.low:
        return needed.high * _FARTHEST >= stated.low
    return True
