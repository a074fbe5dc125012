"""A run of so many steps of so long each, in one list: "Steps: 95,367", "Step time: 20.7 s", "Duration: 22.8 days"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Bound, Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Fact, Facts, Stance

_STEPS = re.compile(
    r"\W*(?:(?:total|training|optimi[sz]er|gradient|number of) ){0,3}(?:steps|iterations|updates)\b(?! time)"
    r"|\W*(?:总|训练)?(?:步数|迭代数|迭代次数)|\W*(?:tổng )?số bước",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\W*(?:(?:average|mean|measured|expected) )?"
    r"(?:(?:time|seconds|duration) (?:per|of (?:a|one)) (?:step|iteration)|(?:step|iteration) time)\b"
    r"|\W*(?:单步|每步)(?:时间|耗时)|\W*thời gian mỗi bước",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"\W*(?:(?:total|overall|expected|estimated|pure) ){0,2}(?:(?:training|run|wall[- ]?clock|computing) )?"
    r"(?:duration|time|days)\W*\Z"
    r"|\W*(?:总)?(?:训练)?(?:时长|总时间|天数)|\W*(?:tổng )?thời gian(?: huấn luyện)?\W*\Z",
    re.IGNORECASE,
)
_TIME = (("second", 1),)
_COUNTS = ((), (("step", 1),), (("iteration", 1),))
_TOLD = frozenset({"", "estimated", "achieved", "average"})
_LONG, _MANY = 3600, 50
"""Seconds of a run, and steps of one."""
_MORE = Fraction(6, 5)
"""By how much a run may be longer for what is not told."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each section that has one of each."""
    sections: dict[tuple[object, ...], list[tuple[str, Fact]]] = defaultdict(list)
    for fact in facts.all:
        plain = fact.stance is Stance.ASSERTED and fact.quantity.is_plain and fact.role in _TOLD
        name = fact.claim.label.key or fact.claim.label.row
        if plain and name:
            sections[fact.claim.label.headings, fact.scenario].append((name.replace("_", " "), fact))
    for some in sections.values():
        steps = [fact for name, fact in some if _STEPS.match(name) and _is_count(fact)]
        step = [fact for name, fact in some if _STEP.match(name) and _is_time(fact)]
        run = [fact for name, fact in some if _RUN.match(name) and _is_time(fact) and _is_long(fact)]
        if _are_one(steps) and _are_one(step) and len(run) == 1:
            yield from _judged(run[0], (steps[-1], step[-1]), rule)


def _is_count(fact: Fact) -> bool:
    units = fact.quantity.readings[0].unit.dimensions
    return units in _COUNTS and (fact.quantity.value or 0) >= _MANY and fact.quantity.unit.symbol != "%"


def _is_time(fact: Fact) -> bool:
    return fact.quantity.readings[0].unit.dimensions == _TIME


def _is_long(fact: Fact) -> bool:
    low = fact.quantity.hull.low
    return low is not None and low >= _LONG


def _are_one(some: Sequence[Fact]) -> bool:
    """Whether a section gives one value only."""
    return bool(some) and all(fact.quantity.hull.meets(some[-1].quantity.hull) for fact in some)


def _judged(run: Fact, ends: tuple[Fact, Fact], rule: str) -> Iterator[Derivation]:
    """A run that takes what its steps take, or less; of a longer one nothing is known."""
    result, stated = ends[0].quantity.hull * ends[1].quantity.hull, run.quantity.hull
    holds = result.meets(stated)
    if not holds and (stated.high is None or result.low is None or stated.high * _MORE > result.low):
        return
    made = of_two(run, ends, "×", rule, words="steps × step time", holds=holds, power=0.02, basis=Basis.DERIVATION)
    if made.bound is Bound.EXACT:
        yield made
