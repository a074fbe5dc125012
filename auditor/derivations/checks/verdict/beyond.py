"""Words that say that something is too much, where the numbers show it: "135 GB (EXCEEDS LIMIT)" of 64 GB.

Or "100 tokens/ms is impossible", where 30 are the most. They are only confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor import show
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step, one_step
from auditor.derivations.values import physical
from auditor.facts import Claim, Fact, Facts, Form, Polarity, Stance

_TOO_LARGE = re.compile(r"exceed|too (?:large|big|much)|infeasible|(?:not|n't) fit|out of memory|over ", re.I)
_OUT_OF_REACH = re.compile(
    r"impossible|un(?:achiev|attain|reach)able|not (?:achiev|attain|feas)|infeasible|unrealistic", re.I
)
_BYTES = (("byte", 1),)
_MOST = frozenset({"theoretical", "maximum"})
_CHANCE = 0.3
"""What exceeds a limit may do so by chance; that it is said right beside its number is worth something."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such word whose number is beyond the one limit of it."""
    words = [claim for claim in facts.claims.all if claim.form is Form.VERDICT and claim.polarity is Polarity.BAD]
    if not words:
        return
    sizes, most, rates = _sizes(facts), _most(facts), _rates(facts)
    for claim in words:
        if _TOO_LARGE.search(claim.text):
            amount = _amount(claim, facts)
            if amount is not None and sizes and _is_beyond(amount, sizes[0]):
                yield _derivation(claim, amount, sizes[0], rule)
                continue
        if _OUT_OF_REACH.search(claim.text):
            goal = _goal(claim, rates, facts)
            limit = None if goal is None else _limit(goal, most)
            if goal is not None and limit is not None and _is_beyond(goal, limit):
                yield _derivation(claim, goal, limit, rule)


def _sizes(facts: Facts) -> list[Fact]:
    """The memory of a GPU, if it has one size."""
    found = [
        fact
        for fact in facts.all
        if fact.concept == "gpu_memory" and fact.scope in ("", "gpu") and fact.quantity.is_plain
    ]
    found = [fact for fact in found if fact.stance is Stance.ASSERTED]
    return found if len({fact.quantity.nominal() for fact in found}) == 1 else []


def _most(facts: Facts) -> list[Fact]:
    """What can be reached at most."""
    told = (fact for fact in facts.all if fact.known and fact.role in _MOST and fact.stance is Stance.ASSERTED)
    return [fact for fact in told if fact.quantity.is_plain and physical(fact.quantity)]


def _amount(claim: Claim, facts: Facts) -> Fact | None:
    """The amount of memory of one GPU right before a word in its line."""
    for index in range(claim.index - 1, max(claim.index - 3, -1), -1):
        fact = facts.by_claim[index]
        if fact is None or fact.claim.block != claim.block:
            return None
        if fact.quantity.readings[0].unit.dimensions == _BYTES or physical(fact.quantity) == _BYTES:
            return fact if fact.scope in ("", "gpu") and fact.quantity.is_plain else None
    return None


def _rates(facts: Facts) -> Mapping[tuple[int, ...], list[Fact]]:
    """The amounts of each section."""
    blocks, found = facts.claims.document.blocks, defaultdict[tuple[int, ...], list[Fact]](list)
    for fact in facts.all:
        if physical(fact.quantity) and fact.quantity.is_plain:
            found[blocks[fact.claim.block].headings].append(fact)
    return found


def _goal(claim: Claim, rates: Mapping[tuple[int, ...], list[Fact]], facts: Facts) -> Fact | None:
    """The one rate that the line of a word speaks of, or else the one goal of the lines above it in its section."""
    here = rates.get(facts.claims.document.blocks[claim.block].headings, [])
    own = [fact for fact in here if fact.claim.block == claim.block and fact.claim.end <= claim.start]
    if own:
        return own[-1]
    above = [fact for fact in here if fact.claim.block < claim.block and fact.role in GOALS]
    return above[-1] if len({fact.quantity.nominal() for fact in above}) == 1 else None


def _limit(goal: Fact, most: Sequence[Fact]) -> Fact | None:
    """The largest of what can be reached at most, in the unit of a goal and of its scope."""
    alike = [
        each
        for each in most
        if physical(each.quantity) == physical(goal.quantity)
        and (each.scope == goal.scope or "" in (each.scope, goal.scope))
    ]
    return max(alike, key=lambda each: each.quantity.nominal().low or 0, default=None)


def _is_beyond(amount: Fact, limit: Fact) -> bool:
    low, high = amount.quantity.nominal().low, limit.quantity.hull.high
    return low is not None and high is not None and low > high


def _derivation(claim: Claim, amount: Fact, limit: Fact, rule: str) -> Derivation:
    name = limit.claim.name
    value, stated = limit.quantity.readings[0].interval, amount.quantity.readings[0].interval
    unit = limit.quantity.readings[0].unit
    result = value.upwards()
    given = (Input(name, value, limit.claim.index),)
    return one_step(
        claim,
        Step("beyond the limit", f"> {show.interval(value, unit)}", result, unit.symbol, f"{name} ≥", given),
        rule,
        expected=f"{amount.claim.text} against {limit.claim.text}",
        holds=True,
        beside=(amount.claim.index,),
        bound=Bound.LOWER,
        basis=Basis.COMPARISON,
        compared=claim_step(amount.claim, stated, amount.claim.text),
        power=_CHANCE,
    )
