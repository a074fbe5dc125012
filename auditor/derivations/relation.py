"""Stated facts held against the rules' relations: what each must be, under every convention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor import show
from auditor.derivations.chain import applies, saturate, steps
from auditor.derivations.derivation import Basis, Bound, Derivation, Tried
from auditor.derivations.forks import Fork, forks
from auditor.derivations.situations import Situation, situations
from auditor.facts import Fact, Facts
from auditor.interval import WHOLE, Interval
from auditor.rulebook import Convention, Rule, Rulebook
from auditor.units import Unit


@dataclass(frozen=True, slots=True)
class Trial:
    """One convention with one filling, and whether the stated value can agree with it."""

    convention: Convention
    fork: Fork
    result: Interval
    holds: bool


def judge_facts(facts: Facts, rulebook: Rulebook) -> Iterator[Derivation]:
    """One derivation for each stated fact and rule that has it as its subject and can be worked out."""
    for situation in situations(facts):
        saturate(situation, rulebook)
        for fact in situation.facts:
            for rule in (rulebook.rules[id] for id in rulebook.about((fact.concept,))):
                if rule.subject and applies(rule, situation.traits):
                    derivation = _judge(fact, rule, situation, facts)
                    if derivation is not None:
                        yield derivation


def _judge(fact: Fact, rule: Rule, situation: Situation, facts: Facts) -> Derivation | None:
    subject = rule.variables[rule.subject]
    if subject.concept != fact.concept or not _in_scope(fact.scope, subject.scope):
        return None
    if subject.role and fact.role and subject.role != fact.role:
        return None
    trials = [trial for convention in rule.conventions for trial in _trials(fact, rule, convention, situation)]
    if not trials:
        return None
    held = [trial for trial in trials if trial.holds]
    if not held and fact.scope == "" and subject.scope != "":
        return None
    usual = [trial for trial in held if trial.convention.tier == 1]
    chosen = (usual or held or trials)[0]
    return _derivation(fact, rule, trials, chosen, usual=bool(usual), holds=bool(held))


def _in_scope(stated: str, wanted: str) -> bool:
    return stated == wanted or not stated or (not wanted and stated == "total")


def _trials(fact: Fact, rule: Rule, convention: Convention, situation: Situation) -> Iterator[Trial]:
    form = convention.relation.forms.get(rule.subject)
    if form is None:
        return
    stated = fact.quantity.hull
    own = frozenset((fact.claim.index,))
    for fork in forks(rule, convention, situation.cells, rule.subject, own):
        if not fork.claims:
            continue
        result = form(fork.values)
        known = {**fork.values, rule.subject: stated}
        met = all(relation.admits(known) for relation in convention.when if set(relation.symbols) <= set(known))
        if result != WHOLE:
            yield Trial(convention, fork, result, met and result.meets(stated))


def _derivation(
    fact: Fact, rule: Rule, trials: list[Trial], chosen: Trial, *, usual: bool, holds: bool
) -> Derivation | None:
    typical = chosen.fork.typical or rule.bound == "typical"
    if not holds and chosen.fork.assumptions and all(trial.fork.assumptions for trial in trials):
        typical = True
    unit = _shown_unit(fact)
    variable = rule.variables[rule.subject]
    severity = "warning" if (holds and not usual) or (typical and not holds) else ""
    claims = tuple(sorted(chosen.fork.claims))
    return Derivation(
        rule=rule.id,
        head=fact.claim.index,
        premises=claims,
        holds=holds and usual,
        stated=fact.claim.text,
        expected=show.interval(chosen.result, unit),
        interval=chosen.result,
        bound=Bound(rule.bound),
        basis=Basis.DERIVATION,
        severity=severity,
        steps=steps(chosen.convention, chosen.fork, variable, chosen.result),
        tried=tuple(Tried(t.convention.name, t.result, t.holds) for t in trials if t.convention.name),
        assumptions=chosen.fork.assumptions,
    )


def _shown_unit(fact: Fact) -> Unit:
    return fact.quantity.readings[0].unit
