"""A shortfall or what is left over, beside the two amounts that it is the difference of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.checks.arithmetic.key_lines import key_lines
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity

_DIFFERENCE = (
    "deficit", "shortfall", "shortage", "gap", "headroom", "remaining", "free", "difference", "margin", "surplus",
    "excess", "left", "slack", "spare", "差额", "缺口", "剩余", "余量", "còn lại", "thiếu",
)  # fmt: skip
_SURE = (
    "deficit",
    "shortfall",
    "shortage",
    "headroom",
    "remaining",
    "surplus",
    "excess",
    "left over",
    "slack",
    "spare",
    "差额",
    "缺口",
    "剩余",
    "余量",
)
"""Of these, those that are nothing but the difference of what is needed and what there is."""
_SAID = Stance.ASSERTED
_UNSURE = 0.1
"""The power where nothing says which amounts the difference is of, so that another one would not be refuted."""
_NEEDED = (
    "required",
    "needed",
    "used",
    "usage",
    "requirement",
    "demand",
    "consumption",
    "measured",
    "occupied",
    "in use",
    "占用",
    "实测",
    "需要",
    "需求",
    "使用",
)
_THERE = ("available", "capacity", "limit", "budget", "pool", "installed", "slo", "预算", "上限", "可用", "容量")


@dataclass(frozen=True, slots=True)
class _Amount:
    """The leading quantity of a list item, line or row, with whatever percentage stands beside it."""

    name: str
    claim: Claim
    quantity: Quantity
    share: Claim | None


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each difference whose two terms are its neighbours in a list, and for its percentage."""
    counts = {fact.quantity.hull for fact in facts.all if fact.quantity.whole and fact.quantity.value not in (0, 1)}
    for items in _lists(facts):
        for position, item in enumerate(items):
            name = item.name
            if position < 2 or not any(word in name for word in _DIFFERENCE):
                continue
            first, second = items[position - 2], items[position - 1]
            if _alike(item, first) and _alike(item, second):
                sure = _is_between(name, first, second) and not _of_a_part(item, first, second, counts)
                yield from _judge(item, first, second, rule, sure=sure)


def _is_between(name: str, first: _Amount, second: _Amount) -> bool:
    """Whether the name asks for the difference of what is needed and what there is, and the two are named so."""
    needed = [any(word in each.name for word in _NEEDED) for each in (first, second)]
    there = [any(word in each.name for word in _THERE) for each in (first, second)]
    return any(word in name for word in _SURE) and needed != there and sorted(needed) == sorted(there) == [False, True]


def _of_a_part(item: _Amount, first: _Amount, second: _Amount, counts: set[Interval]) -> bool:
    """Whether a count that is stated tells the scopes of the two apart: one is of all GPUs, the other of one."""
    a, b, stated = first.quantity.hull, second.quantity.hull, item.quantity.hull
    shared = [(x / count, y) for count in counts for x, y in ((a, b), (b, a))]
    return any(stated.meets(x - y) or stated.meets(y - x) for x, y in shared)


def _lists(facts: Facts) -> Iterator[list[_Amount]]:
    lists: dict[int, dict[int, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts.all:
        place = facts.claims.document.blocks[fact.claim.block].item
        if place is not None and fact.stance is Stance.ASSERTED:
            lists[place.list][place.index].append(fact.claim)
    for items in lists.values():
        yield [amount for index in sorted(items) if (amount := _amount(items[index])) is not None]
    for entries in key_lines(facts.claims):
        told = [facts.by_claim[entry.claim.index] for entry in entries]
        if all(fact is not None and fact.stance is Stance.ASSERTED for fact in told):
            yield [_Amount(entry.name.lower(), entry.claim, entry.quantity, None) for entry in entries]
    for column in columns(facts).values():
        yield from (_rows(cells, facts) for cells in column.values())


def _rows(cells: Column, facts: Facts) -> list[_Amount]:
    """The numbers of a table's column, where no row between them is without one."""
    rows = sorted(cells)
    told = (facts.by_claim[claim.index] for claim in cells.values())
    if rows != list(range(rows[0], rows[0] + len(rows))) or any(f is None or f.stance is not _SAID for f in told):
        return []
    found = ((claim, claim.quantity) for row in rows if (claim := cells[row]).label.row)
    return [
        _Amount(claim.label.row.lower(), claim, quantity, None) for claim, quantity in found if quantity is not None
    ]


def _amount(claims: list[Claim]) -> _Amount | None:
    first, *others = [claim for claim in claims if claim.label.key] or claims
    if first.quantity is None or not first.label.key:
        return None
    shares = [claim for claim in others if claim.quantity is not None and claim.quantity.unit.symbol == "%"]
    return _Amount(
        first.label.key.lower(), first, first.quantity, shares[0] if len(shares) == len(others) == 1 else None
    )


def _alike(a: _Amount, b: _Amount) -> bool:
    physical = [dict(x.quantity.readings[0].unit.dimensions) for x in (a, b)]
    for dimensions in physical:
        dimensions.pop("gpu", None)
    return bool(physical[0]) and physical[0] == physical[1]


def _judge(item: _Amount, first: _Amount, second: _Amount, rule: str, *, sure: bool) -> Iterator[Derivation]:
    a, b, stated = first.quantity.hull, second.quantity.hull, item.quantity.hull
    forward = stated.meets(a - b)
    holds = forward or stated.meets(b - a)
    if not (holds or sure):
        return
    if not holds:
        forward = not (b - a).meets(Interval.at_least(0))
    unit = item.quantity.readings[0].unit
    plain = first.quantity.nominal() - second.quantity.nominal()
    order = ((first.claim, a), (second.claim, b)) if forward else ((second.claim, b), (first.claim, a))
    yield one_step(
        item.claim,
        chained("−", order, "difference", unit.symbol),
        rule,
        expected=show.interval(plain if forward else -plain, unit),
        holds=holds,
        basis=Basis.ARITHMETIC,
        power=None if sure else _UNSURE,
    )
    if holds and item.share is not None and item.share.quantity is not None:
        yield _share(item, item.share, item.share.quantity, (first, second), rule)


def _share(item: _Amount, share: Claim, stated: Quantity, terms: tuple[_Amount, _Amount], rule: str) -> Derivation:
    """The percentage beside a difference: of either term."""
    ratios: list[tuple[_Amount, Interval, Interval]] = [
        (term, a.interval, b.interval)
        for term in (terms[1], terms[0])
        for a in item.quantity.readings
        for b in term.quantity.readings
        if a.name == b.name or len(item.quantity.readings) != len(term.quantity.readings)
    ]
    met = [ratio for ratio in ratios if (ratio[1] / ratio[2]).meets(stated.hull)]
    term, part, whole = (met or ratios)[0]
    return one_step(
        share,
        chained("÷", [(item.claim, part), (term.claim, whole)], "difference ÷ term", "%"),
        rule,
        expected=show.interval(item.quantity.nominal() / term.quantity.nominal(), stated.readings[0].unit),
        holds=bool(met),
        basis=Basis.ARITHMETIC,
    )
