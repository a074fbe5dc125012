"""Totals of table columns and of listed items."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor import show
from auditor.derivations.checks.partial import Partial
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import PHYSICAL
from auditor.facts import Claim, Claims, Facts, Form, Operand
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.units import Dimensions

_TOTAL = ("total", "sum", "overall", "合计", "总计", "总和", "tổng")
_ADDITIVE = frozenset({"byte", "flop", "parameter", "dollar", "watt", "token", "gpu"})
_COUNTED = frozenset({"tokens", "parameters", "params", "samples", "documents", "gpus"})
"""Heads of columns of bare numbers that add up."""
_OVERLAPPING = ("of which", "├", "└", "- ", "↳", "incl")
_MOST_PARTS = 12
_PER = re.compile(r" (?:per|/) ?\w+\Z")
"""What a total is counted per names no thing that it is the total of."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One number of a column or list, under the words that name it."""

    name: str
    claim: Claim
    quantity: Quantity


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total whose parts stand above it in the same column, list or block of code."""
    tables, lists = list(_columns(facts.claims)), list(_lists(facts.claims))
    if not any(is_total(entry.name) for entries in (*tables, *lists) for entry in entries):
        return
    own = _worked_out_in_place(facts.claims)
    scopes = {fact.claim.index: fact.scope for fact in facts.all}
    for column in tables:
        yield from _judged_alike(_totals(column, rule, own, certain=True), scopes)
    partial = Partial(facts)
    for items in lists:
        for derivation in _judged_alike(_totals(items, rule, own, certain=False), scopes):
            if derivation.holds or not partial.has_other_parts(derivation):
                yield derivation


def _judged_alike(found: Iterator[Derivation], scopes: dict[int, str]) -> Iterator[Derivation]:
    """Those that hold, or whose parts are all counted per the same: the whole model's and a GPU's do not add up."""
    for derivation in found:
        parts = {scopes.get(index) or "total" for index in derivation.premises}
        if derivation.holds or len(parts) == 1:
            yield derivation


def _worked_out_in_place(claims: Claims) -> frozenset[int]:
    """Claims whose own line works them out, so that the lines above are not their parts."""
    blocks = {equation.block for equation in claims.equations} | {
        link.block for link in claims.links if link.form == "by"
    }
    return frozenset(claim.index for claim in claims.all if claim.block in blocks)


def _columns(claims: Claims) -> Iterator[list[_Entry]]:
    columns: dict[tuple[int, int], list[_Entry]] = defaultdict(list)
    for claim, quantity in lone_quantities(claims):
        cell = claims.document.blocks[claim.block].cell
        if cell is not None and cell.row > 0 and cell.column > 0:
            columns[cell.table, cell.column].append(_Entry(claim.label.row, claim, quantity))
    yield from columns.values()


def _lists(claims: Claims) -> Iterator[list[_Entry]]:
    lists: dict[tuple[str, int, int], list[_Entry]] = defaultdict(list)
    seen: set[int] = set()
    results = _results(claims)
    for claim in claims.all:
        if claim.quantity is None or claim.block in seen or not claim.label.key:
            continue
        if results.get(claim.block, claim.index) != claim.index:
            continue
        seen.add(claim.block)
        block = claims.document.blocks[claim.block]
        if block.item is not None and block.item.first:
            lists["item", block.item.list, 0].append(_Entry(claim.label.key, claim, claim.quantity))
        elif block.code is not None:
            lists["code", block.code.fence, block.code.indent].append(_Entry(claim.label.key, claim, claim.quantity))
    yield from lists.values()


def _results(claims: Claims) -> dict[int, int]:
    """By block, the claim that its written arithmetic ends in: what the line amounts to."""
    sides = ((equation.block, equation.sides[-1]) for equation in claims.equations if equation.relations)
    return {block: side.claim for block, side in sides if isinstance(side, Operand)}


def lone_quantities(claims: Claims) -> Iterator[tuple[Claim, Quantity]]:
    """The quantities that stand alone in their block, as the numbers of table cells do."""
    counts: dict[int, int] = defaultdict(int)
    for claim in claims.all:
        counts[claim.block] += claim.form is Form.QUANTITY
    for claim in claims.all:
        if claim.quantity is not None and counts[claim.block] == 1:
            yield claim, claim.quantity


def _totals(entries: list[_Entry], rule: str, own: frozenset[int], *, certain: bool) -> Iterator[Derivation]:
    parts: list[_Entry] = []
    for entry in entries:
        if not is_total(entry.name):
            parts.append(entry)
            continue
        alike = [part for part in parts if _dimensions(part) == _dimensions(entry)]
        if len(alike) >= 2 and entry.claim.index not in own and (not certain or len(alike) == len(parts)):
            derivation = _judge(entry, alike, rule, certain=certain)
            if derivation is not None:
                yield derivation
        parts = []


def is_total(name: str) -> bool:
    """Whether a row or key is named as a total."""
    words = name.lower().strip("*_ :")
    return words.startswith(_TOTAL) or words.endswith(_TOTAL)


def _dimensions(entry: _Entry) -> Dimensions:
    """Of its unit; "Total: 40 GB per GPU" sums up what its list gives in GB."""
    return tuple(each for each in entry.quantity.readings[0].unit.dimensions if each != ("gpu", -1))


def _judge(total: _Entry, parts: list[_Entry], rule: str, *, certain: bool) -> Derivation | None:
    held = [n for n in range(len(total.quantity.readings)) if _sum_in(parts, n).meets(_reading(total, n))]
    holds, reading = bool(held), (held or [0])[0]
    summed, stated = _sum_in(parts, reading), _reading(total, reading)
    forgotten = certain and not holds and _is_plain_total(total) and _one_left_out(total, parts)
    if not holds and (not _additive(total, parts) or (_some_subset(total, parts) and not forgotten)):
        return None
    if not holds and _may_have_others(total) and not _more_than(summed, total):
        return None
    unit = total.quantity.readings[0].unit
    mild = forgotten or (not certain and not holds and not _more_than(summed, total))
    working = " + ".join(part.claim.text for part in parts)
    return Derivation(
        rule=rule,
        head=total.claim.index,
        premises=tuple(part.claim.index for part in parts),
        holds=holds,
        stated=total.claim.text,
        expected=show.interval(_plain_sum(parts), unit),
        interval=summed,
        basis=Basis.ARITHMETIC,
        severity="warning" if mild else "",
        steps=(Step("sum of the parts", working, summed, unit.symbol, _program(parts), _inputs(parts, reading)),),
        compared=Step("total", total.claim.text, stated, "", _program([total]), _inputs([total], reading)),
    )


def _program(parts: list[_Entry]) -> str:
    names = [f"c{part.claim.index}" for part in parts]
    return names[0] + "".join(f" {name} +" for name in names[1:])


def _inputs(parts: list[_Entry], reading: int) -> tuple[Input, ...]:
    return tuple(Input(f"c{part.claim.index}", _reading(part, reading), part.claim.index) for part in parts)


def _plain_sum(parts: list[_Entry]) -> Interval:
    summed = parts[0].quantity.nominal()
    for part in parts[1:]:
        summed = summed + part.quantity.nominal()
    return summed


def _sum_in(parts: list[_Entry], reading: int) -> Interval:
    summed = _reading(parts[0], reading)
    for part in parts[1:]:
        summed = summed + _reading(part, reading)
    return summed


def _reading(entry: _Entry, index: int) -> Interval:
    readings = entry.quantity.readings
    return readings[min(index, len(readings) - 1)].interval


def _may_have_others(total: _Entry) -> bool:
    """Whether it is the total of something that it names ("Total memory"), of which the list may leave parts out."""
    return len(_PER.sub("", total.name.strip("*_ :")).split()) > 1


def _additive(total: _Entry, parts: list[_Entry]) -> bool:
    """Whether a wrong sum is wrong for sure: amounts that add up, and no row that is part of another row."""
    powers = [name for name, power in _dimensions(total) if power == 1]
    bare = not total.quantity.unit.symbol and total.claim.label.column.lower().strip("*_ ") in _COUNTED
    per = [name for name, power in _dimensions(total) if power < 0 and name in PHYSICAL]
    if per or not (bare or any(name in _ADDITIVE for name in powers)):
        return False
    return not any(part.name.lower().lstrip().startswith(_OVERLAPPING) for part in parts)


def _some_subset(total: _Entry, parts: list[_Entry]) -> bool:
    """Whether some of the parts give the total, so that the others may be no parts of it."""
    if len(parts) > _MOST_PARTS:
        return True
    return any(_subset_gives(parts, _reading(total, n), n) for n in range(len(total.quantity.readings)))


def _is_plain_total(total: _Entry) -> bool:
    return total.name.lower().strip("*_ :") in _TOTAL


def _one_left_out(total: _Entry, parts: list[_Entry]) -> bool:
    """Whether the total leaves out just one row, which is no sum of others and not most of what there is."""
    if not 3 < len(parts) <= _MOST_PARTS:
        return False
    stated = _reading(total, 0)
    for left in parts:
        rest, own = [part for part in parts if part is not left], _reading(left, 0)
        if _sum_in(rest, 0).meets(stated) and own.high is not None and stated.low is not None:
            return own.high * 2 < stated.low and not _subset_gives(rest, own, 0)
    return False


def _subset_gives(parts: list[_Entry], stated: Interval, reading: int) -> bool:
    """Whether some of the parts, but not all, sum to what is stated; each sum is made once, from a smaller one."""
    sums: list[tuple[Interval, int]] = []
    for part in (_reading(part, reading) for part in parts):
        sums += [(part, 1), *((summed + part, count + 1) for summed, count in sums)]
    return any(count < len(parts) and summed.meets(stated) for summed, count in sums)


def _more_than(summed: Interval, total: _Entry) -> bool:
    high = total.quantity.hull.high
    return high is not None and summed.low is not None and summed.low > high
