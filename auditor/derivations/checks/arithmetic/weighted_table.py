"""Scores of a table whose heads hold the weights: "Throughput (0.4) | Memory (0.2) | Latency (0.4) | Score"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.interval import Interval

_WEIGHT = re.compile(r"[(（\[](?:weight\W{0,2}|w\s?=\s?|权重\W?)?\Z", re.IGNORECASE)
"""What stands before a weight in a head."""
_SCORE = re.compile(r"score|weighted|overall|总分|得分|加权|điểm", re.IGNORECASE)
_FEWEST = 2
"""Weights of a table, and rows that have to follow before another one is doubted."""

_Row = Mapping[int, Claim]
"""By column the one number of a cell."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each score of a table whose weights add up to one, where at most one row does not follow."""
    heads, rows = _heads(facts), _rows(facts)
    for table, weights in heads.items():
        total = sum((_value(claim) for claim in weights.values()), Fraction(0))
        if len(weights) < _FEWEST or total != 1:
            continue
        made = [each for row in rows[table] if (each := _derivation(row, weights, rule)) is not None]
        off = sum(not each.holds for each in made)
        if len(made) - off >= _FEWEST and off <= 1:
            yield from made


def _heads(facts: Facts) -> Mapping[int, Mapping[int, Claim]]:
    """By table the weights in the heads of its columns."""
    found: dict[int, dict[int, Claim]] = defaultdict(dict)
    blocks = facts.claims.document.blocks
    for claim in facts.claims.all:
        cell = blocks[claim.block].cell if claim.quantity is not None else None
        if cell is not None and not cell.row and _WEIGHT.search(blocks[claim.block].text, 0, claim.start):
            found[cell.table][cell.column] = claim
    return {
        table: weights for table, weights in found.items() if all(0 < _value(each) < 1 for each in weights.values())
    }


def _rows(facts: Facts) -> Mapping[int, Sequence[_Row]]:
    """By table its rows."""
    found: dict[int, dict[int, dict[int, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for claim, _ in lone_quantities(facts):
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is not None and cell.row and cell.column:
            found[cell.table][cell.row][cell.column] = claim
    return defaultdict(list, {table: [rows[at] for at in sorted(rows)] for table, rows in found.items()})


def _value(claim: Claim) -> Fraction:
    quantity = claim.quantity
    return (quantity.nominal().low or Fraction(0)) if quantity is not None else Fraction(0)


def _derivation(row: _Row, weights: Mapping[int, Claim], rule: str) -> Derivation | None:
    """That the last number of a row is its weighted sum, or is not; None where marks or a score are missing."""
    last = max(row)
    score, marks = row[last], [row[at] for at in weights if at in row and at != last]
    if len(marks) < len(weights) or not _SCORE.search(score.label.column) or score.quantity is None:
        return None
    pairs = [(weights[at], row[at]) for at in weights]
    if any(mark.quantity is None or mark.quantity.unit.symbol for _, mark in pairs) or score.quantity.unit.symbol:
        return None
    given: dict[int, Input] = {}
    result = shown = Interval.point(0)
    for weight, mark in pairs:
        assert mark.quantity is not None
        # Whole marks are exact, as weights are.
        own = mark.quantity.nominal() if _value(mark).denominator == 1 else mark.quantity.hull
        given |= {each.index: Input(each.name, value, each.index)
                  for each, value in ((weight, Interval.point(_value(weight))), (mark, own))}  # fmt: skip
        result = result + Interval.point(_value(weight)) * own
        shown = shown + Interval.point(_value(weight)) * mark.quantity.nominal()
    program = " ".join(f"{a.name} {b.name} *" + (" +" if at else "") for at, (a, b) in enumerate(pairs))
    working = " + ".join(f"{a.text} × {b.text}" for a, b in pairs)
    return one_step(
        score,
        Step("weighted sum", working, result, "", program, tuple(given.values())),
        rule,
        expected=show.interval(shown, score.quantity.readings[0].unit),
        holds=result.meets(score.quantity.hull),
        basis=Basis.ARITHMETIC,
        power=0.02,
    )
