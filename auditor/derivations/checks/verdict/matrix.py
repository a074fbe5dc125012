"""A table of requirements by options, ticked in each cell, against the table that has the options' values:
"| TPOT ≤ 40 ms | ✅ | ✅ |"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.checks.ticked import keeps, ticked
from auditor.derivations.derivation import Derivation
from auditor.facts import Claim, Facts, Form, Polarity
from auditor.quantity import Modality

_SIGNED = (Modality.AT_MOST, Modality.LESS_THAN, Modality.AT_LEAST, Modality.MORE_THAN)
_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")
_UNIT = re.compile(r"\s*[(（\[][^()（）\[\]]{1,16}[)）\]]\s*\Z")
_FILLING = frozenset({"per", "the", "of", "in", "at", "for", "a", "an", "and", "max", "min", "average", "mean"})
_FEWEST = 2
"""Words that two names share where one says more."""
_MONEY = (("dollar", 1),)

_Options = Mapping[str, Sequence[Claim]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each tick of such a table whose option has one value under the requirement's name."""
    rows = _rows(facts)
    values, blocks = _values(facts) if rows else {}, facts.claims.document.blocks
    for limit, marks in rows:
        for mark in marks:
            found = _meant(limit, blocks[limit.block].text, values.get(_name(mark.label.column), ()))
            if found is not None and mark.polarity is Polarity.GOOD:
                yield _judged(limit, found, mark, rule)


def _rows(facts: Facts) -> list[tuple[Claim, list[Claim]]]:
    """The one signed limit in the head of each row, and the marks that alone stand in its other cells."""
    limits: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    marks: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    numbers: set[tuple[int, int]] = set()
    for claim in facts.claims.all:
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is None or not cell.row:
            continue
        place = cell.table, cell.row
        if claim.quantity is None:
            marks[place] += [claim] if claim.form in (Form.MARK, Form.VERDICT) and cell.column else []
        elif cell.column:
            numbers.add(place)
        elif claim.quantity.modality in _SIGNED:
            limits[place].append(claim)
    return [
        (found[0], marks[place])
        for place, found in limits.items()
        if len(found) == 1 and place not in numbers and len({_name(each.label.column) for each in marks[place]}) > 1
    ]


def _values(facts: Facts) -> _Options:
    """The values that stand alone in cells, by the head of their column."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim, quantity in lone_quantities(facts):
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is not None and cell.row and cell.column and quantity.is_plain:
            found[_name(claim.label.column)].append(claim)
    return found


def _name(head: str) -> str:
    return " ".join(_WORD.findall(head.lower()))


def _meant(limit: Claim, head: str, values: Sequence[Claim]) -> Claim | None:
    """The one value of an option whose row is called as the requirement is."""
    wanted = _words(head.replace(limit.text, " "))
    money = _is_money(limit)
    alike = [each for each in values if _is_of_kind(each, limit)]
    found = [each for each in alike if _is_called(_words(_UNIT.sub("", each.label.row)), wanted, money=money)]
    return found[0] if len({each.quantity.hull for each in found if each.quantity is not None}) == 1 else None


def _is_of_kind(value: Claim, limit: Claim) -> bool:
    if value.quantity is None or limit.quantity is None:
        return False
    one, two = value.quantity.readings[0].unit, limit.quantity.readings[0].unit
    return bool(one.dimensions) and one.dimensions == two.dimensions and value.block != limit.block


def _is_called(mine: frozenset[str], wanted: frozenset[str], *, money: bool) -> bool:
    """Whether two rows have one name, "TTFT p95"; of money it is enough that both are per so many: "per 1M tokens"."""
    shared = mine & wanted
    if not mine or any(map(_has_digits, mine ^ wanted)):
        return False
    priced = money and any(map(_has_digits, shared))
    return priced or mine == wanted or (len(shared) >= _FEWEST and (mine <= wanted or wanted <= mine))


def _has_digits(word: str) -> bool:
    return any(map(str.isdigit, word))


def _is_money(limit: Claim) -> bool:
    return limit.quantity is not None and limit.quantity.readings[0].unit.dimensions == _MONEY


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower())) - _FILLING


def _judged(limit: Claim, value: Claim, mark: Claim, rule: str) -> Derivation:
    assert limit.quantity is not None
    assert value.quantity is not None
    holds = keeps(value.quantity, limit.quantity)
    return ticked(limit, value, mark, rule, holds=holds, said="what the row requires")
