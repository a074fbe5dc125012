"""A share of the memory that takes one amount in powers of 1000 and the other in powers of 1024, both as GB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from auditor.derivations.checks.paired import width
from auditor.derivations.derivation import Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality

_BINARY = {"KB": 1, "MB": 2, "GB": 3, "TB": 4}
_KEYS = frozenset({"utilization", "utilisation", "usage"})
_FACTOR = Fraction(1024, 1000)
_SURE = 0.01
"""How wide a percentage may be, as a share of itself, to tell powers of 1000 and of 1024 apart."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each utilisation of a section whose one amount in use and one capacity give it."""
    blocks = facts.claims.document.blocks
    told = (fact for fact in facts.all if fact.stance is Stance.ASSERTED and fact.quantity.modality is Modality.EXACT)
    for _, group in groupby(told, key=lambda fact: blocks[fact.claim.block].headings):
        section = list(group)
        shares = [fact for fact in section if _is_share(fact)]
        if shares:
            yield from _section(shares, section, rule)


def _is_share(fact: Fact) -> bool:
    """Whether it is a share of the memory; of what else can a section with one amount and one capacity speak."""
    named = fact.concept == "memory_utilisation" or (not fact.known and fact.claim.label.key.lower() in _KEYS)
    return named and fact.quantity.unit.symbol == "%"


def _section(shares: Sequence[Fact], section: Sequence[Fact], rule: str) -> Iterator[Derivation]:
    used, capacity = (_only(concept, section) for concept in ("memory_used", "gpu_memory"))
    if used is None or capacity is None or used.scenario != capacity.scenario:
        return
    units = {fact.quantity.unit.symbol.partition("/")[0] for fact in (used, capacity)}
    power = _BINARY.get(units.pop()) if len(units) == 1 else None
    if power is None:
        return
    plain = used.quantity.readings[0].interval / capacity.quantity.readings[0].interval
    for share in shares:
        if share.scenario != used.scenario or width(share.quantity) > _SURE:
            continue
        mixed = [plain.scale(_FACTOR**sign) for sign in (power, -power)]
        holds = plain.meets(share.quantity.hull)
        if holds or any(each.meets(share.quantity.hull) for each in mixed):
            yield _derivation(share, used, capacity, rule, holds=holds)


def _only(concept: str, section: Sequence[Fact]) -> Fact | None:
    """The one amount of a GPU that a section states."""
    found = {fact.quantity.nominal(): fact for fact in section if fact.concept == concept and fact.scope in ("", "gpu")}
    return next(iter(found.values())) if len(found) == 1 else None


def _derivation(share: Fact, used: Fact, capacity: Fact, rule: str, *, holds: bool) -> Derivation:
    taken = used.quantity.readings[0].interval, capacity.quantity.readings[0].interval
    slip = "" if holds else "one amount is taken in powers of 1000, the other in powers of 1024"
    ends, words = (used, capacity), "used ÷ capacity"
    return of_two(share, ends, "÷", rule, words=words, holds=holds, taken=taken, near_miss=slip)
