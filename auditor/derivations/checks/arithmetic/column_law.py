"""Columns that follow from those left of them by one law in every row: over the row that has no value of its own ("Δ",
"saved against BF16"), over a number in their head ("left of 72 GB"), or as the surplus of two others ("overhead")."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, permutations

from auditor.derivations.agreement import compare
from auditor.derivations.checks.columns import Column, chance_of, columns
from auditor.derivations.checks.paired import paired
from auditor.derivations.checks.relations import DROP, FALL, INVERSE, REST, RISE, SHARE, SURPLUS, Standard
from auditor.derivations.checks.written import derivation
from auditor.derivations.decided import Decided, decide
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import Value, evaluate, physical
from auditor.facts import Claim, Facts, Operand, Operation
from auditor.frozen import dataclass
from auditor.interval import Interval

_MOST_COLUMNS = 12
_MOST_ROWS = 40
_FEWEST = 2
CHANCE = 0.02
"""How likely it may be that some law gives a column by chance."""
POWER = 0.05
_LOOKED_AT = 3
_LOOSE = 0.6
"""How far apart rows may be for floats not to rule a law out; rounding is judged later."""
_RELATIVE: Mapping[str, tuple[Standard, ...]] = {
    "%": (SHARE, REST, SURPLUS, DROP, RISE, FALL),
    "×": (SHARE, INVERSE),
}
"""By the unit of a column that compares, how it may do so."""
_PLAIN = ("-", "/", "*")

_Pair = tuple[Claim, Claim]
_Judge = Callable[[Claim, _Pair], Derivation | None]


@dataclass(frozen=True, slots=True)
class _Law:
    """A law, and its sign where it is plain arithmetic, which a few floats may rule out."""

    judge: _Judge
    sign: str = ""
    turned: bool = False

    def is_likely(self, target: Column, pairs: Mapping[int, _Pair]) -> bool:
        """Whether the first rows may follow, whatever factor their units have."""
        factors = [self._factor(claim, pairs[row]) for row, claim in islice(target.items(), _LOOKED_AT)]
        known = [factor for factor in factors if factor is not None]
        if len(known) < len(factors):
            return False
        return not self.sign or all(abs(factor - known[0]) <= _LOOSE * abs(known[0]) for factor in known)

    def _factor(self, claim: Claim, pair: _Pair) -> float | None:
        """What the law gives over what is stated; None where it is nothing like it."""
        a, b, stated = (number(each) for each in (*(reversed(pair) if self.turned else pair), claim))
        if not self.sign:
            return 1.0
        if self.sign == "-":
            # One of the three may be printed without its unit.
            plain = [printed(each) for each in (*(reversed(pair) if self.turned else pair), claim)]
            ways = ((a, b, stated), tuple(plain))
            return 1.0 if any(abs(one - other - rest) <= _LOOSE * abs(rest) for one, other, rest in ways) else None
        if not stated or (self.sign == "/" and not b):
            return None
        return (a * b if self.sign == "*" else a / b) / stated


def printed(claim: Claim) -> float:
    """A number as printed, in floats."""
    value = claim.quantity.value if claim.quantity is not None else None
    return value.numerator / value.denominator if value is not None else 0.0


def number(claim: Claim) -> float:
    """A number in base units, in floats."""
    value = claim.quantity.nominal() if claim.quantity is not None else None
    return value.low_over / value.low_below if value is not None and value.low_below else 0.0


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of a column that one law gives in all its rows."""
    named = heads(facts)
    for table in columns(facts).values():
        if len(table) <= _MOST_COLUMNS:
            for at, target in table.items():
                if at and _FEWEST <= len(target) <= _MOST_ROWS:
                    yield from _column(facts, at, table, named, rule)


def heads(facts: Facts) -> Mapping[tuple[int, int], Claim]:
    """By table and column the one number of its head."""
    found: dict[tuple[int, int], list[Claim]] = {}
    for claim in facts.claims.all:
        cell = facts.claims.document.blocks[claim.block].cell
        quantity = claim.quantity
        if cell is not None and not cell.row and quantity and quantity.value and quantity.is_plain:
            found.setdefault((cell.table, cell.column), []).append(claim)
    return {place: claims[0] for place, claims in found.items() if len(claims) == 1}


def _column(
    facts: Facts, at: int, table: Mapping[int, Column], named: Mapping[tuple[int, int], Claim], rule: str
) -> Iterator[Derivation]:
    target = table[at]
    cell = facts.claims.document.blocks[next(iter(target.values())).block].cell
    head = named.get((cell.table, at)) if cell is not None else None
    pairs = list(_pairs(target, [column for other, column in table.items() if other < at], head))
    laws = list(_laws(facts, next(iter(target.values())), rule))
    if len(pairs) * len(laws) * chance_of(target) > CHANCE:
        return
    for law in laws:
        for pair in pairs:
            found = _follow(target, pair, law.judge) if law.is_likely(target, pair) else []
            if found:
                yield from found
                return


