"""The memory of a GPU added up with the whole of a part that is divided: "KV cache: 48 GB, 3 GB of it on each GPU"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from auditor import patterns as re
from auditor import show
from auditor.derivations.citing import input_of
from auditor.derivations.concepts import MEMORY, OF_ALL, is_of_a_part
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval

_TOTAL, _WEIGHTS, _STAGES = "memory_used", "weight_memory", "pipeline_parallel"
_FEWEST = 2
_DIVIDED = re.compile(
    r"\b(?:distributed|split|sharded|divided|spread|partitioned)\b[^.;:]{0,24}\b(?:across|over|among|between|by)\b"
    r"[^.;:]{0,24}(?:\b(?:GPU|rank|device|card|node|expert|stage|accelerator)s?\b|\b[TPED]P\b|-way\b)",
    re.IGNORECASE,
)
_EACH = re.compile(r"(?:\bper|/|\beach|\bevery) ?(?:GPU|device|card|rank|accelerator)", re.IGNORECASE)
_UNDIVIDED = re.compile(
    r"\b(?:without|unsharded|undivided|baseline|single|one GPU|1 GPU|before|naive|replicat\w*|if|would"
    r"|no parallel\w*)\b",
    re.IGNORECASE,
)
"""Words with which a total is meant to be that of a GPU that holds everything."""


class _Share(NamedTuple):
    """What a GPU holds of a part at most."""

    result: Interval
    nominal: Interval
    program: str
    working: str
    inputs: tuple[Input, ...]
    says: str


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for the first whole of each sum that is called the memory of a GPU."""
    sums = [d for d in found if (total := facts.by_claim[d.head]) is not None and _is_sum(d, total)]
    if not sums:
        return
    of_model = {d.head for d in found if d.holds and d.basis is Basis.DERIVATION and _is_of_parameters(d, facts)}
    below, seen, depth = _by_parent(facts), set[int](), _depth(facts)
    for derivation in sums:
        total = facts.by_claim[derivation.head]
        parts = [fact for claim in derivation.premises if (fact := facts.by_claim[claim]) is not None]
        if total is None or total.claim.index in seen or _is_undivided(total, facts):
            continue
        for part in parts if _FEWEST <= len(parts) == len(derivation.premises) else ():
            share = _given_below(part, below, facts)
            if share is None and depth is not None and part.claim.index in of_model:
                share = _of_stage(part, total, depth, facts)
            made = _derivation(total, part, parts, share, rule) if share is not None else None
            if made is not None and not made.interval.meets(total.quantity.hull):
                seen.add(total.claim.index)
                yield made
                break


def _by_parent(facts: Facts) -> Mapping[int, Sequence[Fact]]:
    """The numbers of nested items that are said to be for each GPU, by the block of the item above them."""
    blocks, below = facts.claims.document.blocks, defaultdict[int, list[Fact]](list)
    for fact in facts.all:
        item = blocks[fact.claim.block].item
        if item is not None and item.parent is not None and _EACH.search(fact.claim.text):
            below[item.parent].append(fact)
    return below


def _depth(facts: Facts) -> Fact | None:
    """The pipeline's depth, where the report says but one, and one that divides."""
    depths = {fact.quantity.value: fact for fact in facts.all if fact.concept == _STAGES and not is_of_a_part(fact)}
    only = next(iter(depths.values())) if len(depths) == 1 else None
    told = only is not None and only.stance is Stance.ASSERTED and only.quantity.whole
    return only if only is not None and told and (only.quantity.value or 0) >= _FEWEST else None


def _is_of_parameters(derivation: Derivation, facts: Facts) -> bool:
    """Whether an amount is worked out from the parameters of the whole model."""
    premises = (facts.by_claim[claim] for claim in derivation.premises)
    return any(fact is not None and fact.concept == "parameters" and fact.scope in OF_ALL for fact in premises)


def _is_sum(derivation: Derivation, total: Fact) -> bool:
    told = derivation.holds and derivation.basis is Basis.ARITHMETIC and total.stance is Stance.ASSERTED
    named = (total.concept == _TOTAL and total.scope == "gpu") or _EACH.search(total.claim.text) is not None
    return told and named and len(derivation.steps) == 1


