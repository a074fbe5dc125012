"""Memory of the accelerators that is not said to be that of each: "GPU memory: 80 GB" beside the use of each GPU."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.facts.catalogue import sizes
from auditor.facts.fact import Fact, Named, Stance
from auditor.quantity import Modality
from auditor.rulebook.vocabulary import Vocabulary

_CAPACITY = "gpu_memory"
_USED = "memory_used"
_HARDWARE = frozenset({"gpus", "gpus_per_node", "nodes", "peak_flops", "memory_bandwidth", "interconnect_bandwidth"})
_NEAR = 2
"""Lines between two that are listed beside each other, and numbers too."""
_OF_ALL = re.compile(r"\b(?:total|all|aggregate\w*|cluster|system|combined|node|server|across|together|pool)\b", re.I)
_BARE = re.compile(
    r"\W*(?:GPU (?:memory|VRAM|RAM)|VRAM|HBM|device memory)(?: (?:per|/) ?(?:GPU|device|card))?\W*", re.I
)
"""A name of the memory of a GPU that does not say whether it is what there is or what is taken."""
_TAKEN = re.compile(r"\b(?:us(?:ed|age|es)|requir\w*|need(?:ed|s)?|consum\w*|footprint|total|peak|estimated)\b", re.I)


def capacities(facts: Sequence[Fact], named: Sequence[Named], vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """The facts, where the only such memory, as large as an accelerator's is, is what each of them has."""
    known = sizes(vocabulary)
    stated = [fact for fact in facts if fact.concept == _CAPACITY and fact.scope in ("", "gpu")]
    alone = len({fact.quantity.value for fact in stated}) == 1 and all(not fact.scope for fact in stated)
    bare = [fact for fact in facts if fact.concept == _USED and _is_bare(fact)]
    taken = any(_is_taken(fact, bare) for fact in facts if fact.concept == _USED)
    if not stated and taken and len({fact.quantity.value for fact in bare}) == 1:
        stated, alone = bare, True
    if any(name.kind == "accelerator" for name in named):
        # What they have is known: a bare amount beside their number may be what is taken.
        bare = []
    held = {fact.index for fact in bare if _is_hardware(fact, facts, stated) and _is_size(fact, known)}
    own = {fact.index for fact in stated} if alone and all(_is_size(fact, known) for fact in stated) else held
    return tuple(replace(f, concept=_CAPACITY, scope="gpu") if f.index in own else f for f in facts)


def _is_hardware(fact: Fact, facts: Sequence[Fact], stated: Sequence[Fact]) -> bool:
    """Whether it is listed beside the number of GPUs or their rates, and no larger memory is what each of them has."""
    if not fact.claim.label.key or any(_is_larger(other, fact) for other in stated):
        return False
    near = facts[max(fact.index - _NEAR, 0) : fact.index + _NEAR + 1]
    listed = (other for other in near if other.concept in _HARDWARE and other.claim.label.key)
    return any(abs(other.claim.block - fact.claim.block) <= _NEAR for other in listed)


def _is_larger(other: Fact, fact: Fact) -> bool:
    low, high = other.quantity.hull.low, fact.quantity.hull.high
    return low is not None and high is not None and low > high


def _is_bare(fact: Fact) -> bool:
    label = fact.claim.label
    return bool(_BARE.fullmatch(label.key or label.row)) and not label.before


def _is_taken(fact: Fact, bare: Sequence[Fact]) -> bool:
    """Whether memory is said to be in use, or is less than the bare one and of each GPU under another name."""
    if _TAKEN.search(fact.claim.label.key + fact.claim.label.row):
        return True
    low = fact.quantity.nominal().low
    sizes_of_bare = [size for each in bare if (size := each.quantity.nominal().low) is not None]
    less = low is not None and bool(sizes_of_bare) and low < min(sizes_of_bare)
    return less and fact.scope == "gpu" and fact.stance is Stance.ASSERTED and not _is_bare(fact)


def _is_size(fact: Fact, known: frozenset[Fraction]) -> bool:
    """Whether a plain amount is what an accelerator has, and not said to be that of several."""
    label, quantity = fact.claim.label, fact.quantity
    plain = quantity.modality is Modality.EXACT and fact.stance is Stance.ASSERTED and not fact.scenario
    of_all = _OF_ALL.search(" ".join((label.key, label.row, label.column, label.before, label.after)))
    return plain and not of_all and quantity.nominal().low in known
