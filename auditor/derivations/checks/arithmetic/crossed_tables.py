"""Two tables with the same rows and columns, of which one follows from the other: throughput by length and method, and
below it the time of a step, which is the tokens of a step over the throughput."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.columns import lone_quantities, plain_label
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity

_SHARES = ("%", "×")
_COLUMNS, _ROWS = 2, 3
"""Columns and rows that two tables must have in common."""
_TABLES = 12
_CELLS = 60
_FEWEST = 5
"""Cells that have to follow before the others do."""
_SURE = 7
_DISTINCT = 4
_CHANCE = 0.05
_DIGITS = 2
_SCALES = (*(Fraction(10) ** power for power in (0, 3, -3, 6, -6)), Fraction(1, 60), Fraction(1, 3600))
"""Factors that units which are told in a caption only may have."""
_ZEROS = re.compile(r"(?<=[1-9])[0,]+$|(?<=\d)0+$")
_Grid = Mapping[str, Mapping[str, Claim]]
"""By the name of a column, and by that of a row, the one number of a cell."""


@dataclass(frozen=True, slots=True)
class _Law:
    """How a cell follows from the cell of another table and the number of its row in one column."""

    sign: str
    """`*`, `/` for the row's number over the cell, or `\\\\` for the cell over the row's number."""
    scale: Fraction

    def of(self, cell: Interval, row: Interval) -> Interval:
        """What the cell should be."""
        plain = row * cell if self.sign == "*" else row / cell if self.sign == "/" else cell / row
        return plain.scale(self.scale)

    def told(self, cell: str, row: str, sign: str) -> str:
        """The same in words, or as a program."""
        return sign.join((cell, row) if self.sign == "\\" else (row, cell))


_HEADS = ""
"""The name of the first column, whose numbers name the rows."""
_Used = tuple[Claim, Claim, Claim]
"""A cell, that of the other table, and the number of its row."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cell that follows as nearly all do, and for the one that alone does not."""
    grids = _grids(facts)[:_TABLES]
    seen: set[int] = set()
    for at, later in enumerate(grids):
        for earlier in grids[:at]:
            for found in _crossed(later, earlier, rule):
                if found.head not in seen:
                    seen.add(found.head)
                    yield found


def _grids(facts: Facts) -> list[_Grid]:
    tables: dict[int, dict[str, dict[str, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for claim, quantity in lone_quantities(facts):
        block = facts.claims.document.blocks[claim.block]
        cell, row, column = block.cell, plain_label(claim.label.row), plain_label(claim.label.column)
        plain = quantity.is_plain and quantity.value and quantity.value > 0
        if cell is not None and cell.row and not cell.column and plain:
            tables[cell.table][_HEADS][plain_label(block.text)] = claim
        if cell is None or not (cell.row and cell.column and row and column and plain):
            continue
        if quantity.unit.symbol not in _SHARES and not block.text.rstrip().endswith(("*", "†", "‡", ")", "）")):
            tables[cell.table][column][row] = claim
    return [tables[at] for at in sorted(tables)]


def _crossed(later: _Grid, earlier: _Grid, rule: str) -> Iterator[Derivation]:
    common = [column for column in later if column in earlier and column != _HEADS]
    if len(common) < _COLUMNS:
        return
    for grid in (later, earlier):
        for key in [column for column in grid if column not in common]:
            cells = [
                (claim, earlier[column][row], grid[key][row])
                for column in common
                for row, claim in later[column].items()
                if row in earlier[column] and row in grid[key]
            ]
            found = list(_judged(cells, rule))
            if found:
                yield from found
                return


def _judged(cells: Sequence[_Used], rule: str) -> Iterator[Derivation]:
    if not _FEWEST <= len(cells) <= _CELLS or len({row.index for _, _, row in cells}) < _ROWS:
        return
    for law in (_Law(sign, scale) for sign in "/*\\" for scale in _SCALES):
        if not _follows(cells[0], law) and not _follows(cells[1], law):
            continue
        held = [used for used in cells if _follows(used, law)]
        telling = {_loose(head) for head, _, _ in held if sum(map(str.isdigit, head.text)) >= _DIGITS}
        if len(held) < max(_FEWEST, len(cells) - 1) or len(telling) < _DISTINCT:
            continue
        yield from (_derivation(used, law, rule, holds=True, sure=True) for used in held if _is_plain(used, law))
        for used in (each for each in cells if each not in held):
            yield _derivation(used, law, rule, holds=False, sure=len(held) >= _SURE)
        return


def _follows(used: _Used, law: _Law) -> bool:
    head, cell, row = used
    return law.of(_loose(cell), _loose(row)).meets(_loose(head))


def _loose(claim: Claim) -> Interval:
    """What a number admits; a whole one of a table may be rounded to the digits before its zeros."""
    quantity = _quantity(claim)
    reading = quantity.readings[0]
    if not reading.interval.is_point:
        return reading.interval
    zeros = _ZEROS.search(quantity.text)
    places = sum(map(str.isdigit, zeros[0])) if zeros else 0
    return reading.interval + Interval(-Fraction(1, 2), Fraction(1, 2)).scale(10**places * reading.unit.factor)


def _quantity(claim: Claim) -> Quantity:
    assert claim.quantity is not None
    return claim.quantity


def _derivation(used: _Used, law: _Law, rule: str, *, holds: bool, sure: bool) -> Derivation:
    """A cell by the law, from the numbers as they are printed."""
    head, cell, row = used
    values = tuple(_quantity(each).readings[0].interval for each in (cell, row))
    names = cell.name, row.name
    given = tuple(Input(name, value, c.index) for name, value, c in zip(names, values, (cell, row), strict=True))
    sign, scaled = law.sign.replace("\\", "/"), f" {law.scale} *" if law.scale != 1 else ""
    program = f"{law.told(*names, ' ')} {sign}{scaled}"
    result, plain = law.of(*values), law.of(_quantity(cell).nominal(), _quantity(row).nominal())
    unit = _quantity(head).readings[0].unit
    working = law.told(cell.text, row.text, " × " if sign == "*" else " ÷ ")
    return one_step(
        head,
        Step("as in the other cells", working, result, unit.symbol, program, given),
        rule,
        expected=show.interval(plain, unit),
        holds=holds,
        basis=Basis.ARITHMETIC,
        severity="" if sure else "warning",
        power=_CHANCE,
    )


def _is_plain(used: _Used, law: _Law) -> bool:
    """Whether a cell follows from the numbers as they are printed, whatever they were rounded from."""
    head, cell, row = map(_quantity, used)
    return law.of(cell.readings[0].interval, row.readings[0].interval).meets(head.hull)
