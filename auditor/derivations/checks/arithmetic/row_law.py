"""Rows that follow from rows above them by one law in every column, as tables of options have them: GPUs × memory of
each, price × GPUs, what is left of a budget. The rows of an earlier table with the same head count as above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import combinations, permutations

from auditor import patterns as re
from auditor.derivations.checks.additive import is_total
from auditor.derivations.checks.arithmetic.column_law import CHANCE, is_the_same, number, printed, worked_as
from auditor.derivations.checks.columns import Column, lone_quantities
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import spread
from auditor.facts import Claim, Facts, Operand, Operation
from auditor.frozen import dataclass

_FEWEST, _MOST = 2, 8
"""Columns of a table of options."""
_ROWS = 16
"""Rows above that a row may be worked out from: those of a table of options are few."""
_LONGEST = 32
"""Rows of a table of options, at the most; a longer one lists measurements."""
_LOOSE = 0.1
"""How far apart columns may be for floats not to rule a law out; rounding is judged later."""
_TELLING = 2
_LEFT = re.compile(r"\b(?:left|remain\w*|free|available|headroom|spare|còn lại)\b|剩余|可用|余量", re.IGNORECASE)
"""Words for what rows before it leave of one of them."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_CHANGE = re.compile(
    r"\W*(?:change|delta|Δ|diff(?:erence)?|speed-?up|gain|ratio|improvement|reduction|factor|变化|提升|thay đổi)\b",
    re.IGNORECASE,
)
"""The head of a column that compares the others."""
_NAME = re.compile(r"\w+")
_TABLES = 12
"""Tables before one whose rows it may take up."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with one number in most cells."""

    head: Mapping[int, str]
    """By column."""
    rows: Mapping[int, Column]
    given: Mapping[int, Claim]
    """By row the one number of its first cell: "Usable (90%)"."""


_Law = tuple[str, tuple[Column, ...]]
"""A sign, and the rows that it stands between."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of a row that one law gives in all its columns."""
    earlier: list[_Table] = []
    for table in _tables(facts):
        if len(table.rows) > _LONGEST:
            continue
        before = [row for other in earlier[-_TABLES:] for row in _taken_up(other, table)][-_ROWS:]
        for at, target in table.rows.items():
            own = [row for place, row in table.rows.items() if place < at]
            above = [row for row in (*before, *own)[-_ROWS:] if target.keys() <= row.keys()]
            own = [row for row in own[-_ROWS:] if target.keys() <= row.keys()]
            if _FEWEST <= len(target) <= _MOST:
                yield from _row(facts, target, above, own, table.given.get(at), rule)
        earlier.append(table)


def _taken_up(other: _Table, table: _Table) -> Iterator[Column]:
    """The rows of an earlier table by the columns of a later one, where each of these is one of its own by its head, or
    by a shorter name for it: "A", "Pool A (west)"."""
    ways = [dict(_same_heads(head, other.head)) for head in table.head.values()]
    if not all(len(way) == 1 for way in ways) or len({next(iter(way)) for way in ways}) < len(ways):
        return
    places = dict(zip(table.head, (next(iter(way)) for way in ways), strict=True))
    for row in other.rows.values():
        yield {at: row[place] for at, place in places.items() if place in row}


def _same_heads(head: str, others: Mapping[int, str]) -> list[tuple[int, str]]:
    exact = [(at, other) for at, other in others.items() if other == head]
    own = _named(head)
    return exact or [
        (at, o) for at, o in others.items() if own and _named(o) and (own <= _named(o) or _named(o) <= own)
    ]


@lru_cache(maxsize=1024)
def _named(head: str) -> frozenset[str]:
    return frozenset(_NAME.findall(head))


def _tables(facts: Facts) -> list[_Table]:
    blocks = facts.claims.document.blocks
    rows: dict[int, dict[int, dict[int, Claim]]] = defaultdict(lambda: defaultdict(dict))
    given: dict[int, dict[int, Claim]] = defaultdict(dict)
    for claim, quantity in lone_quantities(facts):
        cell = blocks[claim.block].cell
        if cell is None or not cell.row or not quantity.is_plain or not quantity.value:
            continue
        if cell.column:
            rows[cell.table][cell.row][cell.column] = claim
        else:
            given[cell.table][cell.row] = claim
    heads: dict[int, dict[int, str]] = defaultdict(dict)
    for block in blocks:
        if block.cell is not None and not block.cell.row and block.cell.column:
            heads[block.cell.table][block.cell.column] = block.text.strip().lower()
    return [_table(heads[at], rows[at], given[at]) for at in sorted(rows)]


def _table(heads: Mapping[int, str], rows: Mapping[int, Column], given: Mapping[int, Claim]) -> _Table:
    """A table without its columns of totals and changes: what is an option's follows from what is the option's."""
    apart = {at for at, head in heads.items() if is_total(head) or _CHANGE.match(head)}
    left = {at: {place: claim for place, claim in row.items() if place not in apart} for at, row in rows.items()}
    return _Table({at: head for at, head in heads.items() if at not in apart}, left, given)


