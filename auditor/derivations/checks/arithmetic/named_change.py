"""Percentages against a row or column that the text names: "32,611 tokens/s, 12% above S3", "L1 over L2 at 16: +2%"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.columns import inner_cells
from auditor.derivations.checks.paired import paired, unpaired, width
from auditor.derivations.checks.relations import DROP, SURPLUS, Standard
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.derivations.once import once
from auditor.facts import Claim, Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval

_SIGNED = re.compile(
    r"[*_]{0,2}\s?(?P<way>more|higher|larger|greater|less|fewer|lower|smaller|cheaper|above|below)\b(?: than)? "
)
"""What stands between a percentage and the name that it is measured against."""
_NAME = re.compile(r"(?:the )?[*_`]{0,2}(?P<name>[^\W_][\w×+./ -]{0,40})")
_OVER = re.compile(
    r"(?P<first>[^\W_][\w×+./-]{0,24}) (?:over|vs\.?|against|versus) (?P<second>[^\W_][\w×+./-]{0,24})"
    r" (?:at|for|with) [^\n\d:]{0,24}(?P<row>\d[\d,]{0,9}K?)\W{1,4}\Z"
)
"""What stands before a percentage that compares two columns in one row: "L2 over L1 at 128: "."""
_LESS = frozenset({"less", "fewer", "lower", "smaller", "cheaper", "below"})
_SENTENCE = re.compile(r"[.!?;](?=\s)|\n")
_LEAD = 200
_CELLS = 600
"""Cells of tables that are looked at."""
_ALIKE, _STATED = 6, 500
"""Cells of one number, and percentages, that are looked at, so that the cost stays linear."""
_BARE = 3
"""Digits that a number without a unit has to have to be known again in a table."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number of a table, and the names of its column and of its row."""

    fact: Fact
    table: int
    column: str
    row: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two amounts that a percentage compares."""

    own: _Cell
    other: _Cell


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage beside the name of a row or column that its amount is compared with."""
    stated = [fact for fact in facts.all if fact.quantity.unit.symbol == "%" and fact.claim.label.column == ""]
    cells = _cells(facts) if stated else ()
    for fact in stated[:_STATED] if cells else ():
        text = facts.claims.document.blocks[fact.claim.block].text
        behind = _SIGNED.match(text, fact.claim.end)
        if behind is not None:
            standards = (DROP,) if behind["way"] in _LESS else (SURPLUS,)
            pairs = _named_behind(facts, fact, text, behind.end())
        else:
            standards, pairs = (SURPLUS,), _named_before(fact, text, cells)
        made = _judge(facts, fact, pairs, standards[0], rule) if pairs else None
        if made is not None:
            yield made


@once
def _cells(facts: Facts) -> Sequence[_Cell]:
    return [
        _Cell(fact, cell.table, _plain(fact.claim.label.column), _plain(fact.claim.label.row))
        for cell, fact in inner_cells(facts)[:_CELLS]
    ]


@once
def _by_value(facts: Facts) -> Mapping[Fraction, Sequence[_Cell]]:
    found: dict[Fraction, list[_Cell]] = defaultdict(list)
    for cell in _cells(facts):
        if cell.fact.quantity.value is not None:
            found[cell.fact.quantity.value].append(cell)
    return found


def _plain(label: str) -> str:
    return " ".join(label.partition("(")[0].strip("*_` ").lower().split())


def _named_behind(facts: Facts, fact: Fact, text: str, start: int) -> list[_Pair]:
    """The amount before a percentage, wherever it stands in a table, and that of the row or column named behind it."""
    named = _NAME.match(text, start)
    own = _amount_before(facts, fact.claim, text)
    if named is None or own is None or own.quantity is None or own.quantity.value is None:
        return []
    said = named["name"].lower().strip()
    pairs = []
    for cell in _by_value(facts).get(own.quantity.value, ())[:_ALIKE]:
        if not _is_same(own, cell.fact.claim):
            continue
        for other in _cells(facts):
            if other.table != cell.table or other.fact is cell.fact:
                continue
            across = other.row == cell.row and _begins(said, other.column) and _is_of_one_thing(cell.fact, other.fact)
            down = other.column == cell.column and _begins(said, other.row)
            if across or down:
                pairs.append(_Pair(cell, other))
    return pairs


