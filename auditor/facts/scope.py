"""What a number is counted per: a GPU, a stage, a layer, an expert, a token, a sequence, or the total."""

from __future__ import annotations

from auditor import patterns as re
from auditor.facts.around import Around, Naming
from auditor.facts.double import both
from auditor.facts.draft import STORES
from auditor.facts.pairs import Pair
from auditor.facts.sense import NOTHING, Sense
from auditor.rulebook.vocabulary import Concept, Vocabulary

_TOTALS = frozenset({"sum", "system", "total"})
_DIVIDING = frozenset({"split", "splits", "divide", "divides", "shard", "shards"})
"""Verbs before what they divide: "TP splits 140GB"."""
_USABLE = frozenset({"may", "can", "could", "is", "are", "will", "used", "usable", "available"})
"""First words behind the whole that a part of it is used, or may be."""
_UNSAID = "each"
"""Per each of something that is not named."""
_SHARE = (("%", 1),)
_STORED = frozenset({"element", "parameter"})
"""What bytes are counted per whatever heading they stand under."""
_OF_PARTS = ((("byte", 1),), (("parameter", 1),))
_PART = re.compile(r"(?:stage|node|group|ep|tp|pp|dp) \d")
"""Beginnings of situations that are one part of a deployment."""


def scoped(named: Naming, around: Around, pair: Pair | None, vocabulary: Vocabulary) -> tuple[Concept, str] | None:
    """The concept and scope of a named number; None where its scope makes it something without a name."""
    changed = _changed(named, around, pair, vocabulary)
    if changed is None:
        return None
    concept = _paired(changed, around, pair, vocabulary)
    scope = _doubled(_scope(named, concept, around, pair), concept, around)
    if around.after.first == "each" and not scope and not concept.divisible:
        # "Heads per rank: 12 heads each": the name has said of what each.
        scope = concept.per if len(concept.units[0]) > 1 else _each(around)
    if not scope and _is_of_each(concept, named, around):
        return vocabulary.concepts["gpu_memory"], "gpu"
    # Work per token and layer is not that of a token; experts of each layer are those of a token all the same.
    parts = () if " " in scope and concept.divisible else (*scope.split(), *_near(named, around))
    own = next((part for part in parts if part in concept.scoped), "")
    if own == "request" and own not in {sense.scope for sense in around.own} and not named.fit:
        # Below "Latency per request" a rate need not be that of one.
        return concept, ""
    if own:
        return vocabulary.concepts[concept.scoped[own]], ""
    itself = concept.units[0] == ((scope, 1),)
    if itself or scope in concept.groups or scope == concept.per or (concept.units[0] == _SHARE and not named.fit):
        # A share is the same for one GPU and for all; layers per layer are layers.
        return concept, ""
    if scope in _TOTALS:
        if concept.groups and any("gpus" in term.concepts for term in around.text.mentions):
            # "TP=3, PP=5: 15 GPUs in all": all GPUs are no degree.
            return vocabulary.concepts["gpus"], ""
        if scope == "sum" and around.operand and not any(sense.scope == "sum" for sense in around.near):
            # In "Total: 16 layers × 64 experts" the total is what the product comes to.
            return concept, ""
        return _total(concept, scope, vocabulary)
    if concept.groups:
        # A count of devices per stage or node is no degree; words further off say nothing of one.
        return (concept, "") if not named.fit else None
    return None if scope == _UNSAID else (concept, scope)


def _is_of_each(concept: Concept, named: Naming, around: Around) -> bool:
    """Whether it is what each GPU has: "141 GB of HBM each", "GPU memory: 80 GB each"."""
    if "each" not in (around.after.first, around.after.last) or concept.id not in ("gpu_memory", "memory_used"):
        return False
    return concept.id == "gpu_memory" or any("gpu_memory" in term.cued for term in named.sense.mentions)


def of_part(concept: Concept, situation: tuple[str, ...], vocabulary: Vocabulary) -> Concept:
    """What a count becomes where one stage or group of the deployment is spoken of."""
    for kind, of in concept.scoped.items():
        if kind == "this stage" and any(tag.startswith("stage ") for tag in situation):
            return vocabulary.concepts[of]
        if kind == "this part" and any(map(_PART.match, situation)):
            return vocabulary.concepts[of]
    return concept


def _scope(named: Naming, concept: Concept, around: Around, pair: Pair | None) -> str:
    """What unit and nearest words count it per; a capacity that something is held against has no word from the key."""
    held = pair is not None and pair.place == 2 and concept.id == "gpu_memory"
    if around.part is not None:
        return named.fit or around.part
    near = next((sense.scope for sense in (*around.near, around.text) if sense.scope), "")
    if around.before.last in _DIVIDING and not near:
        # What is divided is the whole, in a list of what each GPU gets too.
        return named.fit or ("total" if concept.totals and concept.id != "experts" else "")
    compound = named.sense is NOTHING and len(concept.alone[:1]) == 1 and len(concept.alone[0]) > 1
    if compound and not named.fit and not near:
        # "Mean rate per GPU: 9,500 tokens/s"; a key that names something else says nothing of a rate beside it.
        return next((sense.scope for sense in (around.key, around.row) if sense.scope and not sense.mentions), "")
    if named.fit or held or compound or (near in _TOTALS and not concept.general):
        return named.fit or near
    far = bool(concept.units[0]) and (concept.divisible or concept.totals) and concept.per not in _STORED
    found = said(around, named.sense, adds=_adds(concept), far=far)
    above = found == "gpu" and "gpu" not in {sense.scope for sense in around.own}
    summed = any(sense.sums for sense in (named.sense, around.before, around.key))
    if summed and above and concept.divisible and (concept.id == "weight_memory" or not concept.general):
        # "Total model weights" under "Per-GPU memory": those of the model, or those of its parts on a GPU.
        return _UNSAID
    if concept.totals and around.after.spreads and around.after.last != "each" and (above or not found):
        # "141 GB of weights across 8 GPUs"
        return "total"
    return found


