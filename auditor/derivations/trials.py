"""A stated value tried under the conventions of a rule, with every filling of its other symbols."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.derivations.forks import Fork, forks
from auditor.derivations.situations import Situation
from auditor.facts import Fact
from auditor.interval import WHOLE, Interval
from auditor.rulebook import Convention, Rule

_PLAIN = frozenset({"", "achieved", "available", "average", "estimated"})
"""Roles of what a deployment has or does; a plain number may be any of them."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One convention with one filling, and whether the stated value can agree with it."""

    convention: Convention
    fork: Fork
    result: Interval
    """What the symbol must be; for a relation that is not solved for it, left side minus right."""
    holds: bool
    solved: bool
    """Whether the relation is solved for the symbol."""


def trials(fact: Fact, rule: Rule, convention: Convention, situation: Situation, symbol: str) -> Iterator[Trial]:
    """Every way to work out what `symbol` must be, the fact left aside, and whether the fact's value agrees."""
    relation, form = convention.relation, convention.relation.forms.get(symbol)
    if symbol not in relation.symbols:
        return
    stated = fact.quantity.hull
    own = frozenset(
        other.claim.index for other in situation.facts if (other.concept, other.scope) == (fact.concept, fact.scope)
    )
    absolute = relation.symbols == (symbol,)
    for fork in forks(rule, convention, situation.cells, symbol, own):
        if not (fork.stated or absolute) or not _same_role(fact, rule, fork):
            continue
        known = {**fork.values, symbol: stated}
        met = all(when.admits(known) for when in convention.when if set(when.symbols) <= set(known))
        if form is None:
            yield Trial(convention, fork, relation.difference(known), met and relation.admits(known), solved=False)
            continue
        result = form(fork.values)
        if result != WHOLE:
            yield Trial(convention, fork, result, met and result.meets(stated), solved=True)


def _same_role(fact: Fact, rule: Rule, fork: Fork) -> bool:
    """Whether values of the fact's own concept in another scope are meant alike: reached, theoretical, required ..."""
    return all(
        candidate.rules or _alike(candidate.role, fact.role)
        for symbol, candidate in fork.filled.items()
        if rule.variables[symbol].concept == fact.concept
    )


def _alike(a: str, b: str) -> bool:
    return a == b or (not (a and b) and {a, b} <= _PLAIN)
