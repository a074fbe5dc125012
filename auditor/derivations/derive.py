"""Everything that follows from the facts: the checks that rules name, and the relations."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.checks import CHECKS
from auditor.derivations.derivation import Derivation, Derivations
from auditor.derivations.relation import judge_facts
from auditor.facts import Facts
from auditor.rulebook import Rulebook


def derive(facts: Facts, rulebook: Rulebook) -> Derivations:
    """All derivations of a document, by head and then rule."""
    found = sorted(_all(facts, rulebook), key=lambda d: (d.head, d.rule, d.premises))
    return Derivations(facts, tuple(found))


def _all(facts: Facts, rulebook: Rulebook) -> Iterator[Derivation]:
    for rule in rulebook.checks():
        yield from CHECKS[rule.check](facts, rule.id)
    yield from judge_facts(facts, rulebook)
