"""Numbers that differ from others by one amount throughout: totals over a fixed base, what is left of a capacity.

"| 1.2 GB | 8.2 GB |" beside "Base: 7.0 GB", in columns of a table or lines of a list. They are only confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from auditor import show
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.values import physical
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval

_FEWEST = 3
_MOST = 40
_COLUMNS = 8
_NEAR = 200
"""Numbers before the first among which the amount is looked for."""
_PARTS = 8
"""Items of a list that may be the amount together."""
_SHARP = Fraction(1, 25)
"""By how much of itself the amount may differ from row to row, by rounding."""
_CHANCE = 0.05
"""The power: that three rows differ by one amount, and it is stated, by chance."""

_Pair = tuple[Fact, Fact]


@dataclass(frozen=True, slots=True)
class _Law:
    """How the second number of each row follows from the first."""

    sign: str
    """`+`: the first and the amount; `-`: the first taken from it."""
    amount: tuple[Fact, ...]
    """The statement of the amount, or those of the parts that it is the sum of."""

    def inputs(self) -> tuple[Input, ...]:
        return tuple(_input(each) for each in self.amount)

    @property
    def program(self) -> str:
        """The amount in postfix order."""
        first, *rest = (each.claim.name for each in self.amount)
        return first + "".join(f" {name} +" for name in rest)

    def working(self, base: Fact) -> str:
        """In words."""
        told = " + ".join(each.claim.text for each in self.amount)
        return f"{told} + {base.claim.text}" if self.sign == "+" else f"{told} − {base.claim.text}"

    def of(self, base: Interval) -> Interval:
        """What a row comes to."""
        result = sum((each.interval for each in self.inputs()), Interval.point(0))
        return result + base if self.sign == "+" else result - base


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number that is another one of its row and a stated amount, as in all other rows."""
    seen: set[int] = set()
    for pairs in (*_of_tables(facts), *_of_lists(facts)):
        law = _law(pairs, facts)
        for base, head in pairs if law is not None else ():
            found = _derivation(base, head, law, rule) if law is not None and head.index not in seen else None
            if found is not None:
                seen.add(head.index)
                yield found


def _of_tables(facts: Facts) -> Iterator[list[_Pair]]:
    """The rows of any two columns of amounts of one kind."""
    tables: dict[int, dict[int, dict[int, Fact]]] = defaultdict(lambda: defaultdict(dict))
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        cell = blocks[fact.claim.block].cell
        if cell is not None and cell.row and cell.column and _is_amount(fact):
            tables[cell.table][cell.column].setdefault(cell.row, fact)
    for columns in tables.values():
        for first, second in combinations(sorted(columns)[:_COLUMNS], 2):
            base, head = columns[first], columns[second]
            yield [(base[row], head[row]) for row in base if row in head]


def _of_lists(facts: Facts) -> Iterator[list[_Pair]]:
    """The items of a list, or lines of code, that hold just two amounts each."""
    lists: dict[object, dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        block = blocks[fact.claim.block]
        if (block.item is not None or block.code is not None) and _is_amount(fact):
            place = ("item", block.item.list) if block.item is not None else ("code", block.code and block.code.fence)
            lists[place][block.index].append(fact)
    for items in lists.values():
        yield [(each[0], each[1]) for each in items.values() if len(each) == 2]


def _is_amount(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and bool(fact.quantity.value) and bool(physical(fact.quantity))


def _law(pairs: Sequence[_Pair], facts: Facts) -> _Law | None:
    """The law of all rows, if its amount is stated."""
    if not _FEWEST <= len(pairs) <= _MOST or len({_kind(fact) for pair in pairs for fact in pair}) != 1:
        return None
    bases, heads = ([_number(pair[at]) for pair in pairs] for at in (0, 1))
    if len(set(bases)) < _FEWEST or len(set(heads)) < _FEWEST:
        return None
    rows = list(zip(bases, heads, strict=True))
    for sign, amounts in (("+", [head - base for base, head in rows]), ("-", [head + base for base, head in rows])):
        least, most = min(amounts), max(amounts)
        if least <= 0 or most - least > _SHARP * least:
            continue
        amount = _stated(Interval(least, most), pairs, facts)
        if amount:
            return _Law(sign, amount)
    return None


def _kind(fact: Fact) -> object:
    return physical(fact.quantity)


def _number(fact: Fact) -> Fraction:
    return fact.quantity.nominal().low or Fraction(0)


def _stated(amount: Interval, pairs: Sequence[_Pair], facts: Facts) -> tuple[Fact, ...]:
    """The nearest statement of the amount before the rows, or else the list whose items come to it."""
    first, own = pairs[0][0], {fact.index for pair in pairs for fact in pair}
    before = [
        fact
        for fact in facts.all[max(first.index - _NEAR, 0) : first.index]
        if _is_amount(fact) and _kind(fact) == _kind(first) and fact.index not in own
    ]
    said = [fact for fact in before if fact.quantity.nominal().meets(amount)]
    return (said[-1],) if said else _summed(amount, before, facts)


def _summed(amount: Interval, before: Sequence[Fact], facts: Facts) -> tuple[Fact, ...]:
    """The first amounts of the items of the last list that come to an amount together."""
    lists: dict[int, dict[int, Fact]] = defaultdict(dict)
    for fact in before:
        item = facts.claims.document.blocks[fact.claim.block].item
        if item is not None and item.depth == 1:
            lists[item.list].setdefault(fact.claim.block, fact)
    return next((parts for parts in _parts(lists) if Interval.point(sum(map(_number, parts))).meets(amount)), ())


def _parts(lists: Mapping[int, Mapping[int, Fact]]) -> Iterator[tuple[Fact, ...]]:
    for place in sorted(lists, reverse=True):
        if 2 <= len(lists[place]) <= _PARTS:
            yield tuple(lists[place].values())


def _input(fact: Fact) -> Input:
    return Input(fact.claim.name, fact.quantity.readings[0].interval, fact.claim.index)


def _derivation(base: Fact, head: Fact, law: _Law, rule: str) -> Derivation | None:
    given, own = _input(base), _input(head)
    result = law.of(given.interval)
    if not result.meets(own.interval):
        return None
    unit, working = head.quantity.readings[0].unit, law.working(base)
    step = Step(
        "as in the other rows",
        working,
        result,
        unit.symbol,
        f"{law.program} {given.name} {law.sign}",
        (*law.inputs(), given),
    )
    return one_step(
        head.claim,
        step,
        rule,
        expected=show.interval(result, unit),
        holds=True,
        compared=Step("stated", head.claim.text, own.interval, "", own.name, (own,)),
        power=_CHANCE,
    )
