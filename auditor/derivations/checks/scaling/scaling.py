"""Tables of scaling: speed-ups over the first row, and how much of the ideal one each row keeps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, permutations, product

from auditor import show
from auditor.derivations.checks.columns import Column, chance_of, columns
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval

_SPEEDUP = ("speedup", "speed-up", "speed up", "加速比", "tăng tốc")
_EFFICIENCY = ("efficiency", "效率", "hiệu suất")
_ONE = Interval.point(1)
_LEAST = 2
"""Rows beside the first that have to follow a law before one that does not is wrong."""
_MOST_COLUMNS = 8
_MOST_ROWS = 40
_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class _Law:
    """How a row comes of its own cells and those of the first row: programs over the cells' names."""

    columns: tuple[Column, ...]
    program: str
    """In postfix order; `a`, `b` stand for the cells of the columns, `A`, `B` for those of the first row."""

    def step(self, row: int, first: int) -> Step | None:
        """What it gives in a row; None where a cell is missing or is nothing."""
        cells = {
            letter: column.get(at)
            for letters, at in (("ab", row), ("AB", first))
            for letter, column in zip(letters, self.columns, strict=False)
        }
        stack: list[Interval] = []
        used: dict[str, Claim] = {}
        for token in self.program.split():
            if token in "*/":
                right, left = stack.pop(), stack.pop()
                if token == "/" and right.low_over <= 0:
                    return None
                stack.append(left * right if token == "*" else left / right)
                continue
            cell = cells[token]
            if cell is None or cell.quantity is None:
                return None
            used[token] = cell
            stack.append(cell.quantity.hull)
        names = {token: cell.name for token, cell in used.items()}
        inputs = {
            cell.index: Input(cell.name, cell.quantity.hull, cell.index) for cell in used.values() if cell.quantity
        }
        expression = " ".join(names.get(token, token) for token in self.program.split())
        words = {"*": "×", "/": "÷"}
        values = " ".join(used[token].text if token in used else words[token] for token in _infix(self.program))
        return Step(values, values, stack[0], "", expression, tuple(inputs.values()))


def _infix(program: str) -> list[str]:
    """A program of left-to-right operations as it is read aloud."""
    operands = [token for token in program.split() if token.isalpha()]
    signs = [token for token in program.split() if not token.isalpha()]
    return [operands[0], *(token for pair in zip(signs, operands[1:], strict=True) for token in pair)]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each speed-up and efficiency of a table of which all rows, or all but one, follow one law."""
    for table in columns(facts).values():
        full = [column for column in table.values() if _LEAST < len(column) <= _MOST_ROWS]
        if len(full) <= _MOST_COLUMNS:
            for target in full:
                yield from _column(target, [other for other in full if other is not target], rule)


def _column(target: Column, others: list[Column], rule: str) -> Iterator[Derivation]:
    first = min(target)
    start = target[first].quantity
    if start is None or start.nominal() != _ONE:
        return
    best = max((_follow(target, law, first) for law in _laws(target[first], others)), key=_merit, default=[])
    follow = [step for _, step, holds in best if holds]
    failing = len(best) - len(follow)
    if failing <= 1 and (len(follow) >= _LEAST or _is_told_by_one(target[first], best, others)):
        for claim, step, holds in best:
            yield _derivation(claim, step, rule, holds=holds, sure=len(follow) > _LEAST)


def _is_told_by_one(head: Claim, found: list[tuple[Claim, Step, bool]], others: list[Column]) -> bool:
    """Whether the one speed-up that follows has digits to tell, and no two numbers of a column give the other."""
    held = [claim for claim, _, holds in found if holds]
    wrong = [claim for claim, _, holds in found if not holds]
    if len(held) != 1 or len(wrong) != 1 or not _is_speedup(head) or chance_of(dict(enumerate(held))) > _CHANCE:
        return False
    quantities = (held[0].quantity, wrong[0].quantity)
    if any(quantity is None or not quantity.is_plain or quantity.nominal() == _ONE for quantity in quantities):
        return False
    stated = wrong[0].quantity
    return stated is not None and not any(
        (a / b).meets(stated.hull) for column in others for a, b in permutations(_hulls(column), 2) if b.low_over > 0
    )


def _hulls(column: Column) -> list[Interval]:
    return [claim.quantity.hull for claim in column.values() if claim.quantity is not None]


def _is_speedup(head: Claim) -> bool:
    return any(word in head.label.column.lower() for word in _SPEEDUP)


def _laws(head: Claim, others: list[Column]) -> Iterator[_Law]:
    name = head.label.column.lower()
    if _is_speedup(head):
        for column in others:
            yield _Law((column,), "a A /")
            yield _Law((column,), "A a /")
    elif any(word in name for word in _EFFICIENCY):
        for reached, counted in product(others, others):
            if reached is not counted and _counts(counted):
                yield _Law((reached, counted), "a A / B * b /")
                yield _Law((reached, counted), "A a / B * b /")


def _counts(column: Column) -> bool:
    """Whether a column has whole numbers that grow."""
    values = [claim.quantity.value for claim in column.values() if claim.quantity is not None and claim.quantity.whole]
    numbers = [value for value in values if value is not None]
    return len(numbers) == len(column) and all(a < b for a, b in pairwise(numbers))


def _follow(target: Column, law: _Law, first: int) -> list[tuple[Claim, Step, bool]]:
    """The rows behind the first, what the law gives in each, and whether it is what stands there."""
    found: list[tuple[Claim, Step, bool]] = []
    for row, claim in target.items():
        step = law.step(row, first) if row != first else None
        if row != first and (step is None or claim.quantity is None):
            return []
        if step is not None and claim.quantity is not None:
            found.append((claim, step, claim.quantity.hull.meets(step.result)))
    return found


def _merit(found: list[tuple[Claim, Step, bool]]) -> int:
    return sum(holds for _, _, holds in found)


def _derivation(claim: Claim, step: Step, rule: str, *, holds: bool, sure: bool) -> Derivation:
    quantity = claim.quantity
    unit = quantity.readings[0].unit if quantity is not None else None
    return one_step(
        claim,
        step,
        rule,
        expected=show.interval(step.result, unit) if unit is not None else "",
        holds=holds,
        basis=Basis.ARITHMETIC,
        power=None if sure or not holds else _CHANCE,
    )
