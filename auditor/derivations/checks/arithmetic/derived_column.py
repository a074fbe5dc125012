"""A column that is worked out from two others, row by row: count × size = total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from auditor import patterns as re
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.checks.paired import width
from auditor.derivations.checks.written import derivation
from auditor.derivations.decided import Decided, decide
from auditor.derivations.derivation import Derivation
from auditor.derivations.miswritten import SWAPPED, miswriting
from auditor.derivations.same import singular
from auditor.derivations.values import evaluate
from auditor.facts import Claim, Facts, Operand, Operation

_MOST_COLUMNS = 8
_MOST_ROWS = 40
_SURE = 3
"""Rows that have to follow a pattern before one that does not is wrong."""
_CHANCE = 0.05
"""The power where a row is only confirmed: that two rows or more follow one pattern by chance."""
_BY_CHANCE = 1e-3
"""How likely that may be among all patterns of a table where a row that does not follow is wrong."""
_LOOSE = Fraction(26, 25)
"""How far apart the ends of a row's working may be where another row has to follow as this one does."""
_UNIT = re.compile(r"\(.*?\)")
_PER = re.compile(r" ?/ ?| per ")
_NEUTRAL = {"*": 1, "/": 1, "+": 0, "-": 0}
"""What changes nothing as the second operand, so that the row shows no pattern."""
_ORDERED = ("/", "-")
"""The signs that give something else where the columns change places."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cell of a column that two other columns give in all its rows, or in all but one."""
    for table in columns(facts).values():
        full = {at: column for at, column in table.items() if 2 <= len(column) <= _MOST_ROWS}
        if 3 <= len(full) <= _MOST_COLUMNS:
            yield from _table(facts.claims.all, full, rule)


def _table(claims: tuple[Claim, ...], columns: Mapping[int, Column], rule: str) -> Iterator[Derivation]:
    for target, column in columns.items():
        others = [at for at in columns if at < target]
        alone, tried = len(columns) == 3, len(others) ** 2 * len(_NEUTRAL)
        found = (
            _follows(claims, sign, (columns[first], columns[second]), column, rule, alone=alone, tried=tried)
            for first, second in permutations(others, 2)
            for sign in (_NEUTRAL if others.index(first) < others.index(second) else _ORDERED)
        )
        yield from next((made for made in found if made), ())


def _follows(
    claims: tuple[Claim, ...],
    sign: str,
    pair: tuple[Column, ...],
    column: Column,
    rule: str,
    *,
    alone: bool,
    tried: int,
) -> list[Derivation]:
    """The rows of a column by one pattern of so many that are tried; none where they do not follow it."""
    found: list[Decided] = []
    seen: set[tuple[object, object]] = set()
    wrong = 0
    for row, cell in column.items():
        if row not in pair[0] or row not in pair[1]:
            return []
        first, second = pair[0][row], pair[1][row]
        if sign in "+-" and _is_percent(cell) and not (_is_percent(first) and _is_percent(second)):
            # A relative change, in a column that has zeros where nothing does.
            return []
        work = Operation(sign, (Operand(first.index), Operand(second.index)), first.span.join(second.span))
        decided = decide(claims, work, "=", Operand(cell.index))
        wrong += decided is not None and not decided.holds
        if decided is None or wrong > 1:
            return []
        found.append(decided)
        if decided.holds and not _is_neutral(sign, first, second):
            seen.add((first.quantity and first.quantity.value, second.quantity and second.quantity.value))
    if len(seen) < 2:
        return []
    sure = alone and len(seen) > _SURE
    made = [replace(derivation(claims, each, rule), power=None if sure else _CHANCE) for each in found]
    if wrong and _is_named(sign, (*pair, column)):
        return made
    loose = wrong and any(_is_by_rounding(claims, each) for each in found)
    if wrong and (
        len(seen) < _SURE or loose or not (alone or (len(seen) > _SURE and _is_telling(claims, found, tried)))
    ):
        made = [_of_slip(claims, each) for each in made]
        if not all(each.holds or each.near_miss == SWAPPED for each in made):
            return []
    return made


def _is_named(sign: str, columns: Sequence[Column]) -> bool:
    """Whether the head of a column says what it is of two others: "TPS per GPU" beside "TPS" and "GPUs"."""
    first, second, column = (_UNIT.sub("", next(iter(each.values())).label.column.lower()).strip() for each in columns)
    one = (singular(second), second.removesuffix("s"))
    return sign == "/" and bool(first) and _PER.split(column) in [[first, each] for each in one]


def _is_telling(claims: tuple[Claim, ...], found: Sequence[Decided], tried: int) -> bool:
    """Whether the rows that follow have so many digits that no pattern of a table with many columns gives them by
    chance.
    """
    chance = float(tried)
    cells = {claims[each.head].quantity for each in found if each.holds}
    for quantity in {cell.text: cell for cell in cells if cell is not None}.values():
        digits = len("".join(filter(str.isdigit, quantity.text)).strip("0"))
        chance *= min(width(quantity) if not quantity.interval.is_point else 10.0 ** (1 - digits), 1.0)
    return chance <= _BY_CHANCE


def _is_by_rounding(claims: tuple[Claim, ...], decided: Decided) -> bool:
    """Whether a row follows only by what rounding admits, where that is much: "0.5" and "1.875" are 1.29 apart."""
    worked = evaluate(decided.done, claims, decided.world)
    printed = evaluate(decided.done, claims, decided.world, nominal=True)
    stated = evaluate(decided.stated, claims, decided.world)
    if worked is None or printed is None or stated is None or not decided.holds:
        return False
    low, high = worked.base.low, worked.base.high
    return not printed.base.meets(stated.base) and (low is None or high is None or high > _LOOSE * low)


def _of_slip(claims: tuple[Claim, ...], made: Derivation) -> Derivation:
    """A cell that does not follow, with the slip of the hand that would make it follow."""
    quantity = claims[made.head].quantity
    slip = miswriting(quantity, made.interval) if quantity is not None and not made.holds else ""
    return replace(made, near_miss=slip) if slip else made


def _is_percent(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.unit.symbol == "%"


def _is_neutral(sign: str, first: Claim, second: Claim) -> bool:
    values = [claim.quantity.value for claim in (first, second) if claim.quantity is not None]
    if sign == "-" and len(values) > 1 and values[0] == values[1]:
        # Where nothing changes any measure of a change is zero.
        return True
    return _NEUTRAL[sign] in (values if sign in "*+" else values[1:])
