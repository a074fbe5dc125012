"""Experts dealt out to pipeline stages, "Stage 1 (layers 8-15): experts 16-31", although stages have whole layers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Indices, Stance
from auditor.interval import Interval

_STAGE = re.compile(r"\b(?:stage|PP)[ _-]?(\d{1,3})\b.{0,40}?\blayers?\b", re.IGNORECASE)
"""A stage with its layers."""
_OTHER = re.compile(r"\b(?:EP|expert[ -]parallel|group|shared|active|sample)\w*", re.IGNORECASE)
_PER_LAYER = re.compile(r"(?:per|each|every|/)[ -]?(?:MoE )?layer", re.IGNORECASE)
_BACK = 3
"""Lines above a range in which its stage is looked for."""
_FEWEST = 2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the first range of each row of expert ranges that gives every stage other experts."""
    ranges = [one for one in facts.claims.indices if one.noun == "expert" and one.whole is not None]
    if len(ranges) < _FEWEST:
        return
    runs: dict[int | None, dict[str, list[Indices]]] = defaultdict(lambda: defaultdict(list))
    for one in ranges:
        runs[one.whole][_stage(one, facts)].append(one)
    for whole, stages in runs.items():
        experts = _experts(facts, whole or 0)
        apart = {(one.low, one.high) for held in stages.values() for one in held}
        single = all(len({(one.low, one.high) for one in held}) == 1 for held in stages.values())
        if experts is not None and "" not in stages and single and len(apart) == len(stages) >= _FEWEST:
            yield _derivation(facts, next(iter(stages.values()))[0], experts, rule)


def _stage(one: Indices, facts: Facts) -> str:
    """The number of the pipeline stage that a range stands with, in its line or right above; empty without one."""
    claim, blocks = facts.claims.all[one.claim], facts.claims.document.blocks
    ahead = blocks[claim.block].text[: claim.start].rsplit("\n", 1)[-1]
    if (cell := blocks[claim.block].cell) is not None:
        ahead = " ".join(block.text for block in blocks[claim.block - cell.column : claim.block])
    for text in (ahead, *(blocks[at].text for at in range(claim.block - 1, max(claim.block - _BACK, 0) - 1, -1))):
        if _OTHER.search(text):
            return ""
        if (found := _STAGE.search(text)) is not None:
            return found[1]
    return ""


def _experts(facts: Facts, whole: int) -> Fact | None:
    """The number of experts, where it is the one that the ranges come to and said to be that of each layer."""
    told = [f for f in facts.all if f.concept == "experts" and f.known and f.stance is Stance.ASSERTED and not f.scope]
    if any(fact.quantity.value != whole for fact in told):
        return None
    return next((fact for fact in told if _PER_LAYER.search(_words(fact))), None)


def _words(fact: Fact) -> str:
    label = fact.claim.label
    return " ".join((label.key, label.row, label.column, label.before, fact.claim.text, label.after))


def _derivation(facts: Facts, one: Indices, experts: Fact, rule: str) -> Derivation:
    claim, value = facts.claims.all[one.claim], Interval.point(experts.quantity.value or 0)
    held = one.name
    width = Interval.point(one.length)
    span = (Input(held, Interval(Fraction(one.low), Fraction(one.high)), one.claim),)
    return Derivation(
        rule=rule,
        head=one.claim,
        premises=(experts.claim.index,),
        holds=False,
        stated=f"experts {claim.text}",
        expected=f"all {experts.claim.text}",
        interval=value,
        basis=Basis.DERIVATION,
        steps=(claim_step(experts.claim, value, "experts of a layer"),),
        compared=Step("experts of the stage", f"{one.high} − {one.low} + 1", width, "", f"{held} count", span),
    )
