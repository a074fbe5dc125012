"""The situations of a document: which facts stand together, and what kind of deployment they describe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice, pairwise

from auditor.derivations.beside import beside, fill
from auditor.derivations.candidate import Candidate, Cells, Key, at_time
from auditor.derivations.carried import BEFORE, PHASES, Carrying, figures_in, is_of_another_model
from auditor.derivations.catalogued import assume, trusted
from auditor.derivations.concepts import CAPACITIES, as_premise, is_no_premise, is_of_a_part
from auditor.derivations.implausible import is_impossible, is_of_many
from auditor.derivations.implied_widths import imply, widths
from auditor.derivations.no_premises import cited, no_premises
from auditor.derivations.settled import settle
from auditor.derivations.side_by_side import side_by_side
from auditor.derivations.work import works
from auditor.facts import Fact, Facts, Figure, Operand, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.rulebook import Rulebook

Traits = Mapping[str, frozenset[str]]

_RATINGS = frozenset({"peak_flops", "effective_flops", "memory_bandwidth", "effective_bandwidth"})
"""What an unscoped figure gives for one GPU: were it that of several, one would have less, and bounds be tighter."""
_SEVERAL = 4
"""Times the peak of a named accelerator, sparsity counted, that no single one of them can be said to reach."""
_COMPARED = 64
"""With how many rates of all GPUs one is compared, so that the cost stays linear."""
_ASKED = frozenset({"minimum", "required"})
"""Roles of a capacity that is asked for: not what the accelerators have."""
_TRAINING = frozenset(
    {"training_tokens", "training_time", "optimizer_memory", "gradient_memory", "global_batch_size", "hfu"}
)
"""Concepts that only a training run has."""
_SERVING = frozenset({"ttft", "tpot", "request_rate", "concurrency", "output_length"})
"""Concepts that only serving has; optimizer states beside them are a slip, not a training run."""
_EXPERTS = frozenset({"experts", "expert_parallel", "experts_per_token", "experts_per_gpu"})
_BY_WORD = frozenset({"technique", "framework", "attention", "family", "statistic", "precision"})
"""Dimensions of traits that a report has by naming one; its phase and kind of model are known by its numbers."""
TIMES = {
    "before": BEFORE,
    "after": frozenset({"after", "revised", "optimised", "improved", "proposed"}),
}
"""Versions of a deployment on the two sides of a change."""
_APART = frozenset({Stance.PROPOSED, Stance.REJECTED, Stance.SUPPOSED})
"""Stances whose numbers belong to a plan of their own, one under each heading."""
_WITHDRAWN = frozenset({Stance.REJECTED, Stance.SUPPOSED})


@dataclass(frozen=True, slots=True)
class Situation:
    """One scenario of the document with the premises that hold in it."""

    scenario: tuple[str, ...]
    cells: Cells
    facts: tuple[Fact, ...]
    """The facts stated in just this scenario: those to be judged in it."""
    supposed: frozenset[int]
    """Claims that only say what would be needed: "100 tokens/ms take 2,000 TFLOPS"."""
    replaced: frozenset[int]
    """Claims of an earlier version that the report corrects: held against what that version says itself alone."""
    withdrawn: bool
    """Whether the report does not stand by it: then its numbers may be confirmed, and are held against nothing."""
    traits: Traits
    """By dimension, the values that the situation is known to have."""
    mentioned: Traits
    """By dimension, the values that the document speaks of at all."""
    stating: Mapping[Key, frozenset[int]]
    """By cell, the claims of the facts that state it."""


def situations(facts: Facts, rulebook: Rulebook) -> list[Situation]:
    """One for each scenario in which something is asserted, proposed or given up, the document's own first."""
    compared, apart = _held_against_limits(facts), no_premises(facts)
    stated: dict[tuple[str, ...], list[Fact]] = {(): []}
    for fact in facts.all:
        held = fact.concept in CAPACITIES and fact.claim.index in compared
        held = held or (fact.concept == "gpu_memory" and fact.role in _ASKED) or fact.claim.index in apart
        if fact.known and not held and not is_impossible(fact) and (key := _key(fact, facts)) is not None:
            stated.setdefault(key, []).append(fact)
    shared = _Shared(stated, facts, rulebook.traits.mentioned(facts.claims.document.source))
    found = [_situation(key, shared, facts) for key in sorted(stated, key=lambda key: (len(key), key))]
    changed = _around_change(found)
    for situation in found:
        assume(situation.cells, figures_in(situation.scenario, shared.figures, facts))
        for cell, candidate in changed:
            situation.cells.add(cell, candidate)
        settle(situation.cells, facts)
    return found


