"""Operands and operators, as they come, to an expression tree: precedence and associativity as in mathematics."""

from __future__ import annotations

from auditor.claims.claim import Expression, Operand, Operation
from auditor.span import Span

MOST_OPERANDS = 64
"""An expression with more operands than this is not read."""

_NEGATE = "neg"
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, _NEGATE: 3, "^": 4}
_FLAT = ("+", "*")

_Term = tuple[Expression, Span, bool]


class Builder:
    """An expression under construction (Dijkstra's shunting yard, on explicit stacks)."""

    __slots__ = ("_count", "_operators", "_terms", "broken", "waiting")

    def __init__(self) -> None:
        self._terms: list[_Term] = []
        self._operators: list[str] = []
        self._count = 0
        self.waiting = True
        """Whether an operand must come next."""
        self.broken = False
        """Whether some part cannot be understood; nothing mends that."""

    def operand(self, expression: Expression, span: Span, *, closed: bool = False) -> None:
        """Add an operand; `closed` is one in brackets, whose parts do not merge with what is around it."""
        self._count += 1
        self.broken = self.broken or not self.waiting or self._count > MOST_OPERANDS
        self.waiting = False
        if not self.broken:
            self._terms.append((expression, span, closed))

    def label(self, label: str) -> None:
        """Name the operand that came last."""
        if not self.broken and not self.waiting and isinstance(last := self._terms[-1][0], Operand) and not last.label:
            self._terms[-1] = (Operand(last.claim, label), *self._terms[-1][1:])

    def operator(self, operator: str) -> None:
        """Add a binary operator."""
        self.broken = self.broken or self.waiting or operator not in _PRECEDENCE
        self.waiting = True
        if self.broken:
            return
        while self._operators and self._binds(self._operators[-1], operator):
            self._reduce()
        self._operators.append(operator)

    def negate(self) -> None:
        """Add a minus sign that stands before an operand."""
        self.broken = self.broken or not self.waiting or len(self._operators) >= MOST_OPERANDS
        if not self.broken:
            self._operators.append(_NEGATE)

    @property
    def last(self) -> str:
        """The operator that came last; empty if none is waiting."""
        return self._operators[-1] if self._operators else ""

    def expression(self) -> Expression | None:
        """The whole, or None where it is not understood, ends in an operator or has too many operands."""
        if self.broken or self.waiting:
            return None
        while self._operators:
            self._reduce()
        return self._terms[0][0]

    @staticmethod
    def _binds(earlier: str, later: str) -> bool:
        if _PRECEDENCE[earlier] == _PRECEDENCE[later]:
            return later != "^"
        return _PRECEDENCE[earlier] > _PRECEDENCE[later]

    def _reduce(self) -> None:
        operator = self._operators.pop()
        right, end, _ = self._terms.pop()
        if operator == _NEGATE:
            self._terms.append((Operation("-", (right,), end), end, False))
            return
        left, start, closed = self._terms.pop()
        flat = operator in _FLAT and not closed and isinstance(left, Operation) and left.operator == operator
        before = left.operands if flat and isinstance(left, Operation) else (left,)
        span = start.join(end)
        self._terms.append((Operation(operator, (*before, right), span), span, False))
