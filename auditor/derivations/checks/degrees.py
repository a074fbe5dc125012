"""What counts of groups, and widths of ranges, are held against: the degrees and counts that hold where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import DEGREES, OF_ALL
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.once import once
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval

Stated = Mapping[str, list[Fact]]
DEGREE_WORD = re.compile(
    r"\b(?:(?P<expert_parallel>EP|experts?)|(?P<tensor_parallel>TP|tensor)|(?P<pipeline_parallel>PP|pipeline)"
    r"|(?P<data_parallel>DP|data[ -]parallel\w*)|(?P<context_parallel>CP|context[ -]parallel\w*)"
    r"|(?P<sequence_parallel>SP|sequence[ -]parallel\w*))(?=\d|\b)",
    re.IGNORECASE,
)
"""The name of a degree of parallelism."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a number may be, and how it is worked out from what is stated."""

    name: str
    value: Fraction
    program: str
    working: str
    given: tuple[Fact, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The numbers that the program starts from."""
        return tuple(Input(each.claim.name, Interval.point(count(each)), each.claim.index) for each in self.given)


def confirmed(fact: Fact, reading: Reading, rule: str, power: float) -> Derivation:
    """The proof that a number is what a reading comes to; `power` is the chance of finding some such reading."""
    result = Interval.point(reading.value)
    step = Step(reading.name, reading.working, result, "", reading.program, reading.inputs)
    return one_step(fact.claim, step, rule, expected=reading.working, holds=True, power=power)


@once
def stated(facts: Facts, *concepts: str) -> Stated:
    """The degrees of the whole deployment, and the counts of some concepts, by concept; of what is said again and again
    the first two statements."""
    found: dict[str, list[Fact]] = defaultdict(list)
    said = Counter[tuple[object, ...]]()
    for fact in _counts(facts):
        degree = fact.concept in DEGREES and "GPU" not in fact.quantity.unit.symbol
        if degree or fact.concept in concepts:
            statement = fact.concept, fact.quantity.value, fact.scenario, fact.stance
            said[statement] += 1
            if said[statement] <= 2:
                found[fact.concept].append(fact)
    return found


@once
def _counts(facts: Facts) -> Sequence[Fact]:
    """The known counts of the whole deployment."""
    known = (fact for fact in facts.all if fact.known and fact.quantity.whole and fact.quantity.value)
    return [fact for fact in known if fact.stance in TOLD and fact.scope in OF_ALL]


def together(fact: Fact, others: Iterable[Fact]) -> list[Fact]:
    """Each value once, of those that hold in the number's own situation."""
    found: dict[Fraction | None, Fact] = {}
    for other in others:
        if other is not fact and one_situation(fact, other):
            found.setdefault(other.quantity.value, other)
    return list(found.values())


def one_situation(fact: Fact, other: Fact) -> bool:
    """Whether one of two numbers holds in the situation of the other."""
    if fact.scenario == other.scenario:
        return True
    mine, its = set(fact.scenario), set(other.scenario)
    return mine <= its or its <= mine


def itself(other: Fact, name: str) -> Reading:
    """A number taken as it is stated."""
    return Reading(name, count(other), other.claim.name, other.claim.text, (other,))


def quotient(whole: Fact, parts: Fact, name: str) -> Reading:
    """A whole over the number of its parts."""
    working = f"{whole.claim.text} ÷ {parts.claim.text}"
    return Reading(
        name, count(whole) / count(parts), f"{whole.claim.name} {parts.claim.name} /", working, (whole, parts)
    )


def product(one: Fact, other: Fact, name: str) -> Reading:
    """One number times another."""
    working = f"{one.claim.text} × {other.claim.text}"
    return Reading(name, count(one) * count(other), f"{one.claim.name} {other.claim.name} *", working, (one, other))


def count(fact: Fact) -> Fraction:
    """The value of a whole number; 1 for anything else."""
    return fact.quantity.value or Fraction(1)


def degrees_in(text: str) -> frozenset[str]:
    """The degrees that a text names."""
    return frozenset(found.lastgroup or "" for found in DEGREE_WORD.finditer(text))
