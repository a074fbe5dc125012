"""Totals at the end of a table's rows: "| Weights | KV cache | Activations | Total |", row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.additive import Entry, admitted, is_total, sum_in
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.derivation import Derivation
from auditor.derivations.summed import summed
from auditor.facts import Claim, Facts
from auditor.units import Dimensions

_UNIT = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]|\s*/ ?(?:GPU|device|card)\b")
OTHERWISE = re.compile(r"overlap|shared|reus|offload|hidden|async|\bCPU\b", re.IGNORECASE)
"""Words of what takes nothing beside the others."""
_TIME: Dimensions = (("second", 1),)
_COUNT: Dimensions = ()
_SHARES = ("%", "×")
_FEWEST, _MOST = 2, 10
_SURE = 2
"""Rows that have to add up before one that does not is wrong for sure."""
_LONG = 4
"""Digits of a total that is hardly the sum of some of its parts by chance."""
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total of a row, where the columns before it are its parts in most of the rows."""
    for table in columns(facts).values():
        for at, column in table.items():
            if any(_is_total(claim) for claim in column.values()):
                yield from _judged(column, _before(table, at, column), rule)


def _is_total(claim: Claim) -> bool:
    return is_total(_UNIT.sub("", claim.label.column))


def _before(table: Mapping[int, Column], at: int, column: Column) -> list[Column]:
    """The columns of the total's own kind that stand right before it, the first of the row first."""
    found: list[Column] = []
    kinds = {row: _kind(claim) for row, claim in column.items()}
    if None in kinds.values():
        return []
    for place in range(at - 1, 0, -1):
        other = table.get(place)
        if other is None or any(row not in other or _kind(other[row]) != kind for row, kind in kinds.items()):
            break
        if any(_is_total(claim) for claim in other.values()):
            break
        found.insert(0, other)
    return found


def _kind(claim: Claim) -> Dimensions | None:
    """The unit of a plain number; none for a share."""
    quantity = claim.quantity
    if quantity is None or quantity.unit.symbol in _SHARES:
        return None
    return tuple(each for each in quantity.readings[0].unit.dimensions if each[1] > 0)


def _judged(column: Column, parts: Sequence[Column], rule: str) -> Iterator[Derivation]:
    if not _FEWEST <= len(parts) <= _MOST:
        return
    rows = {row: [part[row] for part in parts] for row in column if all(row in part for part in parts)}
    held = [row for row, claims in rows.items() if _holds(column[row], claims) is not None]
    failing = [row for row in rows if row not in held]
    # A single row that adds up may do so by chance, and where several do not, something is left out of them.
    sure = len(held) >= _SURE and len(failing) == 1
    for row in held if len(held) >= len(failing) else ():
        yield _derivation(column[row], rows[row], rule, severity="")
    # Rows of several kinds may be of several things, of which not all add up.
    mixed = len({_kind(claim) for claim in column.values()}) > 1
    for row in failing if held and len(failing) == 1 else ():
        if not _may_be_less(column[row], rows[row]) and (not mixed or _leaves_one_out(column[row], rows[row])):
            yield _derivation(column[row], rows[row], rule, severity="" if sure else "warning")


def _may_be_less(total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the parts of a row may take less together: times that overlap, memory that is shared or moved away."""
    (whole,), listed = _entries([total]), _entries(parts)
    summed, stated = sum_in(listed, 0).low, admitted(whole, 0).high
    less = summed is not None and stated is not None and stated < summed
    told = OTHERWISE.search(" ".join((total.label.row, total.label.after))) is not None
    return told or (less and _kind(total) in (_TIME, _COUNT) and not _leaves_one_out(total, parts))


def _leaves_one_out(total: Claim, parts: Sequence[Claim]) -> bool:
    """Whether a total of many digits is the sum of all parts but one."""
    (whole,), listed = _entries([total]), _entries(parts)
    if sum(map(str.isdigit, total.text)) < _LONG or len(listed) <= _FEWEST:
        return False
    rest = ([*listed[:at], *listed[at + 1 :]] for at in range(len(listed)))
    return any(sum_in(some, 0).meets(admitted(whole, 0)) for some in rest)


def _entries(claims: Sequence[Claim]) -> list[Entry]:
    return [Entry("", claim, claim.quantity) for claim in claims if claim.quantity is not None]


def _holds(total: Claim, parts: Sequence[Claim]) -> int | None:
    """The reading of the unit in which the parts may sum to the total; None where they cannot."""
    (whole,), listed = _entries([total]), _entries(parts)
    readings = range(len(whole.quantity.readings))
    return next((n for n in readings if sum_in(listed, n).meets(admitted(whole, n))), None)


def _derivation(total: Claim, parts: Sequence[Claim], rule: str, *, severity: str) -> Derivation:
    held = _holds(total, parts)
    (whole,), listed = (
        [(e.claim, e.quantity, admitted(e, held or 0)) for e in _entries(some)] for some in ([total], parts)
    )
    words, power = "sum of the row", _CHANCE
    return summed(whole, listed, rule, words=words, holds=held is not None, severity=severity, power=power)
