"""Table rows that say how a number changes or what limit it has to keep: "| 24 GPUs | 12 GPUs | 50% fewer |"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from auditor.claims.claim import Claim, Equation, Expression, Link, Operand, Operation
from auditor.claims.connectives import words
from auditor.claims.limits import names_standard
from auditor.document import Document
from auditor.frozen import dataclass
from auditor.units import Dimensions

CHANGES = (
    "improv",
    "reduc",
    "increas",
    "decreas",
    "change",
    "gain",
    "delta",
    "better",
    "faster",
    "slower",
    "speed",
    "saving",
    "saved",
    "diff",
    "lower",
    "higher",
    "fewer",
    "less",
    "more",
    "growth",
    "factor",
    "ratio",
    "efficien",
    "变化",
    "提升",
    "提高",
    "降低",
    "下降",
    "减少",
    "增加",
    "增长",
    "改善",
    "增幅",
    "降幅",
    "đổi",
    "tăng",
    "giảm",
)
"""Beginnings of words that say by how much something changed."""
_WORKING = ("calculat", "formula", "working", "comput", "derivation", "basis", "how", "expression", "arithmetic")
_SUMS = ("+", "-")
_SMALL = 10
_SIGNED = ("+", "-", "−", "–")
_UNNAMED = ("change",)
"""What a column of signed percentages without a head gives."""
_DELTAS = frozenset({"δ", "∆"})
_BASES = words("against vs versus over than relative compared from to")
"""Words of a column's head behind which stands what it compares with."""
_BOUNDS = ("≤", "≥", "<", ">")
_MARGINS = words("margin headroom slack buffer")
"""Results that compare with the limit, not with a former value."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that holds one number."""

    claim: Claim
    header: tuple[str, ...]
    said: tuple[str, ...]
    """The words of the cell itself."""

    @property
    def symbol(self) -> str:
        return self.claim.quantity.unit.symbol if self.claim.quantity is not None else ""

    @property
    def dimensions(self) -> Dimensions:
        return self.claim.quantity.unit.dimensions if self.claim.quantity is not None else ()

    @property
    def is_result(self) -> bool:
        """Whether it says by how much something changed; under no head at all, a sign says so."""
        if not self.header and self.symbol == "%" and self.claim.text.startswith(_SIGNED):
            return True
        return self.symbol in ("%", "×") and any(w.startswith(CHANGES) for w in (*self.header, *self.said))


def rows(document: Document, claims: Sequence[Claim], equations: Sequence[Equation]) -> tuple[Link, ...]:
    """The `change`, `against` and `by` links of table rows, in source order."""
    workings = {found.block: found.sides[0] for found in equations if len(found.sides) == 1}
    cells = [claim for claim in claims if claim.quantity is not None and _column(document, claim) > 0]
    found: list[Link] = []
    heads = _heads(document)
    for (table, _), row in groupby(cells, lambda claim: _row(document, claim)):
        members = list(row)
        found.extend(_read(members, heads.get(table, frozenset())))
        found.extend(_worked(members, workings))
    return tuple(found)


def worked_beside(document: Document, claims: Sequence[Claim], equations: Sequence[Equation]) -> Iterator[Equation]:
    """What one cell of a row works out, and each lone number of the others: "| Experts, 96 / 8 | 12.0 | 12.0 |"."""
    workings = {found.block: found.sides[0] for found in equations if len(found.sides) == 1}
    told = [claim for claim in claims if claim.quantity is not None and _row(document, claim)[1] > 0]
    for _, row in groupby(told, lambda claim: _row(document, claim)):
        by_block = {block: list(members) for block, members in groupby(row, lambda claim: claim.block)}
        worked = [workings[block] for block in by_block if block in workings]
        if len(worked) != 1 or not isinstance(worked[0], Operation):
            continue
        for block, members in by_block.items():
            if block not in workings and len(members) == 1 and _tells(members[0]):
                span = worked[0].span.join(members[0].span)
                yield Equation((worked[0], Operand(members[0].index)), ("=",), span, block)


def _tells(claim: Claim) -> bool:
    """Whether a number is no small count, which comes out by chance."""
    quantity = claim.quantity
    return quantity is not None and quantity.value is not None and (quantity.value >= _SMALL or not quantity.whole)


def _row(document: Document, claim: Claim) -> tuple[int, int]:
    cell = document.blocks[claim.block].cell
    return (cell.table, cell.row) if cell is not None else (-1, -1)


def _column(document: Document, claim: Claim) -> int:
    """The column of a number in the body of a table; 0 for the row's head and outside tables."""
    cell = document.blocks[claim.block].cell
    return cell.column if cell is not None and cell.row > 0 else 0


def _heads(document: Document) -> Mapping[int, frozenset[str]]:
    """What the rows of each table are called."""
    found: dict[int, set[str]] = defaultdict(set)
    for block in document.blocks:
        if block.cell is not None and block.cell.row and not block.cell.column:
            found[block.cell.table].add(" ".join(block.text.lower().split()))
    return {table: frozenset(names) for table, names in found.items()}