def _is_undivided(total: Fact, facts: Facts) -> bool:
    """Whether the total, or a heading above it, says that nothing is divided."""
    label, text = total.claim.label, facts.claims.document.blocks[total.claim.block].text
    return any(_UNDIVIDED.search(each) for each in (text, label.key, label.row, label.column, *label.headings))


def _given_below(part: Fact, below: Mapping[int, Sequence[Fact]], facts: Facts) -> _Share | None:
    """The share of each GPU that the list below a part's item gives."""
    blocks = facts.claims.document.blocks
    if part.concept not in MEMORY or _EACH.search(blocks[part.claim.block].text):
        return None
    for fact in below.get(part.claim.block, ()):
        if _DIVIDED.search(blocks[fact.claim.block].text) and _is_less(fact, part):
            name, hull = fact.claim.name, fact.quantity.hull
            given = (Input(name, hull, fact.claim.index),)
            return _Share(hull, fact.quantity.nominal(), name, fact.claim.text, given, fact.claim.text)
    return None


def _is_less(fact: Fact, part: Fact) -> bool:
    """Whether an amount is less than half of a part."""
    same = fact.quantity.readings[0].unit.dimensions[:1] == part.quantity.readings[0].unit.dimensions[:1]
    high, value, unit = fact.quantity.hull.high, part.quantity.value, part.quantity.readings[0].unit
    return same and high is not None and value is not None and high * _FEWEST < value * unit.factor


def _of_stage(part: Fact, total: Fact, depth: Fact, facts: Facts) -> _Share | None:
    """A stage's share of the whole weights, where nothing that the report states of a GPU is less than all of them."""
    stages = depth.quantity.value
    if stages is None or part.concept != _WEIGHTS or part.scope not in OF_ALL or depth.scenario != total.scenario:
        return None
    shares = (f for f in facts.all if f.concept in (_WEIGHTS, _TOTAL) and f.scope == "gpu" and f is not total)
    if any(_is_less(fact, part) for fact in shares):
        return None
    weights = input_of(part)
    over = Input(depth.claim.name, Interval.point(stages), depth.claim.index)
    return _Share(
        weights.interval / over.interval,
        part.quantity.nominal() / over.interval,
        f"{weights.name} {over.name} /",
        f"{part.claim.text} ÷ {show.number(stages)}",
        (weights, over),
        f"at most 1/{show.number(stages)}, the layers of its stage",
    )


def _derivation(total: Fact, part: Fact, parts: Sequence[Fact], share: _Share, rule: str) -> Derivation:
    others = [fact for fact in parts if fact is not part]
    names = [fact.claim.name for fact in others]
    result, nominal = share.result, share.nominal
    for fact in others:
        result, nominal = result + fact.quantity.hull, nominal + fact.quantity.nominal()
    given = {each.name: each for each in share.inputs}
    given |= {name: Input(name, fact.quantity.hull, fact.claim.index) for name, fact in zip(names, others, strict=True)}
    unit = total.quantity.readings[0].unit
    expected = f"at most {show.interval(nominal, unit)}"
    step = Step(
        "sum of what a GPU holds",
        " + ".join((share.working, *(fact.claim.text for fact in others))),
        result.downwards(),
        unit.symbol,
        " ".join((share.program, *(f"{name} +" for name in names), "≤")),
        tuple(given.values()),
    )
    premises = dict.fromkeys(each.claim for each in given.values() if each.claim is not None)
    return one_step(
        total.claim,
        step,
        rule,
        expected=expected,
        holds=False,
        # That a whole is counted is wrong whatever it and the other parts come to.
        alternatives=(frozenset(each.claim for each in share.inputs if each.claim is not None),),
        also=() if part.claim.index in premises else (part.claim.index,),
        bound=Bound.UPPER,
        message=f"{total.claim.text} counts all of {part.claim.text}, of which a GPU holds {share.says}:"
        f" {expected} in all.",
    )
