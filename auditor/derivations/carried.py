"""What a situation takes over from the others: what holds in the whole document, and what a model and a GPU are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import combinations
from operator import attrgetter

from auditor import patterns as re
from auditor.derivations.concepts import DEGREES, DEVICE, FIXED, MODEL
from auditor.facts import OTHER_ACCELERATOR, OTHER_MODEL, PREVIOUS, Fact, Facts, Figure
from auditor.frozen import dataclass
from auditor.interval import Interval

Key = tuple[str, ...]
Stated = Mapping[Key, list[Fact]]

PHASES = frozenset({"prefill", "decode", "training", "inference"})
_PLACED = DEGREES | {"gpus", "nodes", "replicas"}
"""How a deployment is laid out: the same in all its phases, unless a phase has a layout of its own."""
_PART = re.compile(r"(?:stage|gpu|node|layer|expert|group|tier|phase|step)\b|\w+ under \d")
"""Beginnings of situations that are parts of a deployment, or plans that the report does not make its own."""
_PIECE = re.compile(r"(?:stage|gpu|node|layer|expert|group|ep|tp|pp|dp) \d")
"""Beginnings of situations that are a part of one deployment: its degrees are theirs too, whatever they say besides."""
_OPTION = re.compile(r"(?:option|alternative|candidate|variant|configuration|scenario) \w+")
"""A situation that is one option of several, by its letter or number."""
_OWN = frozenset({"recommended", "proposed", "corrected", "optimised", "revised", "improved", "planned", "inference"})
"""Situations in which a report describes the plan that it speaks of; the layout of such a one is that of the report."""
BEFORE = frozenset({"original", "previous", "baseline", "naive"})
"""Situations of another plan than the report's own."""
_WORKLOAD = frozenset({"batch_size", "sequence_length"})
"""What a comparison holds fixed: a report that states one value of it means that on both sides."""
_MOST = 16
"""Statements of one quantity that are taken over from a situation, of which a cell keeps far fewer."""
_PLACE = attrgetter("index")
_NONE: Mapping[str, Fact] = {}
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Carried:
    """A fact of another situation."""

    fact: Fact
    firm: bool
    """Whether it may refute; else it supports only."""


class Carrying:
    """What can be carried over between the situations of a document."""

    def __init__(self, stated: Stated) -> None:
        self._stated = stated
        self._told: dict[Key, _Told] = {}
        self._places = {key: place for place, key in enumerate(stated)}
        self._layouts = any(
            fact.concept in _PLACED for own, facts in stated.items() if PHASES & set(own) for fact in facts
        )
        subject = {key: facts for key, facts in stated.items() if not is_of_another_model(key)}
        whole = {key: facts for key, facts in subject.items() if not any(_PART.match(tag) for tag in key)}
        current = {key: facts for key, facts in whole.items() if not _is_of_other_device(key) and PREVIOUS not in key}
        self._agreed = _agreed(current, _is_fixed)
        self._loaded = _agreed(whole, _is_workload) if any(not BEFORE.isdisjoint(key) for key in stated) else []
        self._laid_out = _agreed({key: facts for key, facts in subject.items() if key and _is_own(key)}, _is_placed)

    def to(self, key: Key) -> list[Carried]:
        """The facts of other situations that hold in this one too, where it states nothing of the kind itself."""
        here = {(fact.concept, fact.scope) for fact in self._stated[key]}
        left_out = _left_out(key, self._stated[key])
        found: list[Carried] = []
        for other in self._wider(key):
            told, extra = self._told.get(other) or self._read(other), set(key) - set(other)
            same = all(told.names(tag) for tag in extra)
            piece = all(_PIECE.match(tag) for tag in extra)
            for fact in told.first:
                if fact.concept in left_out:
                    continue
                whole = piece and fact.concept in DEGREES
                if (fact.concept, fact.scope) not in here or whole:
                    laid = fact.concept in _PLACED and extra <= PHASES and not self._layouts
                    firm = same or whole or laid or fact.concept in FIXED or any(_names(tag, fact) for tag in extra)
                    found.append(Carried(fact, firm))
        compared = self._loaded if all(tag in _OWN or tag in BEFORE for tag in key) else []
        found = [each for each in found if each.fact not in compared]
        known = here | {(each.fact.concept, each.fact.scope) for each in found}
        everywhere = [*self._agreed, *compared, *(self._laid_out if _is_own(key) else ())]
        agreed = (f for f in everywhere if (f.concept, f.scope) not in known and not _is_of_other_option(f, key))
        found += [Carried(fact, firm=True) for fact in agreed]
        return [each for each in found if each.fact.concept in DEVICE] if is_of_another_model(key) else found

    def _read(self, key: Key) -> _Told:
        found = self._told[key] = _Told(self._stated[key])
        return found

    def _wider(self, key: Key) -> list[Key]:
        """The situations that one lies in, in their order."""
        if 1 << len(key) > len(self._stated):
            return [other for other in self._stated if set(other) < set(key)]
        parts = (part for size in range(len(key)) for part in combinations(key, size))
        return sorted((part for part in parts if part in self._stated), key=self._places.__getitem__)


