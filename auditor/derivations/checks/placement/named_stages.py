"""Names of nodes that tell stage and layer, and of ranks that tell the last one: "pp1_layer6_mlp", "EP0 through EP7".

They are confirmed by the degrees of the strategy that the report spells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, confirmed, count
from auditor.derivations.checks.placement.indices import spelled
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_NAME = re.compile(r"(?P<stage>\d{1,3})[_-]layer_?(?P<layer>\d{1,3})(?!\d)", re.IGNORECASE)
_BEFORE = re.compile(r"(?<![A-Za-z])(?:pp|stage)_?\Z", re.IGNORECASE)
_RANKS = re.compile(
    r"(?<![A-Za-z])(?P<letters>EP|TP|PP|DP|SP|CP)0 ?(?:through|to|-|–|\.{2,3}) ?(?P=letters)(?P<last>\d{1,4})\b"
)
_DEGREES: Mapping[str, str] = {
    "EP": "expert_parallel",
    "TP": "tensor_parallel",
    "PP": "pipeline_parallel",
    "DP": "data_parallel",
    "SP": "sequence_parallel",
    "CP": "context_parallel",
}
_CHANCE = 0.1
_FEWEST = 4
"""Names of nodes from which on their layers are hardly so by chance."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of a stage in such a name, and for each last rank."""
    degrees = {fact.concept: fact for fact in spelled(facts)}
    yield from _ranks(facts, rule)
    if degrees:
        yield from _stages(facts, degrees, rule)


def _ranks(facts: Facts, rule: str) -> Iterator[Derivation]:
    """Those that are one less than a stated degree of their letters."""
    places = {
        (block.index, found.start("last")): _DEGREES[found["letters"]]
        for block in facts.claims.document.blocks
        for found in _RANKS.finditer(block.text)
    }
    counts = exact_counts(facts) if places else ()
    degrees = {(fact.concept, fact.quantity.value): fact for fact in reversed(counts)}
    for fact in counts:
        concept = places.get((fact.claim.block, fact.claim.start), "")
        degree = degrees.get((concept, (fact.quantity.value or Fraction()) + 1)) if concept else None
        if degree is not None:
            program, working = f"{degree.claim.name} 1 -", f"{degree.claim.text} − 1"
            last = Reading("the last of the ranks", count(degree) - 1, program, working, (degree,))
            yield confirmed(fact, last, rule, _CHANCE)


def _stages(facts: Facts, degrees: Mapping[str, Fact], rule: str) -> Iterator[Derivation]:
    """Those whose layers all lie in the stage that equal shares give them."""
    stages, named = degrees.get("pipeline_parallel"), list(_named(facts))
    if stages is None or len(named) < _FEWEST:
        return
    layers = max(layer for _, layer in named) + 1
    if layers % count(stages) or any(_of(layer, stages, layers) != fact.quantity.value for fact, layer in named):
        return
    for fact, layer in named:
        yield _derivation(fact, layer, stages, layers, rule)


def _named(facts: Facts) -> Iterator[tuple[Fact, int]]:
    """Each number of a stage within a name, with the layer that the name tells."""
    blocks = facts.claims.document.blocks
    for fact in exact_counts(facts):
        text = blocks[fact.claim.block].text
        found = _NAME.match(text, fact.claim.start) if fact.claim.start else None
        if found is not None and _BEFORE.search(text, max(fact.claim.start - 8, 0), fact.claim.start):
            yield fact, int(found["layer"])


def _of(layer: int, stages: Fact, layers: int) -> Fraction:
    """The stage of a layer where all stages have as many."""
    return Fraction(layer * count(stages) // layers)


def _derivation(fact: Fact, layer: int, stages: Fact, layers: int, rule: str) -> Derivation:
    result, name = Interval.point(_of(layer, stages, layers)), stages.claim.name
    given = (
        Input("layer", Interval.point(layer), assumed="the layer that the name tells"),
        Input(name, Interval.point(count(stages)), stages.claim.index),
        Input("layers", Interval.point(layers), assumed="one more than the last layer that a name tells"),
    )
    step = Step(
        "layer × stages ÷ layers",
        f"{layer} × {stages.claim.text} ÷ {layers}",
        result,
        "",
        f"layer {name} * layers / floor",
        given,
    )
    return one_step(
        fact.claim,
        step,
        rule,
        expected=f"layer {layer} of {layers} over {stages.claim.text} stages",
        holds=True,
        power=_CHANCE,
    )
