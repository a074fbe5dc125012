"""Ranges that tell which, held against other ranges: the equal parts into which they cut a whole, the whole itself, and
the same range in another place. They are only confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from auditor.derivations.checks.degrees import count, one_situation
from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import COUNTED, DEGREES, OF_ALL
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Indices
from auditor.interval import Interval
from auditor.quantity import Modality

_PARTS = DEGREES | {"nodes", "gpus", "replicas"}
"""What counts the parts into which GPUs, layers or experts are cut."""
_ALIKE = 0.05
"""The chance that so many ranges of one width are as many as a degree."""
_LEAST = 0.001
_COUNTED_BY = 0.1


class Ranges:
    """The ranges of a document by what they number."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._tilings: dict[str, list[list[Indices]]] = defaultdict(list)
        self._alike: dict[tuple[str, int, int], list[Indices]] = defaultdict(list)
        by_whole: dict[tuple[str, int], dict[tuple[int, int], Indices]] = defaultdict(dict)
        for one in facts.claims.indices:
            self._alike[one.noun, one.low, one.high].append(one)
            if one.whole is not None:
                by_whole[one.noun, one.whole].setdefault((one.low, one.high), one)
        for (noun, whole), found in by_whole.items():
            tiling = [found[ends] for ends in sorted(found)]
            if len(tiling) > 1 and _is_tiled(tiling, whole):
                self._tilings[noun].append(tiling)
        self._counts: dict[tuple[str, Fraction], list[Fact]] = defaultdict(list)
        for fact in facts.all:
            if fact.known and fact.stance in TOLD and _is_plain(fact) and fact.scope in OF_ALL:
                self._counts[fact.concept, count(fact)].append(fact)
        self._parts = [
            fact
            for fact in facts.all
            if fact.known and fact.concept in _PARTS and fact.stance in TOLD and _is_plain(fact) and not fact.scope
        ]

    def derivation(self, one: Indices, rule: str) -> Derivation | None:
        """That a range is an equal part, the whole of others, or stands elsewhere too; None if it is none of these."""
        return self._equal_part(one, rule) or self._whole(one, rule) or self._again(one, rule)

    def counted(self, rule: str) -> Iterator[Derivation]:
        """That a count of GPUs, layers or experts is what ranges that follow one another come to."""
        for noun, tilings in self._tilings.items():
            for tiling in tilings:
                whole, first = sum(each.length for each in tiling), self._facts.by_claim[tiling[0].claim]
                for fact in self._counts.get((COUNTED.get(noun, ""), Fraction(whole)), ()):
                    if first is not None and one_situation(fact, first) and fact.claim.block != first.claim.block:
                        working = " + ".join(str(each.length) for each in tiling)
                        value = Fraction(whole)
                        step = Step("all ranges", working, Interval.point(value), "", _sum(tiling), _inputs(tiling))
                        yield one_step(fact.claim, step, rule, expected=working, holds=True, power=_COUNTED_BY)

    def _equal_part(self, one: Indices, rule: str) -> Derivation | None:
        fact = self._facts.by_claim[one.claim]
        for tiling in self._tilings.get(one.noun, ()):
            widths = {each.high - each.low for each in tiling}
            if (
                fact is None
                or len(widths) > 1
                or not any((each.low, each.high) == (one.low, one.high) for each in tiling)
            ):
                continue
            parts = next(
                (each for each in self._parts if count(each) == len(tiling) and one_situation(fact, each)), None
            )
            if parts is not None:
                given = (*_inputs(tiling), Input(parts.claim.name, Interval.point(count(parts)), parts.claim.index))
                program = f"{_sum(tiling)} {parts.claim.name} /"
                working = f"({' + '.join(str(each.length) for each in tiling)}) ÷ {parts.claim.text}"
                return self._told(one, given, program, working, "an equal part", rule, _ALIKE)
        return None

    def _whole(self, one: Indices, rule: str) -> Derivation | None:
        for tiling in self._tilings.get(one.noun, ()):
            if (tiling[0].low, tiling[-1].high) == (one.low, one.high):
                working = " + ".join(str(each.length) for each in tiling)
                return self._told(one, _inputs(tiling), _sum(tiling), working, "all parts", rule, _ALIKE)
        return None

    def _again(self, one: Indices, rule: str) -> Derivation | None:
        claims = self._facts.claims.all
        for other in self._alike[one.noun, one.low, one.high]:
            if claims[other.claim].block != claims[one.claim].block:
                return self._told(one, _inputs([other]), _sum([other]), _shown(other), "stated elsewhere", rule, 0.0)
        return None

    def _told(
        self, one: Indices, given: tuple[Input, ...], program: str, working: str, name: str, rule: str, chance: float
    ) -> Derivation:
        claim, result = self._facts.claims.all[one.claim], Interval.point(one.length)
        own = (Input(one.name, Interval(Fraction(one.low), Fraction(one.high)), one.claim),)
        return Derivation(
            rule=rule,
            head=one.claim,
            premises=tuple(each.claim for each in given if each.claim is not None and each.claim != one.claim),
            holds=True,
            stated=claim.text,
            expected=f"{one.length} {one.noun}s, {name}",
            interval=result,
            basis=Basis.ARITHMETIC if chance else Basis.RESTATEMENT,
            steps=(Step(name, working, result, "", program, given),),
            power=chance or self._chance(one.noun),
            compared=Step(
                f"{one.noun}s {claim.text}", f"{one.high} − {one.low} + 1", result, "", f"{one.name} count", own
            ),
        )

    def _chance(self, noun: str) -> float:
        """The share of the ranges up to the last number that the document has somewhere."""
        stated = [(low, high) for name, low, high in self._alike if name == noun]
        last = max(high for _, high in stated) + 1
        return round(max(len(stated) / (last * (last + 1) / 2), _LEAST), 3)


def _is_tiled(tiling: Sequence[Indices], whole: int) -> bool:
    follows = all(second.low == first.high + 1 for first, second in pairwise(tiling))
    return follows and tiling[-1].high - tiling[0].low + 1 == whole


def _is_plain(fact: Fact) -> bool:
    return fact.quantity.whole and fact.quantity.modality is Modality.EXACT and bool(fact.quantity.value)


def _shown(one: Indices) -> str:
    return f"{one.high} − {one.low} + 1"


def _inputs(ranges: Sequence[Indices]) -> tuple[Input, ...]:
    return tuple(Input(one.name, Interval(Fraction(one.low), Fraction(one.high)), one.claim) for one in ranges)


def _sum(ranges: Sequence[Indices]) -> str:
    first, *rest = (f"{one.name} count" for one in ranges)
    return " ".join((first, *(f"{each} +" for each in rest)))
