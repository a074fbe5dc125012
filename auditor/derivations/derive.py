"""Everything that follows from the facts: the checks that rules name, and the relations."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.checks import CHECKS, LATER
from auditor.derivations.derivation import Basis, Derivation, Derivations
from auditor.derivations.relation import judge_facts
from auditor.facts import Facts
from auditor.rulebook import Rulebook


def derive(facts: Facts, rulebook: Rulebook) -> Derivations:
    """All derivations of a document, by head and then rule."""
    found = _without_overruled(list(_numbers(facts, rulebook)), facts)
    for rule in rulebook.checks():
        if rule.check in LATER:
            found += LATER[rule.check](facts, rule.id, found)
    return Derivations(facts, tuple(sorted(found, key=lambda d: (d.head, d.rule, d.premises))))


def _numbers(facts: Facts, rulebook: Rulebook) -> Iterator[Derivation]:
    for rule in rulebook.checks():
        if rule.check in CHECKS:
            yield from CHECKS[rule.check](facts, rule.id)
    yield from judge_facts(facts, rulebook)


def _without_overruled(found: list[Derivation], facts: Facts) -> list[Derivation]:
    """The derivations less objections of relations to percentages that the report works out itself, and rightly.

    "16.5 GB / 64 GB = 25.8%" says of what it is a share; a relation only supposes it.
    """
    worked_out = {d.head for d in found if d.holds and d.basis is Basis.ARITHMETIC and d.power is None}
    return [d for d in found if d.holds or d.basis is not Basis.DERIVATION or not _is_share(d.head, facts, worked_out)]


def _is_share(head: int, facts: Facts, worked_out: set[int]) -> bool:
    quantity = facts.claims.all[head].quantity
    return head in worked_out and quantity is not None and quantity.unit.symbol == "%"