def _read(claims: Sequence[Claim], heads: frozenset[str]) -> Iterator[Link]:
    """The links of one row; a cell with several numbers takes the row out. `heads`: what the rows are called."""
    if len({claim.block for claim in claims}) < len(claims):
        return
    cells = [_cell(claim) for claim in claims]
    results = [cell for cell in cells if cell.is_result]
    limits = [cell for cell in cells if not cell.is_result and names_standard(cell.header)]
    # "| TTFT | ≤ 3.0 s | 3.2 s |": a bound is a limit whatever its column is called.
    limits = limits or [cell for cell in cells if not cell.is_result and cell.claim.text.startswith(_BOUNDS)]
    plain = [cell for cell in cells if cell not in results and cell not in limits]
    if len(results) == 1 and len(plain) == 2 and not _MARGINS & {*results[0].header, *results[0].said}:
        if _is_against_row(results[0].header, heads) or _are_per_different(plain[0], plain[1]):
            return
        if any(map(_is_difference, plain)):
            return
        yield from _change(plain[0], plain[1], results[0])
    if not results and len(limits) == 1 and len(plain) == 1:
        yield from _against(plain[0], limits[0])


def _is_against_row(header: Sequence[str], heads: frozenset[str]) -> bool:
    """Whether a column compares with one row of its table, not with another column: "Saved against BF16"."""
    base = next((at for at, word in enumerate(header) if word.strip("().") in _BASES), len(header))
    named = " ".join(word for word in header[base + 1 :] if word not in ("to", "with", "the")).rstrip(")")
    return bool(named) and any(head == named or head.startswith((f"{named} ", f"{named}, ")) for head in heads)


def _is_difference(cell: _Cell) -> bool:
    """Whether a cell gives by how much another one of its row changed: "+0.25" under "Δ"."""
    return cell.claim.text.startswith(_SIGNED) or not _DELTAS.isdisjoint(cell.header)


def _are_per_different(first: _Cell, second: _Cell) -> bool:
    """Whether two columns give what is counted per different things: "per token", "per sequence"."""
    below = [cell.header[cell.header.index("per") + 1 :][:1] for cell in (first, second) if "per" in cell.header]
    return len(below) == 2 and below[0] != below[1]


def _worked(claims: Sequence[Claim], workings: Mapping[int, Expression]) -> Iterator[Link]:
    """A cell that works out the one number of another: "| 64 × $2.10 | $134.40 |" under "Calculation"."""
    by_block = {block: list(members) for block, members in groupby(claims, lambda claim: claim.block)}
    worked = [block for block in by_block if block in workings]
    others = [block for block in by_block if block not in workings]
    if len(worked) != 1 or len(others) != 1 or len(by_block[others[0]]) != 1:
        return
    working, (result,) = workings[worked[0]], by_block[others[0]]
    header = by_block[worked[0]][0].label.column.lower()
    if _adds_others(working, by_block[worked[0]], result):
        return
    if isinstance(working, Operation) and header.startswith(_WORKING) and _holds_all(working, by_block[worked[0]]):
        span = working.span.join(result.span)
        yield Link("by", working, Operand(result.index), result.index, result.label.row.lower(), span, result.block)


def _adds_others(working: Expression, addends: Sequence[Claim], result: Claim) -> bool:
    """Whether a sum counts what the result is not counted in: "8 + 8 layers | 10,407,941,120"."""
    if not isinstance(working, Operation) or working.operator not in _SUMS or result.quantity is None:
        return False
    units = {claim.quantity.unit.dimensions for claim in addends if claim.quantity is not None} - {()}
    return bool(units) and result.quantity.unit.dimensions not in units


def _holds_all(working: Expression, claims: Sequence[Claim]) -> bool:
    """Whether a cell holds nothing but the working."""
    stack, held = [working], set[int]()
    while stack:
        node = stack.pop()
        if isinstance(node, Operand):
            held.add(node.claim)
        else:
            stack.extend(node.operands)
    return held == {claim.index for claim in claims}


def _cell(claim: Claim) -> _Cell:
    label = claim.label
    return _Cell(claim, tuple(label.column.lower().split()), tuple(f"{label.before} {label.after}".lower().split()))


def _change(first: _Cell, second: _Cell, result: _Cell) -> Iterator[Link]:
    if _comparable(first, second) and second.claim.index < result.claim.index:
        row = first.claim.label.row.lower().split()
        yield _link("change", first, second, (*row, *(result.header or _UNNAMED), *result.said), result)


def _against(reached: _Cell, limit: _Cell) -> Iterator[Link]:
    if _comparable(reached, limit) and (reached.symbol or limit.symbol):
        yield _link("against", reached, limit, limit.header, None)


def _comparable(first: _Cell, second: _Cell) -> bool:
    if ("%" in (first.symbol, second.symbol)) and first.symbol != second.symbol:
        return False
    return not first.symbol or not second.symbol or first.dimensions == second.dimensions


def _link(form: str, first: _Cell, second: _Cell, said: Sequence[str], result: _Cell | None) -> Link:
    span = first.claim.span.join(second.claim.span)
    return Link(
        form,
        Operand(first.claim.index),
        Operand(second.claim.index),
        result.claim.index if result is not None else None,
        " ".join(dict.fromkeys(said)),
        span if result is None else span.join(result.claim.span),
        first.claim.block,
    )
