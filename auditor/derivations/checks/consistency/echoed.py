"""What is said again where it is not simply stated: a setting within a proposal or an objection, a count under the name
that it bears elsewhere ("| Expert groups | 8 |" and "Expert groups: 8 modules"). It is only confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.degrees import count, one_situation
from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import DEGREES, FIXED
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.same import agree
from auditor.derivations.values import physical
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.units import Dimensions

_SETTINGS = FIXED | DEGREES | {"gpus"}
_REFUSED = frozenset({Stance.REJECTED, Stance.DISPUTED})
_BOUNDED = frozenset({Modality.AT_LEAST, Modality.AT_MOST, Modality.MORE_THAN, Modality.LESS_THAN})
_WORD = re.compile(r"[^\W_]+|/")
_BEHIND = re.compile(r"\s*([a-z]{4,14} [a-z]{5,14})\b")
"""The two words behind a number that names nothing: "144 nearly identical modules"."""
_BRACKET = re.compile(r"\(([^()]{1,24})\)")
_PER = frozenset({"per", "/"})
_FILLING = frozenset({"the", "of", "a", "total", "all", "exactly", "individual", "number", "count", "each", "only"})
_LONGEST = 80
"""Characters of a name."""
_LEAST = 2
"""Words of a name that says enough, and the least count that is no coincidence."""
_DIGITS = 3
"""Digits by which a number is hardly stated twice by chance."""
_THINGS = frozenset({"experts", "layers", "heads", "sequences"})
"""What a count of many is a name of by itself."""
_MANY = 10
_IN_USE = re.compile(
    r"\W{0,2}(?:fully |efficiently |well )?(?:utili[sz]ed|used) (?:efficiently|well|fully)", re.IGNORECASE
)
"""What follows the memory of a GPU that is said to be made use of."""
_RANGES = 24
"""Ranges of which a number may be an end."""
_ENDS = frozenset({"maximum", "minimum"})
_PER_SEQUENCE = {("token", 1), ("sequence", -1)}
_SHORT: Mapping[str, str] = {"dim": "dimension", "param": "parameter"}
_PLURAL = 3
"""Letters of a word that has no plural to be cut."""
_CHANCE, _RARE = 0.15, 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each setting and each count under a name that the document states in another place too."""
    found: set[int] = set()
    for fact, other in (*_settings(facts), *_named(facts), *_ends(facts), *_lengths(facts), *_limits(facts)):
        if fact.index not in found:
            found.add(fact.index)
            yield _derivation(fact, other, rule)


