"""What a deployment reaches, held against what its brief asks for; requirements of each GPU against rates of all."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import show
from auditor.derivations.agreement import Outcome, compare
from auditor.derivations.citing import cited
from auditor.derivations.concepts import OF_ALL, is_goal
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.goals import Gpus, bounded, direction
from auditor.derivations.outside import requirements, without_gpu
from auditor.derivations.ticks import Ticks
from auditor.derivations.values import Value, dimensions_of
from auditor.facts import Claim, Fact, Facts, Operand, Premise, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval

_REACHED = frozenset({"", "achieved"})
_SPEAKS = ("requir", "exceed", "meet")
"""Beginnings of words by which a line speaks of requirements."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement as one statement of the report has to meet it."""

    value: Interval
    steps: tuple[Step, ...]
    words: str
    gpus: Fact | None = None
    """The number of GPUs by which a requirement of each was multiplied."""
    certain: bool = True
    """Whether the report says of what its number is."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each reached value and each requirement of a brief that it can be held against."""
    wanted = requirements(facts)
    if not wanted:
        return
    ticks, gpus = Ticks(facts), Gpus(facts)
    for premise in wanted:
        disputed = is_disputed(premise, facts)
        for fact in facts.all:
            if not is_reached(fact, premise) or (disputed and not _speaks_of_requirements(fact)):
                continue
            asked = asked_of(fact, premise, gpus)
            if asked is not None:
                yield from _judge(fact, premise, asked, ticks.favourable(fact.claim.index), rule)


def check_margin(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each margin of a rate of all GPUs over what a brief asks of each GPU."""
    for link in facts.claims.links:
        ends = [side.claim for side in (link.first, link.second) if isinstance(side, Operand)]
        if link.form not in ("versus", "against") or link.result is None or len(ends) < 2:
            continue
        reached, needed, margin = (facts.by_claim[index] for index in (*ends, link.result))
        if reached is None or needed is None or margin is None or margin.quantity.unit.symbol != "%":
            continue
        for premise in requirements(facts):
            if _is_of_each(premise) and _restates_for_all(needed, premise) and reached.scope in OF_ALL:
                derivation = _margin(reached, margin, premise, facts, rule)
                if derivation is not None:
                    yield derivation


def is_reached(fact: Fact, premise: Premise) -> bool:
    """Whether a number says how much is reached of what a brief asks for."""
    if not fact.known or fact.stance is not Stance.ASSERTED or fact.concept != premise.fact.concept:
        return False
    return fact.role in _REACHED and not is_goal(fact) and set(premise.fact.scenario) <= set(fact.scenario)


def is_disputed(premise: Premise, facts: Facts) -> bool:
    """Whether the report itself says of the requirement that it is not met: then a tick elsewhere does not claim it."""
    return any(
        fact.concept == premise.fact.concept
        and fact.stance in (Stance.DISPUTED, Stance.REJECTED)
        and fact.quantity.hull.meets(premise.fact.quantity.hull)
        for fact in facts.all
    )


def _speaks_of_requirements(fact: Fact) -> bool:
    label = fact.claim.label
    words = " ".join((label.key, label.before, label.after)).lower()
    return any(stem in words for stem in _SPEAKS)


def _is_of_each(premise: Premise) -> bool:
    return premise.fact.scope == "gpu"


def asked_of(fact: Fact, premise: Premise, gpus: Gpus) -> Asked | None:
    """A requirement of a brief as a statement has to meet it; None where the two are not of one quantity."""
    need = premise.fact
    stated_in, given_in = dimensions_of(fact), dimensions_of(need)
    if fact.scope == need.scope and stated_in == given_in:
        return Asked(need.quantity.hull, (cited(premise),), premise.text)
    if not (_is_of_each(premise) and fact.scope in OF_ALL and stated_in == without_gpu(given_in)):
        return None
    count = gpus.of(fact)
    return None if count is None else _times(premise, count, fact)


def _times(premise: Premise, gpus: Fact, fact: Fact) -> Asked:
    each, count = premise.fact.quantity.hull, gpus.quantity.hull
    value = each * count
    inputs = (Input("given", each, step=0), Input("gpus", count, gpus.claim.index))
    words = f"{premise.text} × {gpus.claim.text}"
    own = Step("requirement of each GPU × GPUs", words, value, fact.quantity.unit.symbol, "given gpus *", inputs)
    return Asked(value, (cited(premise), own), words, gpus, certain=fact.scope == "total")


def _judge(fact: Fact, premise: Premise, asked: Asked, mark: Claim | None, rule: str) -> Iterator[Derivation]:
    relation = direction(premise.fact)
    if not relation:
        return
    reached = Value(fact.quantity.hull, fact.quantity.interval, (), bare=False)
    holds = compare(reached, Value(asked.value, asked.value, (), bare=False), relation).outcome is Outcome.HOLDS
    if not holds and mark is None:
        return
    premises = [asked.gpus.claim.index] if asked.gpus is not None else []
    yield Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(*premises, *([mark.index] if mark is not None else [])),
        holds=holds,
        stated=fact.claim.text,
        expected=f"{bounded(premise.fact, relation)}{asked.words} ({premise.place})",
        interval=asked.value,
        relation=relation,
        basis=Basis.COMPARISON,
        severity="" if asked.certain else "warning",
        steps=asked.steps,
        outside=(premise,),
    )


def _restates_for_all(fact: Fact, premise: Premise) -> bool:
    """Whether the number of a requirement of each GPU is stated without "per GPU"."""
    if fact.concept != premise.fact.concept or fact.scope not in OF_ALL:
        return False
    return fact.quantity.hull.meets(premise.fact.quantity.hull) and dimensions_of(fact) != dimensions_of(premise.fact)


def _margin(reached: Fact, margin: Fact, premise: Premise, facts: Facts, rule: str) -> Derivation | None:
    gpus, own, each = Gpus(facts).of(reached), _number(reached), _number(premise.fact)
    if gpus is None or own is None or each is None or not (gpus.quantity.value or 0) > 1:
        return None
    value = own / (each * gpus.quantity.hull) - Interval.point(1)
    if value.meets(margin.quantity.hull):
        return None
    inputs = (
        Input("reached", own, reached.claim.index),
        Input("given", each, step=0),
        Input("gpus", gpus.quantity.hull, gpus.claim.index),
    )
    words = f"{reached.claim.text} ÷ ({premise.text} × {gpus.claim.text}) − 1"
    step = Step("reached ÷ (required of each × GPUs) − 1", words, value, "%", "reached given gpus * / 1 -", inputs)
    return Derivation(
        rule=rule,
        head=margin.claim.index,
        premises=(reached.claim.index, gpus.claim.index),
        holds=False,
        stated=margin.claim.text,
        expected=show.interval(value, margin.quantity.readings[0].unit),
        interval=value,
        basis=Basis.COMPARISON,
        steps=(cited(premise, each), step),
        message=(
            f"{margin.claim.text} is the margin over {premise.text}, which {premise.place} asks of each GPU; over what"
            f" it asks of {gpus.claim.text} the margin is {show.interval(value, margin.quantity.readings[0].unit)}."
        ),
        outside=(premise,),
        # The base is wrong whatever the rate is, be it one that no GPUs reach.
        alternatives=(frozenset(),),
    )


def _number(fact: Fact) -> Interval | None:
    """The number itself, whichever way it bounds: a margin is worked out from it."""
    value = fact.quantity.value
    return None if value is None else Interval.point(value * fact.quantity.readings[0].unit.factor)
