"""Degrees spelt as groups: "16 expert groups", "TP groups of 4 GPUs", "Expert groups: 8"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.degrees import (
    DEGREE_WORD,
    Reading,
    Stated,
    confirmed,
    count,
    itself,
    quotient,
    stated,
    together,
)
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.quantity import Modality

_GROUPS = re.compile(r"\bgroups?\b", re.IGNORECASE)
_GROUPS_KEY = re.compile(r"\bgroups\b\W*(?:\([A-Za-z]*\))?\W*$", re.IGNORECASE)
"""The end of a name that counts groups."""
_GROUP_AHEAD = re.compile(r"\bgroups?\b(?:\s+of|\s+with|\s*[(:])\s*$", re.IGNORECASE)
_OF_GROUP = frozenset({"group", "tp_group", "ep_group", "pp_group", "dp_group", "cp_group", "sp_group"})
_Spelled = Mapping[tuple[int, Fraction], list[Fact]]
_NAMED = {f"{letters}_group": degree for letters, degree in (("tp", "tensor_parallel"), ("ep", "expert_parallel"))}
"""The degree of a scope."""
_DENIED = re.compile(r"\b(?:not|instead of|rather than|than)\s*$", re.IGNORECASE)
_NEAR = 12
"""Characters behind a number that hold the noun that it belongs to."""
_AHEAD = 60
"""Characters before it that may name its degree."""
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of groups, or of GPUs in one, that a stated degree gives."""
    known = stated(facts, "gpus", "experts")
    spelled: _Spelled = defaultdict(list)
    for other in (each for degrees in known.values() for each in degrees if each.claim.degree):
        spelled[other.claim.block, count(other)].append(other)
    for fact in facts.all if known else ():
        value = fact.quantity.value
        if not fact.quantity.whole or fact.quantity.modality is not Modality.EXACT or value is None or value < 2:
            continue
        block = facts.claims.document.blocks[fact.claim.block].text
        line = block[max(fact.claim.start - _AHEAD, 0) : fact.claim.start].rpartition("\n")[2]
        readings = _readings(fact, line, known, spelled)
        found = next((each for each in readings if each.value == value and fact not in each.given), None)
        if found is not None and not _DENIED.search(line):
            yield confirmed(fact, found, rule, _CHANCE)


def _readings(fact: Fact, ahead: str, known: Stated, spelled: _Spelled) -> Iterator[Reading]:
    degree = _degree(fact, ahead) if _counts_groups(fact) else ""
    if degree:
        yield from _itself(fact, known, degree, "as many groups as ranks")
        yield from _over(fact, known, degree, "groups of all GPUs")
    elif _counts_per(fact, "gpus", "GPU/expert", frozenset({"expert"})):
        yield from _itself(fact, known, "tensor_parallel", "the ranks that share an expert")
        yield from _over(fact, known, "experts", "the GPUs of each expert")
    elif _counts_per(fact, "experts", "expert/group", _OF_GROUP):
        yield from _over(fact, known, "expert_parallel", "the experts of each group", of="experts")
    elif _counts_gpus_of_group(fact, ahead):
        degree = _NAMED.get(fact.scope) or _degree(fact, ahead) or "tensor_parallel"
        yield from _itself(fact, known, degree, "the ranks of a group")
        if degree != "tensor_parallel":
            yield from _over(fact, known, degree, "the GPUs of each part")
    elif fact.quantity.unit.symbol == "GPU":
        # "64 GPUs involved, EP64"
        yield from (itself(other, "the ranks of a group") for other in spelled.get((fact.claim.block, count(fact)), ()))


def _itself(fact: Fact, known: Stated, degree: str, name: str) -> Iterator[Reading]:
    for other in together(fact, known.get(degree, ())):
        yield itself(other, name)


def _over(fact: Fact, known: Stated, degree: str, name: str, of: str = "gpus") -> Iterator[Reading]:
    for whole in together(fact, known.get(of, ())):
        for other in together(fact, known.get(degree, ())):
            yield quotient(whole, other, name)


def _counts_per(fact: Fact, concept: str, unit: str, scopes: frozenset[str]) -> bool:
    """Whether a number says how many of a thing each of another has."""
    return fact.quantity.unit.symbol == unit or (fact.concept == concept and fact.scope in scopes)


def _counts_groups(fact: Fact) -> bool:
    label, bare = fact.claim.label, not fact.quantity.unit.symbol and not fact.claim.degree
    if fact.known or fact.scope in _OF_GROUP:
        return False
    names = (label.key, label.row, label.column)
    return fact.quantity.unit.symbol == "group" or (bare and any(_GROUPS_KEY.search(name) for name in names))


def _counts_gpus_of_group(fact: Fact, ahead: str) -> bool:
    unit = fact.quantity.unit.symbol
    if unit == "GPU/group" or (unit != "GPU" and fact.concept != "gpus"):
        return unit == "GPU/group"
    scoped = fact.scope in _OF_GROUP or _GROUP_AHEAD.search(ahead) is not None
    if fact.concept == "gpus" and scoped:
        return True
    behind = _GROUPS.match(fact.claim.label.after.lstrip()[:_NEAR])
    return unit == "GPU" and not fact.known and (scoped or behind is not None)


def _degree(fact: Fact, ahead: str) -> str:
    """The degree named nearest: in the number's own words, before it, in its names, behind it."""
    label = fact.claim.label
    before = list(DEGREE_WORD.finditer(ahead))
    places = (DEGREE_WORD.search(text) for text in (label.key, label.row, label.column, label.after))
    found = DEGREE_WORD.search(fact.claim.text) or (before[-1] if before else None)
    found = found or next((each for each in places if each is not None), None)
    return (found.lastgroup or "") if found is not None else ""