def _settings(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """The settings that are proposed, supposed or objected to, with a statement of the same; all others agree."""
    stated: dict[tuple[str, Dimensions, object], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        exact, bounded = fact.quantity.modality is Modality.EXACT, fact.quantity.modality in _BOUNDED
        if fact.known and fact.concept in _SETTINGS and (exact or bounded):
            # Of a bound ("EP ≥ 16") only the very same one is a statement again.
            bound = (fact.quantity.modality, fact.quantity.value) if bounded else None
            stated[fact.concept, physical(fact.quantity), bound].append(fact)
    for group in stated.values():
        told = _once([fact for fact in group if fact.stance in TOLD])
        mentioned = _once([fact for fact in group if fact.stance not in _REFUSED])
        for fact in group if any(fact.stance not in TOLD for fact in group) else ():
            # A layout that is objected to ("does not match the EP16 strategy") is called by its degrees.
            asked = fact.stance not in _REFUSED or bool(fact.claim.degree)
            again = (_again(fact, told) or _again(fact, mentioned)) if asked else None
            if again is not None:
                yield fact, again


def _ends(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """What is the most or the least of a range that is stated: "128-10240 tokens", "Max sequence length: 10240"."""
    ranges = [fact for fact in facts.all if fact.known and fact.quantity.modality is Modality.RANGE][:_RANGES]
    for fact in facts.all if ranges else ():
        if not fact.known or fact.role not in _ENDS or fact.quantity.modality is not Modality.EXACT:
            continue
        for other in ranges:
            hull, same = other.quantity.hull, (other.concept, physical(other.quantity))
            end = hull.high if fact.role == "maximum" else hull.low
            alike = same == (fact.concept, physical(fact.quantity)) and _is_elsewhere(fact, other)
            if alike and end is not None and fact.quantity.nominal() == Interval.point(end):
                yield fact, other


def _lengths(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """The length of a sequence, and so many tokens per sequence."""
    known = [f for f in facts.all if f.known and f.concept == "sequence_length" and f.stance in TOLD]
    per = [
        f for f in facts.all if not f.known and set(f.quantity.unit.dimensions) == _PER_SEQUENCE and f.stance in TOLD
    ]
    told: dict[Interval, Fact] = {}
    for fact in known if per else ():
        told.setdefault(fact.quantity.nominal(), fact)
    for other in per if told else ():
        length = told.get(other.quantity.nominal())
        if length is not None and _is_elsewhere(length, other):
            yield length, other
            yield other, length


def _limits(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """The memory of a GPU as the limit that something keeps: "all of it fits within 64GB GPU memory"; or that is
    said to be made good use of."""
    sizes = [fact for fact in facts.all if fact.concept == "gpu_memory" and fact.quantity.modality is Modality.EXACT]
    sizes = [fact for fact in sizes if fact.stance in TOLD and fact.scope in ("", "gpu")]
    if len({fact.quantity.nominal() for fact in sizes}) != 1:
        return
    for fact in facts.all:
        limit = fact.quantity.modality is Modality.AT_MOST and fact.concept in ("gpu_memory", "memory_used")
        whole = fact.quantity.modality is Modality.EXACT and fact.concept == "memory_used"
        limit = limit or (whole and _IN_USE.match(fact.claim.label.after) is not None)
        value, unit = fact.quantity.value, fact.quantity.readings[0].unit
        told = value is not None and fact.stance in TOLD and fact.scope in ("", "gpu")
        same = value is not None and Interval.point(value * unit.factor) == sizes[0].quantity.nominal()
        if limit and told and same and _is_elsewhere(fact, sizes[0]):
            yield fact, sizes[0]


def _once(group: Sequence[Fact]) -> list[Fact]:
    """Each statement in two places at most, so that one of them is elsewhere than any setting that is compared."""
    places: dict[tuple[Interval, str, tuple[str, ...]], list[Fact]] = defaultdict(list)
    for fact in group:
        found = places[fact.quantity.nominal(), fact.scope, fact.scenario]
        if not found or (len(found) == 1 and _is_elsewhere(fact, found[0])):
            found.append(fact)
    return sorted((fact for found in places.values() for fact in found), key=lambda fact: fact.index)


def _again(fact: Fact, group: Sequence[Fact]) -> Fact | None:
    """The first of the statements that hold in the situation of a setting, if all have its value."""
    others = [other for other in group if _is_elsewhere(fact, other) and one_situation(fact, other)]
    alike = [other for other in others if fact.scope in ("", other.scope) or not other.scope]
    return alike[0] if alike and agree([fact, *alike]) else None


def _named(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """The counts without a meaning of their own that stand under the name of another one of the same value."""
    stated: dict[tuple[str, Interval], list[Fact]] = defaultdict(list)
    names = [(fact, each) for fact, each in _names_of(facts) if each]
    for fact, each in names:
        for name in each:
            found = stated[name, fact.quantity.nominal()]
            same = [other for other in found if (other.concept, other.stance) == (fact.concept, fact.stance)]
            # Two of one kind that stand apart will do: one of them is apart from any other number.
            if not same or (len(same) == 1 and _is_apart(fact, same[0], facts)):
                found.append(fact)
    for fact, each in names:
        again = (other for name in each for other in stated[name, fact.quantity.nominal()])
        other = next((other for other in again if _is_apart(fact, other, facts) and _is_other_way(fact, other)), None)
        if other is not None:
            yield fact, other


def _is_other_way(fact: Fact, other: Fact) -> bool:
    """Whether two are not simply two statements of one quantity, which are compared as such."""
    plain = fact.known and other.known and fact.concept == other.concept and fact.stance in TOLD
    return other.stance in TOLD and not plain


def _names_of(facts: Facts) -> Iterator[tuple[Fact, tuple[str, ...]]]:
    """Each count with what it is called: by its key, its row, the cells before it, and by what it counts itself."""
    blocks = facts.claims.document.blocks
    cells = {(block.cell.table, block.cell.row): block for block in blocks if block.cell and block.cell.column == 1}
    factors = worked_with(facts)
    headed: set[tuple[int, str]] = set()
    for fact in facts.all:
        label, cell = fact.claim.label, blocks[fact.claim.block].cell
        place = fact.claim.block, label.key
        first = place not in headed and not label.before
        headed.add(place)
        if not _tells(fact) or fact.claim.index in factors:
            continue
        counted = _counted(fact.claim.text)
        texts = [counted] if counted not in _THINGS or count(fact) >= _MANY else []
        if first:
            # Of several numbers behind a key the first bears its name.
            second = cells.get((cell.table, cell.row)) if cell is not None and cell.row and cell.column > 1 else None
            texts += [label.key, label.row, second.text if second is not None else ""]
        behind = _BEHIND.match(label.after) if not counted and (fact.quantity.value or 0) >= _MANY else None
        if behind is not None:
            texts.append(behind[1])
        if counted and fact.scope == "gpu":
            texts.append(f"{counted} per GPU")
        yield fact, tuple(dict.fromkeys(name for text in texts for name in _spelt(text)))


def _tells(fact: Fact) -> bool:
    value = fact.quantity.value
    plain = fact.quantity.modality is Modality.EXACT and fact.stance not in _REFUSED and not physical(fact.quantity)
    return plain and value is not None and value >= _LEAST and fact.quantity.unit.symbol not in ("%", "×")


def _counted(text: str) -> str:
    return " ".join(word for word in _WORD.findall(text) if not word[0].isdigit() and word.lower() not in _FILLING)


def _spelt(text: str) -> Iterator[str]:
    """A name in plain words, with what it is counted per and without; of "Tensor parallelism (TP)" the letters too."""
    if not text or len(text) > _LONGEST:
        return
    bracket = _BRACKET.search(text)
    if bracket is not None and bracket[1].isupper():
        yield bracket[1].lower()
    words = [_singular(word.lower()) for word in _WORD.findall(_BRACKET.sub(" ", text)) if word.lower() not in _FILLING]
    if len(words) >= _LEAST or (words and (text.strip().isupper() or text in _THINGS)):
        yield " ".join("per" if word == "/" else word for word in words)
    short = next((at for at, word in enumerate(words) if word in _PER), 0)
    if short >= _LEAST:
        yield " ".join(words[:short])


def _singular(word: str) -> str:
    word = word[:-1] if word.endswith("s") and len(word) > _PLURAL else word
    return _SHORT.get(word, word)


def _is_elsewhere(fact: Fact, other: Fact) -> bool:
    return other is not fact and other.claim.block != fact.claim.block


def _is_apart(fact: Fact, other: Fact, facts: Facts) -> bool:
    """Whether two stand in different blocks, and not in the columns of one table, which tell different things."""
    blocks = facts.claims.document.blocks
    mine, its = blocks[fact.claim.block].cell, blocks[other.claim.block].cell
    return _is_elsewhere(fact, other) and (mine is None or its is None or mine.table != its.table)


def _derivation(fact: Fact, other: Fact, rule: str) -> Derivation:
    power = _RARE if sum(map(str.isdigit, fact.claim.text)) >= _DIGITS else _CHANCE
    return said_again(fact.claim, other.claim, other.quantity.hull, rule, power=power)
