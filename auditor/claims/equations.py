"""Written arithmetic: "6 (TP) × 5 (PP) = 30 GPUs" as a chain of expression trees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.claims.claim import Equation, Expression, Operand, Operation
from auditor.claims.connectives import CLAUSE_WORDS, HEDGES, NUMBER_WORDS, PREPOSITIONS, VERBS
from auditor.claims.items import (
    dimensions,
    is_percent,
    per_dimensions,
    symbol,
    text,
)
from auditor.claims.passage import Group, Leaf
from auditor.claims.percentages import without_hundred
from auditor.claims.portion import Portion, arithmetic, portions
from auditor.claims.sides import Passage, Sides, is_label, tells_which
from auditor.frozen import dataclass
from auditor.quantity import Modality
from auditor.span import Span

_STOPS = PREPOSITIONS | CLAUSE_WORDS
_EQUAL = frozenset("=≈")
_AMOUNTS = frozenset({"byte", "second", "flop"})
_OF = frozenset({"of", "the", "out", "a"})
_BELOW = frozenset({"<", "≤"})
_OF_RESULTS = HEDGES - {"the", "still", "now", "only", "just"}
_PLUS_NAME = re.compile(r"[^\d+]{0,20}(?:\+|\bplus\b)\s+[^\W\d]", re.I)
_PLAIN = (Modality.EXACT, Modality.ABOUT, Modality.RANGE)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a chain, as far as it is understood."""

    expression: Expression | None
    leaves: tuple[Leaf, ...]
    span: Span | None
    part: bool = False
    """Whether it is an amount of a larger one that stands behind it: "= 25 GB of 80 GB"."""


_UNKNOWN = _Side(None, (), None)


def equations(read: Sequence[Passage]) -> tuple[Equation, ...]:
    """The arithmetic of a document, in source order; an expression that equals nothing is an equation of one side.

    A side with anything in it that has no value leaves the chain; it is never cut short.
    """
    found = [equation for passage in read for cut in passage.cuts for equation in _clause(cut)]
    return tuple(sorted(found, key=lambda equation: (equation.span.start, equation.span.end)))


def likely(read: Sequence[Passage], sure: Sequence[Equation]) -> tuple[Equation, ...]:
    """Two sides between words that may belong to one of them: what comes out right is meant, what does not may not be.

    Those that `sure` equations hold are left out.
    """
    known = {(a, b) for equation in sure for a, b in pairwise(map(_extent, equation.sides))}
    found = (equation for passage in read for cut in passage.cuts for equation in _beside(cut))
    return tuple(equation for equation in found if tuple(map(_extent, equation.sides)) not in known)


def _extent(side: Expression) -> Expression | Span:
    return side.span if isinstance(side, Operation) else side


def _beside(cut: Sides) -> Iterator[Equation]:
    for sign, left, right in zip(cut.relations, cut.stretches, cut.stretches[1:], strict=False):
        if sign not in _EQUAL or not left or not right:
            continue
        first, second = left[-1], right[0]
        if isinstance(first.expression, Operation) and first.written and isinstance(second.expression, Operand):
            sides = [_Side(each.expression, each.numbers, each.span) for each in (first, second)]
            yield _equation(sides, [sign])


def _clause(cut: Sides) -> Iterator[Equation]:
    used: set[Span] = set()
    for chain, signs in _chains(cut):
        for members, between in _links(chain, signs):
            yield _equation(members, between)
            used.update(member.span for member in members if member.span is not None)
    for portion in (portion for stretch in cut.stretches for portion in stretch):
        if portion.span not in used and (cut.relations or not _is_pair(portion)):
            yield from _alone(portion)
        for aside in portion.asides:
            yield from _bracketed(aside.group)


def _chains(cut: Sides) -> Iterator[tuple[list[_Side], list[str]]]:
    """The sides of a clause as chains; one that goes over to another statement ends a chain and begins the next."""
    chain = [_UNKNOWN if tells_which(cut) or is_label(cut) else _first(cut.stretches[0])]
    signs: list[str] = []
    last = len(cut.relations)
    for number, (sign, stretch) in enumerate(zip(cut.relations, cut.stretches[1:], strict=True), start=1):
        signs.append(sign)
        chain.append(_last(stretch, sign))
        if number < last and (len(stretch) > 1 or cut.turns[number]):
            yield chain, signs
            chain, signs = [_first(stretch, again=True) if len(stretch) > 1 else _UNKNOWN], []
        elif number < last and _may_join(stretch):
            yield chain, signs
            chain, signs = [_UNKNOWN], []
    yield chain, signs


