"""One number corrected twice: each correction of the same old value must give the same new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.facts import Claim, Facts, Operand
from auditor.quantity import Quantity

_OLD = ("current", "previous", "original", "claimed", "stated", "reported", "initial", "wrong", "old", "before")
_NEW = ("reality", "actual", "correct", "revised", "realistic", "fixed", "new", "after", "should be")

_Pair = tuple[Claim, Claim]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each old value that two corrections replace: by the same new value, or by different ones.

    What is told "instead of" one value twice need not correct it: "8 days instead of 15; on 256 GPUs 4 instead of 15".
    """
    groups: dict[tuple[object, ...], list[_Pair]] = defaultdict(list)
    labelled = list(_labelled(facts))
    for old, new in (*_instead(facts), *labelled):
        if old.quantity is None or new.quantity is None or old.quantity.value is None:
            continue
        if old.quantity.unit.symbol and old.quantity.unit.dimensions == new.quantity.unit.dimensions:
            groups[_value(old.quantity)].append((old, new))
    for pairs in groups.values():
        (_, first), (_, second) = pairs[0], pairs[-1]
        if first.index != second.index and first.quantity is not None and second.quantity is not None:
            early, late = sorted((first, second), key=lambda claim: claim.span.start)
            made = _derivation(early, late, rule)
            if made.holds or not set(pairs).isdisjoint(labelled):
                yield made


def _value(quantity: Quantity) -> tuple[object, ...]:
    return (quantity.value, quantity.unit.symbol)


def _instead(facts: Facts) -> Iterator[_Pair]:
    """ "35GB (not 354GB)", "35GB instead of 354GB"."""
    for link in facts.claims.links:
        if link.form == "instead" and isinstance(link.first, Operand) and isinstance(link.second, Operand):
            yield facts.claims.all[link.second.claim], facts.claims.all[link.first.claim]


def _labelled(facts: Facts) -> Iterator[_Pair]:
    """Neighbouring list items "Current: ..." and "Reality: ...", the first amounts of each in the same unit."""
    blocks = facts.claims.document.blocks
    previous: Claim | None = None
    for fact in facts.all:
        claim, place = fact.claim, blocks[fact.claim.block].item
        if place is None or (previous is not None and claim.block == previous.block):
            continue
        if previous is not None and _follows(previous, claim, facts):
            yield previous, claim
        previous = claim if claim.label.key.lower().startswith(_OLD) else None


def _follows(old: Claim, new: Claim, facts: Facts) -> bool:
    blocks = facts.claims.document.blocks
    before, after = blocks[old.block].item, blocks[new.block].item
    if before is None or after is None or (before.list, before.index + 1) != (after.list, after.index):
        return False
    if old.quantity is None or new.quantity is None or not new.label.key.lower().startswith(_NEW):
        return False
    return old.quantity.readings[0].unit.dimensions == new.quantity.readings[0].unit.dimensions


def _derivation(early: Claim, late: Claim, rule: str) -> Derivation:
    assert early.quantity is not None
    assert late.quantity is not None
    value = late.quantity.hull
    return said_again(early, late, value, rule, holds=early.quantity.hull.meets(value), words="corrected elsewhere")
