"""The same quantity stated more than once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from auditor import show
from auditor.derivations import same
from auditor.derivations.checks.consistency.comparable import Kin, compatible, is_elsewhere, is_taken_back
from auditor.derivations.checks.consistency.reprinted import digits, printed_again
from auditor.derivations.checks.consistency.rough import is_near, meet_between
from auditor.derivations.cited import TOLD
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import DEGREES, GOALS, MODEL, REACHED
from auditor.derivations.derivation import PLAIN, Basis, Derivation, Step, Supporting
from auditor.derivations.same import Sameness, agree, alike, explained
from auditor.derivations.values import PHYSICAL
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.quantity import Modality
from auditor.units import Dimensions

_SETTINGS = MODEL | DEGREES
_ALTERNATIVE = "alternative"
_ACHIEVED = "achieved"
_ESTIMATED = "estimated"
_TOTAL = "memory_used"
_OF_STATES = "bytes_per_parameter"  # of the weights, of the gradients and of the moments
_PARTS = frozenset({"layer", "token", "stage", "sequence", "request"})
"""Scopes of which there are many on one GPU; what is said of a GPU need not say so again."""
_TELLING = 3
"""Digits of a figure that is hardly printed twice by chance."""
_BOUNDS = frozenset({Modality.AT_MOST, Modality.LESS_THAN, Modality.AT_LEAST, Modality.MORE_THAN})
_COMPARED = 100
"""Statements of one quantity that are compared with each other; more are taken by so many, to support only."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each statement that another one repeats, or contradicts under the same name.

    "32" and "32 sequences" of one concept may agree; only numbers of one unit can contradict each other.
    """
    groups: dict[tuple[str, Dimensions], list[Fact]] = defaultdict(list)
    values: dict[Dimensions, set[object]] = defaultdict(set)
    for fact in facts.all:
        # What is disputed or proposed stands for itself.
        if fact.stance in TOLD:
            dimensions = fact.quantity.readings[0].unit.dimensions
            groups[fact.concept, _kind(fact, dimensions)].append(fact)
            values[_kind(fact, dimensions)].add(fact.quantity.nominal())
    sameness = same.sameness(facts)
    for (_, kind), group in groups.items():
        for begin in range(0, len(group) - 1, _COMPARED):
            part = group[begin : begin + _COMPARED]
            yield from _group(part, sameness, len(values[kind]), rule, whole=len(part) == len(group))
    for fact, other, figures in printed_again(facts, sameness):
        yield _derivation(fact, other, rule, holds=True, power=_power(fact, 1, figures))


def _kind(fact: Fact, dimensions: Dimensions) -> Dimensions:
    """The unit by which a number is compared: of a known concept less the things that its name counts anyway."""
    return tuple(each for each in dimensions if each[0] in PHYSICAL) if fact.known else dimensions


def _group(group: list[Fact], sameness: Sameness, kinds: int, rule: str, *, whole: bool) -> Iterator[Derivation]:
    kin = Kin(group)
    for fact in group:
        agreeing = [other for other in kin.saying(fact) if is_elsewhere(fact, other, sameness.facts)]
        if all(_is_kept(other, fact) for other in agreeing):
            rival = _rival(fact, group, sameness) if whole and fact.known else None
            if rival is not None:
                yield _derivation(fact, rival, rule, holds=False)
            elif whole and not agreeing and (missed := _missed(fact, group, sameness)) is not None:
                yield _derivation(fact, missed, rule, holds=False, severity="warning")
            if rival is not None or not (agreeing := agreeing or _of_one_mind(fact, group)):
                continue
        agreeing = [other for other in agreeing if not (_is_kept_by_any(fact, other) or _is_of_a_part(fact, other))]
        agreeing = [o for o in agreeing if not (is_taken_back(fact, o, sameness.facts) or meet_between(fact, o))]
        if not agreeing or _is_estimate(fact):
            continue
        best = next((other for other in agreeing if alike(fact, other)), None) or min(
            agreeing, key=lambda other: (other.role in GOALS) > (fact.role in GOALS)
        )
        power = _power(fact, kin.values_beside(fact), kinds)
        named = fact.known or (bool(fact.concept and fact.quantity.unit.dimensions) and agree([fact, *kin.of(fact)]))
        if (named or sameness.worded_alike(fact, best)) and (fact.known or not sameness.is_argument(fact)):
            yield _derivation(fact, best, rule, holds=True, power=power)


def _of_one_mind(fact: Fact, group: list[Fact]) -> list[Fact]:
    """The other statements of a setting that has one value in every situation of the document."""
    if fact.concept not in _SETTINGS or not fact.quantity.whole or fact.quantity.modality is not Modality.EXACT:
        return []
    others = [o for o in group if o.scope == fact.scope and o.claim.block != fact.claim.block]
    return others if agree([fact, *others]) else []


def _of_unit(fact: Fact, others: list[Fact]) -> list[Fact]:
    """Those asserted in the same unit, if the number itself is asserted; of one scope "GB" and "GB per GPU" are one."""
    dimensions = fact.quantity.readings[0].unit.dimensions
    if fact.stance is not Stance.ASSERTED:
        return []
    scoped = fact.scope if fact.known and any(name in PHYSICAL for name, _ in dimensions) else ""
    same = (o for o in others if (scoped and o.scope == scoped) or o.quantity.readings[0].unit.dimensions == dimensions)
    return [other for other in same if other.stance is Stance.ASSERTED]


def _of_change(fact: Fact, others: list[Fact], sameness: Sameness) -> list[Fact]:
    """Those asserted in the same unit that are not told of another change."""
    return [other for other in _of_unit(fact, others) if not sameness.are_of_changes(fact, other)]


def _is_estimate(fact: Fact) -> bool:
    """Whether it is a guess at what will be reached: to say that again confirms nothing."""
    return fact.role == _ESTIMATED and fact.concept in REACHED


def _is_kept_by_any(fact: Fact, other: Fact) -> bool:
    """Whether one is a bound, and the other one of the many numbers that keep it: that is no statement of it."""
    bounds = _is_bound(fact) or _is_bound(other)
    return bounds and fact.quantity.value != other.quantity.value and not is_near(fact, other)


def _is_of_a_part(fact: Fact, other: Fact) -> bool:
    """Whether the number is that of one part, and the other one not said to be: it may be that of all parts."""
    return fact.scope in _PARTS and other.scope != fact.scope


def _is_bound(fact: Fact) -> bool:
    if fact.quantity.modality in _BOUNDS:
        return True
    return not (fact.quantity.interval.low_below and fact.quantity.interval.high_below)


def _power(fact: Fact, under_name: int, kinds: int) -> float:
    """The chance of another value to pass: the values of its kind that stand under the name, or its many digits."""
    return round(under_name / max(kinds + 1, 10.0 ** (digits(fact) - 1)), 3)


def _rival(fact: Fact, group: list[Fact], sameness: Sameness) -> Fact | None:
    """A statement of the same name and situation that cannot be true beside this one."""
    if _ALTERNATIVE in fact.scenario:
        # What an alternative changes is not said again of the plan.
        return None
    group = [other for other in _of_change(fact, group, sameness) if not sameness.is_part(fact, other)]
    if fact.concept == _TOTAL and fact.claim.label.row:
        # "Total" of another table is what that table adds up.
        row = fact.claim.label.row.lower()
        group = [other for other in group if other is fact or other.claim.label.row.lower() != row]
    if len(group) < 2 or fact.concept == _OF_STATES:
        return None
    found = _of_its_key(fact, group) or _of_its_words(fact, group, sameness) or _outvoting(fact, group, sameness)
    own = found is not None and (fact.scenario != found.scenario or sameness.is_of_own_layout(fact))
    if own and fact.concept in DEGREES:
        # A fallback, a state that is to be changed, or a layout of other GPUs is split otherwise.
        return None
    doubtful = found is None or sameness.is_template(fact, found) or explained(fact, found, sameness.factors)
    return _mistaken(fact, group) if doubtful else found


def _of_its_key(fact: Fact, group: list[Fact]) -> Fact | None:
    """The one earlier statement behind the same key, where no third one stands behind it."""
    key = fact.claim.label.key
    named = [other for other in group if other.claim.label.key == key] if key else []
    same = [other for other in named if other is not fact and alike(fact, other)] if len(named) == 2 else []
    return same[0] if same and _is_earlier(same[0], fact) else None


def _of_its_words(fact: Fact, group: list[Fact], sameness: Sameness) -> Fact | None:
    """The one other statement of the quantity, where it is the earlier one and in the same words."""
    rest = [other for other in group if other is not fact]
    if len(rest) != 1 or not (alike(fact, rest[0]) and _is_earlier(rest[0], fact)):
        return None
    return rest[0] if sameness.worded_alike(fact, rest[0]) and sameness.is_apart(fact, rest[0]) else None


def _outvoting(fact: Fact, group: list[Fact], sameness: Sameness) -> Fact | None:
    """The first of several statements that all agree, where this value stands nowhere else in the document."""
    if len(group) < 3 or fact.quantity.value in (None, 0) or not sameness.stated_once(fact):
        return None
    told = [other for other in group if other is not fact and not _is_kept(other, fact)]
    rest = _stating(told, sameness)
    same = [other for other in rest if _is_told_again(fact, other) or _is_setting(fact, other)]
    last = len(told) + 1 == len(group) or all(_is_earlier(other, fact) for other in same)
    if len(same) < 2 or not last or sameness.is_contrasted(fact, rest) or not agree(rest):
        return None
    return same[0] if not any(sameness.is_template(fact, other) for other in same) else None


def _mistaken(fact: Fact, group: list[Fact]) -> Fact | None:
    """The earlier value of its own situation, where this one is what was stated of another situation."""
    if not fact.scenario or fact.quantity.modality is not Modality.EXACT or digits(fact) < _TELLING:
        return None
    told = [other for other in group if other.scenario and other.role not in GOALS and _is_earlier(other, fact)]
    rest = [
        o for o in told if o.quantity.modality is Modality.EXACT and o.claim.label.headings != fact.claim.label.headings
    ]
    own = [other for other in rest if compatible(fact, other)]
    elsewhere = [other for other in rest if other.quantity.value == fact.quantity.value and other not in own]
    if not (own and elsewhere and agree(own)) or any(other.quantity.hull.meets(fact.quantity.hull) for other in own):
        return None
    return own[0]


def _is_kept(limit: Fact, fact: Fact) -> bool:
    """Whether one is what the other has to keep, and so no statement of it: the 900 ms of "683 ms ≤ 900 ms"."""
    return limit.role in GOALS and fact.role not in GOALS and limit.quantity.value != fact.quantity.value


def _is_told_again(fact: Fact, other: Fact) -> bool:
    """Whether both are the plain value in one situation; of what is reached a later line may leave out that it is."""
    reached = fact.concept in REACHED and not fact.role and other.role == _ACHIEVED and _is_earlier(other, fact)
    return alike(fact, replace(other, role="") if reached else other)


def _stating(others: list[Fact], sameness: Sameness) -> list[Fact]:
    """The statements less the operands of written arithmetic that differ from all others: "4 stages × 4 layers"."""
    said = [other for other in others if not sameness.is_operand(other)]
    return [other for other in others if other.quantity.hull.meets(said[0].quantity.hull)] if agree(said) else others


def _missed(fact: Fact, group: list[Fact], sameness: Sameness) -> Fact | None:
    """The first of the statements of a percentage under one name that all agree, and lie outside the range of this one.

    A range may be what is usual or hoped for, so that this is no proof.
    """
    if fact.quantity.modality is not Modality.RANGE or fact.quantity.unit.symbol != "%" or not fact.known:
        return None
    rest = [other for other in _of_unit(fact, group) if other is not fact and not _is_bound(other)]
    same = [
        other for other in rest if (other.scope, other.role, other.scenario) == (fact.scope, fact.role, fact.scenario)
    ]
    name = _name(fact)
    plain = all(other.quantity.is_plain for other in same)
    if not same or not name or not plain or any(other.quantity.hull.meets(fact.quantity.hull) for other in rest):
        return None
    named = next((other for other in same if _name(other) == name), None)
    return named if named is not None and agree(same) and not sameness.is_template(fact, named) else None


def _name(fact: Fact) -> str:
    """What a number is called: its key, or, where there is none, the words that follow it and end its line."""
    return (fact.claim.label.key or fact.claim.label.after).lower()


def _is_setting(fact: Fact, other: Fact) -> bool:
    """Whether both state one setting of the model or of its placement, one situation inside the other."""
    settled = fact.concept in _SETTINGS and fact.quantity.whole and other.quantity.whole
    return settled and fact.role == other.role and fact.claim.block != other.claim.block and compatible(fact, other)


def _is_earlier(other: Fact, fact: Fact) -> bool:
    return other.claim.span.start < fact.claim.span.start


def _derivation(
    fact: Fact, other: Fact, rule: str, *, holds: bool, power: float | None = None, severity: str = ""
) -> Derivation:
    known: dict[str, Any] = {
        "rule": rule,
        "head": fact.claim.index,
        "premises": (other.claim.index,),
        "holds": holds,
        "stated": fact.claim.text,
        "interval": other.quantity.hull,
        "basis": Basis.RESTATEMENT,
        "power": power,
    }
    said = _SaidBy(other)
    if holds:
        return Supporting(said, **known)
    return Derivation(expected=other.claim.text, severity=severity, steps=said.steps(), **known)


@dataclass(frozen=True, slots=True, eq=False)
class _SaidBy:
    """The statement that says a number again: what the derivation is told from."""

    other: Fact

    def fields(self) -> Mapping[str, object]:
        """What only a reader sees."""
        quantity = self.other.quantity
        return {**PLAIN, "expected": show.interval(quantity.hull, quantity.readings[0].unit)}

    def steps(self) -> tuple[Step, ...]:
        """The working."""
        value = self.other.quantity.hull
        unit = self.other.quantity.readings[0].unit
        return (claim_step(self.other.claim, value, "stated elsewhere", unit.symbol),)
