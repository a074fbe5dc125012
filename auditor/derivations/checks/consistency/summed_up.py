"""Results that a ticked line says again otherwise than the report has worked them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor.derivations import same
from auditor.derivations.checks.consistency.comparable import compatible
from auditor.derivations.concepts import GOALS, REACHED
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import physical
from auditor.derivations.workings import worked_with
from auditor.facts import Extent, Fact, Facts, Form, Ground, Polarity, Stance
from auditor.quantity import Modality

_RESULTS = REACHED | {"memory_used", "training_time", "total_time", "cost"}
"""What a plan comes to, and so is summed up at the end."""
_ARITHMETIC = "arithmetic/"
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_NARROW = frozenset({Extent.LINE, Extent.ROW})
_ROUGH = Fraction(103, 100)
"""Values that differ by less: one is the other, rounded."""
_FAR = Fraction(2)
"""Values that differ by so much are of different scopes rather than one of them a slip."""


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each ticked result whose only other value the report works out, and that stands nowhere."""
    worked = {each.head for each in found if each.holds and each.rule.startswith(_ARITHMETIC) and each.relation == "="}
    settled = {each.head for each in found if not each.holds or each.basis is Basis.ARITHMETIC}
    groups = _groups(facts)
    ticked = {number for ground in facts.claims.grounds if _is_tick(ground) for number in ground.numbers}
    for group in groups.values():
        results = [fact for fact in group if fact.claim.index in worked]
        for fact in group if results else ():
            if fact.claim.index not in ticked or fact.claim.index in settled:
                continue
            other = _other(fact, group, results, facts)
            if other is not None:
                yield _derivation(fact, other, rule)


def _is_tick(ground: Ground) -> bool:
    """Whether a line or row carries a sign of approval, and no mere words, which may judge another number of it."""
    signs = any(mark.form is Form.MARK and mark.polarity is Polarity.GOOD for mark in ground.marks)
    return signs and ground.extent in _NARROW


def _groups(facts: Facts) -> Mapping[tuple[str, str], list[Fact]]:
    """The plain statements of each result, by scope."""
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        plain = fact.quantity.modality in _PLAIN and bool(fact.quantity.value) and fact.stance is Stance.ASSERTED
        if fact.concept in _RESULTS and fact.role not in GOALS and plain:
            found[fact.concept, fact.scope].append(fact)
    return found


def _other(fact: Fact, group: Sequence[Fact], results: Sequence[Fact], facts: Facts) -> Fact | None:
    """The worked-out value before a number that all other statements agree with; None where it may be another thing."""
    parts = worked_with(facts)
    rest = [o for o in group if o.claim.block != fact.claim.block and o.claim.index not in parts]
    before = [other for other in results if other.claim.index < fact.claim.index and other in rest]
    sameness = same.sameness(facts)
    if not before or not same.agree(rest) or _stands_elsewhere(fact, facts):
        return None
    other = before[-1]
    alike = fact.role == other.role and physical(fact.quantity) == physical(other.quantity)
    if (
        not alike
        or not compatible(fact, other)
        or fact.quantity.hull.meets(other.quantity.hull)
        or sameness.is_template(fact, other)
    ):
        return None
    ratio = (fact.quantity.value or Fraction(1)) / (other.quantity.value or Fraction(1))
    rounded = 1 / _ROUGH < ratio < _ROUGH
    return other if 1 / _FAR < ratio < _FAR and not rounded else None


def _stands_elsewhere(fact: Fact, facts: Facts) -> bool:
    """Whether another number of the document has the value: it may be the one that is meant."""
    return any(each is not fact and each.quantity.nominal() == fact.quantity.nominal() for each in facts.all)


def _derivation(fact: Fact, other: Fact, rule: str) -> Derivation:
    name, value = f"c{other.claim.index}", other.quantity.hull
    given = Input(name, value, other.claim.index)
    unit = other.quantity.readings[0].unit
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(other.claim.index,),
        holds=False,
        stated=fact.claim.text,
        expected=other.claim.text,
        interval=value,
        basis=Basis.RESTATEMENT,
        steps=(Step("worked out before", other.claim.text, value, unit.symbol, name, (given,)),),
    )
