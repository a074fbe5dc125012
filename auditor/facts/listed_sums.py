"""Totals that are the sum of the lines above them, of which some are one GPU's: so is what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from auditor.claims import Block
from auditor.facts.fact import Fact
from auditor.interval import Interval

_FEWEST = 2
_CAPACITY = "gpu_memory"
_BYTES = (("byte", 1),)


def listed_sums(facts: Sequence[Fact], blocks: Sequence[Block]) -> list[Fact]:
    """The facts, where "total weights" below "experts per GPU" and what is replicated is no more that of all GPUs.

    A list that comes to what is held against the memory of a GPU is one GPU's, too.
    """
    listed: dict[tuple[int, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if (place := _place(blocks[fact.claim.block])) is not None:
            listed[place].append(fact)
    found = list(facts)
    for group in listed.values():
        held = any(map(_is_capacity, group)) or any(_is_whole(*pair) for pair in pairwise(group))
        for at, fact in enumerate(group):
            if fact.scope == "total" and _adds_up(fact, group[:at], held=held):
                found[fact.index] = replace(fact, scope="")
    return found


def _place(block: Block) -> tuple[int, ...] | None:
    """Which lines a line stands with: those of its list, fence, or column of a table."""
    if block.item is not None:
        return 0, block.item.list
    if block.cell is not None:
        return 1, block.cell.table, block.cell.column
    return (2, block.code.fence) if block.code is not None else None


def _is_capacity(fact: Fact) -> bool:
    return fact.concept == _CAPACITY and fact.scope in ("", "gpu")


def _is_whole(share: Fact, whole: Fact) -> bool:
    """Whether a total is said to be a share of an amount: "23.8 GB (29.8% of 80 GB)"."""
    bound = share.quantity.unit.symbol == "%" and share.claim.block == whole.claim.block
    amount = whole.quantity.unit.dimensions == _BYTES
    return bound and amount and whole.claim.label.before.lower().split()[-1:] == ["of"]


def _adds_up(total: Fact, above: Sequence[Fact], *, held: bool) -> bool:
    """Whether the lines right above of its unit come to a total, and one of them is said of each GPU, or all are."""
    unit = total.quantity.unit.dimensions
    alike = (f for f in above if f.quantity.unit.dimensions == unit and f.claim.block != total.claim.block)
    lines = {fact.claim.block: fact for fact in alike if fact.scope != "total"}
    parts = list(lines.values())[::-1]
    if not unit or not (held or any(fact.scope == "gpu" for fact in parts)):
        return False
    sums = list(accumulate((fact.quantity.hull for fact in parts), Interval.__add__))
    of_gpu = list(accumulate((held or fact.scope == "gpu" for fact in parts), bool.__or__))
    return any(
        reached.meets(total.quantity.hull) and said
        for reached, said in zip(sums[_FEWEST - 1 :], of_gpu[_FEWEST - 1 :], strict=True)
    )