def _pairs(target: Column, others: Sequence[Column], head: Claim | None) -> Iterator[Mapping[int, _Pair]]:
    """By row the two numbers that each way of comparing takes."""
    full = [column for column in others if target.keys() <= column.keys()]
    base = min(target) if _is_neutral(target[min(target)]) else None
    for column in full:
        if len({claim.quantity.value for claim in column.values() if claim.quantity is not None}) < _FEWEST:
            continue
        if head is not None:
            yield {row: (column[row], head) for row in target}
        rest = [row for row in column if row not in target]
        if len(rest) == 1 and rest[0] == min(column):
            yield {row: (column[row], column[rest[0]]) for row in target}
        if not rest and base is not None:
            yield {row: (column[row], column[base]) for row in target}
    for first, second in permutations(full, 2):
        yield {row: (first[row], second[row]) for row in target}


def _is_neutral(claim: Claim) -> bool:
    """Whether a first row compares with itself: "1.00×", "100 %", "0 %"."""
    quantity = claim.quantity
    return quantity is not None and quantity.nominal() in (Interval.point(0), Interval.point(1))


def _laws(facts: Facts, target: Claim, rule: str) -> Iterator[_Law]:
    symbol = target.quantity.unit.symbol if target.quantity is not None else ""
    for standard in _RELATIVE.get(symbol, ()):
        yield _Law(partial(_relative, facts, standard, rule))
    for sign in _PLAIN if symbol not in _RELATIVE else ():
        for turned in (False, True):
            yield _Law(partial(_plain, facts, sign, turned, rule), sign, turned)


def _follow(target: Column, pairs: Mapping[int, _Pair], law: _Judge) -> list[Derivation]:
    """All rows of a column by a law; none where one does not follow, or nearly all repeat one of the two numbers."""
    found: list[Derivation] = []
    telling = 0
    for row, claim in target.items():
        made = law(claim, pairs[row])
        if made is None:
            return []
        found.append(made)
        telling += not any(is_the_same(claim, each) for each in pairs[row])
    return found if telling >= _FEWEST else []


def is_the_same(claim: Claim, other: Claim) -> bool:
    """Whether two numbers may be one."""
    if claim.quantity is None or other.quantity is None:
        return False
    return any(a.interval.meets(b.interval) for a in claim.quantity.readings for b in other.quantity.readings)


def _relative(facts: Facts, standard: Standard, rule: str, target: Claim, pair: _Pair) -> Derivation | None:
    first, second, head = (facts.by_claim[claim.index] for claim in (*pair, target))
    if first is None or second is None or head is None or physical(first.quantity) != physical(second.quantity):
        return None
    shown = standard.value(first.quantity.nominal(), second.quantity.nominal())
    result = standard.value(first.quantity.readings[0].interval, second.quantity.readings[0].interval)
    if shown is None or result is None or not shown.meets(head.quantity.hull):
        return None
    return paired(head, (first, second), standard, result, POWER, rule)


def _plain(facts: Facts, sign: str, turned: bool, rule: str, target: Claim, pair: _Pair) -> Derivation | None:
    first, second = reversed(pair) if turned else pair
    work = Operation(sign, (Operand(first.index), Operand(second.index)), first.span.join(second.span))
    return worked_as(facts, work, target, rule)


def worked_as(facts: Facts, work: Operation, target: Claim, rule: str) -> Derivation | None:
    """The proof that a number is what a working gives, as printed; None where it is another one."""
    found = decide(facts.claims.all, work, "=", Operand(target.index))
    if found is None or not found.holds:
        found = _but_for_time(facts, work, target)
    if found is None or not found.holds or found.head != target.index:
        return None
    shown = evaluate(work, facts.claims.all, found.world, nominal=True)
    plain = None if shown is None else shown.printed if found.comparison.printed else shown.base
    if plain is None or not plain.meets(found.comparison.right):
        return None
    return replace(derivation(facts.claims.all, found, rule), power=POWER)


def _but_for_time(facts: Facts, work: Operation, target: Claim) -> Decided | None:
    """The same by the numbers as printed where only a rate's "per hour" is left out: "$25.60" over so many an hour."""
    claims, stated = facts.claims.all, Operand(target.index)
    done, told = evaluate(work, claims, {}), evaluate(stated, claims, {})
    if done is None or told is None or not told.physical:
        return None
    differ = {name for name, _ in set(done.physical) ^ set(told.physical)}
    if differ != {"second"}:
        return None
    plain = [Value(each.printed, each.printed, (), bare=True) for each in (done, told)]
    return Decided(work, "=", stated, replace(compare(plain[0], plain[1], "="), printed=True), {}, 1)
