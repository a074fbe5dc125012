"""Scopes that a text leaves open and its other numbers settle."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from auditor.derivations.candidate import Cells
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_FAR = Fraction(3, 2)
_ONE = Interval.point(1)
_SIZES = ("model size", "size of the model", "checkpoint size", "模型大小", "kích thước mô hình")
_USUAL = Interval.point(2)
"""Bytes of one parameter where no format is named."""


def settle(cells: Cells, facts: Facts) -> None:
    """Puts open figures under the scope that the others show: weights, and experts of all layers."""
    _settle_weights(cells, facts)
    _settle_experts(cells, worked_with(facts))


def _settle_experts(cells: Cells, operands: frozenset[int]) -> None:
    """A count of experts that is another one times the layers is that of all layers.

    What only stands in a calculation decides nothing of a plain statement: of a model with 64 experts, the 2 experts of
    "2 experts × 32 layers" may be a GPU's.
    """
    known = cells.at(("experts", ""))
    layers = [candidate.interval for candidate in cells.at(("layers", ""))]
    working = [each for each in known if not each.claims.isdisjoint(operands)]
    totals = [
        each
        for each in known
        if any(
            each.interval == few.interval * count and (few not in working or each in working)
            for few in known
            for count in layers
            if count != _ONE
        )
    ]
    if totals and len(totals) < len(known):
        cells.replace(("experts", ""), [each for each in known if each not in totals])
        for each in totals:
            cells.add(("experts", "total"), each)


def _settle_weights(cells: Cells, facts: Facts) -> None:
    """Weights without a scope are the whole model's if they take all parameters at the width in use, if they are called
    a model's size, or if they are the only such figure and far more than a GPU's share.
    """
    widths = [candidate.interval for candidate in cells.at(("bytes_per_parameter", ""))] or [_USUAL]
    sizes = [(size.interval * width, size.assumptions) for size in cells.at(("parameters", "")) for width in widths]
    stated = [each for each in cells.at(("weight_memory", "")) if not each.loose and not each.rules]
    shares = [each.interval for each in cells.at(("weight_memory", "gpu")) if not each.rules]
    single = len({each.interval for each in stated}) == 1 and bool(shares)
    for each in stated:
        fitting = [assumed for size, assumed in sizes if each.interval.meets(size)]
        called = any(_is_size(facts.by_claim[claim]) for claim in each.claims)
        if fitting or called or (single and all(_is_far_more(each.interval, share) for share in shares)):
            assumed = () if called else min(fitting, key=len, default=())
            cells.add(("weight_memory", "total"), replace(each, assumptions=(*each.assumptions, *assumed)))


def _is_size(fact: Fact | None) -> bool:
    """Whether a label speaks of the size of a model, which is that of the whole."""
    return fact is not None and any(words in fact.claim.label.key.lower() for words in _SIZES)


def _is_far_more(whole: Interval, share: Interval) -> bool:
    return whole.low is not None and share.high is not None and whole.low >= _FAR * share.high
