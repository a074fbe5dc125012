"""What speaks against the name that a unit alone would give a number."""

from __future__ import annotations

from auditor.facts.around import Around, Naming
from auditor.facts.picking import owned
from auditor.facts.sense import Sense
from auditor.rulebook.vocabulary import Concept, Vocabulary

_DENSITIES = frozenset({"step", "parameter", "element"})
"""Bytes of one value are the same whatever is stored."""
_RATE = "throughput"
_COUNTED = frozenset({"parameters", "active_parameters"})
_WORK = ("flop", 1)
_PLACES = frozenset({"node", "server", "host", "machine", "stage", "group", "replica", "instance", "pipeline"})
"""Counts that GPUs are multiplied by: the number of GPUs is then that of one of them."""
_SHARERS = frozenset({"gpu", "stage"})
"""What a share is multiplied by: "8 stages × 2 layers" has the layers of one."""


def is_ruled_out(named: Naming, around: Around, vocabulary: Vocabulary) -> bool:
    """Whether something around a number speaks against the name that its unit gives."""
    concept = named.concept
    if concept.cues and not _is_explicit(concept) and not around.topics.intersection(concept.cues):
        return True
    if not named.fit and _is_shared_out(concept, around):
        return True
    return _is_of_another(named, around, vocabulary)


def _is_shared_out(concept: Concept, around: Around) -> bool:
    """Whether the count is of places that something is spread over, or a GPU's share in a product."""
    spread = concept.strict and (around.spread or around.before.spreads)
    factors = _PLACES if concept.strict else _SHARERS.intersection(concept.scoped)
    return spread or not factors.isdisjoint(around.shared)


def _is_of_another(named: Naming, around: Around, vocabulary: Vocabulary) -> bool:
    """Whether the label says that the number is another thing's, or a part's."""
    concept = named.concept
    if not _is_explicit(concept) and any(
        _speaks_of_another(sense, concept, vocabulary) for sense in _spoken(around, concept)
    ):
        return True
    if not concept.divisible:
        return False
    key = around.key
    meant = [vocabulary.concepts[c] for term in key.mentions for c in (*term.concepts, *term.cued)]
    kin = any(_is_kin(other, concept, apart=True) or _is_same(other, concept) for other in meant)
    # Whatever a key calls them, tokens a second of each GPU are what it processes.
    told = concept.id == _RATE and named.fit == "gpu" and not key.mentions
    strange = not (key.bare or kin or told or around.operand) and concept.per not in _DENSITIES
    return strange or any(not owned(part, concept) for part in key.parts)


def _is_explicit(concept: Concept) -> bool:
    """Whether its unit says by itself what is counted, such as expert/GPU."""
    return not concept.divisible and len(concept.alone[:1]) == 1 and len(concept.alone[0]) > 1


def _spoken(around: Around, concept: Concept) -> tuple[Sense, ...]:
    """Where other things may be named that the count is of."""
    if around.after.first == "each":
        # "Pipeline stages (4 layers each)": what is named before is what each of them has.
        return (around.text, around.after)
    return (around.text, *around.own) if concept.strict else (around.text, *around.near, around.row, around.column)


def _speaks_of_another(sense: Sense, concept: Concept, vocabulary: Vocabulary) -> bool:
    """Whether a stretch names another thing that is counted, or a part."""
    return any(
        not any(_is_kin(vocabulary.concepts[other], concept) for other in (*term.concepts, *term.cued))
        for term in (*sense.mentions, *sense.parts)
        if not owned(term, concept)
    )


def _is_same(other: Concept, concept: Concept) -> bool:
    """Whether words for the bytes of the weights stand beside their number, "Model: 70B parameters", or those for the
    work of a token beside the parameters that it passes: "FLOPs calculation: 4B active parameters"."""
    worked = concept.per == "token" and any(_WORK in units for units in other.units)
    return concept.id in _COUNTED and (other.id == "weight_memory" or worked)


def _is_kin(other: Concept, concept: Concept, *, apart: bool = False) -> bool:
    """Whether words for one may stand beside the other: the same, the same per GPU, or of another kind.

    A count and an amount are of different kinds: `apart` says that it is the amount which is asked about.
    """
    kind = not other.divisible if apart else other.divisible
    return other is concept or kind or concept.id in other.scoped.values()
