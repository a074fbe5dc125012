"""What the documents beside a report give: which of it may be used, and which model they speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from auditor.derivations.concepts import DEVICE, MODEL, RISING, is_goal
from auditor.facts import Fact, Facts, Outside, Premise, Stance
from auditor.interval import Interval

_OTHER = 2
"""Figures of the model in which a document must differ to be about another one."""
_SHAPES = MODEL - {"bytes_per_parameter", "bytes_per_element"}
"""What tells one model from another: the same model is stored in several formats."""
_HARDWARE = DEVICE | {"gpus", "nodes", "mfu", "hfu", "bandwidth_utilisation", "effective_flops", "effective_bandwidth"}
"""What does not depend on the model: requirements do."""
_MEASURES = frozenset({"byte", "dollar", "flop", "gram", "second", "watt", "%", "×", "‰"})
"""Dimensions of what is measured; all others count."""


def premises(facts: Facts) -> list[Premise]:
    """What may be used, the highest rank first: of a document about another model the hardware alone."""
    return [premise for outside in facts.outside for premise in _usable(outside, facts)]


def _usable(outside: Outside, facts: Facts) -> Iterable[Premise]:
    if not other_model(outside, facts):
        return outside.premises
    return [premise for premise in outside.premises if premise.fact.concept in _HARDWARE]


def other_model(outside: Outside, facts: Facts) -> list[tuple[Fact, Premise]]:
    """The figures in which report and document describe different models; empty if they do not."""
    differing = [(fact, premise) for fact, premise in _shared(outside, facts) if not meets(fact, premise)]
    agreeing = len(_shared(outside, facts)) - len(differing)
    different = len(differing) >= _OTHER and len(differing) >= agreeing
    return sorted(differing, key=lambda pair: pair[0].claim.span) if different else []


def doubtful(facts: Facts) -> frozenset[str]:
    """The documents of which no figure of the model is the report's: nothing shows that they speak of one model."""
    return frozenset(
        outside.name
        for outside in facts.outside
        if not any(meets(fact, premise) for fact, premise in _shared(outside, facts))
    )


def _shared(outside: Outside, facts: Facts) -> list[tuple[Fact, Premise]]:
    """Each figure of the model that both state: what the report states most often, and the document first."""
    stated: dict[str, list[Fact]] = {}
    for fact in facts.all:
        if fact.concept in _SHAPES and _describes(fact):
            stated.setdefault(fact.concept, []).append(fact)
    given: dict[str, Premise] = {}
    for premise in outside.premises:
        if premise.fact.concept in stated and not premise.fact.scope:
            given.setdefault(premise.fact.concept, premise)
    return [(_most_often(stated[concept]), premise) for concept, premise in sorted(given.items())]


def _most_often(stated: list[Fact]) -> Fact:
    """The first of the statements of one figure that most others repeat."""
    count = Counter(fact.quantity.hull for fact in stated)
    return max(stated, key=lambda fact: count[fact.quantity.hull])


def _describes(fact: Fact) -> bool:
    return fact.known and not fact.scope and not fact.scenario and fact.stance is Stance.ASSERTED


def meets(fact: Fact, premise: Premise) -> bool:
    """Whether a statement of the report can be what the document states."""
    return fact.quantity.hull.meets(premise.fact.quantity.hull)


def is_given(fact: Fact, facts: Facts) -> bool:
    """Whether a number of the report is as a document beside it has it: then the report is not the one to blame."""
    return any(agrees(fact, premise) for premise in premises(facts))


def requirements(facts: Facts) -> list[Premise]:
    """What the documents ask to be reached."""
    return [premise for premise in premises(facts) if is_goal(premise.fact)]


def agrees(fact: Fact, premise: Premise) -> bool:
    """Whether the report restates a premise rightly: the same quantity, in the same sense, with the same value."""
    given = premise.fact
    if not same_quantity(fact, premise) or is_goal(fact) is not is_goal(given):
        return False
    if given.quantity.value is None:
        return _restates_range(fact.quantity.nominal(), given.quantity.nominal())
    if is_goal(fact):
        stated, wanted = named(fact), named(given)
        return stated is not None and wanted is not None and stated.meets(wanted)
    return meets(fact, premise)


def named(fact: Fact) -> Interval | None:
    """The number that a requirement names, whichever way it bounds: "≤ 10 s" and "within 10 s" name 10 s."""
    quantity = fact.quantity
    if quantity.value is None:
        return None
    ends = [quantity.value * reading.unit.factor for reading in quantity.readings]
    return Interval(min(ends), max(ends))


def _restates_range(stated: Interval, given: Interval) -> bool:
    """Whether a range or one of its ends is restated."""
    ends = [Interval.point(end) for end in (given.low, given.high) if end is not None]
    return (stated.low, stated.high) == (given.low, given.high) or stated in ends


def same_quantity(fact: Fact, premise: Premise) -> bool:
    """Whether a statement of the report can be about what a premise states: concept, unit, scope and situation."""
    given = premise.fact
    if fact.concept != given.concept or not set(given.scenario) <= set(fact.scenario):
        return False
    # What is required of each GPU and what is required are two things; of what there is texts leave the scope out.
    open_scope = not is_goal(given) and not (fact.scope and given.scope)
    a, b = fact.quantity.readings[0].unit.dimensions, given.quantity.readings[0].unit.dimensions
    # "80 layers" and "layers: 80" count the same thing.
    alike = without_gpu(a) == without_gpu(b) or (not (a and b) and _MEASURES.isdisjoint(dict(a or b)))
    return (fact.scope == given.scope or open_scope) and alike


def without_gpu(dimensions: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Dimensions with "per GPU" left out, as texts do."""
    return tuple(entry for entry in dimensions if entry[0] != "gpu")


def falls_short(fact: Fact, premise: Premise) -> bool:
    """Whether the report asks for less than the document does: a higher limit, or a lower rate."""
    stated, given = named(fact), named(premise.fact)
    if stated is None or given is None or stated.meets(given):
        return False
    lower = stated.high is not None and given.low is not None and stated.high < given.low
    return lower if fact.concept in RISING else not lower
