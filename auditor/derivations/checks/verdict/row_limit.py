"""A table row that sets what was measured beside its limit and ticks it: "| Skew | ≤ 1.2 | 1.4 | ✅ |"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import VOID, Basis, Derivation, one_step
from auditor.derivations.ticks import Ticks
from auditor.facts import Claim, Facts
from auditor.quantity import Modality

_ASKED = re.compile(
    r"requir|need|target|limit|threshold|criteri|budget|SL[AO]|goal|must|\bbound\b|accept"
    r"|要求|目标|限|阈值|yêu cầu|mục tiêu|giới hạn",
    re.IGNORECASE,
)
"""Heads of columns of limits."""
_REACHED = re.compile(
    r"measur|achiev|attain|obtain|actual|observ|deliver|reached|实测|实际|达到|thực tế|đo", re.IGNORECASE
)
"""Heads of columns of what is reached."""
_LAST = re.compile(r"result|value|current|\bfinal\b|结果|最终|kết quả|cuối cùng", re.IGNORECASE)
"""Heads of such columns where no other column has a number of its kind."""
_SIGNED = (Modality.AT_MOST, Modality.LESS_THAN, Modality.AT_LEAST, Modality.MORE_THAN)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each ticked row with one signed limit and one plain value of its unit under such heads."""
    rows: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim, _ in lone_quantities(facts):
        cell = facts.claims.document.blocks[claim.block].cell
        signed = claim.quantity is not None and claim.quantity.modality in _SIGNED
        if cell is not None and cell.row > 0 and (cell.column > 0 or signed):
            rows[cell.table, cell.row].append(claim)
    ticks = Ticks(facts) if rows else None
    for row in rows.values():
        mark = ticks.favourable(row[0].index) if ticks is not None else None
        found = _pair(row, mark) if mark is not None else None
        if found is not None and mark is not None:
            yield against_row(*found, mark, rule)


def _pair(row: Sequence[Claim], mark: Claim) -> tuple[Claim, Claim] | None:
    """The limit and the value of a row that has no other numbers under such heads; "v2 status" is that of "v2"."""
    limit = _limit(row)
    if limit is None:
        return None
    others = [claim for claim in row if claim is not limit and _is_of_a_kind(claim, limit)]
    values = [claim for claim in others if _is_named_in(claim.label.column, mark.label.column)]
    values = values or [claim for claim in others if _REACHED.search(claim.label.column)]
    values = values or [claim for claim in others if len(others) == 1 and _LAST.search(claim.label.column)]
    return (limit, values[0]) if len(values) == 1 and _is_plain(values[0]) else None


def limit_and_value(row: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The signed limit of a row, under a head that says so, and the only other number of its kind."""
    limit = _limit(row)
    values = [claim for claim in row if claim is not limit]
    if limit is None or len(values) != 1 or not _is_of_a_kind(values[0], limit):
        return None
    return (limit, values[0]) if _is_plain(values[0]) else None


def _limit(row: Sequence[Claim]) -> Claim | None:
    """The one number under a head of limits, if it has a sign of comparison."""
    limits = [claim for claim in row if _ASKED.search(claim.label.column)]
    if len(limits) != 1 or limits[0].quantity is None:
        return None
    return limits[0] if limits[0].quantity.modality in _SIGNED else None


def _is_plain(value: Claim) -> bool:
    return value.quantity is not None and value.quantity.is_plain


def _is_named_in(head: str, judged: str) -> bool:
    """Whether the head of a column of ticks names another column: "v2" in "v2 status", "B" in "B meets goal?"."""
    words, name = judged.lower().split(), head.strip("*_ ").lower().split()
    return bool(name) and words != name and any(words[at : at + len(name)] == name for at in range(len(words)))


def _is_of_a_kind(one: Claim, other: Claim) -> bool:
    """Whether a number has the dimensions of a limit, or none at all beside a rate that is printed in full, and both
    have a percent sign or neither."""
    if one.quantity is None or other.quantity is None:
        return False
    if not one.quantity.unit.symbol and other.quantity.unit.symbol:
        return other.quantity.unit.factor == 1 and ("second", -1) in other.quantity.unit.dimensions
    same = one.quantity.readings[0].unit.dimensions == other.quantity.readings[0].unit.dimensions
    return same and (one.quantity.unit.symbol == "%") == (other.quantity.unit.symbol == "%")


def against_row(limit: Claim, value: Claim, mark: Claim, rule: str) -> Derivation:
    """That a value keeps the limit of its row, or breaks it though a mark says that it is kept."""
    assert limit.quantity is not None
    assert value.quantity is not None
    asked = limit.quantity.hull
    holds = asked.meets(value.quantity.hull)
    return one_step(
        value,
        claim_step(limit, asked, "the row's limit", limit.quantity.unit.symbol),
        rule,
        expected=limit.text,
        holds=holds,
        beside=(mark.index,),
        basis=Basis.COMPARISON,
        power=VOID,
    )
