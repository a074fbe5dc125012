"""Code that works on with what it has named, and says in a comment what a line comes to.

`cache = tokens * bytes_per_token  # 5.4 GB`
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce

from auditor import patterns as re
from auditor import show
from auditor.derivations.code_line import CodeLine, branching, code_line, parameters
from auditor.derivations.derivation import Basis, Derivation, Step, one_step
from auditor.derivations.values import World, head_unit, inputs, operands, program, quantity_value, words, worlds
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.interval import Interval

_FIRST = re.compile(r"\s*(?:=|->|→|=>|≈|~)?\s*[~≈$]?\s*")
"""What stands before the result at the head of a comment."""
_ARROW = re.compile(r"[^()]*?(?:->|→|=>)\s*[~≈$]?\s*")
"""What stands before one that an arrow leads to."""
_NEAR = (Fraction(1, 2), Fraction(2))
"""How far from what a line gives the number of its comment may lie and still be meant to be it."""
_FEWEST = 10
"""Results below it are found too easily beside other numbers."""
_MOST_OPERANDS = 32
_LARGEST_POWER = 8

Names = Mapping[str, Expression]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each line of code with a name in its calculation whose comment tells the result, or nearly."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    lines = [block for block in blocks if block.code is not None]
    by_block: dict[int, list[Claim]] = {block.index: [] for block in lines}
    for claim in claims if lines else ():
        if claim.quantity is not None and claim.block in by_block:
            by_block[claim.block].append(claim)
    names: dict[str, Expression] = {}
    branched = branching(lines)
    for block in lines:
        for name in parameters(block):
            names.pop(name, None)
        there = by_block[block.index]
        line = code_line(block, there, names, branched)
        if line is None:
            continue
        result = _result(line, there)
        if result is not None and line.named and line.expression is not None:
            derivation = _judged(line.expression, result, claims, rule)
            if derivation is not None:
                yield derivation
        _name(names, line, result)


def _name(names: dict[str, Expression], line: CodeLine, result: Claim | None) -> None:
    """Keep what a name stands for: the result as its comment gives it, else its calculation."""
    value = Operand(result.index) if result is not None else line.expression
    names.pop(line.name, None)
    if value is not None and len(list(operands(value))) <= _MOST_OPERANDS:
        names[line.name] = value


def _result(line: CodeLine, there: list[Claim]) -> Claim | None:
    """The number that the comment of a line gives as what it comes to."""
    behind = [claim for claim in there if claim.start >= line.comment]
    if not behind or not isinstance(line.expression, Operation):
        return None
    if _FIRST.fullmatch(line.text, line.comment, behind[0].start):
        return behind[0]
    return next((claim for claim in behind if _ARROW.fullmatch(line.text, line.comment, claim.start)), None)


def _judged(left: Expression, result: Claim, claims: tuple[Claim, ...], rule: str) -> Derivation | None:
    used = dict.fromkeys([*operands(left), result.index])
    quantities = [quantity for index in used if (quantity := claims[index].quantity) is not None]
    made = [_in_world(left, result, claims, world, rule) for world in worlds(quantities)]
    found = [each for each in made if each is not None]
    return next((each for each in found if each.holds), found[0] if len(found) == len(made) and found else None)


def _in_world(left: Expression, result: Claim, claims: tuple[Claim, ...], world: World, rule: str) -> Derivation | None:
    """The comparison in base units, as code has none, or with the result as printed; None for what is not meant."""
    mixed = _is_mixed(left, claims)
    value = _value(left, claims, world, printed=mixed)
    if value is None or result.quantity is None or (mixed and len(_units([left, Operand(result.index)], claims)) > 1):
        return None
    stated = quantity_value(result.quantity, world)
    sides = [(stated.printed, True)] if mixed else [(stated.base, False), (stated.printed, True)]
    holding = next((side for side in sides if side[0].meets(value)), None)
    meant = holding or next((side for side in sides if _is_near(side[0], value)), None)
    if meant is None:
        return None
    side, printed = meant
    shown = head_unit(result, world, printed=printed)
    name = result.name
    step = Step(
        words(left, claims),
        words(left, claims),
        value,
        shown.symbol,
        program(left),
        inputs(left, claims, world, printed=mixed),
    )
    return one_step(
        result,
        step,
        rule,
        expected=show.interval(value, shown),
        holds=holding is not None,
        basis=Basis.ARITHMETIC,
        compared=Step(
            "in the comment",
            result.text,
            side,
            shown.symbol,
            name,
            inputs(Operand(result.index), claims, world, printed=printed),
        ),
    )


def _is_mixed(expression: Expression, claims: tuple[Claim, ...]) -> bool:
    """Whether a number without a unit is added to one that has got its unit in a comment: it has the same one."""
    if isinstance(expression, Operand):
        return False
    added = [bool(_units([part], claims)) for part in expression.operands] if expression.operator in "+-" else []
    return (any(added) and not all(added)) or any(_is_mixed(part, claims) for part in expression.operands)


def _units(expressions: Sequence[Expression], claims: tuple[Claim, ...]) -> set[str]:
    quantities = (claims[index].quantity for each in expressions for index in operands(each))
    return {quantity.unit.symbol for quantity in quantities if quantity is not None} - {""}


def _value(expression: Expression, claims: tuple[Claim, ...], world: World, *, printed: bool) -> Interval | None:
    """The value in base units, in which a number without a unit is already; or of the numbers as they are printed."""
    if isinstance(expression, Operand):
        quantity = claims[expression.claim].quantity
        value = None if quantity is None else quantity_value(quantity, world)
        if value is None:
            return None
        return value.printed if printed else value.base
    parts = [_value(part, claims, world, printed=printed) for part in expression.operands]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if expression.operator == "^":
        return _power(*known)
    return reduce(_SIGNS[expression.operator], known)


def _power(base: Interval, exponent: Interval) -> Interval | None:
    n = exponent.single
    return base ** int(n) if n is not None and n == int(n) and 0 <= n <= _LARGEST_POWER else None


def _is_near(stated: Interval, result: Interval) -> bool:
    """Whether what is stated is of the size of the result, so that it is meant to be it."""
    if not result.low or stated.low is None or result.low < _FEWEST:
        return False
    return _NEAR[0] < stated.low / result.low < _NEAR[1]


_SIGNS: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "+": Interval.__add__,
    "-": Interval.__sub__,
    "*": Interval.__mul__,
    "/": Interval.__truediv__,
}
