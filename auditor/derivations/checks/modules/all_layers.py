"""A shard of all layers on each GPU of a pipeline, "PP=2: each GPU holds a shard for all layers": only of its stage."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.citing import stated
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Block, Fact, Facts, Stance
from auditor.text import line_at
from auditor.units import Unit

_SAID = re.compile(
    r"(?:\b(?:each|every) (?:GPU|device|rank|card|accelerator)\b[^.;\n]{0,24}"
    r"\b(?:holds?|stores?|keeps?|has|contains?|loads?)\b(?: 1/\d+)?[^.;\n\d]{0,48}|\bshards? (?:for|of|from) )"
    r"\ball (?:the )?(?:model )?layers\b(?![^.;\n]{0,32}\bstage)",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:stages?|not|no|without|unlike|instead|if|would|replica\w*|embedding\w*|norms?|FSDP|ZeRO)\b", re.IGNORECASE
)
"""Words by which the layers are those of a stage, or nothing is said of this plan."""
_LAYERS = ("layers", "moe_layers")


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each degree of a pipeline whose section puts all layers on each GPU."""
    layers = _layers(facts)
    told: set[int] = set()
    for block in facts.claims.document.blocks if layers is not None else ():
        said = _SAID.search(block.text)
        if said is None or layers is None or _OTHERWISE.search(line_at(block.text, said.start())):
            continue
        stages = _stages(block, facts)
        if stages is not None and stages.claim.index not in told:
            told.add(stages.claim.index)
            yield _derivation(stages, layers, rule)


def _layers(facts: Facts) -> Fact | None:
    """The layers of the model, or else those with experts, where the report gives them one number."""
    told = [fact for fact in facts.all if fact.known and fact.quantity.whole and fact.stance is Stance.ASSERTED]
    told = [fact for fact in told if not fact.scope]
    found = next(filter(None, ([f for f in told if f.concept == name] for name in _LAYERS)), [])
    return found[0] if len({fact.quantity.hull for fact in found}) == 1 else None


def _stages(block: Block, facts: Facts) -> Fact | None:
    """The last degree of pipeline parallelism that the section states before a block, if it is more than one."""
    blocks = facts.claims.document.blocks
    near = [
        fact
        for fact in facts.all
        if fact.concept == "pipeline_parallel" and fact.known and fact.stance is Stance.ASSERTED
        if fact.claim.block <= block.index and blocks[fact.claim.block].headings == block.headings
    ]
    return near[-1] if near and near[-1].quantity.whole and (near[-1].quantity.value or 0) > 1 else None


def _derivation(stages: Fact, layers: Fact, rule: str) -> Derivation:
    step = chained("÷", [(each.claim, each.quantity.hull) for each in (layers, stages)], "layers ÷ stages", "layer")
    share = show.interval(step.result, Unit("layer", Fraction(1), ()))
    return one_step(
        stages.claim,
        stated("all layers", layers),
        rule,
        expected=f"{step.values} = {share} on each GPU",
        holds=False,
        compared=step,
    )
