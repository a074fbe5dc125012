"""Totals that stand around the list or table of their parts: in the paragraph behind it, or in the line above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.derivations.checks.additive import Entry, dimensions, is_total
from auditor.derivations.checks.arithmetic.nested import add_up
from auditor.facts import Block, Claim, Facts
from auditor.quantity import Quantity

_WHOLE = frozenset({"memory_used", "weight_memory", "layer_time", "parameters"})
"""What a list of named parts breaks down."""
_NO_SUM = frozenset({"limit", "available", "required", "target", "maximum"})
_OF_ALL = "total of it"
"""A name under which a total may have further parts."""


def behind(facts: Facts, groups: Sequence[list[Entry]]) -> Iterator[list[Entry]]:
    """Each list, and each table of one column of numbers, with the total that the paragraph behind it opens with."""
    blocks, first = facts.claims.document.blocks, _first(facts)
    for entries in groups:
        last = _end(entries, blocks) if entries else None
        if last is None or last + 1 >= len(blocks):
            continue
        following, above = blocks[last + 1], blocks[entries[0].claim.block]
        plain = following.item is None and following.cell is None and following.code is None and not following.level
        stated = first.get(following.index)
        if not plain or stated is None or following.headings != above.headings or is_total(entries[-1].name):
            continue
        claim, quantity = stated
        total = Entry(claim.label.key, claim, quantity)
        if is_total(total.name) and all(dimensions(entry) == dimensions(total) for entry in entries):
            yield [*entries, total]


def above(facts: Facts, lists: Sequence[list[Entry]]) -> Iterator[list[Entry]]:
    """Each list of named parts with the one amount of the item or paragraph that it stands below: parts may be left
    out of it, but cannot come to more."""
    blocks, first = facts.claims.document.blocks, _first(facts)
    for entries in lists:
        block = blocks[entries[0].claim.block]
        if block.item is None or any(is_total(entry.name) for entry in entries):
            continue
        head = block.item.parent
        if head is None:
            head = block.index - 1 if block.index and block.item.index == 0 else None
            if head is None or blocks[head].item is not None or blocks[head].cell is not None or blocks[head].level:
                continue
        stated = first.get(head)
        fact = facts.by_claim[stated[0].index] if stated is not None else None
        if stated is None or fact is None or fact.concept not in _WHOLE or fact.role in _NO_SUM or fact.scenario:
            continue
        alone = sum(other.claim.block == head for other in facts.all) == 1
        named = [facts.by_claim[entry.claim.index] for entry in entries]
        if alone and add_up(entries, facts) and all(part is not None and part.known for part in named):
            yield [*entries, Entry(_OF_ALL, *stated)]


def _first(facts: Facts) -> Mapping[int, tuple[Claim, Quantity]]:
    """The first quantity of each block, where a key names it."""
    found: dict[int, tuple[Claim, Quantity]] = {}
    for claim in facts.claims.all:
        if claim.quantity is not None and claim.label.key:
            found.setdefault(claim.block, (claim, claim.quantity))
    return found


def _end(entries: Sequence[Entry], blocks: Sequence[Block]) -> int | None:
    """The last block of the list or table that some numbers stand in."""
    at = entries[-1].claim.block
    own, cell = blocks[at].item, blocks[at].cell
    if own is not None and own.depth > 1:
        return None
    while at + 1 < len(blocks):
        item, other = blocks[at + 1].item, blocks[at + 1].cell
        goes_on = (own is not None and item is not None) or (
            cell is not None and other is not None and other.table == cell.table
        )
        if not goes_on:
            return at
        at += 1
    return None


def lone_columns(tables: Sequence[list[Entry]], blocks: Sequence[Block]) -> list[list[Entry]]:
    """The columns of tables that have no other column of numbers."""
    cells = [blocks[column[0].claim.block].cell for column in tables if column]
    of_tables = [cell.table for cell in cells if cell is not None]
    return [column for column, table in zip(tables, of_tables, strict=True) if of_tables.count(table) == 1]
