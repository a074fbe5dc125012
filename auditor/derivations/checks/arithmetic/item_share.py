"""Listed amounts with a percentage behind each, "Weights: 20 GB (50%)": its share of all that is listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.additive import is_total
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity

_ALL = Interval.point(1)
_COLUMN = re.compile(r"[ \t]{2,}|[ \t]*\|[ \t]*")
"""What stands between two columns of a block of code."""
_FEWEST = 3
_MOST = 40

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Item:
    """An amount and the percentage behind it."""

    amount: Claim
    of: Quantity
    share: Claim
    stated: Quantity


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each share of a list whose shares all follow from what is listed, or all but one do."""
    lists: dict[Place, list[_Item]] = defaultdict(list)
    for first, second in pairwise(facts.claims.all):
        item, place = _item(first, second, facts), _place(first, facts)
        if item is not None and place is not None:
            lists[place].append(item)
    for items in lists.values():
        parts = [item for item in items if not is_total(item.amount.label.key) and item.stated.nominal() != _ALL]
        alike = len({item.of.readings[0].unit.dimensions for item in parts}) == 1
        if alike and _FEWEST <= len(parts) <= _MOST:
            made = [_derivation(item, parts, rule) for item in parts]
            wrong = sum(not derivation.holds for derivation in made)
            if wrong == 0 or (wrong == 1 and len(made) > _FEWEST):
                yield from made


def _place(claim: Claim, facts: Facts) -> Place | None:
    """The list or block of code that a number stands in."""
    block = facts.claims.document.blocks[claim.block]
    if block.item is not None:
        return "list", block.item.list
    return ("code", block.code.fence) if block.code is not None else None


def _item(first: Claim, second: Claim, facts: Facts) -> _Item | None:
    of, stated = first.quantity, second.quantity
    if of is None or stated is None or first.block != second.block or stated.unit.symbol != "%":
        return None
    block = facts.claims.document.blocks[first.block]
    between = block.text[first.end : second.start]
    beside = between.strip() == "(" or (block.code is not None and _COLUMN.fullmatch(between) is not None)
    plain = of.value is not None and of.unit.symbol not in ("%", "×") and bool(of.unit.dimensions)
    return _Item(first, of, second, stated) if plain and beside else None


def _derivation(item: _Item, parts: Sequence[_Item], rule: str) -> Derivation:
    whole = reduce(Interval.__add__, (part.of.readings[0].interval for part in parts))
    plain = reduce(Interval.__add__, (part.of.nominal() for part in parts))
    names = [part.amount.name for part in parts]
    own = item.amount.name
    result = item.of.readings[0].interval / whole
    working = f"{item.amount.text} ÷ ({' + '.join(part.amount.text for part in parts)})"
    given = tuple(Input(n, p.of.readings[0].interval, p.amount.index) for n, p in zip(names, parts, strict=True))
    program = f"{own} {names[0]}" + "".join(f" {name} +" for name in names[1:]) + " /"
    return Derivation(
        rule=rule,
        head=item.share.index,
        premises=(item.amount.index, *(part.amount.index for part in parts if part is not item)),
        holds=result.meets(item.stated.hull),
        stated=item.share.text,
        expected=show.interval(item.of.nominal() / plain, item.stated.readings[0].unit),
        interval=result,
        basis=Basis.ARITHMETIC,
        steps=(Step("part ÷ all parts", working, result, "%", program, given),),
    )