def _near(named: Naming, around: Around) -> tuple[str, ...]:
    """Scopes that the words by the number add to that of its unit: "each GPU handles 1 expert per layer"."""
    return tuple(sense.scope for sense in ((*around.near, around.key) if named.fit else (around.before,)))


def _each(around: Around) -> str:
    """What "8 layers each" are counted per: the stages that the label speaks of."""
    named = {concept for sense in (around.before, around.key) for term in sense.mentions for concept in term.concepts}
    return "stage" if "pipeline_parallel" in named else _UNSAID


def _total(concept: Concept, scope: str, vocabulary: Vocabulary) -> tuple[Concept, str]:
    """A total; of memory it may add parts or GPUs and is open, of experts those of all layers or the layer's own."""
    if scope == "sum" and concept.id == "experts":
        return vocabulary.concepts["experts_altogether"], ""
    parts = scope == "sum" and concept.general and concept.divisible
    return concept, "total" if concept.totals and not parts else ""


def _adds(concept: Concept) -> bool:
    """Whether a total of it may add its parts rather than the GPUs: bytes, except what the GPUs have, and weights."""
    return concept.divisible and concept.units[0] in _OF_PARTS and concept.id != "gpu_memory"


def said(around: Around, naming: Sense = NOTHING, *, adds: bool = True, far: bool = True) -> str:
    """The scope that the words give, nearest first; a bare "total" gives way where it may add parts.

    A label that names another thing ("Total modules: 16 experts") says nothing of the number's total.
    """
    total = ""
    line = (around.key,) if around.operand and not around.key.mentions else ()
    for sense in (*around.own, *line, *(around.above if far else ())):
        if not sense.scope or (sense.scope in _TOTALS and _is_foreign(sense, around, naming)):
            continue
        if around.summed == sense.scope and sense in around.above:
            # What "16 layers × 2 GB" comes to below "Per layer" is that of all layers.
            continue
        if around.lead not in ("", sense.scope) and sense in around.above:
            # The line speaks of something else than its heading does, though not surely to its end.
            return total
        if sense in around.above and _is_of_another_store(sense, naming):
            continue
        if sense in around.above and any(axis == "condition" for axis, _ in sense.scenarios):
            # "With 55 ms per batch" says in which situation, not per what.
            continue
        if sense.scope == "sum" and not adds:
            return "sum"
        if sense.scope != "sum":
            # A column of what all GPUs hold says so of the sum in its last row too.
            whole = sense.scope in _TOTALS and sense is not around.column
            return total if total and whole else sense.scope
        total = total or sense.scope
    return total


def _is_of_another_store(heading: Sense, naming: Sense) -> bool:
    """Whether a heading speaks of another thing in memory than a number is: weights below "KV cache per GPU"."""
    told, own = ({concept for term in sense.mentions for concept in term.concepts} for sense in (heading, naming))
    return bool(told & STORES and own & STORES) and not told & own


def _doubled(scope: str, concept: Concept, around: Around) -> str:
    """The scope with the one that other words add to it: "KV cache per token: 4 KB per layer"."""
    if not scope or not concept.divisible or scope == concept.per:
        return scope
    line = () if around.operand else (around.key, around.row, around.column)
    for other in (*(sense.scope for sense in (*around.near, *line, *around.above)), around.lead):
        scope = both(scope, other)
    return scope


def _is_foreign(sense: Sense, around: Around, naming: Sense) -> bool:
    """Whether a "total" is another thing's: a label or heading that names not this number but something else."""
    if sense is around.after or sense is around.before or sense is naming:
        return False
    return bool(sense.mentions) or sense in around.above


def _paired(concept: Concept, around: Around, pair: Pair | None, vocabulary: Vocabulary) -> Concept:
    """Of "X of Y" and "X (limit: Y)" in bytes, Y is what the GPUs have and X what is used of it."""
    if concept.id not in ("memory_used", "gpu_memory"):
        return concept
    required = any(sense.role == "required" for sense in (*around.near, around.row, around.column))
    if required and concept.id == "gpu_memory":
        # What is required is the use, and the capacity what it is held against.
        return vocabulary.concepts["memory_used"]
    if pair is None or pair.form not in ("of", "against"):
        return concept
    if pair.form == "of" and pair.place == 2 and not required and around.after.first in _USABLE:
        # "72 GB of the 80 GB may be used"
        return vocabulary.concepts["gpu_memory"]
    near = [term for sense in around.near for term in sense.mentions]
    if near and all("gpu_memory" not in (*term.concepts, *term.cued) for term in near):
        return concept
    if pair.place == 1:
        return vocabulary.concepts["memory_used"]
    return concept if required else vocabulary.concepts["gpu_memory"]


def _changed(named: Naming, around: Around, pair: Pair | None, vocabulary: Vocabulary) -> Concept | None:
    """Active parameters, effective bandwidth: a word beside the number makes it another concept, or none.

    Beside "2 of 16 experts active" it speaks of the part, not of the whole.
    """
    if pair is not None and pair.form == "of" and pair.place == 2:
        return named.concept
    for topic, other in named.concept.changed.items():
        near = (around.text, around.after, around.before, named.sense)
        said = any(topic in sense.topics for sense in near)
        if said or topic in (around.after.role, named.sense.role):
            return vocabulary.concepts.get(other)
        if topic == around.key.role:
            # "Headroom: 67% memory" is what is left, "Headroom: 33% utilization" is what is not.
            return None
    return named.concept