def _row(
    facts: Facts, target: Column, above: Sequence[Column], own: Sequence[Column], given: Claim | None, rule: str
) -> Iterator[Derivation]:
    chance = _chance(target)
    if chance > CHANCE:
        return
    laws = sorted(_laws(target, above, own, given), key=lambda law: _unlikely(target, law))
    for tried, law in enumerate(laws, start=1):
        if tried * chance > CHANCE:
            return
        found = _follow(facts, target, law, rule) if _is_likely(target, law) else []
        if found:
            yield from found
            return


def _chance(target: Column) -> float:
    """How likely it is that random numbers agree with all different ones of a row, read in one unit."""
    chance = 1.0
    for quantity in {claim.quantity.text: claim.quantity for claim in target.values() if claim.quantity}.values():
        own, digits = quantity.readings[0].interval, len("".join(filter(str.isdigit, quantity.text)).strip("0"))
        chance *= min(10.0 ** (1 - digits) if own.is_point or own.low_over <= 0 else spread(own), 1.0)
    return chance


def _unlikely(target: Column, law: _Law) -> tuple[int, int, int]:
    """Laws between rows whose names have words in common with the row's own are tried first, then the nearest."""
    sign, rows = law
    at = next(iter(target))
    if sign == "-" and _is_left(target):
        return 0, len(rows), sum(target[at].block - row[at].block for row in rows)
    named = _words(target[at])
    foreign = sum(not named & _words(row[at]) for row in rows)
    return foreign, len(rows), sum(target[at].block - row[at].block for row in rows)


def _is_left(target: Column) -> bool:
    return _LEFT.search(next(iter(target.values())).label.row) is not None


def _words(claim: Claim) -> frozenset[str]:
    return _in(claim.label.row)


@lru_cache(maxsize=1024)
def _in(name: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in _WORD.findall(name.lower()))


def _laws(target: Column, above: Sequence[Column], own: Sequence[Column], given: Claim | None) -> Iterator[_Law]:
    fixed = dict.fromkeys(target, given) if given is not None else {}
    head: tuple[Column, ...] = ({at: claim for at, claim in fixed.items() if claim is not None},) if fixed else ()
    for constant in head:
        yield from ((sign, (row, constant)) for sign in "*/" for row in above)
        yield from (("*", (*pair, constant)) for pair in combinations(above, 2))
    yield from ((sign, pair) for sign in "*+" for pair in combinations(above, 2))
    yield from (("/", pair) for pair in permutations(above, 2))
    # What is left of a budget stands in the table of the budget.
    yield from (("-", pair) for pair in permutations(own, 2))
    for whole in own if _is_left(target) else ():
        rest = [row for row in own if row is not whole]
        yield from (("-", (whole, *parts)) for parts in combinations(rest, 2))


def _is_likely(target: Column, law: _Law) -> bool:
    """Whether floats give about the same times of what is stated in every column, and for sums that itself."""
    return any(_agrees(target, law, size) for size in (number, printed))


def _agrees(target: Column, law: _Law, size: Callable[[Claim], float]) -> bool:
    sign, rows = law
    base = None if sign in "*/" else 1.0
    for at, claim in target.items():
        stated = size(claim)
        factor = _done(sign, [size(row[at]) for row in rows]) / stated if stated else 0.0
        base = factor if base is None else base
        if not base or abs(factor - base) > _LOOSE * abs(base):
            return False
    return True


def _done(sign: str, numbers: Sequence[float]) -> float:
    first, *rest = numbers
    if sign == "*":
        return reduce(lambda done, each: done * each, rest, first)
    if sign == "/":
        return first / rest[0] if rest[0] else 0.0
    return first + sum(rest) if sign == "+" else first - sum(rest)


def _follow(facts: Facts, target: Column, law: _Law, rule: str) -> list[Derivation]:
    """All columns of a row by a law; none where one does not follow, or nearly all repeat a number of a row above."""
    sign, rows = law
    found: list[Derivation] = []
    telling = 0
    for at, claim in target.items():
        used = [row[at] for row in rows]
        made = worked_as(facts, _working(sign, used), claim, rule)
        if made is None:
            return []
        found.append(made)
        telling += not any(is_the_same(claim, each) for each in used)
    return found if telling >= _TELLING else []


def _working(sign: str, used: Sequence[Claim]) -> Operation:
    span = used[0].span.join(used[-1].span) if used[0].span.start < used[-1].span.start else used[-1].span
    first, second, *rest = (Operand(claim.index) for claim in used)
    work = Operation(sign, (first, second), span)
    for each in rest:
        work = Operation(sign, (work, each), span)
    return work
