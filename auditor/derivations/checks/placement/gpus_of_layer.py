"""GPUs dealt out to layers, "| Layers | 24 | 4 GPUs each |" or "4 GPUs per layer".

Only pipeline parallelism does so, a stage to a few.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.beside_degrees import products
from auditor.derivations.chained import chained
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval

_ROW = re.compile(r"\W*(?:(?:transformer|model|decoder) )?layers?(?: (?:modules?|groups?|parts?))?\W*", re.IGNORECASE)
_COLUMN = re.compile(r"\W*GPUs?(?: per |/)(?:module|part|unit|layer|component)\W*", re.IGNORECASE)
_DEGREES = ("tensor_parallel", "expert_parallel", "data_parallel", "context_parallel")


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cell or line that gives a layer the GPUs over the layers, whatever the stages."""
    for fact in facts.all:
        label = fact.claim.label
        in_row = label.row and label.column and _ROW.fullmatch(label.row) and _COLUMN.fullmatch(label.column)
        told = fact.concept == "gpus" and fact.scope == "layer" and fact.stance is Stance.ASSERTED
        if not (in_row or told):
            continue
        gpus, layers, stages = (_only(facts, concept) for concept in ("gpus", "layers", "pipeline_parallel"))
        if gpus is None or layers is None or stages is None or not _is_dealt_out(fact, gpus, layers, stages):
            continue
        degrees = [found for concept in _DEGREES if (found := _only(facts, concept)) is not None]
        if fact.quantity.value not in products(degrees):
            yield _derivation(fact, gpus, stages, rule)


def _only(facts: Facts, concept: str) -> Fact | None:
    """The one value that a document states of a count."""
    told = [f for f in facts.all if f.concept == concept and f.known and f.scope in OF_ALL and f.quantity.whole]
    values = {fact.quantity.value for fact in told}
    asserted = [fact for fact in told if fact.stance is Stance.ASSERTED]
    return asserted[0] if asserted and len(values) == 1 and asserted[0].quantity.value else None


def _is_dealt_out(fact: Fact, gpus: Fact, layers: Fact, stages: Fact) -> bool:
    each, all_gpus, depth, cut = (one.quantity.value or Fraction(1) for one in (fact, gpus, layers, stages))
    return each * depth == all_gpus and cut < depth and all_gpus % cut == 0


def _derivation(fact: Fact, gpus: Fact, stages: Fact, rule: str) -> Derivation:
    step = chained(
        "÷", [(one.claim, Interval.point(one.quantity.value or 1)) for one in (gpus, stages)], "GPUs ÷ stages"
    )
    return one_step(fact.claim, step, rule, expected=str(step.result.low), holds=False)
