"""The layers of stages in a list or table, added up: "Stage 0: 7 layers", "Stages 1–10: 8 layers", "Stage 11: 7"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Block, Claim, Fact, Facts, Stance
from auditor.interval import Interval
from auditor.show import number

_KEY = re.compile(
    r"\W*(?:pipeline |PP )?stages? #?(?P<first>\d{1,3})(?:\s*(?:-|–|—|to|through|\.{2,3})\s*(?P<last>\d{1,3}))?"
    r"(?:\s*\([^()\n]{0,40}\))?\W*(?:[:：|]|\Z)",
    re.IGNORECASE,
)
"""What an item or row on one stage, or on several alike, begins with."""
_COLUMN = re.compile(r"\W*(?:number of )?layers?(?: count| assigned)?\W*", re.IGNORECASE)
_LAYERS = (("layer", 1),)
_FEWEST = 3
_BEHIND = 2
"""Blocks behind the last stage in which the layers of all may be told."""
_MOST = 128


class _Item(NamedTuple):
    """An item on one stage, or several alike, and the layers of one."""

    first: int
    last: int
    layers: Claim

    @property
    def stages(self) -> int:
        """How many stages these are."""
        return self.last - self.first + 1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of all layers that the list right before it does not add up to, or adds up to."""
    blocks = facts.claims.document.blocks
    lists: dict[tuple[bool, int], list[_Item]] = defaultdict(list)
    counts: dict[int, list[Claim]] = defaultdict(list)
    for claim in facts.claims.all:
        if _is_of_layers(claim):
            counts[claim.block].append(claim)
    for index, claims in counts.items():
        block = blocks[index]
        place = _place(block)
        key = _KEY.match(claims[0].label.row if block.cell is not None else block.text) if len(claims) == 1 else None
        if key is not None and place is not None and claims[0].quantity is not None and claims[0].quantity.whole:
            first = int(key["first"])
            lists[place].append(_Item(first, int(key["last"] or first), claims[0]))
    for items in lists.values():
        total = _total(items, facts) if _are_all(items) else None
        if total is not None:
            yield _derivation(items, total, rule)


def _is_of_layers(claim: Claim) -> bool:
    if claim.quantity is None:
        return False
    dimensions = claim.quantity.readings[0].unit.dimensions
    return dimensions[:1] == _LAYERS or (not dimensions and _COLUMN.fullmatch(claim.label.column) is not None)


def _place(block: Block) -> tuple[bool, int] | None:
    """The table or the list that a block is of."""
    if block.cell is not None:
        return True, block.cell.table
    return (False, block.item.list) if block.item is not None else None


def _are_all(items: Sequence[_Item]) -> bool:
    """Whether the items are on one stage after the other, from the first on."""
    begins = items[0].first in (0, 1)
    joined = all(a.last + 1 == b.first for a, b in pairwise(items))
    return begins and joined and items[-1].last - items[0].first + 1 >= _FEWEST and items[-1].last <= _MOST


def _total(items: Sequence[_Item], facts: Facts) -> Fact | None:
    """The layers of the model: as the same list or section says, or as all of the report does."""
    said = [fact for fact in facts.all if fact.concept == "layers" and fact.known and fact.stance is Stance.ASSERTED]
    said = [fact for fact in said if fact.quantity.whole and not fact.scenario and fact.claim.degree == ""]
    stages = [fact for fact in facts.all if fact.concept == "pipeline_parallel" and fact.quantity.whole]
    depth = items[-1].last - items[0].first + 1
    if not said or len({fact.quantity.value for fact in said}) != 1:
        return None
    if stages and all(fact.quantity.value != depth for fact in stages):
        return None
    behind = [fact for fact in said if 0 < fact.claim.block - items[-1].layers.block <= _BEHIND]
    return (behind or said)[0]


def _derivation(items: Sequence[_Item], total: Fact, rule: str) -> Derivation:
    parts = [(item, item.layers.quantity.value or Fraction(0)) for item in items if item.layers.quantity is not None]
    summed = Interval.point(sum((item.stages * value for item, value in parts), Fraction(0)))
    given = tuple(Input(item.layers.name, Interval.point(value), item.layers.index) for item, value in parts)
    program = " ".join(
        f"{each.name} {item.stages} *" + (" +" if at else "")
        for at, (each, (item, _)) in enumerate(zip(given, parts, strict=True))
    )
    working = " + ".join(
        f"{item.stages} × {number(value)}" if item.stages > 1 else number(value) for item, value in parts
    )
    return one_step(
        total.claim,
        Step("layers of all stages", working, summed, "layer", program, given),
        rule,
        expected=number(summed.low or 0),
        holds=summed.meets(total.quantity.hull),
        basis=Basis.ARITHMETIC,
        message=f"{total.claim.text} are stated; the stages listed have {working} = {number(summed.low or 0)}.",
    )