def _may_join(stretch: Sequence[Portion]) -> bool:
    """Whether a side not understood may be two, of two equations: "... = 6 GB plus a gather of 3 × 4 = ..."."""
    if not stretch or stretch[0].expression is not None:
        return False
    return any(_PLUS_NAME.match(a.block.text, a.token.end, b.token.start) for a, b in pairwise(stretch[0].numbers))


def _first(stretch: Sequence[Portion], *, again: bool = False) -> _Side:
    """The side that begins a chain: the last expression of its stretch; `again` where an earlier chain ended in it."""
    if not stretch or not (_begins(stretch[-1]) if again else _opens(stretch[-1], alone=len(stretch) == 1)):
        return _UNKNOWN
    return _Side(stretch[-1].expression, stretch[-1].numbers, stretch[-1].span)


def _last(stretch: Sequence[Portion], sign: str) -> _Side:
    """The side that ends or continues a chain: the first expression of its stretch."""
    if not stretch or not _answers(stretch[0], sign):
        return _calculation(stretch)
    part = len(stretch) > 1 and _is_part(*stretch[:2])
    if part and not _is_amount_of(*stretch[:2]):
        return _calculation(stretch)
    return _Side(stretch[0].expression, stretch[0].numbers, stretch[0].span, part)


def _calculation(stretch: Sequence[Portion]) -> _Side:
    """A side that is not understood: with its numbers where it has several, between which something may be done."""
    numbers = tuple(number for portion in stretch for number in portion.numbers)
    return _Side(None, numbers, None) if len(numbers) > 1 else _UNKNOWN


def _is_amount_of(portion: Portion, later: Portion) -> bool:
    """Whether nothing but "of the" stands between an amount and the whole that it is taken of."""
    amount = any(name in _AMOUNTS for name, _ in dimensions(portion.numbers[0]))
    return amount and isinstance(portion.expression, Operand) and set(text(later.lead)) <= _OF


def _is_part(portion: Portion, later: Portion) -> bool:
    """Whether an "of" makes a number a part of the next one: "8 of 64"; in "16 chunks of 3 layers" it does not."""
    if "of" not in text(later.lead):
        return False
    first, second = portion.numbers[-1], later.numbers[0]
    return not (symbol(first) and symbol(second)) or per_dimensions(first) == per_dimensions(second)


def _begins(portion: Portion) -> bool:
    """Whether an expression that follows a finished equation begins another: "... = 32 heads and 8 / 2 = 4"."""
    words = text(portion.lead)
    return isinstance(portion.expression, Operation) and bool(words) and words[-1] not in PREPOSITIONS


def _opens(portion: Portion, *, alone: bool) -> bool:
    """Whether the words before a first side leave it standing for itself."""
    words = text(portion.lead)
    if not alone and not any(word in VERBS for word in words):
        return False
    single = isinstance(portion.expression, Operand)
    return not (single and words and words[-1] in _STOPS)


def _answers(portion: Portion, sign: str) -> bool:
    """Whether the words between a relation and its side leave the side standing for itself.

    Words behind an arrow tell of what follows from the other side: "TP2 × DP8 → the 26.6 becomes 13.3".
    """
    words = text(portion.lead)
    if sign == "→" and not _OF_RESULTS.issuperset(words):
        return False
    number = portion.numbers[0].token.number
    if words and number is not None and number.quantity.modality not in _PLAIN:
        return False
    return len(words) <= 3 and not any(word in _STOPS or word in VERBS or word in NUMBER_WORDS for word in words)


def _links(chain: Sequence[_Side], relations: Sequence[str]) -> Iterator[tuple[list[_Side], list[str]]]:
    """The stretches of a chain that can be checked: sides understood, related to the next that is understood."""
    members: list[_Side] = []
    signs: list[str] = []
    pending: list[str] = []
    for number, side in enumerate(chain):
        if number:
            pending.append(relations[number - 1])
        if side.expression is None:
            if side.leaves and members:
                # "68 − 16 = 52 GB for the cache × 4 = 208 GB": the last is not what the first comes to.
                yield from _worth(members, signs)
                members, signs = [], []
            continue
        sign = _relate(members[-1], pending, side, begins=len(members) == 1) if members else ""
        if sign:
            signs.append(sign)
        elif members:
            yield from _worth(members, signs)
            members, signs = [], []
        members.append(side)
        pending = []
    yield from _worth(members, signs)


