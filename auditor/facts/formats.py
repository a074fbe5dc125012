"""Columns and rows that are named by storage formats: what stands in them holds for that format alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from auditor.claims import Block
from auditor.facts.fact import Fact, Implied


class Formats:
    """The tables of a document in which several formats stand beside or below each other.

    They may head the columns or rows, or fill a row or column of their own: "| precision | BF16 | FP8 |".
    """

    def __init__(self, implied: Sequence[Implied], blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        heads: dict[tuple[int, bool], dict[int, str]] = defaultdict(dict)
        rows: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
        columns: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
        for each in implied:
            cell, name = blocks[each.block].cell, each.format.lower()
            if cell is None:
                continue
            if (cell.row == 0) != (cell.column == 0):
                heads[cell.table, cell.row == 0].setdefault(cell.column or cell.row, name)
            elif cell.row > 0:
                rows[cell.table, cell.row].setdefault(cell.column, name)
                columns[cell.table, cell.column].setdefault(cell.row, name)
        found = {(table, True): names for (table, _), names in rows.items() if _differ(names)}
        found |= {(table, False): names for (table, _), names in columns.items() if _differ(names)}
        self._lines = found | {line: names for line, names in heads.items() if _differ(names)}

    def implied(self, all_of_them: Iterable[Implied]) -> tuple[Implied, ...]:
        """What the formats imply, each in the situation of its column or row."""
        return tuple(replace(each, scenario=(*each.scenario, *self._of(each.block))) for each in all_of_them)

    def facts(self, all_of_them: Iterable[Fact]) -> tuple[Fact, ...]:
        """The facts, each in the situation of its column or row."""
        return tuple(self._told(fact) for fact in all_of_them)

    def _told(self, fact: Fact) -> Fact:
        names = self._of(fact.claim.block)
        return replace(fact, scenario=tuple(sorted({*fact.scenario, *names}))) if names else fact

    def _of(self, block: int) -> tuple[str, ...]:
        cell = self._blocks[block].cell
        if cell is None:
            return ()
        column, row = self._lines.get((cell.table, True), {}), self._lines.get((cell.table, False), {})
        return tuple(lines[place] for lines, place in ((column, cell.column), (row, cell.row)) if place in lines)


def _differ(names: Mapping[int, str]) -> bool:
    return len(set(names.values())) > 1
