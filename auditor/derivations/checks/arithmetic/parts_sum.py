"""Totals whose parts are listed with units that only one of them names, or in the list below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.additive import is_total
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import PHYSICAL
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity

_LEAST, _MOST = 2, 20
_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class _Entry:
    """The first number of a list's item."""

    claim: Claim
    quantity: Quantity


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such total that its parts give."""
    blocks = facts.claims.document.blocks
    lists: dict[int, list[_Entry]] = defaultdict(list)
    opened: dict[int, int] = {}
    seen: set[int] = set()
    for claim in facts.claims.all:
        item = blocks[claim.block].item
        if claim.quantity is None or item is None or claim.block in seen:
            continue
        seen.add(claim.block)
        lists[item.list].append(_Entry(claim, claim.quantity))
        if item.parent is not None:
            opened[item.list] = item.parent
    for entries in lists.values():
        yield from _named_last(entries, rule)
    for number, entries in lists.items():
        led = _before(entries[0].claim, facts) if number not in opened else None
        if led is not None:
            yield from _sum(led, entries, rule)
    for below, parent in opened.items():
        whole = _above(parent, lists, facts)
        if whole is not None:
            yield from _sum(whole, lists[below], rule)


def _before(first: Claim, facts: Facts) -> _Entry | None:
    """The amount that ends the line of text right before a list."""
    blocks = facts.claims.document.blocks
    last = facts.claims.all[first.index - 1] if first.index else None
    if last is None or last.block != first.block - 1 or last.quantity is None:
        return None
    block = blocks[last.block]
    inside = block.item is not None or block.cell is not None or block.code is not None
    ends = re.fullmatch(r"[*_]{0,2}[:：.。]?[*_]{0,2}\s*", block.text[last.end :])
    return _Entry(last, last.quantity) if ends is not None and not inside else None


def _named_last(entries: Sequence[_Entry], rule: str) -> Iterator[Derivation]:
    """Totals of counts of which some name what they count and others do not."""
    parts: list[_Entry] = []
    for entry in entries:
        if is_total(entry.claim.label.key):
            bare = all(_is_count(part.quantity) for part in (*parts, entry))
            kinds = {each.quantity.readings[0].unit.dimensions for each in (*parts, entry)}
            if bare and len(kinds) == 2 and () in kinds:
                yield from _sum(entry, parts, rule)
            parts = []
        else:
            parts.append(entry)


def _is_count(quantity: Quantity) -> bool:
    named = {name for name, _ in quantity.readings[0].unit.dimensions}
    return quantity.whole and quantity.unit.symbol not in ("%", "×") and named.isdisjoint(PHYSICAL)


def _above(parent: int, lists: dict[int, list[_Entry]], facts: Facts) -> _Entry | None:
    """The amount that an item states which a list stands below; or the item before it, where that is only a title."""
    item = facts.claims.document.blocks[parent].item
    earlier = [entry for entry in lists[item.list] if entry.claim.block <= parent] if item is not None else []
    if not earlier or item is None:
        return None
    place = facts.claims.document.blocks[earlier[-1].claim.block].item
    return earlier[-1] if place is not None and item.index - place.index <= 1 else None


def _sum(whole: _Entry, parts: Sequence[_Entry], rule: str) -> Iterator[Derivation]:
    """What the parts sum to, if that is what the whole is printed as."""
    mixed = {each.quantity.readings[0].unit.dimensions for each in (*parts, whole)}
    plain = all(part.quantity.value is not None and part.quantity.unit.symbol not in ("%", "×") for part in parts)
    if not _LEAST <= len(parts) <= _MOST or not plain or (len(mixed) > 1 and not _is_count(whole.quantity)):
        return
    printed = reduce(Interval.__add__, (part.quantity.nominal() for part in parts))
    if not printed.meets(whole.quantity.readings[0].interval):
        return
    summed = reduce(Interval.__add__, (part.quantity.readings[0].interval for part in parts))
    names = [f"c{part.claim.index}" for part in parts]
    given = tuple(
        Input(name, part.quantity.readings[0].interval, part.claim.index)
        for name, part in zip(names, parts, strict=True)
    )
    unit = whole.quantity.readings[0].unit
    program = names[0] + "".join(f" {name} +" for name in names[1:])
    working = " + ".join(part.claim.text for part in parts)
    yield Derivation(
        rule=rule,
        head=whole.claim.index,
        premises=tuple(part.claim.index for part in parts),
        holds=True,
        stated=whole.claim.text,
        expected=show.interval(printed, unit),
        interval=summed,
        basis=Basis.ARITHMETIC,
        steps=(Step("sum of the parts", working, summed, unit.symbol, program, given),),
        power=_CHANCE,
    )
