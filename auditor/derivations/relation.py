"""Stated facts held against the rules' relations: what each must be, under every convention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from auditor import show
from auditor.derivations.agreement import slip
from auditor.derivations.chain import applies, saturate, steps
from auditor.derivations.concepts import is_goal
from auditor.derivations.derivation import Basis, Bound, Cure, Derivation, Tried
from auditor.derivations.forks import Fork, excluded, forks
from auditor.derivations.outside import is_given
from auditor.derivations.situations import Situation, situations
from auditor.derivations.values import operands
from auditor.facts import Fact, Facts, Operand
from auditor.interval import WHOLE, Interval
from auditor.rulebook import Convention, Rule, Rulebook, fill
from auditor.units import Unit

_TWICE = re.compile(r"\b([^\W\d]+(?: [^\W\d]+)?) \1\b")
"""Words that a template and the number that it quotes both say: "128 GPUs GPUs"."""
_VOID = 1.0
"""The power of a bound that holds: half of all values would have passed, so it supports nothing by itself."""
_SCOPES = frozenset({"gpu", "total"})
"""In which a number without a scope must fail before it is refuted."""
_PARTLY = ("base", "minimum", "spare", "per ")
_WHOLE = ("gpu", "device", "total", "world", "卡", "accelerator")
_ARGUABLE = "placement/"
"""Rules whose unusual conventions are worth a warning: a count that only a re-reading of a degree explains."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One convention with one filling, and whether the stated value can agree with it."""

    convention: Convention
    fork: Fork
    result: Interval
    holds: bool


def judge_facts(facts: Facts, rulebook: Rulebook) -> Iterator[Derivation]:
    """One derivation for each stated fact and rule that has it as its subject and can be worked out."""
    parts = _operands(facts)
    for situation in situations(facts):
        saturate(situation, rulebook)
        for fact in situation.facts:
            serves = fact.claim.index in parts
            if is_goal(fact) or (serves and fact.quantity.whole) or not _names_it(fact):
                continue
            for derivation in _of_fact(fact, situation, facts, rulebook):
                if not serves or derivation.holds or derivation.kind == "unit":
                    yield derivation


def _of_fact(fact: Fact, situation: Situation, facts: Facts, rulebook: Rulebook) -> list[Derivation]:
    """What each rule about the fact's concept makes of it; one with an open scope fails in every scope or in none."""
    found: list[tuple[str, Derivation]] = []
    for rule in (rulebook.rules[id] for id in rulebook.about((fact.concept,))):
        if rule.subject and applies(rule, situation.traits):
            derivation = _judge(fact, rule, situation, facts, rulebook)
            if derivation is not None:
                found.append((rule.variables[rule.subject].scope, derivation))
    if fact.scope:
        return [derivation for _, derivation in found]
    failing = {scope for scope, derivation in found if not derivation.holds}
    everywhere = failing >= _SCOPES
    return [d for scope, d in found if d.holds or not scope or (everywhere and scope == "total")]


def _operands(facts: Facts) -> frozenset[int]:
    """Claims that serve a written calculation: a count there may be any, and is said in full where it comes from."""
    used = {fact.claim.index for fact in facts.all if _leads_on(fact, facts)}
    for equation in facts.claims.equations:
        for side in equation.sides:
            if not isinstance(side, Operand):
                used.update(operands(side))
    for link in facts.claims.links:
        used.update(
            claim for side in (link.first, link.second) if not isinstance(side, Operand) for claim in operands(side)
        )
    return frozenset(used)


def _leads_on(fact: Fact, facts: Facts) -> bool:
    """Whether an arrow follows the number: then it is what the next one comes from."""
    text = facts.claims.document.blocks[fact.claim.block].text
    return text[fact.claim.end : fact.claim.end + 3].lstrip().startswith(("→", "->", "⇒"))


def _names_it(fact: Fact) -> bool:
    """Whether a total is not called a part's, and a number of GPUs is that of the whole deployment."""
    if fact.scope == "total" and fact.claim.label.key.lower().startswith("per"):
        return False
    if fact.concept != "gpus":
        return True
    label = fact.claim.label
    words = " ".join((label.key, label.row, label.column)).lower()
    return fact.scope == "total" or (any(word in words for word in _WHOLE) and not words.strip().startswith(_PARTLY))


