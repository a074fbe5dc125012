"""The plain numbers that stand beside a number, in its line or row, and those above it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import DEGREES, OF_ALL
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality

_RATIOS = ("%", "×", "‰")
_BESIDE = 4
"""Numbers of the same line or row that are looked back over."""
ABOVE = 3
"""Numbers of the lines or cells above."""
_APART = 3
"""Blocks between them, at most."""
_LOOKED = 24
"""Numbers that are looked back over for them."""

_SPREAD = DEGREES | {"gpus", "nodes", "gpus_per_node", "replicas", "layers"}
_COUNTS = 8
"""Counts that are looked at."""

Columns = Mapping[tuple[int, int], list[Fact]]


def is_plain(fact: Fact) -> bool:
    """Whether a number is an asserted amount or count that nothing bounds."""
    plain = fact.stance is Stance.ASSERTED and fact.quantity.is_plain and not fact.claim.qualifier
    return plain and bool(fact.quantity.value) and fact.quantity.unit.symbol not in _RATIOS


def columns_of(facts: Facts) -> Columns:
    """The plain numbers of each column of a table."""
    found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        cell = facts.claims.document.blocks[fact.claim.block].cell
        if cell is not None and cell.row and is_plain(fact):
            found[cell.table, cell.column].append(fact)
    return found


def near(place: int, columns: Columns, facts: Facts) -> list[list[Fact]]:
    """The numbers of the same line or row, and those above: each list from the nearest on."""
    fact, blocks = facts.all[place], facts.claims.document.blocks
    own = blocks[fact.claim.block]
    beside: list[Fact] = []
    above: list[Fact] = []
    for other in reversed(facts.all[max(place - _LOOKED, 0) : place]):
        block = blocks[other.claim.block]
        if own.cell is not None:
            same = block.cell is not None and (block.cell.table, block.cell.row) == (own.cell.table, own.cell.row)
        else:
            same = other.claim.block == fact.claim.block
        if not same and (own.cell is not None or block.headings != own.headings):
            break
        if not same and fact.claim.block - other.claim.block > _APART:
            break
        group, most = (beside, _BESIDE) if same else (above, ABOVE)
        if is_plain(other) and len(group) < most:
            group.append(other)
    if own.cell is not None:
        column = columns.get((own.cell.table, own.cell.column), [])
        end = bisect_left(column, fact.index, key=lambda each: each.index)
        above = column[max(end - ABOVE, 0) : end][::-1]
    return [beside, above]


def counts_of(facts: Facts) -> list[Fact]:
    """What there is several of and amounts are spread over or counted for, each value once."""
    found: dict[object, Fact] = {}
    for fact in facts.all:
        told = fact.known and fact.stance in TOLD and fact.scope in OF_ALL and is_plain(fact)
        value = fact.quantity.value
        exact = fact.quantity.whole and fact.quantity.modality is Modality.EXACT
        if told and exact and fact.concept in _SPREAD and value is not None and value > 1:
            found.setdefault(value, fact)
    return list(found.values())[:_COUNTS]
