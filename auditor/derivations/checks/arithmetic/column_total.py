"""Totals below columns whose neighbours, of the same rows and unit, add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor.derivations.checks.additive import Entry, admitted, is_plain_total, may_be_rounded, sum_in
from auditor.derivations.checks.arithmetic.row_total import OTHERWISE
from auditor.derivations.checks.arithmetic.total import entries, unsettled
from auditor.derivations.derivation import Derivation
from auditor.derivations.summed import summed
from auditor.facts import Facts
from auditor.units import Dimensions

_SHARES = ("%", "×")
_FEWEST, _MOST = 3, 12
_NEAR = 5
"""A total that is off by one part in so many is meant as the sum."""
_Kind = tuple[frozenset[int], Dimensions]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total that is not the sum of its column, where the same rows add up beside it."""
    tables: dict[int, list[_Adding]] = defaultdict(list)
    for (table, _), column in entries(facts).items():
        if column[-1].claim.index in unsettled(facts):
            continue
        if len(column) > _FEWEST and (adding := _adding(column, facts)) is not None:
            tables[table].append(adding)
    for columns in tables.values():
        held = [each for each in columns if each.holds]
        for each in columns:
            if not each.holds and each.is_near and any(each.adds_up_as(other) for other in held):
                yield each.derivation(rule)


class _Adding:
    """A column that ends in a plain total."""

    def __init__(self, total: Entry, parts: Sequence[Entry], kind: _Kind) -> None:
        self.total, self.parts, self.kind = total, list(parts), kind
        self.holds = sum_in(self.parts, 0).meets(admitted(total, 0))

    def adds_up_as(self, other: _Adding) -> bool:
        """Whether the other one has the same rows and unit, and counts each row that could be left out here."""
        return self.kind == other.kind and all(other.parts[at].quantity.value for at in self._left_out())

    def _left_out(self) -> Iterator[int]:
        """The rows without which the total is the sum."""
        stated = admitted(self.total, 0)
        for at in range(len(self.parts)):
            if sum_in([*self.parts[:at], *self.parts[at + 1 :]], 0).meets(stated):
                yield at

    @property
    def is_near(self) -> bool:
        """Whether the total is above every part, and not far from their sum."""
        stated, values = self.total.quantity.value, [part.quantity.value for part in self.parts]
        known = [value for value in values if value is not None]
        if stated is None or len(known) < len(values) or stated <= max(known):
            return False
        near = abs(stated - sum(known)) * _NEAR < sum(known)
        return near and not may_be_rounded(self.total, self.parts)

    def derivation(self, rule: str) -> Derivation:
        """What the parts come to."""
        whole, *listed = ((each.claim, each.quantity, admitted(each, 0)) for each in (self.total, *self.parts))
        return summed(whole, listed, rule, words="sum of the column", holds=False)


def _adding(column: Sequence[Entry], facts: Facts) -> _Adding | None:
    """The column as parts and a plain total of one unit at its end."""
    *parts, total = column
    if not _FEWEST <= len(parts) <= _MOST or not is_plain_total(total) or total.quantity.unit.symbol in _SHARES:
        return None
    if any(is_plain_total(part) or OTHERWISE.search(part.name) for part in parts):
        return None
    kinds = {each.quantity.readings[0].unit.dimensions for each in column}
    if len(kinds) > 1:
        return None
    rows = frozenset(cell.row for each in column if (cell := facts.claims.document.blocks[each.claim.block].cell))
    return _Adding(total, parts, (rows, kinds.pop()))
