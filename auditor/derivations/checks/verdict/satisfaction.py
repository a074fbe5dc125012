"""Words that say of requirements in general that they are met or exceeded, held against each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor.derivations.checks.general_verdicts import general, topics
from auditor.derivations.checks.verdict.requirement import comparisons
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import ROUNDED, Basis, Derivation
from auditor.derivations.goals import OWN, Held, bounded
from auditor.facts import Claim, Extent, Fact, Facts, Form, Polarity, Stance
from auditor.interval import Interval
from auditor.text import words_of

_PAST = ("exceed", "surpass")
Valued = tuple[str, Interval]
"""A concept, and what is stated of it."""
_SIGNS = {"≥": ">", "≤": "<"}


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each claim about requirements in general that can be decided.

    None is supported where anything was found against a limit or requirement, or against a number that it rests on.
    """
    claims = list(general(facts))
    if not claims:
        return
    refuted = {derivation.head for derivation in found if not derivation.holds and derivation.severity != "note"}
    missed = any(not each.holds and _is_of_limit(each) for each in found)
    needs: dict[int, list[Held]] = defaultdict(list)
    reached: dict[int, list[Held]] = defaultdict(list)
    for each in comparisons(facts, tied=True):
        if set(each.reached.scenario) <= OWN:
            needs[each.need.claim.index].append(each)
            reached[each.reached.claim.index].append(each)
    conceded = admitted(facts)
    for mark, numbers in claims:
        chosen = _beside(numbers, reached, needs) if numbers else _of_topic(facts, mark, needs)
        derivation = judge(mark, chosen, conceded, rule) if chosen else None
        if derivation is None:
            continue
        if not derivation.holds or not (missed or _rests_on(chosen, refuted)):
            yield derivation


def _is_of_limit(derivation: Derivation) -> bool:
    """Whether it holds a number against what the number has to keep."""
    return derivation.rule.startswith("verdict/") and derivation.relation in "<>≤≥" and derivation.severity != "note"


def _rests_on(chosen: Sequence[list[Held]], refuted: set[int]) -> bool:
    return any(not refuted.isdisjoint((each.need.claim.index, each.reached.claim.index)) for f in chosen for each in f)


def admitted(facts: Facts) -> frozenset[Valued]:
    """Numbers of which the report itself says somewhere that they are not reached, or cannot be."""
    found = {value(fact) for fact in facts.all if fact.stance in (Stance.DISPUTED, Stance.REJECTED)}
    for ground in facts.claims.grounds:
        if ground.extent is not Extent.DOCUMENT and any(mark.polarity is not Polarity.GOOD for mark in ground.marks):
            found |= {value(fact) for number in ground.numbers if (fact := facts.by_claim[number]) is not None}
    return frozenset(found)


def value(fact: Fact) -> Valued:
    """By what two statements of one requirement are known as one."""
    return fact.concept, fact.quantity.hull


def _beside(
    numbers: Sequence[int], reached: Mapping[int, list[Held]], needs: Mapping[int, list[Held]]
) -> list[list[Held]]:
    """What the numbers beside a verdict reach of each requirement, in the order of the requirements."""
    own = set(numbers)
    asked = {each.need.claim.index for number in own for each in reached.get(number, ())}
    return [[each for each in found if each.reached.claim.index in own] for at, found in needs.items() if at in asked]


def _of_topic(facts: Facts, mark: Claim, needs: Mapping[int, list[Held]]) -> list[list[Held]]:
    """What is reached for each requirement that a verdict on the whole speaks of."""
    concepts = topics(facts, mark)
    return [found for found in needs.values() if not concepts or found[0].need.concept in concepts]


def judge(mark: Claim, chosen: Sequence[list[Held]], conceded: frozenset[Valued], rule: str) -> Derivation | None:
    """A favourable verdict against what is reached for each requirement that it speaks of; None where that is open.

    Of each requirement, all that is reached of it; `conceded` are those that the report itself calls missed.
    """
    past = any(word.startswith(_PAST) for word in words_of(mark.text))
    plain = [found for found in chosen if value(found[0].need) not in conceded]
    failing = [found[0] for found in plain if not any(each.holds for each in found)]
    just = [found[0] for found in plain if all(each.just for each in found)]
    if failing:
        return _derivation(mark, failing[0], rule, holds=False)
    if past and just:
        return _derivation(mark, just[0], rule, holds=False, equal=True)
    if len(plain) < len(chosen) or not all(each.holds for found in plain for each in found):
        return None
    return _derivation(mark, plain[0][0], rule, holds=True)


def _derivation(mark: Claim, each: Held, rule: str, *, holds: bool, equal: bool = False) -> Derivation:
    reading = each.best
    fact, need = each.reached, each.need
    own = claim_step(fact.claim, reading.reached, fact.claim.text, fact.quantity.unit.symbol)
    count = [reading.gpus.claim.index] if reading.gpus is not None else []
    required = bounded(need, each.relation) + reading.steps[-1].values
    if equal:
        message = f"{fact.claim.text} only just reaches the requirement ({required}): it is met, but not exceeded."
    else:
        message = f"{fact.claim.text} does not meet the requirement ({required})."
    return Derivation(
        rule=rule,
        head=mark.index,
        premises=(fact.claim.index, need.claim.index, *count),
        holds=holds,
        stated=f"{mark.text}, {fact.claim.text}",
        expected=required,
        interval=reading.asked,
        relation=_SIGNS[each.relation] if equal else each.relation,
        basis=Basis.COMPARISON,
        severity="warning" if equal else "",
        steps=reading.steps,
        compared=reading.compared or own,
        message="" if holds else f"{said(mark)}, but {message}",
        reservation=ROUNDED if equal else "",
    )


def said(mark: Claim) -> str:
    """A favourable mark or verdict word as a clause: '"meets all requirements" is said', "✓ stands here"."""
    return f'"{mark.text}" is said' if mark.form is Form.VERDICT else f"{mark.text} stands here"