def _relate(left: _Side, between: Sequence[str], right: _Side, *, begins: bool) -> str:
    """The relation of two sides across the signs between them; empty if there is none that can be checked."""
    if left.part or (right.part and not _is_summed(left.expression)):
        # "1/8 = 8 GB of 64 GB" is a share.
        return ""
    single = isinstance(left.expression, Operand) and isinstance(right.expression, Operand)
    if len(between) > 1 and any(sign not in "=≈" for sign in between):
        return ""
    if between[0] == "→" and not (isinstance(left.expression, Operation) and isinstance(right.expression, Operand)):
        return ""
    strictly = begins and not (between[0] in _BELOW and _is_counted_per(left.leaves[0], right.leaves[0]))
    if single and not _restates(left.leaves[0], right.leaves[0], strictly=strictly):
        return ""
    return "≈" if "≈" in between else between[0]


def _is_summed(expression: Expression | None) -> bool:
    return isinstance(expression, Operation) and expression.operator in ("+", "-", "*")


def _is_counted_per(left: Leaf, right: Leaf) -> bool:
    """Whether the first is counted per something and the second is not: "70 GB per GPU ≤ 80 GB".

    Where that is above the second, what all of them come to is all the more.
    """
    return len(dimensions(left)) > len(dimensions(right))


def _restates(left: Leaf, right: Leaf, *, strictly: bool) -> bool:
    """Whether two numbers can be one amount: of one dimension, or one of them bare, on one line."""
    a, b = left.token.number, right.token.number
    if a is None or b is None or left.line != right.line:
        return False
    if is_percent(left) != is_percent(right):
        return "" in (symbol(left), symbol(right))
    return dimensions(left) == dimensions(right) or (not strictly and per_dimensions(left) == per_dimensions(right))


def _worth(members: list[_Side], signs: list[str]) -> Iterator[tuple[list[_Side], list[str]]]:
    if len(members) > 1:
        yield members, signs


def _expressions(members: Sequence[_Side]) -> Iterator[Expression]:
    """The expressions of a chain; beside a percentage, "× 100" only turns a fraction into one and is left out."""
    percentage = any(isinstance(side.expression, Operand) and is_percent(side.leaves[0]) for side in members)
    for side in members:
        if side.expression is not None:
            yield without_hundred(side.expression, side.leaves) if percentage else side.expression


def _equation(members: Sequence[_Side], signs: Sequence[str]) -> Equation:
    expressions = tuple(_expressions(members))
    spans = [side.span for side in members if side.span is not None]
    return Equation(expressions, tuple(signs), spans[0].join(spans[-1]), members[0].leaves[0].block.index)


def _alone(portion: Portion) -> Iterator[Equation]:
    expression = portion.expression
    if isinstance(expression, Operation) and portion.written and not _is_pause(expression, portion):
        yield Equation((expression,), (), portion.span, portion.numbers[0].block.index)


def _is_pair(portion: Portion) -> bool:
    """Whether a slash may only set two things apart: "40/80 GB", "24/7"."""
    if not portion.slashed or len(portion.numbers) != 2:
        return portion.slashed
    a, b = (leaf.token.number for leaf in portion.numbers)
    whole = a is not None and b is not None and a.quantity.whole and b.quantity.whole
    return not whole or (a is not None and b is not None and not a.noun and a.low > b.low)


def _bracketed(group: Group) -> Iterator[Equation]:
    if isinstance(arithmetic(group), Operation):
        for portion in portions(group.items):
            yield from _alone(portion)


def _is_pause(expression: Operation, portion: Portion) -> bool:
    """Whether the sign may be a dash, or a slash that sets things apart: "2/4/8", "120GB FP32 / 60GB FP16"."""
    inner = {part.operator for part in expression.operands if isinstance(part, Operation)}
    if expression.operator != "/" or inner - {"/"}:
        return expression.operator == "-"
    labelled = isinstance(first := expression.operands[0], Operand) and bool(first.label)
    return len(portion.numbers) > 2 or labelled
