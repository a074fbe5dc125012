"""Which concept of the vocabulary a number states: its unit must fit, and no word beside it may say otherwise.

In doubt a number keeps the report's own words: a wrong name makes false alarms, a missing one only leaves a claim open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.claims import Label
from auditor.facts.around import Around, Named
from auditor.facts.sense import NOTHING, Sense
from auditor.facts.units import Fit, scope_of
from auditor.rulebook.vocabulary import Concept, Term, Vocabulary


class _DoubtError(Exception):
    """Two readings of a label, and nothing to choose by."""


def name(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Named | None:
    """The concept that a number states; None where the label does not say, or says two things."""
    if around.foreign or _is_difference(around, fits):
        return None
    try:
        found = _by_label(around, fits, vocabulary)
        if found is None:
            return _by_unit(around, fits, vocabulary)
    except _DoubtError:
        return None
    return None if _is_of_a_part(found, around) else found


def own_words(label: Label) -> str:
    """What the report calls a number that the vocabulary has no name for, lower case."""
    table = f"{label.row} {label.column}".strip()
    words = label.key or table or label.before or label.after
    return " ".join(words.lower().split())[:120]


def _by_label(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Named | None:
    beside = [around.before] if _is_share(around.after, fits) else [around.before, around.after]
    near = _first(_only([_picked(sense, around, fits, vocabulary) for sense in beside if sense.clean]))
    if around.operand:
        return near
    wide = _from_table(around, fits, vocabulary)
    if wide is None and not around.loose:
        wide = _clean(around.key, around, fits, vocabulary)
    if near is not None:
        return wide if wide is not None and near.concept.general and not wide.concept.general else near
    if wide is not None:
        return None if wide.concept.general and not _plain(around) else wide
    return _from_above(around, fits, vocabulary)


def _is_share(after: Sense, fits: tuple[Fit, ...]) -> bool:
    """Whether what stands behind the number is the whole that it is a share of: "1/8 of the parameters"."""
    return after.first == "of" and (not fits[0].dimensions or fits[0].dimensions in _RELATIVE)


def _from_table(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Named | None:
    row, column = (_clean(sense, around, fits, vocabulary) for sense in (around.row, around.column))
    if column is None and around.column.mentions and not fits[0].dimensions:
        # A bare number has the unit of its column, which is another one than the row's concept has.
        return None
    if column is None or row is None:
        found = row or column
        # A column's concept holds for a variant in the row, not for a part that the row names.
        if (
            found is column
            and found is not None
            and found.concept.divisible
            and (around.row.mentions or around.row.parts)
        ):
            return None
        return found
    if row.concept is column.concept or column.concept.general:
        return row
    if row.concept.general:
        return column
    raise _DoubtError


def _from_above(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Named | None:
    """The nearest line above that is not only a qualifier, where the number's own label says nothing else."""
    if around.running or not all(sense.bare and not sense.parts for sense in around.own):
        return None
    for sense in around.above:
        if not sense.bare:
            return _inherited(_clean(sense, around, fits, vocabulary), around, vocabulary)
    return None


def _inherited(found: Named | None, around: Around, vocabulary: Vocabulary) -> Named | None:
    """A general heading names a total below it and what is available; of anything else it may be a part."""
    if found is None or not found.concept.general:
        return found
    if any(sense.role == "available" for sense in around.own) and found.concept.id == "memory_used":
        return Named(vocabulary.concepts["gpu_memory"], found.fit, found.sense)
    total = found.concept.id == "memory_used" and any(sense.scope == "sum" for sense in around.own)
    return found if total else None


def _is_of_a_part(named: Named, around: Around) -> bool:
    """Whether words near the number say that it is only a part's figure: "memory ... for attention weights"."""
    if not named.concept.divisible:
        return False
    near = [around.before, around.after]
    if named.concept.general:
        near += [around.key, around.row]
        near += [sense for sense in around.above[:1] if not sense.mentions and not named.sense.role]
    foreign = (part for sense in near for part in sense.parts if part not in named.sense.mentions)
    return any(not _owned(part, named.concept) for part in foreign)


