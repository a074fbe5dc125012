"""Matrix products of one rank that are divided on both sides: a row-parallel (m, k/8, n/8), whose n has to be whole.

Column parallelism cuts the columns of a weight, row parallelism its rows, and neither cuts both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.gemm import Gemm, as_printed, gemms
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.show import number

_ROW = re.compile(r"\brow[- ]?(?:wise[- ])?parallel|\ball-?reduc", re.IGNORECASE)
_COLUMN = re.compile(r"\bcolumn[- ]?(?:wise[- ])?parallel|\ball-?gather", re.IGNORECASE)
_PARTS = re.compile(r"\b(?P<n>\d{1,3})[- ](?:way|devices?|GPUs?|ranks?|cards?)\b", re.IGNORECASE)
_GRID = re.compile(r"\b(?:2D|2\.5D|3D|grid|mesh|block-?wise|SUMMA)\b", re.IGNORECASE)
"""Layouts that cut both sides."""
_UNDIVIDED = re.compile(r"\b(?:logical|full|total|before|whole|global|altogether|unsharded)\b", re.IGNORECASE)
"""Words by which a product is that of all ranks together."""
_BACK = 6
"""Blocks to either side in which the items of a list are looked for."""
_FEWEST = 2
_LEAST = 64
"""Smaller numbers are no widths of a layer."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the first product of its sizes whose both sides, times the ranks, are widths of the report."""
    found = gemms(facts)
    if not found or _GRID.search(facts.claims.document.source):
        return
    widths = {
        quantity.value: claim
        for claim in reversed(facts.claims.all)
        if (quantity := claim.quantity) is not None and _is_width(quantity)
    }
    seen: set[tuple[bool, Fraction, Fraction]] = set()
    yield from _whole_rows(found, widths, facts, rule)
    for gemm in found:
        near = _near(gemm, facts)
        row, column = _ROW.search(near) is not None, _COLUMN.search(near) is not None
        ranks = _ranks(gemm, facts) if row != column else None
        kind = (row, gemm.k, gemm.n)
        if ranks is None or kind in seen:
            continue
        whole, other = (gemm.n, gemm.k) if row else (gemm.k, gemm.n)
        full, told = widths.get(whole * ranks), widths.get(other * ranks)
        if full is not None and told is not None and not _is_model_width(whole, facts):
            seen.add(kind)
            yield _derivation(gemm, full, ranks, rule, row=row)


def _whole_rows(
    products: Sequence[Gemm], widths: Mapping[Fraction | None, Claim], facts: Facts, rule: str
) -> Iterator[Derivation]:
    """The first row-parallel product with the input width of one that is divided by as many ranks on both its sides."""
    cut = {(ranks, gemm.k) for gemm in products if (ranks := _cut_by(gemm, widths, facts)) is not None}
    for gemm in products if cut else ():
        near = _near(gemm, facts)
        told = {Fraction(each["n"]) for each in _PARTS.finditer(near)}
        row = _ROW.search(near) is not None and _COLUMN.search(near) is None and _UNDIVIDED.search(near) is None
        square = gemm.k == gemm.n and len(gemm.inner) == 1
        ranks = next(iter(told)) if len(told) == 1 else Fraction(0)
        if row and square and (ranks, gemm.k) in cut and gemm.k * ranks not in widths:
            yield _undivided(gemm, ranks, rule)
            return


def _cut_by(gemm: Gemm, widths: Mapping[Fraction | None, Claim], facts: Facts) -> Fraction | None:
    """Over how many ranks a column-parallel product is divided as it should be; None for any other."""
    near = _near(gemm, facts)
    ranks = _ranks(gemm, facts) if _COLUMN.search(near) and not _ROW.search(near) else None
    return ranks if ranks is not None and gemm.k in widths and gemm.n * ranks in widths else None


def _undivided(gemm: Gemm, ranks: Fraction, rule: str) -> Derivation:
    (inner,), value = gemm.inner, Interval.point(gemm.k)
    part = value / Interval.point(ranks)
    name = inner.name
    formula, working = "k is divided", f"{inner.text} ÷ {number(ranks)}"
    given = (
        Input(name, value, inner.index),
        Input("ranks", Interval.point(ranks), assumed="as many ranks as are named"),
    )
    return one_step(
        inner,
        Step(formula, working, part, "", f"{name} ranks /", given),
        rule,
        expected=f"({number(gemm.m)}, {number(gemm.k / ranks)}, {number(gemm.n)})",
        holds=False,
        stated=f"({number(gemm.m)}, {number(gemm.k)}, {number(gemm.n)})",
        severity="warning",
        message=f"A row-parallel product of one rank sums over its share: k is {number(gemm.k / ranks)}, not"
        f" {number(gemm.k)}; other products here are those of one of {number(ranks)} ranks.",
    )


def _is_width(quantity: Quantity) -> bool:
    return quantity.whole and quantity.value is not None and quantity.value >= _LEAST


def _is_model_width(value: Fraction, facts: Facts) -> bool:
    """Whether the side that has to be whole is the width of the model as it is stated."""
    return any(fact.concept == "hidden_size" and fact.quantity.value == value for fact in facts.all)


def _near(gemm: Gemm, facts: Facts) -> str:
    """The words by which a product is introduced: its line, the items beside it, or else the heading above."""
    blocks = facts.claims.document.blocks
    block = blocks[gemm.block]
    own = block.text
    if _ROW.search(own) or _COLUMN.search(own):
        return own
    if block.item is not None and block.item.parent is not None:
        around = blocks[max(gemm.block - _BACK, 0) : gemm.block + _BACK]
        beside = [each.text for each in around if each.item is not None and each.item.list == block.item.list]
        joined = "\n".join((blocks[block.item.parent].text, *beside))
        if _ROW.search(joined) or _COLUMN.search(joined):
            return joined
    return blocks[block.headings[-1]].text if block.headings else ""


def _ranks(gemm: Gemm, facts: Facts) -> Fraction | None:
    """Over how many ranks a product is spread, by the words near it or the one tensor-parallel degree."""
    found = {Fraction(each["n"]) for each in _PARTS.finditer(_near(gemm, facts))}
    if not found:
        found = {f.quantity.value or Fraction(0) for f in facts.all if f.concept == "tensor_parallel"}
    only = next(iter(found)) if len(found) == 1 else Fraction(0)
    return only if only >= _FEWEST else None


def _derivation(gemm: Gemm, full: Claim, ranks: Fraction, rule: str, *, row: bool) -> Derivation:
    held_as, side, held, way = (gemm.outer, "n", gemm.n, "row") if row else (gemm.inner, "k", gemm.k, "column")
    whole = held * ranks
    value = Interval.point(whole)
    sizes = (gemm.m, gemm.k, whole) if row else (gemm.m, whole, gemm.n)
    return one_step(
        held_as[-1],
        claim_step(full, value, f"{side} is not divided"),
        rule,
        expected=f"({', '.join(map(number, sizes))})",
        holds=False,
        stated=f"({number(gemm.m)}, {number(gemm.k)}, {number(gemm.n)})",
        compared=as_printed(held_as),
        message=f"A {way}-parallel product of one rank keeps its {'output' if row else 'input'} whole: {side} is"
        f" {number(whole)}, not {number(held)} (both sides are divided by {number(ranks)}).",
    )
