"""Everything that follows from the facts: the checks that rules name, and the relations."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.checks import CHECKS, LATER
from auditor.derivations.derivation import Derivation, Derivations
from auditor.derivations.relation import judge_facts
from auditor.facts import Facts
from auditor.rulebook import Rulebook


def derive(facts: Facts, rulebook: Rulebook) -> Derivations:
    """All derivations of a document, by head and then rule."""
    found = list(_numbers(facts, rulebook))
    for rule in rulebook.checks():
        if rule.check in LATER:
            found += LATER[rule.check](facts, rule.id, found)
    return Derivations(facts, tuple(sorted(found, key=lambda d: (d.head, d.rule, d.premises))))


def _numbers(facts: Facts, rulebook: Rulebook) -> Iterator[Derivation]:
    for rule in rulebook.checks():
        if rule.check in CHECKS:
            yield from CHECKS[rule.check](facts, rule.id)
    yield from judge_facts(facts, rulebook)
