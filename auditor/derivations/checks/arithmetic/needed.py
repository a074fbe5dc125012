"""Multipliers that say how far a goal is away ("needs 8.8x more"), and percentages of a memory that stands
elsewhere ("48% of available memory"). Searched for, so that they are only confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.paired import paired, printed, width
from auditor.derivations.checks.relations import RATIO, SHARE, Standard
from auditor.derivations.concepts import GOALS, REACHED
from auditor.derivations.derivation import Derivation
from auditor.derivations.once import once
from auditor.derivations.values import physical
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_NEED = re.compile(r"\b(?:need|requir|must|gap|short|improv|to reach|too (?:low|slow))|缺口|需要", re.I)
_OF_MEMORY = re.compile(
    r"\W{0,3}(?:of|von|del?)\s+(?:the\s+)?(?:available|total|device|GPU|installed|physical)?\s*(?:GPU |device )?"
    r"(?:memory|VRAM|HBM|capacity)",
    re.I,
)
_OF_GOAL = re.compile(
    r"\W{0,3}of\s+(?:the\s+|our\s+)?(?:[a-z]+\s+)?(?:target|requirement|goal|required|SLO|SLA)\b", re.I
)
_UTILISATION = "memory_utilisation"
_NEAR = 12
"""Numbers to either side of which a goal and what is reached are looked for."""
_CHANCE = 0.2
_CHOICES = 2
"""Different amounts that are tried for what is taken of a memory."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each multiplier that a goal over what is reached gives, and each share of a memory."""
    uses: list[tuple[Fact, Fact]] | None = None
    for fact in facts.all:
        if not _is_plain(fact):
            continue
        if fact.quantity.unit.symbol == "×" and _NEED.search(_words(fact)):
            found = _first(fact, _goals(fact, facts), RATIO, rule)
        elif fact.quantity.unit.symbol == "%" and _is_of_memory(fact, facts):
            uses = _uses(facts) if uses is None else uses
            found = _first(fact, uses, SHARE, rule)
        elif fact.quantity.unit.symbol == "%" and _OF_GOAL.match(_behind(fact, facts)):
            found = _first(fact, _asked(facts), SHARE, rule)
        else:
            continue
        if found is not None:
            yield found


def _is_plain(fact: Fact) -> bool:
    return fact.stance is Stance.ASSERTED and fact.quantity.is_plain and bool(fact.quantity.value)


def _is_of_memory(fact: Fact, facts: Facts) -> bool:
    return fact.concept == _UTILISATION or _OF_MEMORY.match(_behind(fact, facts)) is not None


def _words(fact: Fact) -> str:
    label = fact.claim.label
    return " ".join((label.key, label.row, label.before, label.after))


def _behind(fact: Fact, facts: Facts) -> str:
    return facts.claims.document.blocks[fact.claim.block].text[fact.claim.end :][:60]


def _goals(fact: Fact, facts: Facts) -> list[tuple[Fact, Fact]]:
    """The goal of the number's section, and what is reached of it, the nearest ones."""
    blocks = facts.claims.document.blocks
    here = blocks[fact.claim.block].headings
    near = [
        other
        for other in facts.all[max(fact.index - _NEAR, 0) : fact.index + _NEAR]
        if _is_plain(other) and physical(other.quantity) and blocks[other.claim.block].headings == here
    ]
    near.sort(key=lambda other: abs(other.index - fact.index))
    goal = next((other for other in near if other.role in GOALS and other.known), None)
    reached = [
        other for other in near if goal is not None and other.concept == goal.concept and other.role in ("", "achieved")
    ]
    return [(goal, reached[0])] if goal is not None and reached else []


def _is_amount(fact: Fact) -> bool:
    """Whether a number is an amount of memory, or the most of one: "31.0GB maximum (within 64GB)"."""
    told = fact.stance is Stance.ASSERTED and (fact.quantity.is_plain or fact.quantity.modality is Modality.AT_MOST)
    return told and bool(fact.quantity.value) and fact.quantity.unit.symbol != "%"


def _uses(facts: Facts) -> list[tuple[Fact, Fact]]:
    """The largest amounts that are taken of the memory of a GPU, if it has one size."""
    plain = [fact for fact in facts.all if fact.known and _is_amount(fact)]
    sizes = [fact for fact in plain if fact.concept == "gpu_memory" and fact.scope in ("", "gpu")]
    if len({_number(fact) for fact in sizes}) != 1:
        return []
    used = {
        fact.quantity.value: fact
        for fact in reversed(plain)
        if fact.concept == "memory_used" and fact.scope in ("", "gpu") and fact.role in ("", "maximum", "achieved")
    }
    largest = sorted(used.values(), key=lambda fact: _number(fact).low or 0, reverse=True)
    return [(fact, sizes[0]) for fact in largest[:_CHOICES]]


@once
def _asked(facts: Facts) -> list[tuple[Fact, Fact]]:
    """What is reached and what is asked, of the concepts of which both are stated once."""
    goals: dict[str, dict[object, Fact]] = defaultdict(dict)
    reached: dict[str, dict[object, Fact]] = defaultdict(dict)
    for fact in facts.all:
        if fact.known and fact.stance is Stance.ASSERTED and fact.concept in REACHED and fact.quantity.value:
            into = goals if fact.role in GOALS else reached if fact.role in ("", "achieved") else None
            if into is not None:
                into[fact.concept].setdefault(fact.quantity.value * fact.quantity.readings[0].unit.factor, fact)
    told = ((list(reached[concept].values()), list(goal.values())) for concept, goal in goals.items())
    return [(own[0], asked[0]) for own, asked in told if len(own) == len(asked) == 1]


def _first(fact: Fact, pairs: Sequence[tuple[Fact, Fact]], standard: Standard, rule: str) -> Derivation | None:
    chance = width(fact.quantity) * len(pairs)
    for pair in pairs if chance <= _CHANCE else ():
        result = standard.value(*(_number(each) for each in pair))
        exact = standard.value(*(printed(each) for each in pair))
        if result is not None and exact is not None and result.meets(fact.quantity.hull):
            return paired(fact, pair, standard, exact, max(chance, 0.001), rule)
    return None


def _number(fact: Fact) -> Interval:
    """The number itself, whatever bounds it."""
    quantity = fact.quantity
    return Interval.point((quantity.value or 0) * quantity.readings[0].unit.factor)