def _by_unit(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Named | None:
    """A unit that one concept alone has names it ("16 GPUs", "8 layers per stage"), unless the label names a part."""
    for fit in fits:
        concept = vocabulary.concepts.get(vocabulary.by_unit.get(fit.dimensions, ""))
        if concept is None:
            continue
        if _is_shared_out(concept, around) or _is_of_another(concept, around, vocabulary):
            return None
        return _picked(around.text, around, fits, vocabulary) or Named(concept, fit.scope, NOTHING)
    return None


def _is_shared_out(concept: Concept, around: Around) -> bool:
    """Whether the count is of places that something is spread over, or a GPU's share in a product."""
    spread = concept.strict and (around.spread or around.before.spreads)
    return spread or (around.shared and "gpu" in concept.scoped)


def _is_of_another(concept: Concept, around: Around, vocabulary: Vocabulary) -> bool:
    """Whether the label says that the number is another thing's, or a part's."""
    if any(_speaks_of_another(sense, concept, vocabulary) for sense in _spoken(around, concept)):
        return True
    key = around.key
    return concept.divisible and (
        not (key.bare or key.mentions) or any(not _owned(part, concept) for part in key.parts)
    )


def _spoken(around: Around, concept: Concept) -> tuple[Sense, ...]:
    """Where other things may be named that the count is of."""
    return (around.text, *around.own) if concept.strict else (around.text, *around.near, around.row, around.column)


def _speaks_of_another(sense: Sense, concept: Concept, vocabulary: Vocabulary) -> bool:
    """Whether a stretch names another thing that is counted, or a part."""
    for term in sense.mentions:
        if not any(_is_kin(vocabulary.concepts[other], concept) for other in term.concepts):
            return True
    return any(not any(_is_kin(vocabulary.concepts[c], concept) for c in term.concepts) for term in sense.parts)


def _is_kin(other: Concept, concept: Concept) -> bool:
    """Whether words for one may stand beside the other: the same, the same per GPU, or no count at all."""
    return other is concept or other.divisible or concept.id in other.scoped.values()


def _is_difference(around: Around, fits: tuple[Fit, ...]) -> bool:
    """Whether the number is a change of something: "40% reduction", "saves 5 GB", "reduced by 3 s"."""
    if around.before.last == "by":
        return True
    relative = any(fit.dimensions in _RELATIVE for fit in fits[:1])
    senses = [around.after] if relative or around.after.differs else []
    senses += [around.before] if relative and around.before.last != "to" else []
    senses += [] if around.operand else [around.key, around.column]
    return any(not set(sense.changes) <= set(sense.mentions) for sense in senses if sense.changes)


_RELATIVE = frozenset({(("%", 1),), (("×", 1),)})


def _plain(around: Around) -> bool:
    """Whether nothing unknown stands between a general key and the number."""
    return around.before.bare


def _clean(sense: Sense, around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Named | None:
    return _picked(sense, around, fits, vocabulary) if sense.clean else None


def _picked(sense: Sense, around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Named | None:
    """The one concept of a stretch that the unit fits; a general one only where no other is there."""
    found: dict[str, Named] = {}
    for term in sense.mentions:
        for concept, scope in _candidates(term, around, fits, vocabulary):
            if not _ruled_out(concept, term, sense):
                found[concept.id] = Named(concept, scope, sense)
    exact = [named for named in found.values() if not named.fit] or list(found.values())
    specific = [named for named in exact if not named.concept.general]
    return _first(_only(specific or exact))


def _candidates(
    term: Term, around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary
) -> Iterator[tuple[Concept, str]]:
    """The concepts that a term may name and the unit fits; a cue decides for the one that has it."""
    cued = list(_fitting(term.cued, fits, vocabulary))
    heard = [(concept, scope) for concept, scope in cued if around.topics.intersection(concept.cues)]
    yield from heard or _fitting(term.concepts, fits, vocabulary)


def _fitting(concepts: Iterable[str], fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Iterator[tuple[Concept, str]]:
    for concept in (vocabulary.concepts[concept] for concept in concepts):
        scope = scope_of(concept, fits)
        if scope is not None:
            yield concept, scope


def _ruled_out(concept: Concept, term: Term, sense: Sense) -> bool:
    foreign = any(part is not term and not _owned(part, concept) for part in sense.parts)
    return foreign and (concept.divisible or concept.strict)


def _owned(part: Term, concept: Concept) -> bool:
    return any(topic in concept.own for topic in part.topics)


def _only(found: Iterable[Named | None]) -> list[Named]:
    """At most one of them: the general ones give way, two specific ones are a doubt."""
    named = {one.concept.id: one for one in found if one is not None}
    if len(named) > 1:
        named = {key: one for key, one in named.items() if not one.concept.general}
    if len(named) > 1:
        raise _DoubtError
    return list(named.values())


def _first(found: list[Named]) -> Named | None:
    return found[0] if found else None