def _is_of_one_thing(fact: Fact, other: Fact) -> bool:
    """Whether two columns can be two values of one thing: not a TPOT and a TTFT."""
    return fact.concept == other.concept or not (fact.known and other.known)


def _named_before(fact: Fact, text: str, cells: Sequence[_Cell]) -> list[_Pair]:
    """The amounts of two columns in the row that the words before a percentage name."""
    said = _OVER.search(text, max(fact.claim.start - _LEAD, 0), fact.claim.start)
    if said is None:
        return []
    first, second, row = said["first"].lower(), said["second"].lower(), said["row"].lower()
    own = [cell for cell in cells if cell.column == first and cell.row == row]
    other = [cell for cell in cells if cell.column == second and cell.row == row]
    return [_Pair(a, b) for a in own for b in other if a.table == b.table]


def _begins(said: str, name: str) -> bool:
    """Whether words begin with the name of a row or column, and go on with another word or nothing."""
    return len(name) > 1 and said.startswith(name) and not said[len(name) : len(name) + 1].isalnum()


def _amount_before(facts: Facts, claim: Claim, text: str) -> Claim | None:
    """The nearest number in the sentence before a percentage that is none itself."""
    first = max(claim.start - _LEAD, 0)
    begins = max((end.end() for end in _SENTENCE.finditer(text, first, claim.start)), default=first)
    for index in range(claim.index - 1, -1, -1):
        other = facts.claims.all[index]
        if other.block != claim.block or other.start < begins:
            return None
        if other.quantity is not None and other.quantity.unit.symbol not in ("%", "×"):
            return other
    return None


def _is_same(own: Claim, cell: Claim) -> bool:
    """Whether a number of the text is that of a cell: of its unit, or with digits enough to tell."""
    a, b = own.quantity, cell.quantity
    if a is None or b is None:
        return False
    digits = sum(character.isdigit() for character in own.text)
    if not (a.unit.symbol and b.unit.symbol):
        return digits >= _BARE
    return a.unit.dimensions == b.unit.dimensions


def _judge(facts: Facts, fact: Fact, pairs: Sequence[_Pair], standard: Standard, rule: str) -> Derivation | None:
    """A pair that gives the percentage supports it; the one pair that there is refutes it."""
    for pair in pairs:
        change = _change(pair, standard)
        if change is not None and change.meets(fact.quantity.hull):
            return paired(fact, (pair.own.fact, pair.other.fact), standard, change, width(fact.quantity), rule)
    pair = pairs[0]
    same = {(each.own.fact.quantity.value, each.other.fact.quantity.value) for each in pairs}
    if len(same) != 1 or not is_own_statement(facts, fact.claim.index) or _is_of_others(facts, fact, pair):
        return None
    made = unpaired(fact, (pair.own.fact, pair.other.fact), standard, rule)
    turned = _change(_Pair(pair.other, pair.own), DROP if standard is SURPLUS else SURPLUS)
    if made is None or turned is None:
        return None
    said = "it is the change measured against the other end" if turned.meets(fact.quantity.hull) else made.near_miss
    return replace(made, near_miss=said)


def _change(pair: _Pair, standard: Standard) -> Interval | None:
    own, other = pair.own.fact.quantity, pair.other.fact.quantity
    return standard.value(own.readings[0].interval, other.readings[0].interval)


def _is_of_others(facts: Facts, fact: Fact, pair: _Pair) -> bool:
    """Whether another row of the two columns, or column of the two rows, gives a percentage: it may be of that."""
    own, other = pair.own, pair.other
    table = [cell for cell in _cells(facts) if cell.table == own.table]
    if own.row == other.row:
        first = {cell.row: cell for cell in table if cell.column == own.column}
        second = {cell.row: cell for cell in table if cell.column == other.column}
    else:
        first = {cell.column: cell for cell in table if cell.row == own.row}
        second = {cell.column: cell for cell in table if cell.row == other.row}
    beside = (_Pair(cell, second[name]) for name, cell in first.items() if name in second and cell is not own)
    changes = (_change(each, standard) for each in beside for standard in (SURPLUS, DROP))
    return any(change is not None and change.meets(fact.quantity.hull) for change in changes)
