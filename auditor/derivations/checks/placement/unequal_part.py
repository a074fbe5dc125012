"""Ranges that cut things into equal parts, of which one is longer or shorter: "0-7, 8-15, 16-22, 24-31"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from auditor.derivations.concepts import COUNTED
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Indices, Stance
from auditor.interval import Interval

_FEWEST = 3

Counts = dict[tuple[str, Fraction], Fact]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each range that alone is not as long as the others of its list, and leaves a gap, overlaps, or
    runs past what there is."""
    if len(facts.claims.indices) < _FEWEST:
        return
    counts: Counts = {}
    for fact in facts.all:
        if fact.known and fact.quantity.value is not None and fact.stance is Stance.ASSERTED:
            counts.setdefault((fact.concept, fact.quantity.value), fact)
    for run in _runs(facts):
        lengths = [one.length for one in run]
        usual = max(set(lengths), key=lengths.count)
        odd = [one for one in run if one.length != usual]
        if len(run) >= _FEWEST and len(odd) == 1 and run[0].low in (0, 1) and odd[0] is not run[0]:
            yield from _judged(run, odd[0], usual, counts, facts, rule)


def places(facts: Facts) -> Sequence[list[Indices]]:
    """The ranges of one noun that stand in one list, column or block of code, in source order."""
    found: dict[Hashable, list[Indices]] = defaultdict(list)
    for one in facts.claims.indices:
        found[one.noun, _place(one, facts)].append(one)
    return [*found.values()]


def _runs(facts: Facts) -> Iterator[list[Indices]]:
    """Ranges of one noun in one list, table or block of code, as far as each begins where the one before ends, or where
    it would if it were as long as the first."""
    for found in places(facts):
        run = found[:1]
        for before, one in pairwise(found):
            if one.low in (before.high + 1, before.low + run[0].length):
                run.append(one)
            else:
                yield run
                run = [one]
        yield run


def _place(one: Indices, facts: Facts) -> Hashable:
    block = facts.claims.document.blocks[facts.claims.all[one.claim].block]
    if block.cell is not None:
        return "table", block.cell.table, block.cell.column
    if block.code is not None:
        return "code", block.code.fence
    return ("list", block.item.list) if block.item is not None else ("text", block.headings)


def _judged(
    run: Sequence[Indices], odd: Indices, usual: int, counts: Counts, facts: Facts, rule: str
) -> Iterator[Derivation]:
    at = run.index(odd)
    if at + 1 < len(run):
        if run[at + 1].low == odd.low + usual:
            yield _against_neighbour(odd, run[at - 1], run[at + 1], usual, facts, rule)
        return
    whole = counts.get((COUNTED.get(odd.noun, ""), Fraction(usual * len(run))))
    if whole is not None:
        yield _against_count(odd, whole, len(run), usual, facts, rule)


def _against_neighbour(
    odd: Indices, before: Indices, behind: Indices, usual: int, facts: Facts, rule: str
) -> Derivation:
    name = before.name
    text = facts.claims.all[before.claim].text
    step = Step(f"{_things(odd)} of a part", text, Interval.point(usual), "", f"{name} count", (_range(before),))
    next_one = facts.claims.all[behind.claim].text
    return _derivation(
        odd, before.claim, step, usual, f"the next part begins as if it held {usual}: {next_one}", facts, rule
    )


def _against_count(odd: Indices, whole: Fact, parts: int, usual: int, facts: Facts, rule: str) -> Derivation:
    name, index = whole.claim.name, whole.claim.index
    inputs = (
        Input(name, Interval.point(usual * parts), index),
        Input("parts", Interval.point(parts), assumed="as many parts are listed"),
    )
    step = Step(
        f"{_things(odd)} / parts", f"{whole.claim.text} / {parts}", Interval.point(usual), "", f"{name} parts /", inputs
    )
    return _derivation(
        odd, index, step, usual, f"{whole.claim.text} in {parts} parts come to {usual} each", facts, rule
    )


def _range(one: Indices) -> Input:
    return Input(one.name, Interval(Fraction(one.low), Fraction(one.high)), one.claim)


def _derivation(odd: Indices, premise: int, step: Step, usual: int, why: str, facts: Facts, rule: str) -> Derivation:
    claim = facts.claims.all[odd.claim]
    expected = f"{odd.low}-{odd.low + usual - 1}"
    length = Interval.point(odd.length)
    return Derivation(
        rule=rule,
        head=odd.claim,
        premises=(premise,),
        holds=False,
        stated=claim.text,
        expected=expected,
        interval=Interval.point(usual),
        basis=Basis.ARITHMETIC,
        steps=(step,),
        compared=Step(f"{_things(odd)} {claim.text}", claim.text, length, "", f"{odd.name} count", (_range(odd),)),
        message=f"{claim.text} is {odd.length} {_things(odd)}, but {why}; it should be {expected}.",
    )


def _things(one: Indices) -> str:
    return "GPUs" if one.noun == "gpu" else f"{one.noun}s"
