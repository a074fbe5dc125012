"""Tables of limits and values without a tick, below which all requirements are said to be met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.checks.general_verdicts import general, topics
from auditor.derivations.checks.verdict.row_limit import against_row, limit_and_value
from auditor.derivations.derivation import Derivation
from auditor.facts import Block, Claim, Facts, Form

_FEWEST = 2
"""Rows with a limit and a value that make a table of requirements."""
_REACH = 3
"""Blocks behind the table among which the verdict stands."""


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each value that breaks the limit of its row, where nothing else has been held against it."""
    verdicts = [mark for mark, numbers in general(facts) if not numbers and not topics(facts, mark)]
    tables = _tables(facts) if verdicts else {}
    told = {each.head for each in found if not each.holds}
    for pairs in tables.values():
        mark = _verdict(facts, pairs[-1][1], verdicts) if len(pairs) >= _FEWEST else None
        if mark is None:
            continue
        made = [against_row(limit, value, mark, rule) for limit, value in pairs]
        broken = sum(not each.holds for each in made)
        if 2 * broken <= len(made):
            yield from (each for each in made if each.holds or each.head not in told)


def _tables(facts: Facts) -> Mapping[int, list[tuple[Claim, Claim]]]:
    """By table without any mark the limits and values of its rows."""
    blocks = facts.claims.document.blocks
    marked = {
        cell.table
        for claim in facts.claims.all
        if claim.form is not Form.QUANTITY and (cell := blocks[claim.block].cell)
    }
    rows: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim, _ in lone_quantities(facts):
        cell = blocks[claim.block].cell
        if cell is not None and cell.row and cell.column and cell.table not in marked:
            rows[cell.table, cell.row].append(claim)
    found: dict[int, list[tuple[Claim, Claim]]] = defaultdict(list)
    for (table, _), row in sorted(rows.items()):
        pair = limit_and_value(row)
        if pair is not None:
            found[table].append(pair)
    return found


def _verdict(facts: Facts, last: Claim, verdicts: Sequence[Claim]) -> Claim | None:
    """The verdict that stands right behind a table, under its heading."""
    blocks = facts.claims.document.blocks
    cell = blocks[last.block].cell
    end = last.block
    while end + 1 < len(blocks) and _is_of(blocks[end + 1], cell.table if cell is not None else None):
        end += 1
    near = range(end + 1, end + 1 + _REACH)
    return next(
        (m for m in verdicts if m.block in near and blocks[m.block].headings == blocks[last.block].headings), None
    )


def _is_of(block: Block, table: int | None) -> bool:
    return block.cell is not None and block.cell.table == table
