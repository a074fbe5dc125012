"""Degrees spelt as groups: "16 expert groups", "TP groups of 4 GPUs", "Expert groups: 8"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality

_DEGREE = re.compile(
    r"\b(?:(?P<expert_parallel>EP|experts?)|(?P<tensor_parallel>TP|tensor)|(?P<pipeline_parallel>PP|pipeline)"
    r"|(?P<data_parallel>DP|data[ -]parallel\w*)|(?P<context_parallel>CP|context[ -]parallel\w*)"
    r"|(?P<sequence_parallel>SP|sequence[ -]parallel\w*))(?=\d|\b)",
    re.IGNORECASE,
)
_GROUPS = re.compile(r"\bgroups?\b", re.IGNORECASE)
_GROUPS_KEY = re.compile(r"\bgroups\b\W*(?:\([A-Za-z]*\))?\W*$", re.IGNORECASE)
"""The end of a name that counts groups."""
_GROUP_AHEAD = re.compile(r"\bgroups?\b(?:\s+of|\s+with|\s*[(:])\s*$", re.IGNORECASE)
_OF_GROUP = frozenset({"group", "tp_group", "ep_group", "pp_group", "dp_group", "cp_group", "sp_group"})
_NAMED = {f"{letters}_group": degree for letters, degree in (("tp", "tensor_parallel"), ("ep", "expert_parallel"))}
"""The degree of a scope."""
_DENIED = re.compile(r"\b(?:not|instead of|rather than|than)\s*$", re.IGNORECASE)
_TOLD = frozenset({Stance.ASSERTED, Stance.QUOTED})
_WHOLE = frozenset({"", "total"})
_NEAR = 12
"""Characters behind a number that hold the noun that it belongs to."""
_AHEAD = 60
"""Characters before it that may name its degree."""
_CHANCE = 0.15


@dataclass(frozen=True, slots=True)
class _Reading:
    """One thing that a number of groups, or of GPUs in one, may be."""

    name: str
    value: Fraction
    program: str
    working: str
    given: tuple[Fact, ...]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of groups, or of GPUs in one, that a stated degree gives."""
    stated = _stated(facts)
    for fact in facts.all:
        value = fact.quantity.value
        if value is None or value < 2 or not fact.quantity.whole or fact.quantity.modality is not Modality.EXACT:
            continue
        block = facts.claims.document.blocks[fact.claim.block].text
        line = block[max(fact.claim.start - _AHEAD, block.rfind("\n", 0, fact.claim.start) + 1) : fact.claim.start]
        readings = () if _DENIED.search(line) else _readings(fact, line, stated)
        found = next((each for each in readings if each.value == value and fact not in each.given), None)
        if found is not None:
            yield _derivation(fact, found, rule)


def _stated(facts: Facts) -> Mapping[str, list[Fact]]:
    """The degrees and counts of GPUs of the whole deployment, by concept."""
    stated: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        told = fact.known and fact.stance in _TOLD and fact.scope in _WHOLE and fact.quantity.whole
        degree = fact.concept in DEGREES and "GPU" not in fact.quantity.unit.symbol
        if told and (degree or fact.concept == "gpus") and fact.quantity.value:
            stated[fact.concept].append(fact)
    return stated


def _readings(fact: Fact, ahead: str, stated: Mapping[str, list[Fact]]) -> Iterator[_Reading]:
    degree = _degree(fact, ahead)
    if degree and _counts_groups(fact):
        yield from _itself(fact, stated, degree, "as many groups as ranks")
        yield from _over(fact, stated, degree, "groups of all GPUs")
    elif _counts_gpus_of_group(fact, ahead):
        degree = _NAMED.get(fact.scope) or degree or "tensor_parallel"
        yield from _itself(fact, stated, degree, "the ranks of a group")
        if degree != "tensor_parallel":
            yield from _over(fact, stated, degree, "the GPUs of each part")


def _itself(fact: Fact, stated: Mapping[str, list[Fact]], degree: str, name: str) -> Iterator[_Reading]:
    for other in _together(fact, stated.get(degree, ())):
        yield _Reading(name, other.quantity.value or Fraction(), _input(other), other.claim.text, (other,))


def _over(fact: Fact, stated: Mapping[str, list[Fact]], degree: str, name: str) -> Iterator[_Reading]:
    for gpus in _together(fact, stated.get("gpus", ())):
        for other in _together(fact, stated.get(degree, ())):
            value = (gpus.quantity.value or Fraction()) / (other.quantity.value or Fraction(1))
            working = f"{gpus.claim.text} ÷ {other.claim.text}"
            yield _Reading(name, value, f"{_input(gpus)} {_input(other)} /", working, (gpus, other))


def _together(fact: Fact, others: Iterable[Fact]) -> list[Fact]:
    """Each value once, of those that hold in the number's own situation."""
    mine, found = set(fact.scenario), dict[Fraction | None, Fact]()
    for other in others:
        its = set(other.scenario)
        if other is not fact and (mine <= its or its <= mine):
            found.setdefault(other.quantity.value, other)
    return list(found.values())


def _counts_groups(fact: Fact) -> bool:
    label, bare = fact.claim.label, not fact.quantity.unit.symbol and not fact.claim.degree
    if fact.known or fact.scope in _OF_GROUP:
        return False
    names = (label.key, label.row, label.column)
    return fact.quantity.unit.symbol == "group" or (bare and any(_GROUPS_KEY.search(name) for name in names))


def _counts_gpus_of_group(fact: Fact, ahead: str) -> bool:
    unit, scoped = fact.quantity.unit.symbol, fact.scope in _OF_GROUP or bool(_GROUP_AHEAD.search(ahead))
    if unit == "GPU/group" or (fact.concept == "gpus" and scoped):
        return True
    behind = _GROUPS.match(fact.claim.label.after.lstrip()[:_NEAR])
    return unit == "GPU" and not fact.known and (scoped or behind is not None)


def _degree(fact: Fact, ahead: str) -> str:
    """The degree named nearest: in the number's own words, before it, in its names, behind it."""
    label = fact.claim.label
    before = list(_DEGREE.finditer(ahead))
    places = (_DEGREE.search(text) for text in (label.key, label.row, label.column, label.after))
    found = _DEGREE.search(fact.claim.text) or (before[-1] if before else None)
    found = found or next((each for each in places if each is not None), None)
    return (found.lastgroup or "") if found is not None else ""


def _input(fact: Fact) -> str:
    return f"c{fact.claim.index}"


def _derivation(fact: Fact, reading: _Reading, rule: str) -> Derivation:
    given = tuple(
        Input(_input(each), Interval.point(each.quantity.value or Fraction()), each.claim.index)
        for each in reading.given
    )
    result = Interval.point(reading.value)
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=tuple(each.claim.index for each in reading.given),
        holds=True,
        stated=fact.claim.text,
        expected=str(reading.value),
        interval=result,
        basis=Basis.DERIVATION,
        steps=(Step(reading.name, reading.working, result, "", reading.program, given),),
        power=_CHANCE,
    )