def _judge(fact: Fact, rule: Rule, situation: Situation, facts: Facts, rulebook: Rulebook) -> Derivation | None:
    subject = rule.variables[rule.subject]
    if subject.concept != fact.concept or not _in_scope(fact.scope, subject.scope):
        return None
    if subject.role and fact.role and subject.role != fact.role:
        return None
    if fact.concept.endswith("_utilisation") and (fact.role == "available" or fact.quantity.unit.symbol != "%"):
        return None
    by_convention = [(convention, list(_trials(fact, rule, convention, situation))) for convention in rule.conventions]
    trials = [trial for _, found in by_convention for trial in found]
    usual = [trial for trial in trials if trial.holds and trial.convention.tier == 1]
    if usual:
        return _derivation(fact, rule, trials, usual[0], facts, rulebook)
    unusual = [trial for trial in trials if trial.holds]
    if unusual and not rule.id.startswith(_ARGUABLE):
        return None
    certain = [trial for trial in trials if not trial.fork.loose and not _crosses_rows(fact, trial, facts)]
    if not any(trial.convention.tier == 1 for trial in certain):
        return None
    untried = [convention for convention, found in by_convention if not found and convention.tier == 1]
    if any(not excluded(rule, convention, situation.cells) for convention in untried):
        certain = [trial for trial in certain if slip(trial.result, fact.quantity.hull) is not None]
    if not certain:
        return None
    slipped = [trial for trial in certain if slip(trial.result, fact.quantity.hull) is not None]
    return _derivation(fact, rule, trials, (unusual or slipped or certain)[0], facts, rulebook)


def _in_scope(stated: str, wanted: str) -> bool:
    return stated == wanted or not stated or (not wanted and stated == "total")


def _trials(fact: Fact, rule: Rule, convention: Convention, situation: Situation) -> Iterator[Trial]:
    form = convention.relation.forms.get(rule.subject)
    if form is None:
        return
    stated = fact.quantity.hull
    own = frozenset(
        other.claim.index for other in situation.facts if (other.concept, other.scope) == (fact.concept, fact.scope)
    )
    for fork in forks(rule, convention, situation.cells, rule.subject, own):
        if not fork.stated or not _same_role(fact, rule, fork):
            continue
        result = form(fork.values)
        known = {**fork.values, rule.subject: stated}
        met = all(relation.admits(known) for relation in convention.when if set(relation.symbols) <= set(known))
        if result != WHOLE:
            yield Trial(convention, fork, result, met and result.meets(stated))


def _crosses_rows(fact: Fact, trial: Trial, facts: Facts) -> bool:
    """Whether a premise stands in another row of the number's own table: rows describe things of their own."""
    blocks = facts.claims.document.blocks
    own = blocks[fact.claim.block].cell
    if own is None:
        return False
    cells = (blocks[facts.claims.all[claim].block].cell for claim in trial.fork.claims)
    return any(cell is not None and cell.table == own.table and cell.row != own.row for cell in cells)


def _same_role(fact: Fact, rule: Rule, fork: Fork) -> bool:
    """Whether values of the fact's own concept in another scope are meant alike: reached, theoretical, available ..."""
    return all(
        candidate.role == fact.role or candidate.rules
        for symbol, candidate in fork.filled.items()
        if rule.variables[symbol].concept == fact.concept
    )


def _derivation(
    fact: Fact, rule: Rule, trials: list[Trial], chosen: Trial, facts: Facts, rulebook: Rulebook
) -> Derivation:
    holds = chosen.holds and chosen.convention.tier == 1
    typical = chosen.fork.typical or rule.bound == "typical"
    unit = fact.quantity.readings[0].unit
    slipped = not holds and slip(chosen.result, fact.quantity.hull) is not None
    meant = chosen if holds else _usual(fact, trials, chosen)
    expected = show.interval(meant.convention.relation.forms[rule.subject](meant.fork.nominal), unit)
    return Derivation(
        rule=rule.id,
        head=fact.claim.index,
        premises=tuple(sorted(chosen.fork.claims)),
        holds=holds,
        stated=fact.claim.text,
        expected=expected,
        interval=chosen.result,
        bound=Bound(rule.bound),
        basis=Basis.DERIVATION,
        kind="unit" if slipped else "",
        severity=_severity(fact, chosen, facts, typical=typical and not slipped),
        steps=steps(chosen.convention, chosen.fork, rule.variables[rule.subject], chosen.result),
        tried=tuple(Tried(t.convention.name, t.result, t.holds) for t in trials if t.convention.name),
        assumptions=chosen.fork.assumptions,
        power=_VOID if holds and rule.bound in ("lower", "upper") else None,
        near_miss="" if holds else _near_miss(fact, rule, chosen, rulebook),
        cures=() if holds else _cures(fact, rule, chosen),
        message="" if holds else _message(fact, rule, chosen, expected, facts),
        outside=chosen.fork.outside,
        reservation="" if holds else _reservation(fact, chosen),
    )