def _around_change(found: Sequence[Situation]) -> list[tuple[Key, Candidate]]:
    """What is stated before and after the one change that a document tells of; empty for none or several."""
    sides = {time: [each for each in found if not names.isdisjoint(each.scenario)] for time, names in TIMES.items()}
    if any(len(situations) != 1 for situations in sides.values()):
        return []
    return [
        (at_time(cell, time), candidate)
        for time, (situation,) in sides.items()
        for cell, candidate in situation.cells.stated()
    ]


def _key(fact: Fact, facts: Facts) -> tuple[str, ...] | None:
    """The situation that a fact belongs to; None for what the report only quotes or disputes."""
    if fact.stance is Stance.ASSERTED:
        return fact.scenario
    if fact.stance not in _APART:
        return None
    headings = facts.claims.document.blocks[fact.claim.block].headings
    return (*fact.scenario, f"{fact.stance.value} under {headings[-1] if headings else 0}")


def _held_against_limits(facts: Facts) -> frozenset[int]:
    """Claims that a text holds against a limit: whatever their label says, they are not the limit."""
    firsts = [link.first for link in facts.claims.links if link.form == "against"]
    beside = (a.claim.index for a, b in pairwise(facts.all) if a.claim.block == b.claim.block and _is_limit_of(b, a))
    return frozenset((*(first.claim for first in firsts if isinstance(first, Operand)), *beside))


def _is_limit_of(limit: Fact, fact: Fact) -> bool:
    """Whether the next number is the limit of this one: "16 GB, well within the 64 GB limit"."""
    return limit.role == "limit" != fact.role and limit.concept == fact.concept and fact.concept in CAPACITIES


def _situation(key: tuple[str, ...], shared: _Shared, facts: Facts) -> Situation:
    cells, own, mentioned = Cells(), shared.stated[key], shared.mentioned
    cells.told |= cited(facts)
    for fact in own:
        _premise(cells, fact, shared, loose=is_of_a_part(fact))
    taken = shared.carrying.to(key)
    for each in taken:
        loose = not each.firm or is_of_a_part(each.fact)
        _premise(cells, each.fact, shared, loose=loose)
    for candidate in () if is_of_another_model(key) else shared.work:
        cells.add(("flops_per_token", ""), candidate)
    imply(cells, shared.widths, key)
    here = [*own, *(each.fact for each in taken)]
    traits = _traits([*here, *fill(cells, shared.given, key, here)], key, mentioned)
    figures = figures_in(key, facts.figures, facts)
    if any(figure.concept in _EXPERTS for figure in figures):
        traits = {**traits, "model": frozenset({"moe"})}
    elif not mentioned.get("model") and "model" not in traits and _names_a_model(figures, shared.figures):
        traits = {**traits, "model": frozenset({"dense"})}
    said = {dimension: names for dimension, names in mentioned.items() if dimension in _BY_WORD}
    return Situation(
        key,
        cells,
        tuple(own),
        supposed=frozenset().union(*(candidate.claims for candidate in shared.work)),
        replaced=shared.replaced(key),
        withdrawn=any(fact.stance in _WITHDRAWN for fact in own),
        traits={**traits, **said},
        mentioned={**said, "model": mentioned.get("model", frozenset()), **traits},
        stating=_stating(own),
    )


def _stating(facts: Iterable[Fact]) -> dict[Key, frozenset[int]]:
    found: dict[Key, set[int]] = defaultdict(set)
    for fact in facts:
        found[fact.concept, fact.scope].add(fact.claim.index)
    return {cell: frozenset(indices) for cell, indices in found.items()}


def _names_a_model(figures: Iterable[Figure], believed: Sequence[Figure]) -> bool:
    """Whether they are those of a model that the report's own numbers do not contradict."""
    return any(figure.concept == "parameters" and figure in believed for figure in figures)


