"""Improvements listed as percentages and taken together as a factor: "35 × 1.53", where the list adds up to 53 %."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts, Operand, Operation
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.units import NUMBER

_WORD = re.compile(r"[^\W\d_]{6,}")
_STEM = 6
"""Letters of a word that a list's heading and a factor's label must share."""
_FEWEST = 2
_MOST = 12
_RANGE = (Fraction(1), Fraction(10))
_ONE = Interval.point(1)
_TOLERANCE = Fraction(1, 200)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A factor, the percentages of its list, and how they give it: "sum", "product", or not at all."""

    factor: Claim
    gains: tuple[Claim, ...]
    way: str


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each factor whose list is found: it is their sum or their product.

    It is judged only where another factor of the same block shows how the report combines its lists.
    """
    lists = _lists(facts)
    blocks: dict[tuple[int, ...], list[_Trial]] = {}
    for factor, label, place in _factors(facts):
        gains = _gains(label, lists)
        if gains:
            blocks.setdefault(place, []).append(_Trial(factor, gains, _way(factor, gains)))
    for trials in blocks.values():
        shown = {trial.way for trial in trials if trial.way}
        for trial in trials:
            if trial.way or len(shown) == 1:
                yield _derivation(trial, trial.way or next(iter(shown)), rule)


def _lists(facts: Facts) -> dict[str, tuple[Claim, ...]]:
    """The percentages below each heading, one an item."""
    found: dict[int, list[Claim]] = {}
    blocks = facts.claims.document.blocks
    for claim in facts.claims.all:
        block = blocks[claim.block]
        if (
            claim.quantity is not None
            and claim.quantity.unit.symbol == "%"
            and block.item is not None
            and block.headings
        ):
            found.setdefault(block.headings[-1], []).append(claim)
    single = {h: claims for h, claims in found.items() if len({claim.block for claim in claims}) == len(claims)}
    return {blocks[h].text.lower(): tuple(c) for h, c in single.items() if _FEWEST <= len(c) <= _MOST}


def _factors(facts: Facts) -> Iterator[tuple[Claim, str, tuple[int, ...]]]:
    """Bare factors of a written product, with the label of its line and the block of lines that it stands in."""
    for equation in facts.claims.equations:
        block = facts.claims.document.blocks[equation.block]
        place = (block.code.fence,) if block.code is not None else block.headings
        for side in equation.sides:
            if not isinstance(side, Operation) or side.operator != "*" or len(side.operands) != 2:
                continue
            last = side.operands[1]
            claim = facts.claims.all[last.claim] if isinstance(last, Operand) else None
            if claim is None or claim.quantity is None or claim.quantity.unit.symbol or claim.quantity.value is None:
                continue
            if _RANGE[0] < claim.quantity.value < _RANGE[1] and claim.quantity.value.denominator > 1:
                yield claim, claim.label.key.lower(), place


def _gains(label: str, lists: dict[str, tuple[Claim, ...]]) -> tuple[Claim, ...]:
    """The list whose heading shares more words with a label than any other's."""
    stems = {word[:_STEM] for word in _WORD.findall(label)}
    shared = {heading: len(stems & {word[:_STEM] for word in _WORD.findall(heading)}) for heading in lists}
    most = max(shared.values(), default=0)
    fitting = [lists[heading] for heading, count in shared.items() if count == most]
    return fitting[0] if most and len(fitting) == 1 else ()


def _combined(gains: tuple[Claim, ...], way: str) -> Interval:
    result = _ONE
    for claim in gains:
        if claim.quantity is not None:
            result = result + claim.quantity.hull if way == "sum" else result * (_ONE + claim.quantity.hull)
    return result


def _way(factor: Claim, gains: tuple[Claim, ...]) -> str:
    """By the printed percentages: what rounds them leaves room for any factor."""
    value = factor.quantity.value if factor.quantity is not None else None
    if value is None:
        return ""
    nominal = [claim.quantity.nominal().low or Fraction(0) for claim in gains if claim.quantity is not None]
    product = Fraction(1)
    for gain in nominal:
        product *= 1 + gain
    ways = {"sum": 1 + sum(nominal), "product": product}
    return next((way for way, result in ways.items() if abs(result - value) <= _TOLERANCE * 2), "")


def _derivation(trial: _Trial, way: str, rule: str) -> Derivation:
    factor, names = trial.factor, [claim.name for claim in trial.gains]
    result = _combined(trial.gains, way)
    given = tuple(
        Input(name, claim.quantity.hull, claim.index)
        for name, claim in zip(names, trial.gains, strict=True)
        if claim.quantity is not None
    )
    program = "1" + "".join(f" {name} +" if way == "sum" else f" 1 {name} + *" for name in names)
    texts = [claim.text for claim in trial.gains]
    working = f"1 + {' + '.join(texts)}" if way == "sum" else " × ".join(f"(1 + {text})" for text in texts)
    step = Step(f"{way} of the gains", working, result, "", program, given)
    return one_step(factor, step, rule, expected=show.interval(result, NUMBER), holds=bool(trial.way))
