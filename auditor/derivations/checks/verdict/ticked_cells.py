"""Rows that tick a bare value for each option, below the sentence that tells what is required: "| TTFT | ✅ 0.4 |
✅ 1.9 |" behind "TTFT p95 ≤ 1.5 s". The unit is that of the same value in another table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.columns import lines_above, lone_quantities
from auditor.derivations.checks.ticked import keeps, ticked
from auditor.derivations.derivation import Derivation
from auditor.facts import Claim, Facts, Form, Polarity
from auditor.frozen import dataclass
from auditor.quantity import Modality

_SIGNED = (Modality.AT_MOST, Modality.LESS_THAN, Modality.AT_LEAST, Modality.MORE_THAN)
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[.,;:，。；：]\s|\n")
"""What parts one requirement from the next."""
_LEAD = 60
_NEAR = 4
"""Blocks above a table among which its requirements stand."""
_FEWEST = 2
"""Ticked values that make a row one of options."""

_Values = Mapping[Fraction, Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class _Ticked:
    """A number and the one mark of its cell."""

    value: Claim
    mark: Claim


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each tick of such a row whose value is known with its unit, where not most are wrong."""
    rows = _rows(facts)
    values = _values(facts) if rows else {}
    for cells in rows:
        limit = _limit(facts, cells[0].value)
        if limit is None:
            continue
        judged = [made for each in cells if (made := _judged(each, limit, values, rule)) is not None]
        if 2 * sum(not each.holds for each in judged) < len(judged):
            yield from judged


def _rows(facts: Facts) -> list[list[_Ticked]]:
    """The rows of which two cells at least hold a tick or cross and one plain number, and nothing else."""
    inside: dict[int, list[Claim]] = defaultdict(list)
    blocks = facts.claims.document.blocks
    for claim in facts.claims.all:
        cell = blocks[claim.block].cell
        if cell is not None and cell.row and cell.column:
            inside[claim.block].append(claim)
    rows: dict[tuple[int, int], list[_Ticked]] = defaultdict(list)
    for block, found in inside.items():
        numbers = [each for each in found if each.quantity is not None and each.quantity.is_plain]
        marks = [each for each in found if each.form is Form.MARK]
        cell = blocks[block].cell
        if cell is not None and len(numbers) == len(marks) == 1 and len(found) == _FEWEST:
            rows[cell.table, cell.row].append(_Ticked(numbers[0], marks[0]))
    return [row for row in rows.values() if len(row) >= _FEWEST]


def _values(facts: Facts) -> _Values:
    """The numbers with units that stand alone in cells, by what is printed."""
    found: dict[Fraction, list[Claim]] = defaultdict(list)
    for claim, quantity in lone_quantities(facts):
        inner = facts.claims.document.blocks[claim.block].cell is not None
        if inner and quantity.unit.symbol and quantity.value is not None and quantity.is_plain:
            found[quantity.value].append(claim)
    return found


def _limit(facts: Facts, value: Claim) -> Claim | None:
    """The one signed limit above a table whose words name a row."""
    wanted, blocks, claims = _words(value.label.row), facts.claims.document.blocks, facts.claims.all
    near = lines_above(facts, blocks[value.block], _NEAR) if wanted else ()
    found = [
        claim
        for block in near
        for claim in claims[
            bisect_left(claims, block.index, key=_block) : bisect_right(claims, block.index, key=_block)
        ]
        if claim.quantity is not None
        and claim.quantity.modality in _SIGNED
        and wanted <= _words(_before(block.text, claim))
    ]
    return found[0] if len(found) == 1 else None


def _block(claim: Claim) -> int:
    return claim.block


def _before(text: str, claim: Claim) -> str:
    """The words of a limit's own clause that stand before it."""
    return _PARTS.split(text[max(claim.start - _LEAD, 0) : claim.start])[-1]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _judged(cell: _Ticked, limit: Claim, values: _Values, rule: str) -> Derivation | None:
    """A tick against the limit, by the value as it is told with its unit."""
    own, asked = cell.value.quantity, limit.quantity
    if own is None or asked is None or own.value is None or cell.mark.polarity is not Polarity.GOOD:
        return None
    kind = asked.readings[0].unit.dimensions
    told = [cell.value] if own.unit.symbol else values.get(own.value, ())
    told = [each for each in told if each.quantity is not None and each.quantity.readings[0].unit.dimensions == kind]
    if not told or told[0].quantity is None or len({each.quantity.hull for each in told if each.quantity}) != 1:
        return None
    value = told[0]
    holds = keeps(told[0].quantity, asked)
    made = ticked(limit, value, cell.mark, rule, holds=holds, said="what is required above the table")
    if holds:
        return made
    return replace(
        made,
        head=cell.mark.index,
        premises=(limit.index, value.index),
        message=f"{cell.mark.text} stands with {cell.value.text}, but {value.text} does not meet the requirement"
        f" ({limit.text}).",
    )