class _Shared:
    """What the situations of a document are made of, worked out once for all of them."""

    def __init__(self, stated: Mapping[tuple[str, ...], list[Fact]], facts: Facts, mentioned: Traits) -> None:
        self.stated = stated
        self.mentioned, self.figures = mentioned, trusted(facts)
        self.carrying, self.side_by_side = Carrying(stated), side_by_side(facts)
        self.given, self.work, self.widths = beside(facts), works(facts), widths(facts)
        self._premises: dict[tuple[int, bool], Candidate | None] = {}
        totals = ((f.concept, f.quantity.hull) for f in facts.all if f.scope == "total" and f.concept in _RATINGS)
        self._totals = tuple(islice(totals, _COMPARED))
        peaks = (f.hull.high for f in facts.figures if f.concept == "peak_flops")
        self._peak = max((peak * _SEVERAL for peak in peaks if peak is not None), default=None)
        told = (f.quantity.hull.low for f in facts.all if f.concept == "peak_flops" and f.scope == "gpu")
        self._two = max((peak * 2 for peak in told if peak is not None), default=None)

    def is_of_several(self, fact: Fact) -> bool:
        """Whether a rate is that of several GPUs: a total in another prefix, "8,985 TFLOPS in total, or 8.99 PFLOPS";
        more than any accelerator does, far more than those that are named do, or as much as two of those at hand."""
        if is_of_many(fact):
            return True
        most, least = fact.quantity.hull.high, [peak for peak in (self._peak, self._two) if peak is not None]
        if fact.concept == "effective_flops" and most is not None and any(most >= peak for peak in least):
            return True
        return any(concept == fact.concept and hull.meets(fact.quantity.hull) for concept, hull in self._totals)

    def premise(self, fact: Fact, *, loose: bool) -> Candidate | None:
        """A fact as what may be rested on; None for a number of which nothing follows."""
        key = fact.index, loose or fact.claim.index in self.side_by_side
        if key not in self._premises:
            self._premises[key] = None if is_no_premise(fact) else _stated(fact, loose=key[1])
        return self._premises[key]

    def replaced(self, key: tuple[str, ...]) -> frozenset[int]:
        """The claims of an earlier version of which the report says otherwise elsewhere: it corrects them itself."""
        if TIMES["before"].isdisjoint(key):
            return frozenset()
        return frozenset(
            fact.claim.index
            for fact in self.stated[key]
            if (later := self._later.get((fact.concept, fact.scope)))
            and not any(fact.quantity.hull.meets(other) for other in later)
        )

    @cached_property
    def _later(self) -> Mapping[Key, set[Interval]]:
        """What versions state that are no earlier ones."""
        found: dict[Key, set[Interval]] = defaultdict(set)
        for key, facts in self.stated.items():
            for fact in facts if TIMES["before"].isdisjoint(key) else ():
                found[fact.concept, fact.scope].add(fact.quantity.hull)
        return found


def _stated(fact: Fact, *, loose: bool) -> Candidate:
    interval, nominal = as_premise(fact)
    plain, claims = nominal == interval, frozenset((fact.claim.index,))
    return Candidate(interval, claims, None if plain else nominal, role=fact.role, loose=loose)


def _premise(cells: Cells, fact: Fact, shared: _Shared, *, loose: bool) -> None:
    candidate = shared.premise(fact, loose=loose)
    if candidate is not None:
        cells.add((fact.concept, fact.scope), candidate)
        if not fact.scope and fact.concept in _RATINGS and not shared.is_of_several(fact):
            cells.add((fact.concept, "gpu"), candidate)


def _traits(facts: Iterable[Fact], scenario: tuple[str, ...], mentioned: Traits) -> Traits:
    concepts = {fact.concept for fact in facts if not _is_unused(fact)}
    traits: dict[str, frozenset[str]] = {}
    phase = PHASES.intersection(scenario) or _only_phase(mentioned.get("phase", frozenset()))
    if phase or (concepts & _TRAINING and not concepts & _SERVING):
        traits["phase"] = frozenset(phase or {"training"})
    if concepts & _EXPERTS:
        traits["model"] = frozenset({"moe"})
    elif "dense" in mentioned.get("model", ()):
        traits["model"] = frozenset({"dense"})
    return traits


def _only_phase(mentioned: frozenset[str]) -> frozenset[str]:
    """The one phase that a document speaks of; none where it speaks of several."""
    found = mentioned - {"inference"} if mentioned != {"inference", "training"} else mentioned
    return found if len(found) == 1 else frozenset()


def _is_unused(fact: Fact) -> bool:
    """Whether a degree of 1, or no expert, says that the report does without."""
    high = fact.quantity.hull.high
    return fact.concept in _EXPERTS and high is not None and high <= 1
