"""Figures of models and accelerators that stand beside their names: "| A100 | 312 TFLOPS |".

A variant that no catalogue lists may have others, so that they are only confirmed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.concepts import spoken
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Figure, Named, Stance
from auditor.interval import Interval

_CHANCE = 0.1
"""The chance that a number of another thing is one of the few that accelerators or models have."""
_APART = frozenset({"limit", "required", "achieved", "headroom", "saved", "minimum"})
"""Roles of numbers that are not what a thing has."""
_NEAR = 40
"""Characters between a name and a number of it."""
_BREAKS = re.compile(r"\n|[.;,] |[。；，]|\b(?:vs|versus|than|from|use[ds]?|using|of)\b")
"""What ends the stretch that a name speaks for."""
_DIRECT = re.compile(
    r"[\s(（:：,/-]{0,3}|[ \w-]{0,12} (?:has|have|with|brings?|offers?|provides?|delivers?) (?:about )?"
)
"""What stands between a name and a number that no word names: "A100 80GB", "DeepSeek-R1 (671B)"."""
_LINKED = re.compile(r"nvlink|interconnect|xgmi|infinity|NVSwitch", re.I)
_CACHE = re.compile(r"\bL2\b|\bcache\b(?! (?:size|entries))|\bSRAM\b", re.I)
_ROUND = Fraction(1, 16)
"""By how much a rounded figure ("2 TB/s") may differ from the catalogue's."""
_UNITS = {
    (("byte", 1),): "gpu_memory",
    (("flop", 1), ("second", -1)): "peak_flops",
    (("byte", 1), ("second", -1)): "memory_bandwidth",
    (("parameter", 1),): "parameters",
}
"""What a number right behind a name is of, by its unit."""
_HEAD = re.compile(
    r"\W*(?:GPU|HBM|device|peak|video)?\W*(?:memory|capacity|VRAM|HBM|bandwidth|FLOPS?|BW)\b(?:\W*\(.*)?\W*", re.I
)
"""A head of a column that says no more than what a device has."""
_MANY = 10**8
"""A bare number from which on it counts parameters."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number that is just what the thing has beside whose name it stands."""
    names = _Names(facts) if facts.named else None
    for fact in facts.all if names is not None else ():
        if names is None or fact.stance is not Stance.ASSERTED or not _is_plain(fact):
            continue
        found = next(names.figures(fact), None)
        if found is not None:
            yield _derivation(fact, *found, rule)


def _is_plain(fact: Fact) -> bool:
    plain = fact.quantity.is_plain and bool(fact.quantity.value)
    return plain and fact.role not in _APART and fact.quantity.unit.symbol not in ("%", "×")


