"""Ranges that tell which ("GPUs 0-3"), as far as they claim how many: one after another, or as wide as a count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations, pairwise

from auditor.claims.claim import Indices
from auditor.claims.token import Token, Tokenised
from auditor.frozen import dataclass

_DEVICES = {"device": "gpu", "card": "gpu", "rank": "gpu"}
"""Other nouns of GPUs."""
_SHARED = frozenset({"gpu", "layer", "expert"})
"""What degrees of parallelism divide."""
_DEPLOYED = _SHARED | {*_DEVICES, "node", "head", "stage", "block", "ep", "tp", "pp", "dp"}
"""What a deployment numbers; a range of pages that is cited twice says nothing."""
_MOST = 16
"""Degrees, and counts of one thing, that a width may come from."""
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """A range of indices in a block, before its claim has a number."""

    block: int
    """Position among the scanned blocks."""
    start: int
    end: int
    noun: str
    low: int
    high: int
    beside: int | None = None
    """Where the number begins that stands in brackets right behind and counts the same things."""
    whole: int | None = None
    """As `Indices.whole`."""
    part: bool = False
    """As `Indices.part`."""

    @property
    def width(self) -> int:
        """How many there are from its first to its last."""
        return self.high - self.low + 1

    def indices(self, claim: int, beside: int | None) -> Indices:
        """The record, once the claims are numbered."""
        return Indices(claim, self.noun, self.low, self.high, beside, self.whole, self.part)


@dataclass(frozen=True, slots=True)
class Known:
    """What ranges are held against, by noun."""

    widths: Mapping[str, Set[int]]
    """How many a lone range may hold: a count of such things, and what the degrees of parallelism make of one."""
    totals: Mapping[str, Set[int]]
    """How many such things are counted anywhere."""
    named: Mapping[str, Set[int]]
    """How many there are by a name before a bare number: "Total GPUs: 64"."""


def counted(scanned: Sequence[Tokenised]) -> Known:
    """What a text counts that ranges can be held against."""
    counts: dict[str, set[int]] = defaultdict(set)
    degrees: dict[str, set[int]] = defaultdict(set)
    named: dict[str, set[int]] = defaultdict(set)
    for _, tokens in scanned:
        for place, token in enumerate(tokens):
            number = token.number
            if number is None:
                continue
            if number.low == number.high and (noun := _named_before(tokens, place)):
                named[noun].add(int(number.low))
            if number.low == number.high > 1 and number.quantity.whole:
                noun = next((name for name, power in number.quantity.unit.dimensions if power > 0), "")
                found = degrees[number.degree] if number.degree else counts[noun]
                if len(found) < _MOST:
                    found.add(int(number.low))
    parts = {part for each in degrees.values() for part in each}
    divided = {noun: {n // part for n in counts[noun] for part in parts if n % part == 0} for noun in _SHARED}
    products = {a * b for one, other in combinations(degrees.values(), 2) for a in one for b in other}
    widths = {
        **counts,
        **{noun: counts[noun] | divided[noun] for noun in _SHARED},
        **{letters.lower(): each for letters, each in degrees.items()},
        "gpu": counts["gpu"] | divided["gpu"] | parts | products,
    }
    totals = {**{noun: counts[noun] for noun in _SHARED}, "stage": counts["stage"] | degrees["PP"]}
    return Known(widths, totals, named)


def _named_before(tokens: Sequence[Token], place: int) -> str:
    """What a bare number counts whose name and a colon stand before it."""
    if place < 2 or tokens[place - 1].text not in (":", "="):
        return ""
    noun = tokens[place - 2].text.lower().removesuffix("s")
    return noun if noun in _SHARED else ""


def settled(ranges: Sequence[Found], known: Known) -> Iterator[Found]:
    """Of the ranges of one noun those that follow one another from the first, with what they come to, or by a slip of
    one, those with a count or the part that holds them beside them, those as wide as a known count, those that go on to
    the last or beyond it, and those that stand in two places or are what others come to."""
    runs = [(run, _whole(run)) for run in _runs(ranges)]
    said = {(run[0].low, max(one.high for one in run)) for run, whole in runs if whole is not None}
    places = Counter(
        (one.low, one.high) for one in {(each.block, each.low, each.high): each for each in ranges}.values()
    )
    said |= {ends for ends, count in places.items() if count > 1}
    slips = {id(behind) for before, behind in pairwise(ranges) if _slips(before, behind)}
    for run, whole in runs:
        for one in run:
            held = whole is not None or one.part or one.beside is not None or id(one) in slips
            told = _is_part(one, known.widths) or _is_rest(one, known) or _is_beyond(one, known)
            if held or told or _is_said(one, said):
                yield replace(one, whole=whole)


def _slips(before: Found, behind: Found) -> bool:
    """Whether a range goes on with the last of the one before, or leaves one out."""
    return before.low < behind.low and behind.low - before.high in (0, 2) and behind.width > 1 < before.width


def _whole(run: Sequence[Found]) -> int | None:
    """How many things ranges come to that follow one another from the first; None for one alone."""
    base = run[0].low
    tiled = base in (0, 1) and any(one.low > base for one in run)
    return max(one.high for one in run) - base + 1 if tiled else None


def _is_said(one: Found, said: Set[tuple[int, int]]) -> bool:
    """Whether a range stands in another block too, or goes from the first to the last of others in a row."""
    return one.noun in _DEPLOYED and (one.low, one.high) in said


def _is_rest(one: Found, known: Known) -> bool:
    """Whether a range leaves out the first things of a count and goes on to its last, numbered from 0 or from 1."""
    return one.low > 0 and not known.totals.get(one.noun, _NONE).isdisjoint((one.high, one.high + 1))


def _is_beyond(one: Found, known: Known) -> bool:
    """Whether a range from the first thing on holds more than are counted anywhere."""
    noun = _DEVICES.get(one.noun, one.noun)
    totals = known.totals.get(noun, _NONE) | known.named.get(noun, _NONE)
    return noun in _SHARED and one.low in (0, 1) and bool(totals) and one.width > max(totals)


def _is_part(one: Found, known: Mapping[str, Set[int]]) -> bool:
    """Whether a range can be one of equal parts, and is as wide as something that is counted."""
    noun = _DEVICES.get(one.noun, one.noun)
    if one.width not in known.get(noun, _NONE):
        return False
    return one.low % one.width == 0 or (noun != "gpu" and (one.low - 1) % one.width == 0)


def _runs(ranges: Sequence[Found]) -> list[list[Found]]:
    """The ranges by what they continue, each run in source order."""
    runs: list[list[Found]] = []
    seen: dict[tuple[int, int], list[Found]] = {}
    continued: dict[int, list[Found]] = {}
    for one in ranges:
        run = seen.get((one.low, one.high)) or continued.get(one.low)
        if run is None and runs and _skips(runs[-1], one):
            run = runs[-1]
        if run is None:
            run = []
            runs.append(run)
        run.append(one)
        seen[one.low, one.high] = continued[one.high + 1] = run
    return runs


def _skips(run: Sequence[Found], one: Found) -> bool:
    """Whether a range stands, where all are equally wide, behind ones that are left out."""
    first, before = run[0], run[-1]
    even = before.width == first.width == one.width
    return even and one.low > before.high and (one.low - first.low) % one.width == 0