def is_of_another_model(key: Key) -> bool:
    """Whether it is the situation of a model beside the document's subject: of that it takes the accelerator alone."""
    return any(tag.startswith(OTHER_MODEL) for tag in key)


def _is_of_other_device(key: Key) -> bool:
    """Whether it is the situation of another accelerator: what that has is no figure of the document's own."""
    return any(tag.startswith(OTHER_ACCELERATOR) for tag in key)


def figures_in(key: tuple[str, ...], figures: tuple[Figure, ...], facts: Facts) -> tuple[Figure, ...]:
    """The figures that hold in a situation: in one of another model only the accelerator's are those of the subject."""
    if not is_of_another_model(key):
        return figures
    of_another = (figure for tag in key for figure in facts.of_others.get(tag, ()))
    return (*of_another, *(figure for figure in figures if figure.concept in DEVICE))


def _left_out(key: Key, facts: list[Fact]) -> frozenset[str]:
    """What a plan that the report's own is compared with does without: "baseline: TP=8, PP=2" has no EP of another."""
    if BEFORE.isdisjoint(key):
        return frozenset()
    listed: dict[int, set[str]] = defaultdict(set)
    for fact in facts:
        listed[fact.claim.block].add(fact.concept)
    spelt = any({"tensor_parallel", "pipeline_parallel"} <= concepts for concepts in listed.values())
    return frozenset({"expert_parallel"}) if spelt else frozenset()


class _Told:
    """What a situation states, for those that lie in it."""

    def __init__(self, facts: list[Fact]) -> None:
        self.first = _first(facts)
        self._values: dict[str, set[str]] = defaultdict(set)
        self._by_value: dict[str, dict[str, Fact]] = defaultdict(dict)
        for fact in facts:
            value = str(fact.quantity.value)
            self._values[fact.concept].add(value)
            self._by_value[value].setdefault(fact.concept, fact)

    def names(self, tag: str) -> bool:
        """Whether a situation is called after what is stated here: "with 24 GPUs" where there are 24 anyway."""
        numbers = _numbers(tag)
        named = [fact for value in numbers for fact in self._by_value.get(value, _NONE).values() if _names(tag, fact)]
        return bool(named) and self._values[min(named, key=_PLACE).concept] <= numbers


def _first(facts: list[Fact]) -> list[Fact]:
    """The first few statements of each quantity: what a situation takes over are no more."""
    count: Counter[tuple[str, str]] = Counter()
    found = []
    for fact in facts:
        count[fact.concept, fact.scope] += 1
        if count[fact.concept, fact.scope] <= _MOST:
            found.append(fact)
    return found


def _names(tag: str, fact: Fact) -> bool:
    """Whether a situation is called after a number: "24 gpus", "batch size 128"."""
    numbers, value = _numbers(tag), fact.quantity.value
    if not numbers or value is None or str(value) not in numbers:
        return False
    return any(word in tag for word in fact.concept.replace("_", " ").removesuffix("s").split())


@lru_cache(maxsize=256)
def _numbers(tag: str) -> frozenset[str]:
    return frozenset(digits.replace(",", "") for digits in _NUMBER.findall(tag))


def _agreed(stated: Stated, speaks: Callable[[Fact], bool]) -> list[Fact]:
    """What all situations that say it agree on."""
    rivals: dict[tuple[str, str], list[Fact]] = {}
    for facts in stated.values():
        for fact in facts:
            if speaks(fact):
                rivals.setdefault((fact.concept, fact.scope), []).append(fact)
    return [fact for facts in rivals.values() if _meet(facts) for fact in facts[:_MOST]]


def _is_fixed(fact: Fact) -> bool:
    whole = (fact.concept, fact.scope) == ("weight_memory", "total")
    return whole or fact.concept in MODEL or fact.concept in DEVICE


def _is_of_other_option(fact: Fact, key: Key) -> bool:
    """Whether an amount of weights is told of one of several options, and another one is asked for: its format may be
    another."""
    own, asked = ({tag for tag in tags if _OPTION.fullmatch(tag)} for tags in (fact.scenario, key))
    return fact.concept == "weight_memory" and bool(own and asked) and own.isdisjoint(asked)


def _is_placed(fact: Fact) -> bool:
    return fact.concept in _PLACED


def _is_workload(fact: Fact) -> bool:
    return fact.concept in _WORKLOAD


def _is_own(key: Key) -> bool:
    return all(tag in _OWN or tag.startswith("proposed under ") for tag in key)


def _meet(facts: list[Fact]) -> bool:
    common: Interval | None = facts[0].quantity.hull
    for fact in facts[1:]:
        common = None if common is None else common.intersect(fact.quantity.hull)
    return common is not None
