"""Rows of a table with what one thing takes, how many there are and the total: "Per layer | Layers | Total"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from auditor import patterns as re
from auditor.derivations.checks.additive import is_total
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.checks.paired import chance
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.derivations.values import PHYSICAL
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.units import Dimensions

_PER = re.compile(r"(?:.{0,30}\W)?(?:per|each|/) ?(?P<thing>[^\W\d_]{2,})(?:\W*\(.*)?", re.IGNORECASE)
_COUNT = re.compile(r"(?:#|no\.|number of|num|count of)? ?(?P<thing>[^\W\d_]{2,})(?: count)?", re.IGNORECASE)
_EXACT = (Modality.EXACT,)
_MOST_ROWS = 40


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total that one thing times their number gives, or that it does not where another row's
    comes out."""
    for table in columns(facts).values():
        found = _columns(table)
        if found is not None:
            made = [each for each in _rows(facts, *found, rule) if each is not None]
            if any(each.holds for each in made):
                yield from made


def _columns(table: Mapping[int, Column]) -> tuple[Column, Column, Column] | None:
    """What one takes, how many there are and the total, where there is one column of each."""
    found: dict[str, list[tuple[str, Column]]] = defaultdict(list)
    for column in table.values():
        head = next(iter(column.values())).label.column.strip("*_` ")
        per, count = _PER.fullmatch(head), _COUNT.fullmatch(head)
        if is_total(head):
            found["total"].append(("", column))
        elif per is not None:
            found["one"].append((_of(per), column))
        elif count is not None:
            found["many"].append((_of(count), column))
    if len(found["total"]) != 1 or len(found["one"]) != 1:
        return None
    thing, one = found["one"][0]
    many = [column for name, column in found["many"] if name == thing]
    return (one, many[0], found["total"][0][1]) if len(many) == 1 and len(one) <= _MOST_ROWS else None


def _of(found: re.Match[str]) -> str:
    return found["thing"].lower().removesuffix("s")


def _rows(facts: Facts, one: Column, many: Column, total: Column, rule: str) -> Iterator[Derivation | None]:
    for row in sorted(one.keys() & many.keys() & total.keys()):
        each, count, stated = (facts.by_claim[column[row].index] for column in (one, many, total))
        if each is not None and count is not None and stated is not None:
            yield _judge(facts, each, count, stated, rule)


def _judge(facts: Facts, each: Fact, count: Fact, stated: Fact, rule: str) -> Derivation | None:
    if (
        _kind(each) != _kind(stated)
        or not count.quantity.whole
        or not count.quantity.value
        or not stated.quantity.value
    ):
        return None
    times = Interval.point(count.quantity.value)
    holds = (each.quantity.hull * times).meets(stated.quantity.hull)
    plain = all(fact.quantity.modality in _EXACT for fact in (each, count, stated))
    if not holds and not (plain and is_own_statement(facts, stated.claim.index)):
        return None
    return of_two(
        stated,
        (each, count),
        "×",
        rule,
        words="of one × how many",
        holds=holds,
        taken=(each.quantity.hull, times),
        power=chance(stated.quantity),
        basis=Basis.ARITHMETIC,
    )


def _kind(fact: Fact) -> Dimensions:
    """The unit, less what it is counted per; a rate stays one."""
    dimensions = fact.quantity.readings[0].unit.dimensions
    return tuple((name, power) for name, power in dimensions if power > 0 or name in PHYSICAL)
