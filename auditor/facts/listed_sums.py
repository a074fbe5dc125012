"""Totals that are the sum of the items above them, of which some are one GPU's: so is what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from auditor.claims import Block
from auditor.facts.fact import Fact
from auditor.interval import Interval

_FEWEST = 2


def listed_sums(facts: Sequence[Fact], blocks: Sequence[Block]) -> list[Fact]:
    """The facts, where "total weights" below "experts per GPU" and what is replicated is no more that of all GPUs."""
    listed: dict[int, list[Fact]] = defaultdict(list)
    found: list[Fact] = []
    for fact in facts:
        item = blocks[fact.claim.block].item
        if item is None:
            found.append(fact)
            continue
        above = listed[item.list]
        found.append(replace(fact, scope="") if fact.scope == "total" and _adds_up(fact, above) else fact)
        above.append(fact)
    return found


def _adds_up(total: Fact, above: Sequence[Fact]) -> bool:
    """Whether the items above of its unit, one a line, come to a total, and one of them is said of each GPU."""
    unit = total.quantity.unit.dimensions
    parts = [fact for fact in above if fact.quantity.unit.dimensions == unit and fact.scope != "total"]
    alone = len({fact.claim.block for fact in parts}) == len(parts) >= _FEWEST
    if not unit or not alone or all(fact.scope != "gpu" for fact in parts):
        return False
    return reduce(Interval.__add__, (fact.quantity.hull for fact in parts)).meets(total.quantity.hull)
