"""Written arithmetic: "6 (TP) × 5 (PP) = 30 GPUs" as a chain of expression trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from auditor.claims.claim import Equation, Expression, Operand, Operation
from auditor.claims.connectives import CLAUSE_WORDS, NUMBER_WORDS, PREPOSITIONS, VERBS
from auditor.claims.items import dimensions, is_percent, is_relation, is_separator, per_dimensions, symbol, text
from auditor.claims.passage import Group, Item, Leaf, Scanned, passages
from auditor.claims.portion import Portion, arithmetic, portions
from auditor.quantity import Modality
from auditor.span import Span

_STOPS = PREPOSITIONS | CLAUSE_WORDS
_PLAIN = (Modality.EXACT, Modality.ABOUT, Modality.RANGE)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a chain, as far as it is understood."""

    expression: Expression | None
    leaves: tuple[Leaf, ...]
    span: Span | None


_UNKNOWN = _Side(None, (), None)


def equations(scanned: Sequence[Scanned]) -> tuple[Equation, ...]:
    """The arithmetic of a document, in source order; an expression that equals nothing is an equation of one side.

    A side with anything in it that has no value leaves the chain; it is never cut short.
    """
    found = [equation for passage in passages(scanned) for equation in read(passage)]
    return tuple(sorted(found, key=lambda equation: (equation.span.start, equation.span.end)))


def read(items: Sequence[Item]) -> Iterator[Equation]:
    """The equations of one passage and of the brackets in it."""
    waiting = [tuple(items)]
    while waiting:
        current = waiting.pop()
        for clause in clauses(current):
            yield from _clause(clause)
        waiting.extend(item.items for item in current if isinstance(item, Group) and arithmetic(item) is None)


def clauses(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """The stretches of a passage between its separators; relation signs stay inside."""
    clause: list[Item] = []
    for item in items:
        if is_separator(item):
            if clause:
                yield tuple(clause)
            clause = []
        else:
            clause.append(item)
    if clause:
        yield tuple(clause)


def sides(clause: Sequence[Item]) -> tuple[list[list[Portion]], list[str]]:
    """The portions of each side of a clause, and the relations between the sides."""
    stretches: list[list[Item]] = [[]]
    relations = []
    for item in clause:
        if isinstance(item, Leaf) and is_relation(item):
            relations.append(item.token.operator)
            stretches.append([])
        else:
            stretches[-1].append(item)
    return [list(portions(stretch)) for stretch in stretches], relations


def _clause(clause: Sequence[Item]) -> Iterator[Equation]:
    stretches, relations = sides(clause)
    chain = [_side(stretch, number, len(stretches)) for number, stretch in enumerate(stretches)]
    used: set[Span] = set()
    for members, signs in _links(chain, relations):
        yield _equation(members, signs)
        used.update(member.span for member in members if member.span is not None)
    for stretch in stretches:
        for portion in stretch:
            if portion.span not in used:
                yield from _alone(portion) if relations or not _is_pair(portion) else ()
            for aside in portion.asides:
                yield from _bracketed(aside.group)


def _side(stretch: Sequence[Portion], number: int, count: int) -> _Side:
    """The portion of a stretch that is the side: the last of the first stretch, the first of the last."""
    if not stretch or (len(stretch) > 1 and 0 < number < count - 1):
        return _UNKNOWN
    portion = stretch[-1] if number == 0 else stretch[0]
    leads = _opens(portion, alone=len(stretch) == 1) if number == 0 else _answers(portion)
    if not leads or (number > 0 and len(stretch) > 1 and "of" in text(stretch[1].lead)):
        return _UNKNOWN
    return _Side(portion.expression, portion.numbers, portion.span)


def _opens(portion: Portion, *, alone: bool) -> bool:
    """Whether the words before a first side leave it standing for itself."""
    words = text(portion.lead)
    if not alone and not any(word in VERBS for word in words):
        return False
    single = isinstance(portion.expression, Operand)
    return not (single and words and words[-1] in _STOPS)


def _answers(portion: Portion) -> bool:
    """Whether the words between a relation and its side leave the side standing for itself."""
    words = text(portion.lead)
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
    single = isinstance(left.expression, Operand) and isinstance(right.expression, Operand)
    if len(between) > 1 and any(sign not in "=≈" for sign in between):
        return ""
    if between[0] == "→" and not (isinstance(left.expression, Operation) and isinstance(right.expression, Operand)):
        return ""
    if single and not _restates(left.leaves[0], right.leaves[0], strictly=begins):
        return ""
    return "≈" if "≈" in between else between[0]


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


def _as_fractions(members: Sequence[_Side]) -> Iterator[Expression]:
    """The expressions of a chain; beside a percentage, "× 100" only turns a fraction into one and is left out."""
    percentage = any(isinstance(side.expression, Operand) and is_percent(side.leaves[0]) for side in members)
    for side in members:
        if side.expression is not None:
            yield _without_hundred(side) if percentage else side.expression


def _without_hundred(side: _Side) -> Expression:
    """The side without its factor 100, if a quotient is left; else the side as it is."""
    assert side.expression is not None
    hundreds = {leaf.claim for leaf in side.leaves if _is_hundred(leaf)}
    left = _divided(side.expression, hundreds) if hundreds else None
    return side.expression if left is None else left


def _divided(expression: Expression, hundreds: Set[int | None]) -> Expression | None:
    """A product without its one factor of `hundreds`, or a quotient whose dividend is one; None if there is none."""
    if not isinstance(expression, Operation) or expression.operator not in "*/" or len(expression.operands) < 2:
        return None
    first, *others = expression.operands
    if expression.operator == "/":
        rest = _factors(first, hundreds)
        return Operation("/", (rest, *others), expression.span) if rest is not None else None
    rest = _factors(expression, hundreds)
    return rest if rest is not None and _divides(rest) else None


def _factors(product: Expression, hundreds: Set[int | None]) -> Expression | None:
    if not isinstance(product, Operation) or product.operator != "*":
        return None
    kept = tuple(part for part in product.operands if not (isinstance(part, Operand) and part.claim in hundreds))
    if len(kept) + 1 != len(product.operands):
        return None
    return kept[0] if len(kept) == 1 else Operation("*", kept, product.span)


def _divides(expression: Expression) -> bool:
    """Whether a quotient stands at the top of an expression or right below it."""
    if not isinstance(expression, Operation):
        return False
    return any(isinstance(part, Operation) and part.operator == "/" for part in (expression, *expression.operands))


def _is_hundred(leaf: Leaf) -> bool:
    number = leaf.token.number
    return number is not None and not symbol(leaf) and number.low == number.high == 100


def _equation(members: Sequence[_Side], signs: Sequence[str]) -> Equation:
    expressions = tuple(_as_fractions(members))
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
    return not whole or (not symbol(portion.numbers[0]) and a is not None and b is not None and a.low > b.low)


def _bracketed(group: Group) -> Iterator[Equation]:
    if isinstance(arithmetic(group), Operation):
        for portion in portions(group.items):
            yield from _alone(portion)


def _is_pause(expression: Operation, portion: Portion) -> bool:
    """Whether the sign may be a dash, or a slash that sets things apart: "2/4/8", "120GB FP32 / 60GB FP16"."""
    if expression.operator != "/":
        return expression.operator == "-"
    labelled = isinstance(first := expression.operands[0], Operand) and bool(first.label)
    return len(portion.numbers) > 2 or labelled
