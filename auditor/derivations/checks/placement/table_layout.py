"""Layouts in the cells of a table ("TP=8, PP=4, DP=2"), held against the number of GPUs of the same column or row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import prod

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.checks.degrees import count
from auditor.derivations.checks.placement.layout import layouts
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality

_MULTIPLY = ("TP", "PP")
"""Degrees with ranks of their own."""
_PART = re.compile(
    r"per\b|each|every|node|server|host|pool|prefill|decode|spare|idle|avail|min|max|up to|group|stage|replica|instance"
    r"|/",
    re.IGNORECASE,
)
"""Words of a label that make it one of a part, or one of which not all are used."""
_ROLES = frozenset({"", "achieved", "required"})


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of GPUs that no reading of the layout in its column or row gives."""
    counts = _counts(facts)
    several = any(fact.concept == "replicas" for fact in facts.all)
    for run in layouts(facts) if counts else ():
        cell = facts.claims.document.blocks[run[0].claim.block].cell if run else None
        if cell is None or not {each.claim.degree for each in run} >= set(_MULTIPLY):
            continue
        for place in (("column", cell.table, cell.column), ("row", cell.table, cell.row)):
            found = counts.get(place, [])
            if len(found) == 1 and _is_of(found[0], run) and not _may_be(count(found[0]), run, several=several):
                yield _derivation(found[0], run, rule)


def _counts(facts: Facts) -> dict[tuple[str, int, int], list[Fact]]:
    """The numbers of GPUs that fill cells of their own, by column and by row."""
    found: dict[tuple[str, int, int], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        cell = facts.claims.document.blocks[fact.claim.block].cell
        plain = (
            fact.known and fact.concept == "gpus" and fact.quantity.whole and fact.quantity.modality is Modality.EXACT
        )
        plain = plain and fact.scope in OF_ALL and fact.role in _ROLES and not _is_of_part(fact)
        if cell is not None and plain and count(fact) > 1:
            found["column", cell.table, cell.column].append(fact)
            found["row", cell.table, cell.row].append(fact)
    return found


def _is_of_part(fact: Fact) -> bool:
    label = fact.claim.label
    return _PART.search(" ".join((label.row, label.column, label.before, label.after))) is not None


def _is_of(fact: Fact, run: Sequence[Fact]) -> bool:
    """Whether a number of GPUs and a layout are those of one plan."""
    one = run[0]
    alike = fact.scenario == one.scenario and fact.stance is one.stance and fact.claim.block != one.claim.block
    return alike and not _is_of_part(one)


def _may_be(gpus: Fraction, run: Sequence[Fact], *, several: bool) -> bool:
    """Whether some reading of the degrees gives so many GPUs: each but TP and PP may take its ranks from others, and
    where DP is not said there may be replicas.
    """
    by_name = {each.claim.degree: count(each) for each in run}
    least = Fraction(prod(by_name[name] for name in _MULTIPLY))
    others = [value for name, value in by_name.items() if name not in _MULTIPLY and not _is_apart(name, by_name)]
    least *= prod(value for name, value in by_name.items() if name not in _MULTIPLY and _is_apart(name, by_name))
    ways = {least * prod(some) for size in range(len(others) + 1) for some in combinations(others, size)}
    if "DP" in by_name and not several:
        return gpus in ways
    return any(gpus % way == 0 for way in ways)


def _is_apart(name: str, degrees: Mapping[str, Fraction]) -> bool:
    """Whether a degree has ranks of its own for sure: copies that attention within TP or the experts cannot be."""
    inside = degrees["TP"] * degrees.get("EP", Fraction(1))
    return name == "DP" and inside % degrees[name] != 0


def _derivation(gpus: Fact, run: Sequence[Fact], rule: str) -> Derivation:
    used = [each for each in run if each.claim.degree in (*_MULTIPLY, "DP")]
    degrees = [(each.claim, Interval.point(count(each))) for each in used]
    step = chained("×", degrees, "product of the degrees")
    working = " × ".join(f"{each.claim.degree} {count(each)}" for each in used)
    return one_step(gpus.claim, step, rule, expected=f"{working} = {step.result.low}", holds=False)
