"""The situations of a document: which facts stand together, and what kind of deployment they describe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.derivations.beside import Given, beside, fill
from auditor.derivations.candidate import Candidate, Cells
from auditor.derivations.concepts import CAPACITIES, FIXED, as_premise, is_goal
from auditor.derivations.derivation import Step
from auditor.facts import Fact, Facts, Operand, Stance
from auditor.interval import Interval

Traits = dict[str, frozenset[str]]

_RATINGS = frozenset({"peak_flops", "effective_flops", "memory_bandwidth", "effective_bandwidth"})
"""What an unscoped figure gives for one GPU: were it that of several, one would have less, and bounds be tighter."""
_LEAST_MEMORY = 8 * 10**9
"""Bytes."""
_PHASES = ("prefill", "decode", "training", "inference")
_TRAINING = frozenset(
    {"training_tokens", "training_time", "optimizer_memory", "gradient_memory", "global_batch_size", "hfu"}
)
"""Concepts that only a training run has."""
_EXPERTS = frozenset({"experts", "expert_parallel", "experts_per_token", "experts_per_gpu"})


@dataclass(frozen=True, slots=True)
class Situation:
    """One scenario of the document with the premises that hold in it."""

    scenario: tuple[str, ...]
    cells: Cells
    facts: tuple[Fact, ...]
    """The facts stated in just this scenario: those to be judged in it."""
    traits: Traits
    """By dimension, the values that the situation is known to have."""


def situations(facts: Facts) -> list[Situation]:
    """One for each scenario in which something is asserted, the document's own first."""
    compared = _held_against_limits(facts)
    stated = [
        fact
        for fact in facts.all
        if fact.known
        and fact.stance is Stance.ASSERTED
        and not (fact.concept in CAPACITIES and fact.claim.index in compared)
        and not _too_small(fact)
    ]
    scenarios = sorted({fact.scenario for fact in stated} | {()}, key=lambda s: (len(s), s))
    given = beside(facts)
    return [_situation(scenario, stated, given, facts) for scenario in scenarios]


def _too_small(fact: Fact) -> bool:
    """Whether what is labelled a GPU's memory is less than any accelerator for language models has: a part of it."""
    high = fact.quantity.hull.high
    return fact.concept == "gpu_memory" and high is not None and high < _LEAST_MEMORY


def _held_against_limits(facts: Facts) -> frozenset[int]:
    """Claims that a text holds against a limit: whatever their label says, they are not the limit."""
    firsts = [link.first for link in facts.claims.links if link.form == "against"]
    return frozenset(first.claim for first in firsts if isinstance(first, Operand))


def _situation(scenario: tuple[str, ...], stated: list[Fact], given: Sequence[Given], facts: Facts) -> Situation:
    cells = Cells()
    own = [fact for fact in stated if fact.scenario == scenario]
    for fact in own:
        _premise(cells, fact)
    here = {(fact.concept, fact.scope) for fact in own}
    inherited = [f for f in stated if set(f.scenario) < set(scenario) and (f.concept, f.scope) not in here]
    for fact in inherited:
        _premise(cells, fact, loose=fact.concept not in FIXED)
    _implied(cells, facts, scenario)
    here_too = fill(cells, given, scenario, own + inherited)
    return Situation(scenario, cells, tuple(own), _traits([*own, *inherited, *here_too], scenario))


def _premise(cells: Cells, fact: Fact, *, loose: bool = False) -> None:
    if not is_goal(fact):
        claims = frozenset((fact.claim.index,))
        interval, nominal = as_premise(fact)
        candidate = Candidate(interval, claims, nominal, role=fact.role, loose=loose)
        cells.add((fact.concept, fact.scope), candidate)
        if not fact.scope and fact.concept in _RATINGS:
            cells.add((fact.concept, "gpu"), candidate)


def _implied(cells: Cells, facts: Facts, scenario: tuple[str, ...]) -> None:
    """What storage formats imply ("FP16": 2 bytes a parameter), where no number says it."""
    for implied in facts.implied:
        cell = (implied.concept, "")
        if implied.beside is not None or implied.of not in ("", "weight_memory") or cell in cells:
            continue
        if set(implied.scenario) <= set(scenario):
            value = Interval.point(implied.value)
            step = Step(f"{implied.format} takes {implied.value} bytes", "", value, "byte", str(implied.value))
            cells.add(cell, Candidate(value, frozenset(), steps=(step,)))


def _traits(facts: Iterable[Fact], scenario: tuple[str, ...]) -> Traits:
    concepts = {fact.concept for fact in facts}
    traits: Traits = {}
    phase = {word for word in scenario if word in _PHASES}
    if phase or concepts & _TRAINING:
        traits["phase"] = frozenset(phase or {"training"})
    if concepts & _EXPERTS:
        traits["model"] = frozenset({"moe"})
    return traits
