"""Ticks under a head that asks whether something fits, in rows with what is needed and what there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.checks.ticked import keeps, ticked
from auditor.derivations.derivation import Derivation
from auditor.facts import Claim, Facts, Form, Polarity
from auditor.quantity import Modality

_FITS = re.compile(r"\W*(?:fits?|fit\?|fits? (?:in )?(?:memory|vram)|放得下|能否放下|能放下|vừa)\W*", re.IGNORECASE)
_NEEDED = re.compile(
    r"\b(?:weights?|model size|need(?:ed|s)?|requir(?:ed|es|ement)|total|sum|demand|footprint|usage|used|checkpoint)\b"
    r"|权重|需要|需求|合计|占用|trọng số|cần|tổng",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"^\W*(?:(?:GPU|device|card|total|HBM|VRAM|usable)\b[ -]?)*(?:memory|VRAM|HBM|capacity|available|limit|budget)\b"
    r"|\bcapacity\b|\bavailable\b|显存|容量|可用|dung lượng|bộ nhớ",
    re.IGNORECASE,
)
_COUNT = re.compile(r"^\W*(?:#|(?:no\.? of |number of )?(?:GPU|card|device|node|accelerator)s)\W*$", re.IGNORECASE)
"""Heads of a number of accelerators, which the room need not be that of."""
_SEVERAL = re.compile(r"(?<![\w.])(?:[2-9]|\d\d+) ?[×x] ?[^\W\d]")
_BYTES = ((("byte", 1),), (("byte", 1), ("gpu", -1)), (("gpu", -1), ("byte", 1)))
_UPPER = (Modality.EXACT, Modality.ABOUT, Modality.AT_MOST, Modality.LESS_THAN)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each ticked row that has one amount of memory that is needed and one that there is."""
    marks = _marks(facts)
    if not marks:
        return
    rows: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim, _ in lone_quantities(facts):
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is not None and (cell.table, cell.row) in marks:
            rows[cell.table, cell.row].append(claim)
    several = _of_several(facts, marks)
    for place, row in rows.items():
        pair = _pair(row) if place not in several else None
        if pair is None or pair[1].quantity is None or pair[0].quantity is None:
            continue
        holds = keeps(pair[1].quantity, pair[0].quantity, "≤")
        yield ticked(*pair, marks[place], rule, holds=holds, said="memory", relation="≤")


def _marks(facts: Facts) -> Mapping[tuple[int, int], Claim]:
    """By table and row the tick under such a head."""
    found = {}
    for claim in facts.claims.all:
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is None or not cell.row or claim.form is not Form.MARK or claim.polarity is not Polarity.GOOD:
            continue
        if _FITS.fullmatch(claim.label.column):
            found[cell.table, cell.row] = claim
    return found


def _of_several(facts: Facts, marks: Mapping[tuple[int, int], Claim]) -> frozenset[tuple[int, int]]:
    """The rows that speak of more than one accelerator."""
    cells = ((block.cell, block.text) for block in facts.claims.document.blocks if block.cell is not None)
    places = (((cell.table, cell.row), text) for cell, text in cells)
    return frozenset(place for place, text in places if place in marks and _SEVERAL.search(text))


def _pair(row: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """What there is and what is needed, where each is told once and no number of accelerators is."""
    if any(_COUNT.search(claim.label.column) for claim in row):
        return None
    amounts = [each for each in row if each.quantity and each.quantity.readings[0].unit.dimensions in _BYTES]
    needs = [claim for claim in amounts if _NEEDED.search(claim.label.column)]
    rooms = [claim for claim in amounts if claim not in needs and _ROOM.search(claim.label.column)]
    if len(rooms) != 1 or len(needs) != 1 or len(amounts) != len(rooms) + len(needs):
        return None
    room, need = rooms[0], needs[0]
    plain = need.quantity is not None and need.quantity.is_plain
    return (room, need) if plain and room.quantity is not None and room.quantity.modality in _UPPER else None
