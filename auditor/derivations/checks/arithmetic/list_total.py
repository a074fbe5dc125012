"""Totals of a list whose items go on below them: "Total latency: ~93 ms" under a part with a list of its own.

Which numbers are the parts is read into the list: of each item the first, or the last. They are only confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.derivation import Derivation
from auditor.derivations.summed import summed
from auditor.derivations.values import physical
from auditor.facts import Block, Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_TOTAL = re.compile(r"\b(?:total|sum|overall|altogether|combined)\b|合计|总", re.I)
_PARTS = (2, 12)
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total that the items before it in its list, and those below them, come to."""
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        label = fact.claim.label
        if _place(blocks[fact.claim.block]) and _TOTAL.search(f"{label.key} {label.before}") and _is_plain(fact):
            lines = _lines(fact, facts)
            found = next((parts for parts in _parts(lines) if _is_sum(fact, parts)), None)
            if found is not None:
                yield _derivation(fact, found, rule)


def _is_plain(fact: Fact) -> bool:
    amount = bool(physical(fact.quantity)) or any(name == "parameter" for name, _ in fact.quantity.unit.dimensions)
    return fact.stance is Stance.ASSERTED and fact.quantity.is_plain and bool(fact.quantity.value) and amount


def _place(block: Block) -> bool:
    return block.item is not None and block.item.depth == 1


def _lines(fact: Fact, facts: Facts) -> list[list[Fact]]:
    """The amounts of the number's kind in each earlier item of its list, and in those below them; those of an item that
    is itself a total are none of it."""
    blocks = facts.claims.document.blocks
    own = blocks[fact.claim.block].item
    found: dict[int, list[Fact]] = {}
    for other in reversed(facts.all[: fact.index]):
        item = blocks[other.claim.block].item
        if item is None or own is None or (item.depth == 1 and item.list != own.list):
            break
        label = other.claim.label
        if other.claim.block == fact.claim.block or _TOTAL.search(label.key):
            continue
        if _is_plain(other) and physical(other.quantity) == physical(fact.quantity):
            found.setdefault(other.claim.block, []).append(other)
    return [each[::-1] for _, each in sorted(found.items())]


def _parts(lines: Sequence[Sequence[Fact]]) -> Iterator[list[Fact]]:
    if _PARTS[0] <= len(lines) <= _PARTS[1]:
        yield [line[-1] for line in lines]
        yield [line[0] for line in lines]


def _is_sum(fact: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the printed numbers come to the total as it is printed, whatever is rough about them."""
    total, stated = Interval.point(0), fact.quantity.value or 0
    for part in parts:
        total = total + part.quantity.nominal()
    printed = Interval.point(stated * fact.quantity.readings[0].unit.factor)
    exact = fact.quantity.modality is Modality.EXACT
    return total.meets(printed) or (exact and total.meets(fact.quantity.readings[0].interval))


def _derivation(fact: Fact, parts: Sequence[Fact], rule: str) -> Derivation:
    whole, *listed = ((each.claim, each.quantity, each.quantity.readings[0].interval) for each in (fact, *parts))
    return summed(whole, listed, rule, words="sum of the items", holds=True, power=_CHANCE)
