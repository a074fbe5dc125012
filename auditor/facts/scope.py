"""What a number is counted per: a GPU, a stage, a layer, an expert, a token, a sequence, or the total."""

from __future__ import annotations

from auditor.facts.around import Around, Named
from auditor.facts.pairs import Pair
from auditor.facts.sense import NOTHING, Sense
from auditor.rulebook.vocabulary import Concept, Vocabulary

_TOTALS = frozenset({"sum", "system", "total"})
_SHARE = (("%", 1),)


def scoped(named: Named, around: Around, pair: Pair | None, vocabulary: Vocabulary) -> tuple[Concept, str] | None:
    """The concept and scope of a named number; None where its scope makes it something without a name."""
    concept = _paired(_changed(named, around, pair, vocabulary), around, pair, vocabulary)
    scope = named.fit or said(around, named.sense, adds=_adds(concept), far=concept.divisible or concept.totals)
    near = next((sense.scope for sense in (*around.near, around.key) if sense.scope in concept.scoped), "")
    scope = near if named.fit and near else scope
    if scope in concept.scoped:
        concept = vocabulary.concepts[concept.scoped[scope]]
    if scope in concept.groups or scope == concept.per:
        return concept, ""
    if concept.units[0] == _SHARE and not named.fit:
        # A share is the same for one GPU and for all.
        return concept, ""
    if scope == "sum" and concept.id == "experts":
        # Of all layers, or the layer's own: reports write both.
        return None
    if scope == "sum":
        return concept, _sum(concept, around)
    if scope in ("system", "total"):
        return concept, "total" if concept.totals else ""
    if concept.groups:
        # A count of devices per stage or node is no degree; words further off say nothing of one.
        return (concept, "") if not named.fit else None
    return concept, scope


def _adds(concept: Concept) -> bool:
    """Whether a total of it may add its parts rather than the GPUs: bytes, except those that the GPUs have."""
    return concept.divisible and concept.units[0] == (("byte", 1),) and concept.id != "gpu_memory"


def said(around: Around, naming: Sense = NOTHING, *, adds: bool = True, far: bool = True) -> str:
    """The scope that the words give, nearest first; a bare "total" gives way where it may add parts.

    A label that names another thing ("Total modules: 16 experts") says nothing of the number's total.
    """
    total = ""
    line = (around.key,) if around.operand and not around.key.mentions else ()
    for sense in (*around.own, *line, *(around.above if far else ())):
        if not sense.scope or (sense.scope in _TOTALS and _is_foreign(sense, around, naming)):
            continue
        if sense.scope == "sum" and not adds:
            return "sum"
        if sense.scope != "sum":
            return sense.scope if not total or sense.scope not in _TOTALS else total
        total = total or sense.scope
    return total


def _is_foreign(sense: Sense, around: Around, naming: Sense) -> bool:
    """Whether a "total" is another thing's: a label or heading that names not this number but something else."""
    if sense is around.after or sense is around.before or sense is naming:
        return False
    return bool(sense.mentions) or sense in around.above


def _sum(concept: Concept, around: Around) -> str:
    """A "total" of memory may add parts or GPUs: open. Of anything that has no parts of its own it is over GPUs."""
    if not concept.totals or (concept.general and concept.divisible):
        return ""
    return "total"


def _paired(concept: Concept, around: Around, pair: Pair | None, vocabulary: Vocabulary) -> Concept:
    """Of "X of Y" and "X (limit: Y)" in bytes, Y is what the GPUs have and X what is used of it."""
    if pair is None or pair.form not in ("of", "against") or concept.id not in ("memory_used", "gpu_memory"):
        return concept
    if pair.place == 1:
        return vocabulary.concepts["memory_used"]
    required = "required" in (around.after.role, around.before.role)
    return concept if required else vocabulary.concepts["gpu_memory"]


def _changed(named: Named, around: Around, pair: Pair | None, vocabulary: Vocabulary) -> Concept:
    """Active parameters, effective bandwidth: a word beside the number makes it another concept.

    Beside "2 of 16 experts active" it speaks of the part, not of the whole.
    """
    if pair is not None and pair.form == "of" and pair.place == 2:
        return named.concept
    for topic, other in named.concept.changed.items():
        near = (around.text, around.after, around.before, named.sense)
        if any(topic in sense.topics for sense in near):
            return vocabulary.concepts[other]
    return named.concept