class _Names:
    """The names of a document by their place."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._source = facts.claims.document.source
        self._blocks = facts.claims.document.blocks
        self._by_block: dict[int, list[Named]] = defaultdict(list)
        self._rows: dict[tuple[int, int], set[tuple[str, ...]]] = defaultdict(set)
        for name in facts.named:
            self._by_block[name.block].append(name)
            cell = self._blocks[name.block].cell
            if cell is not None and not cell.column:
                self._rows[cell.table, cell.row].add(name.entries)

    def figures(self, fact: Fact) -> Iterator[tuple[Figure, Interval]]:
        """The figures, and of each the value, that a number is of the thing that it stands with."""
        entries, direct = self._entries(fact)
        bare = direct and not fact.known
        if _CACHE.search(_words(fact)):
            yield from self._of(fact, entries, "level2_cache")
        wanted = _UNITS.get(_kind(fact), "") if bare or _HEAD.fullmatch(fact.claim.label.column) else fact.concept
        yield from self._of(fact, entries, wanted)

    def _of(self, fact: Fact, entries: tuple[str, ...], wanted: str) -> Iterator[tuple[Figure, Interval]]:
        for figure in self._facts.of_names.get(entries, ()):
            if wanted != figure.concept or fact.scope not in ("", figure.scope) or not self._is_link(fact, figure):
                continue
            yield from ((figure, value) for value in figure.values if _is_just(fact, value))

    def _entries(self, fact: Fact) -> tuple[tuple[str, ...], bool]:
        """The entries of the name that a number stands with, and whether right beside it; none where several may be."""
        own = self._by_block.get(fact.claim.block, [])
        cell = self._blocks[fact.claim.block].cell
        beside = self._beside(fact, own) or self._of_key(fact, own)
        if beside is not None or own:
            return beside or ((), False)
        if cell is not None:
            row = self._rows.get((cell.table, cell.row), set())
            return (next(iter(row)), False) if len(row) == 1 else ((), False)
        for heading in reversed(self._blocks[fact.claim.block].headings):
            told = {name.entries for name in self._by_block.get(heading, ())}
            if told:
                return (next(iter(told)), False) if len(told) == 1 else ((), False)
        return (), False

    def _beside(self, fact: Fact, own: Sequence[Named]) -> tuple[tuple[str, ...], bool] | None:
        """The name that a number is part of, the last one before it, or the one right behind it."""
        span = fact.claim.span
        around = next((name for name in own if name.span.start < span.start and span.end <= name.span.end), None)
        if around is not None:
            return around.entries, True
        place = bisect_right(own, span.start, key=lambda name: name.span.end)
        if place:
            between = self._source[own[place - 1].span.end : span.start]
            if len(between) <= _NEAR and not _BREAKS.search(between):
                return own[place - 1].entries, _DIRECT.fullmatch(between) is not None
        if place < len(own) and self._source[span.end : own[place].span.start].strip(" (（") == "":
            return own[place].entries, False
        return None

    def _of_key(self, fact: Fact, own: Sequence[Named]) -> tuple[tuple[str, ...], bool] | None:
        """The one name of a line that is its key: "MI300X: 192 GB, 5.3 TB/s"."""
        key = fact.claim.label.key.strip("*`_ ")
        if len(own) != 1 or not key or not self._source.startswith(key, own[0].span.start):
            return None
        return own[0].entries, True

    def _is_link(self, fact: Fact, figure: Figure) -> bool:
        """Whether a bandwidth between accelerators is told of such a link; true of anything else."""
        if figure.concept != "interconnect_bandwidth":
            return True
        return _LINKED.search(_words(fact)) is not None


def _words(fact: Fact) -> str:
    label = fact.claim.label
    return f"{label.key} {label.column} {label.before} {label.after}"


def _kind(fact: Fact) -> tuple[tuple[str, int], ...]:
    dimensions = fact.quantity.readings[0].unit.dimensions
    if not dimensions and (fact.quantity.value or 0) >= _MANY:
        return (("parameter", 1),)
    return tuple(sorted(each for each in dimensions if each != ("gpu", -1)))


def _is_just(fact: Fact, value: Interval) -> bool:
    """Whether a number is a figure, but for its rounding."""
    hull = fact.quantity.hull.intersect(value)
    stated, known = fact.quantity.nominal().low, value.low
    if hull is None or stated is None or not known:
        return False
    return any(abs(each / known - 1) <= _ROUND for each in _nominals(fact)) or value.meets(fact.quantity.nominal())


def _nominals(fact: Fact) -> Iterator[Fraction]:
    for reading in range(len(fact.quantity.readings)):
        low = fact.quantity.nominal(reading).low
        if low is not None:
            yield low


def _derivation(fact: Fact, figure: Figure, value: Interval, rule: str) -> Derivation:
    name, unit = spoken(figure.concept), fact.quantity.readings[0].unit
    known = Input("known", value, assumed=f"{name} of {figure.of}: {figure.text}, by the catalogue")
    return one_step(
        fact.claim,
        Step(f"{name} of {figure.of}", figure.text, value, unit.symbol, "known", (known,)),
        rule,
        expected=show.interval(value, unit),
        holds=True,
        basis=Basis.COMPARISON,
        assumptions=(known.assumed,),
        power=_CHANCE,
    )
