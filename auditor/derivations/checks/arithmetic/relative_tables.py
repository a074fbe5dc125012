"""Tables of changes below the table that they are of: "+33%" or "1.3×" where the other cells follow from the amounts
above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from auditor.derivations.checks.columns import inner_cells, plain_label
from auditor.derivations.checks.paired import paired, unpaired, width
from auditor.derivations.checks.relations import INVERSE, SHARE, SURPLUS, Standard
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.facts import Claim, Fact, Facts
from auditor.frozen import dataclass

_FEWEST, _SURE = 5, 7
"""Cells that have to follow before another one is doubted, and before it is called wrong."""
_TABLES = 12

_Grid = Mapping[str, Mapping[str, Claim]]
"""By the name of a column, and by that of a row, the one number of a cell."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A cell of changes, and the amounts of its row and of the row that all are measured against."""

    stated: Fact
    own: Fact
    base: Fact
    way: Standard = SURPLUS

    @property
    def holds(self) -> bool:
        """Whether it is the change from the one to the other."""
        return self._is_by(self.way)

    @property
    def is_turned(self) -> bool:
        """Whether it is measured against its own row's amount: "+33%" for 410 to 610."""
        if self.way is not SURPLUS:
            return self._is_by(INVERSE if self.way is SHARE else SHARE)
        change = SURPLUS.value(self.base.quantity.hull, self.own.quantity.hull)
        return change is not None and change.meets(-self.stated.quantity.hull)

    def _is_by(self, way: Standard) -> bool:
        change = way.value(self.own.quantity.hull, self.base.quantity.hull)
        return change is not None and change.meets(self.stated.quantity.hull)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cell of changes that follows as nearly all do, and for the one that alone does not."""
    grids = _grids(facts)
    seen: set[int] = set()
    for later in grids:
        for earlier in grids if _is_of_changes(later) else ():
            found = [] if earlier is later or _is_of_changes(earlier) else list(_changes(facts, later, earlier))
            for made in _judged(facts, found, rule):
                if made.head not in seen:
                    seen.add(made.head)
                    yield made


def _grids(facts: Facts) -> Sequence[_Grid]:
    tables: dict[int, dict[str, dict[str, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for cell, fact in inner_cells(facts):
        label = fact.claim.label
        tables[cell.table][plain_label(label.column)][plain_label(label.row)] = fact.claim
    return [tables[at] for at in sorted(tables)[:_TABLES]]


def _is_of_changes(grid: _Grid) -> bool:
    """Whether every number of a table is a percentage, some with a sign, or every one a multiplier."""
    quantities = [claim.quantity for column in grid.values() for claim in column.values()]
    signed = [quantity.text.startswith(("+", "-", "−", "–")) for quantity in quantities if quantity is not None]
    symbols = {quantity.unit.symbol if quantity is not None else "" for quantity in quantities}
    return symbols == {"×"} or (symbols == {"%"} and any(signed))


def _changes(facts: Facts, later: _Grid, earlier: _Grid) -> Iterator[_Change]:
    """The cells of changes with their amounts, where just one row of the table above is left out."""
    for name, column in later.items():
        amounts = earlier.get(name, {})
        rest = [row for row in amounts if row not in column]
        if len(rest) != 1 or not column.keys() <= amounts.keys():
            continue
        base = facts.by_claim[amounts[rest[0]].index]
        told = [(facts.by_claim[claim.index], facts.by_claim[amounts[row].index]) for row, claim in column.items()]
        yield from _in_one_way([(stated, own, base) for stated, own in told if stated and own and base])


def _in_one_way(cells: Sequence[tuple[Fact, Fact, Fact]]) -> Sequence[_Change]:
    """The cells of a column, read in the way in which most of them follow: times may be "2× less" or "0.5×"."""
    times = any(stated.quantity.unit.symbol == "×" for stated, _, _ in cells)
    ways = [[_Change(*cell, way) for cell in cells] for way in ((SHARE, INVERSE) if times else (SURPLUS,))]
    return max(ways, key=lambda changes: sum(each.holds for each in changes))


def _judged(facts: Facts, found: Sequence[_Change], rule: str) -> Iterator[Derivation]:
    off = [each for each in found if not each.holds]
    held = len(found) - len(off)
    if held < _FEWEST or len(off) > 1:
        return
    for each in found:
        change = each.way.value(each.own.quantity.readings[0].interval, each.base.quantity.readings[0].interval)
        if each.holds and change is not None:
            yield paired(each.stated, (each.own, each.base), each.way, change, width(each.stated.quantity), rule)
    if off and is_own_statement(facts, off[0].stated.claim.index):
        made = unpaired(off[0].stated, (off[0].own, off[0].base), off[0].way, rule)
        turned = off[0].is_turned
        if made is not None:
            said = "it is the change measured against the new amount" if turned else made.near_miss
            yield replace(made, near_miss=said, severity="" if turned or held >= _SURE else "warning")
