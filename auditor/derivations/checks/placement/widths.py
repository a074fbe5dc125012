"""Ranges that tell which things are meant, as wide as what is counted elsewhere: "GPUs 0-3" where TP is 4."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from auditor.derivations.checks.degrees import (
    Reading,
    Stated,
    itself,
    one_situation,
    product,
    quotient,
    stated,
    together,
)
from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import DEGREES
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Indices
from auditor.interval import Interval

_DEVICES = frozenset({"gpu", "device", "card", "rank"})
_RANKS: Mapping[str, str] = {
    "tp": "tensor_parallel",
    "pp": "pipeline_parallel",
    "ep": "expert_parallel",
    "dp": "data_parallel",
    "cp": "context_parallel",
    "sp": "sequence_parallel",
}
"""The degree of which such names number the ranks: "EP0-EP15"."""
_SHARED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "gpu": ("gpus", ("pipeline_parallel", "data_parallel", "expert_parallel", "nodes")),
    "layer": ("layers", ("pipeline_parallel",)),
    "expert": ("experts", ("expert_parallel",)),
}
"""By noun, the concept of the whole, and of what it is divided by."""
_CHANCE = 0.2
_COMPARED = 64
"""Statements of a quantity that a range is held against, so that the cost stays linear."""


class Widths:
    """What a document counts, by noun, for ranges to be held against."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: Stated = stated(facts, "gpus", "layers", "experts", "nodes")
        self._counted: dict[tuple[str, Fraction], list[Fact]] = defaultdict(list)
        for fact in exact_counts(facts):
            value = fact.quantity.value
            if value and fact.stance in TOLD:
                counted = [name for name, power in fact.quantity.unit.dimensions if power > 0]
                if len(counted) == 1:
                    self._counted[counted[0], value].append(fact)

    def derivation(self, one: Indices, rule: str) -> Derivation | None:
        """That a range has as many members as something that is stated gives; None where nothing does."""
        fact = self._facts.by_claim[one.claim]
        width = Fraction(one.length)
        readings = self._readings(one, fact, width) if fact is not None else ()
        found = next((each for each in readings if each.value == width), None)
        return None if found is None else _derivation(self._facts, one, width, found, rule)

    def _readings(self, one: Indices, fact: Fact, width: Fraction) -> Iterator[Reading]:
        noun = "gpu" if one.noun in _DEVICES else one.noun
        counted = (o for o in self._counted.get((noun, width), ())[:_COMPARED] if one_situation(fact, o))
        yield from (itself(other, "as many as are counted") for other in counted)
        ranks = _RANKS.get(noun)
        if ranks is not None and one.low == 0:
            yield from (itself(other, "its ranks") for other in self._told(fact, ranks))
        if noun == "gpu":
            yield from self._of_degrees(fact)
        whole, divisors = _SHARED.get(noun, ("", ()))
        for all_of_them in self._told(fact, whole):
            for divisor in divisors:
                for parts in self._told(fact, divisor):
                    yield quotient(all_of_them, parts, "an equal part")

    def _told(self, fact: Fact, concept: str) -> Sequence[Fact]:
        """What is stated of a concept where a range is, of the first statements of it."""
        return together(fact, self._known.get(concept, ())[:_COMPARED])

    def _of_degrees(self, fact: Fact) -> Iterator[Reading]:
        degrees = {concept: self._told(fact, concept) for concept in sorted(DEGREES)}
        yield from (itself(each, "the ranks of a group") for found in degrees.values() for each in found)
        for first, second in combinations(degrees.values(), 2):
            for one in first:
                yield from (product(one, other, "the ranks of two kinds of groups") for other in second)


def _derivation(facts: Facts, one: Indices, width: Fraction, found: Reading, rule: str) -> Derivation:
    claim, result = facts.claims.all[one.claim], Interval.point(width)
    name = claim.name
    given = (Input(name, Interval(Fraction(one.low), Fraction(one.high)), claim.index),)
    working = f"{one.high} − {one.low} + 1"
    return Derivation(
        rule=rule,
        head=one.claim,
        premises=tuple(each.claim.index for each in found.given),
        holds=True,
        stated=claim.text,
        expected=f"{width} {one.noun}s, as {found.working}",
        interval=result,
        basis=Basis.ARITHMETIC,
        steps=(Step(found.name, found.working, result, "", found.program, found.inputs),),
        power=_CHANCE,
        compared=Step(f"{one.noun}s {claim.text}", working, result, "", f"{name} count", given),
    )
