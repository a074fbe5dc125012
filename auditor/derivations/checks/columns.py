"""The numbers of tables: those that stand alone in their cells, and the columns of them, totals left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.additive import is_total
from auditor.derivations.checks.paired import width
from auditor.derivations.once import once
from auditor.facts import Block, Cell, Claim, Fact, Facts
from auditor.quantity import Quantity

_WORD = re.compile(r"\W+")
_UNIT = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
Column = Mapping[int, Claim]
"""By row the one number of the cell."""


@once
def lone_quantities(facts: Facts) -> Sequence[tuple[Claim, Quantity]]:
    """The quantities that stand alone in their block, as the numbers of table cells do."""
    counts: dict[int, int] = defaultdict(int)
    for fact in facts.all:
        counts[fact.claim.block] += 1
    return [(fact.claim, fact.quantity) for fact in facts.all if counts[fact.claim.block] == 1]


@once
def inner_cells(facts: Facts) -> Sequence[tuple[Cell, Fact]]:
    """The plain numbers alone in cells that are neither of the head nor of the first column, with their places."""
    found = []
    for claim, quantity in lone_quantities(facts):
        cell, fact = facts.claims.document.blocks[claim.block].cell, facts.by_claim[claim.index]
        if cell is not None and cell.row and cell.column and fact is not None and quantity.is_plain:
            found.append((cell, fact))
    return found


@once
def columns(facts: Facts) -> Mapping[int, Mapping[int, Column]]:
    """By table its columns, by their place."""
    tables: dict[int, dict[int, dict[int, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for claim, quantity in lone_quantities(facts):
        # A bound or a range agrees with too much to show how a column comes about.
        if not quantity.is_plain:
            continue
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is not None and cell.row > 0 and not is_total(claim.label.row):
            tables[cell.table][cell.column][cell.row] = claim
    return tables


@once
def first_heads(facts: Facts) -> Mapping[int, str]:
    """By table the head of its first column."""
    cells = ((block.cell, block.text) for block in facts.claims.document.blocks)
    return {cell.table: text for cell, text in cells if cell is not None and not (cell.row or cell.column)}


def plain_label(label: str) -> str:
    """The name of a row or column without its unit and signs, lower case: "ITL p99 (ms)" is "itl p99"."""
    return _WORD.sub(" ", _UNIT.sub("", label.lower())).strip()


def lines_above(facts: Facts, inner: Block, near: int) -> Sequence[Block]:
    """The text among the so many blocks right above the table of a cell, under the same heading."""
    if inner.cell is None:
        return ()
    first = _starts(facts)[inner.cell.table]
    blocks = facts.claims.document.blocks[max(first - near, 0) : first]
    return [block for block in blocks if block.cell is None and block.headings == inner.headings]


@once
def _starts(facts: Facts) -> Mapping[int, int]:
    """Where each table begins: the index of its first block."""
    found: dict[int, int] = {}
    for block in facts.claims.document.blocks:
        if block.cell is not None:
            found.setdefault(block.cell.table, block.index)
    return found


def chance_of(target: Column) -> float:
    """How likely it is that random numbers agree with all different ones of a column."""
    chance = 1.0
    for quantity in {claim.quantity.text: claim.quantity for claim in target.values() if claim.quantity}.values():
        digits = len("".join(filter(str.isdigit, quantity.text)).strip("0"))
        chance *= min(width(quantity) if not quantity.interval.is_point else 10.0 ** (1 - digits), 1.0)
    return chance
