"""Which concept of the vocabulary a number states: its unit must fit, and no word beside it may say otherwise.

In doubt a number keeps the report's own words: a wrong name makes false alarms, a missing one only leaves a claim open.
"""

from __future__ import annotations

from auditor.claims import Label
from auditor.facts.around import Around, Naming
from auditor.facts.draft import USED_OR_CAPACITY
from auditor.facts.picking import RELATIVE, DoubtError, clean, either, owned
from auditor.facts.ruling import is_ruled_out
from auditor.facts.sense import NOTHING, Sense
from auditor.facts.units import Fit, scope_of
from auditor.rulebook.vocabulary import Vocabulary

_VALUES = frozenset({"bytes_per_parameter", "bytes_per_element", "bytes_per_expert_parameter", "bytes_per_scale"})
_HEADROOM = "headroom"
_FROM_TO = frozenset({"from", "to"})
_BARE = (Fit((), ""),)
_BYTES = (("byte", 1),)
_PAIR = 2


def name(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    """The concept that a number states; None where the label does not say, or says two things."""
    if around.foreign or (_is_difference(around, fits) and not _says_which(around, fits, vocabulary)):
        return None
    try:
        found = _by_compound(fits, vocabulary) or _by_label(around, fits, vocabulary)
        if found is None or found.concept.general:
            found = _of_cached_token(around, fits, vocabulary) or found
        if found is None or _is_vague(found, around):
            return _of_each(around, vocabulary) or _by_unit(around, fits, vocabulary)
    except DoubtError:
        return None
    if found.concept.id in _VALUES and around.amount == "mass":
        # "Data type: FP8. VRAM per GPU: 80 GB" in one line: the clause says more than the key.
        own = found.sense is around.key and bool(around.before.mentions)
        return _of_each(around, vocabulary) if own else _of_all_values(found, vocabulary)
    return None if _is_of_a_part(found, around) or _is_used(found, around, vocabulary) else found


def _is_used(found: Naming, around: Around, vocabulary: Vocabulary) -> bool:
    """Whether a key names what is left over, and the words behind what is used: "Compute headroom: 2% utilization"."""
    behind = [vocabulary.concepts[c] for term in around.after.mentions for c in (*term.concepts, *term.cued)]
    if found.sense is not around.key or not any(_HEADROOM in concept.changed for concept in behind):
        return False
    return any(found.concept.id == concept.changed.get(_HEADROOM) for concept in vocabulary.concepts.values())


def _of_all_values(found: Naming, vocabulary: Vocabulary) -> Naming | None:
    """What gigabytes behind a storage format are, "weight precision: FP16 (140 GB)": those of all values together."""
    if found.concept.id != "bytes_per_parameter":
        return None
    return Naming(vocabulary.concepts["weight_memory"], found.fit, found.sense)


def _is_vague(found: Naming, around: Around) -> bool:
    """Whether what the number stands with says more than its label: "8 GPUs × 80GB of memory", "BF16 = 2 bytes"."""
    if around.device and found.sense is around.key and around.before.last == "with":
        # "Model: 70B on 8 GPUs with 80 GB each"
        return True
    if around.device and any(found.sense is sense for sense in around.above):
        # "8 GPUs with 80 GB each" under "Model and hardware"
        return True
    return (
        found.concept.id == "memory_used"
        if around.device
        else around.amount == "value" and found.concept.id not in _VALUES
    )


def own_words(label: Label) -> str:
    """What the report calls a number that the vocabulary has no name for, lower case."""
    table = f"{label.row[:120]} {label.column[:120]}".strip()
    words = label.key or table or label.before or label.after
    return " ".join(words[:480].lower().split())[:120]


def _by_compound(fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    """What a unit of three parts is of, whatever stands beside it: the "$2 per GPU-hour" of "Cost: $900 at $2 ..."."""
    concept = vocabulary.by_unit.get(fits[0].dimensions, "") if len(fits[0].dimensions) > _PAIR else ""
    return Naming(vocabulary.concepts[concept], fits[0].scope, NOTHING) if concept else None


def _of_each(around: Around, vocabulary: Vocabulary) -> Naming | None:
    """What the figure of one of several things is: bytes of each stored value, bytes of each GPU."""
    if around.amount == "value":
        value = any(
            concept == "bytes_per_parameter"
            for sense in around.own
            for term in sense.mentions
            for concept in term.concepts
        )
        return (
            Naming(vocabulary.concepts["bytes_per_parameter"], "", NOTHING) if around.before.format or value else None
        )
    named = {concept for sense in (*around.own, around.key) for term in sense.mentions for concept in term.concepts}
    if not around.device or any(_BYTES in vocabulary.concepts[concept].units for concept in named - USED_OR_CAPACITY):
        return None
    if "memory_used" in named and not USED_OR_CAPACITY & named - {"memory_used"} and "hardware" not in around.topics:
        return None
    return Naming(vocabulary.concepts["gpu_memory"], "gpu", NOTHING)


def _of_cached_token(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    """What the bytes of a token are below a heading of the cache, where the label says nothing else of them."""
    fit = next((fit for fit in fits if fit.dimensions == _BYTES and fit.scope == "token"), None)
    if fit is None or any(sense.parts for sense in around.own):
        return None
    said = {concept for sense in around.own for term in sense.mentions for concept in (*term.concepts, *term.cued)}
    above = next((sense for sense in around.above if not sense.bare), NOTHING)
    cached = any("kv_cache" in term.concepts for term in above.mentions)
    general = all(vocabulary.concepts[concept].general for concept in said)
    return Naming(vocabulary.concepts["kv_cache"], fit.scope, NOTHING) if cached and general else None


def _by_label(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    if around.elided and not around.operand and _is_of_another_kind(around.key, fits, vocabulary):
        # "Stages: 2 → 8 layers each": the key names a count, not what the next number counts.
        bare = clean(around.key, around, _BARE, vocabulary)
        if bare is None:
            raise DoubtError
        return bare
    near = _near(around, fits, vocabulary)
    if around.operand:
        return near or (clean(around.key, around, fits, vocabulary) if around.part is not None else None)
    wide = _from_table(around, fits, vocabulary)
    # "TP=2: 16 heads, 8 per GPU": the key has a number of its own.
    named = around.loose or (around.key.numbers and not fits[0].dimensions)
    if wide is None and not named:
        wide = clean(around.key, around, fits, vocabulary)
        # "TP=4 for attention: 4 GPUs each, 12 GPUs in the pool": the degree has a number of its own.
        told = around.further and around.key.numbers
        wide = None if wide is not None and wide.concept.groups and told else wide
    if near is not None:
        return wide if wide is not None and near.concept.general and not wide.concept.general else near
    if wide is not None:
        said = clean(around.text, around, fits, vocabulary)
        if said is not None and (said.concept.id in wide.concept.changed.values() or _is_sort_of(said, wide, around)):
            # "Total parameters: 70B (13B active parameters)": the noun behind the digits says which.
            return said
        return None if wide.concept.general and not _plain(around) else wide
    return _from_above(around, fits, vocabulary)


def _is_sort_of(said: Naming, wide: Naming, around: Around) -> bool:
    """Whether the noun behind the digits names another count of the key's unit: "Heads: 32 query heads, 8 KV heads".

    The unit alone names nothing: of "KV heads: 8 heads" the key says which.
    """
    own, other = said.concept, wide.concept
    same = own.units[0] == other.units[0] and bool(own.units[0]) and not own.divisible
    return same and own is not other and " " in around.text.last


def _near(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    """What the clauses around the number name; an amount "of weights" is that, whatever needs or holds it."""
    if _is_share(around.after, fits):
        return clean(around.before, around, fits, vocabulary)
    after = clean(around.after, around, fits, vocabulary)
    if after is not None and after.fit == "token" and after.concept.id == "weight_memory":
        # "96 KiB per token for the model": no weights are counted per token.
        after = None
    if after is not None and around.after.first == "of" and not after.concept.general:
        return after
    return either(clean(around.before, around, fits, vocabulary), after)


def _is_of_another_kind(key: Sense, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> bool:
    """Whether a key names only what the unit cannot be of."""
    named = [vocabulary.concepts[concept] for term in key.mentions for concept in (*term.concepts, *term.cued)]
    return bool(named) and all(scope_of(concept, fits) is None for concept in named)


def _is_share(after: Sense, fits: tuple[Fit, ...]) -> bool:
    """Whether what stands behind the number is the whole that it is a share of: "1/8 of the parameters"."""
    return after.first == "of" and (not fits[0].dimensions or fits[0].dimensions in RELATIVE)


def _from_table(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    row, column = (clean(sense, around, fits, vocabulary) for sense in (around.row, around.column))
    if column is None and around.column.mentions and not fits[0].dimensions:
        # A bare number has the unit of its column, which is another one than the row's concept has.
        return None
    if column is None or row is None:
        found = row or column
        # A column's concept holds for a variant in the row, not for a part that the row names.
        return None if found is column and found is not None and _is_row_of_a_part(found, around) else found
    if row.concept is column.concept or column.concept.general:
        return row
    if row.concept.general:
        return column
    raise DoubtError


def _is_row_of_a_part(column: Naming, around: Around) -> bool:
    return column.concept.divisible and bool(around.row.mentions or around.row.parts)


def _from_above(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    """The nearest line above that is not only a qualifier, where the number's own label says nothing else."""
    if around.running or around.loose or not all(sense.bare and not sense.parts for sense in around.own):
        return None
    topics = {topic for sense in around.own for topic in sense.topics}
    for sense in around.above:
        if not sense.bare:
            if "memory" in topics and "memory" not in sense.topics:
                # "Memory efficiency: 90%" below "GPU utilization" is no utilisation of GPUs.
                return None
            found = clean(sense, around, fits, vocabulary)
            return None if _is_sum_below(sense, found, around) else _inherited(found, around, vocabulary)
    return None


def _is_sum_below(above: Sense, found: Naming | None, around: Around) -> bool:
    """Whether a line above has a figure of its own, and the number is only what the parts below it come to."""
    summed = any(sense.sums for sense in around.own)
    return summed and above.numbers and found is not None and found.concept.divisible


def _inherited(found: Naming | None, around: Around, vocabulary: Vocabulary) -> Naming | None:
    """A general heading names a total below it and what is available; of anything else it may be a part."""
    if found is None or not found.concept.general:
        return found
    if any(sense.role == "available" for sense in around.own) and found.concept.id == "memory_used":
        return Naming(vocabulary.concepts["gpu_memory"], found.fit, found.sense)
    whole = any(sense.sums or sense.role == "required" for sense in around.own)
    return found if found.concept.id == "memory_used" and whole else None


def _is_of_a_part(named: Naming, around: Around) -> bool:
    """Whether words near the number say that it is only a part's figure: "memory ... for attention weights"."""
    if not named.concept.divisible:
        return False
    if not named.concept.units[0] and around.before.mentions and named.sense is not around.before:
        # The words before it speak of something else that has such a width of its own.
        return True
    near = [around.before, around.after]
    if named.concept.general:
        near += [around.key, around.row]
        near += [sense for sense in around.above[:1] if not sense.mentions and not named.sense.role]
    foreign = (part for sense in near for part in sense.parts if part not in named.sense.mentions)
    return any(not owned(part, named.concept) for part in foreign)


def _by_unit(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> Naming | None:
    """A unit that one concept alone has names it ("16 GPUs", "8 layers per stage"), unless the label names a part."""
    said = clean(around.text, around, fits, vocabulary)
    if said is not None and not (said.concept.divisible and said.concept.units[0]):
        # "8 KV heads", "8192 hidden dimensions": the noun behind the digits says more than the unit.
        return None if is_ruled_out(said, around, vocabulary) else said
    for fit in fits:
        concept = vocabulary.concepts.get(vocabulary.by_unit.get(fit.dimensions, ""))
        if concept is not None:
            if said is not None and said.concept.id in (*concept.changed.values(), *concept.scoped.values()):
                # "13B active parameters": the noun behind the digits says which of them.
                return None if is_ruled_out(said, around, vocabulary) else said
            named = Naming(concept, fit.scope, NOTHING)
            return None if is_ruled_out(named, around, vocabulary) else named
    return None


def _is_difference(around: Around, fits: tuple[Fit, ...]) -> bool:
    """Whether the number is a change of something: "40% reduction", "saves 5 GB", "reduced by 3 s"."""
    if around.before.last == "by":
        return True
    if around.compared and (fits[0].dimensions not in RELATIVE or around.before.last in _FROM_TO):
        # "Throughput gain: 10 → 12 tokens/s" tells two rates, not how far they differ.
        return False
    relative = fits[0].dimensions in RELATIVE
    if _differs(around.after) and (relative or around.after.differs):
        return True
    if relative and around.before.last != "to" and _differs(around.before):
        return True
    return not around.operand and (_differs(around.key) or _differs(around.column))


def _says_which(around: Around, fits: tuple[Fit, ...], vocabulary: Vocabulary) -> bool:
    """Whether words behind a share name one that is no difference: "Bubble reduction: 25% bubble ratio"."""
    if fits[0].dimensions not in RELATIVE or around.after.changes or _differs(around.before):
        return False
    try:
        found = clean(around.after, around, fits, vocabulary)
    except DoubtError:
        return False
    return found is not None and not found.concept.general


def _differs(sense: Sense) -> bool:
    """Whether a word of difference stands here that is not itself the name ("speedup")."""
    return bool(sense.changes) and not all(change in sense.mentions for change in sense.changes)


def _plain(around: Around) -> bool:
    """Whether nothing unknown stands between a general key and the number."""
    return around.before.bare
