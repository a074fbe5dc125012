"""Which concept a stretch of a label names for a number of a unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.facts.around import Around, Naming
from auditor.facts.sense import Sense
from auditor.facts.units import Fit, scope_of
from auditor.rulebook.vocabulary import Concept, Term, Vocabulary

RELATIVE = frozenset({(("%", 1),), (("×", 1),)})
"""Dimensions of shares and multiples."""


class DoubtError(Exception):
    """Two readings of a label, and nothing to choose by."""


def clean(sense: Sense, around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    """The concept that a stretch names, where no unknown word parts it from the number; DoubtError for two."""
    if not sense.mentions or not sense.clean:
        return None
    stated = fits[0].dimensions
    for terms in (sense.mentions, *((term,) for term in (sense.further if stated else ()))):
        found = _picked(terms, sense, around, fits, vocabulary)
        if found is not None:
            return found
    return None


def _picked(
    terms: Sequence[Term], sense: Sense, around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary
) -> Naming | None:
    """The one concept of some terms that the unit fits; a general one only where no other is there."""
    if not terms or (sense.groups and not fits[0].dimensions):
        return None
    found: dict[str, Naming] = {}
    for term in terms:
        for concept, scope in _candidates(term, around, fits, vocabulary):
            if not _ruled_out(concept, term, sense):
                found[concept.id] = Naming(concept, scope, sense)
    exact = [named for named in found.values() if not named.fit] or list(found.values())
    specific = [named for named in exact if not named.concept.general]
    return _only(specific or exact)


def _candidates(
    term: Term, around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary
) -> Sequence[tuple[Concept, str]]:
    """The concepts that a term may name and the unit fits; a cue decides for the one that has it."""
    if term.cued:
        heard = [each for each in _fitting(term.cued, fits, vocabulary) if _is_heard(each[0], around)]
        if heard:
            return heard
    return _fitting(term.concepts, fits, vocabulary)


def _is_heard(concept: Concept, around: Around) -> bool:
    """Whether a cue stands in the label; in the number's own or in the line above, if the concept wants it there."""
    topics = {topic for sense in (*around.own, *around.above[:1]) for topic in sense.topics}
    named = {concept for sense in around.own for term in sense.mentions for concept in term.concepts}
    own = {f"own {cue}" for cue in topics | named}
    return bool((around.topics | own).intersection(concept.cues))


def _fitting(concepts: Iterable[str], fits: tuple[Fit, ...], vocabulary: Vocabulary) -> list[tuple[Concept, str]]:
    named = [vocabulary.concepts[concept] for concept in concepts]
    scopes = [(concept, scope_of(concept, fits)) for concept in named]
    return [(concept, scope) for concept, scope in scopes if scope is not None]


def _ruled_out(concept: Concept, term: Term, sense: Sense) -> bool:
    if sense.relative and concept.units[0] not in RELATIVE and not concept.divisible:
        return True
    if not sense.parts or not (concept.divisible or concept.strict):
        return False
    return any(part is not term and not owned(part, concept) for part in sense.parts)


def owned(part: Term, concept: Concept) -> bool:
    """Whether a part's word does not speak against the concept: the all-reduce is what communication is about."""
    return any(topic in concept.own for topic in part.topics)


def either(first: Naming | None, second: Naming | None) -> Naming | None:
    """The one that is there; of two the one that is not general."""
    if first is None or second is None:
        return first or second
    return _only([first, second])


def _only(found: Sequence[Naming]) -> Naming | None:
    """The one concept named: general ones give way, two specific ones are a doubt."""
    if len(found) < 2:
        return found[0] if found else None
    named = {one.concept.id: one for one in found}
    if len(named) > 1:
        named = {key: one for key, one in named.items() if not one.concept.general}
    if len(named) > 1:
        raise DoubtError
    return next(iter(named.values()), None)