def _reservation(fact: Fact, chosen: Trial) -> str:
    if chosen.holds:
        return "only an unusual convention gives it"
    return "a condition is not met" if chosen.result.meets(fact.quantity.hull) else ""


def _usual(fact: Fact, trials: list[Trial], chosen: Trial) -> Trial:
    """What a usual convention gives, to show what the stated value would have to be: the one that leaves out least."""
    usual = [trial for trial in trials if trial.convention.tier == 1 and trial.result.is_point]

    def fullness(trial: Trial) -> tuple[int, int]:
        return len(trial.fork.claims), -sum(abs(claim - fact.claim.index) for claim in trial.fork.claims)

    return max(usual, key=fullness, default=chosen)


def _severity(fact: Fact, chosen: Trial, facts: Facts, *, typical: bool) -> str:
    """Milder than the rule's own where the value is only unusual, rests on what is not stated, or was given so."""
    if typical:
        return "note"
    return "warning" if chosen.holds or chosen.fork.assumptions or is_given(fact, facts) else ""


def _near_miss(fact: Fact, rule: Rule, chosen: Trial, rulebook: Rulebook) -> str:
    """What the rule knows as a usual slip, if it gives the stated value."""
    for slip_of_hand in rulebook.page(rule.id).near_misses:
        form = slip_of_hand.relation.forms.get(rule.subject)
        if form is None or not set(form.inputs) <= set(chosen.fork.values):
            continue
        if form(chosen.fork.values).meets(fact.quantity.hull):
            return slip_of_hand.says
    return ""


def _cures(fact: Fact, rule: Rule, chosen: Trial) -> tuple[Cure, ...]:
    """For each stated premise, what it would have to be for the stated value to follow."""
    found = []
    for symbol, candidate in chosen.fork.filled.items():
        form = chosen.convention.relation.forms.get(symbol)
        if form is None or candidate.rules or candidate.outside or len(candidate.claims) != 1:
            continue
        needed = form({**chosen.fork.values, rule.subject: fact.quantity.hull})
        if needed != WHOLE:
            found.append(Cure(next(iter(candidate.claims)), needed))
    return tuple(found)


def _message(fact: Fact, rule: Rule, chosen: Trial, expected: str, facts: Facts) -> str:
    values = {symbol: variable.concept.replace("_", " ") for symbol, variable in rule.variables.items()}
    values |= {symbol: _printed(symbol, rule, chosen, facts) for symbol in chosen.fork.values}
    values |= {rule.subject: fact.claim.text, "stated": fact.claim.text, "expected": expected}
    values |= {"convention": chosen.convention.name or "by definition", "formula": chosen.convention.relation.text}
    if chosen.holds:
        unusual = "{stated} follows only from an unusual convention ({convention}); the usual ones give {expected}."
        return fill(unusual, values)
    return _TWICE.sub(r"\1", fill(rule.message, values))


def _printed(symbol: str, rule: Rule, chosen: Trial, facts: Facts) -> str:
    """A premise as it is printed where it stands, or a derived value in its base unit."""
    candidate = chosen.fork.filled[symbol]
    if not candidate.rules and candidate.outside:
        return candidate.outside[0].text
    if not candidate.rules and len(candidate.claims) == 1:
        return facts.claims.all[next(iter(candidate.claims))].text
    return show.interval(candidate.nominal or candidate.interval, Unit(rule.variables[symbol].unit, Fraction(1), ()))
