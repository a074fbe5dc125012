"""A comparison solved for each of its names, by sympy: used when a rulebook is compiled, never in an audit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from auditor.rulebook.term import Apply, Comparison, Name, Number, Term, names

_TURNED = {"=": "=", ">=": "<=", "<=": ">="}
_MOST_TERMS = 40


def solutions(comparison: Comparison, wanted: tuple[str, ...]) -> Iterator[tuple[str, str, Term]]:
    """For each wanted name that it bounds: the name, the direction (`=`, `>=`, `<=`), and the term for it."""
    for name in wanted:
        found = _as_written(comparison, name) or _solved(comparison, name)
        if found is not None:
            yield name, *found


def _as_written(comparison: Comparison, name: str) -> tuple[str, Term] | None:
    """The author's own term, where the name already stands alone on one side."""
    left, operator, right = comparison.left, comparison.operator, comparison.right
    if left == Name(name) and name not in names(right):
        return operator, right
    return (_TURNED[operator], left) if right == Name(name) and name not in names(left) else None


def _solved(comparison: Comparison, name: str) -> tuple[str, Term] | None:
    """By algebra over positive symbols; None where the name stands inside a rounding or has no single solution."""
    import sympy

    hidden: dict[Any, Term] = {}
    try:
        left, right = (to_sympy(side, hidden, name) for side in (comparison.left, comparison.right))
    except _InsideError:
        return None
    unknown = sympy.Symbol(name, positive=True)
    slack = left - right if (left - right).is_polynomial(unknown) else sympy.together(left - right)
    solution = _single_root(slack, unknown)
    if solution is None:
        return None
    direction = _direction(comparison.operator, slack, unknown)
    if direction is None:
        return None
    term = _shortest(solution, hidden)
    return None if term is None else (direction, term)


class _InsideError(Exception):
    """The unknown stands inside a function that has no inverse."""


def to_sympy(term: Term, hidden: dict[Any, Term] | None = None, unknown: str = "") -> Any:
    """The term as a sympy expression of positive symbols; functions without `unknown` become symbols in `hidden`."""
    import sympy

    if isinstance(term, Number):
        return sympy.Rational(term.value.numerator, term.value.denominator)
    if isinstance(term, Name):
        return sympy.Symbol(term.text, positive=True)
    if term.operator in ("+", "-", "*", "/", "^", "neg"):
        operands = [to_sympy(operand, hidden, unknown) for operand in term.operands]
        return _arithmetic(term.operator, operands)
    if unknown in names(term) or hidden is None:
        raise _InsideError
    for symbol, known in hidden.items():
        if known == term:
            return symbol
    symbol = sympy.Symbol(f"_hidden{len(hidden)}", positive=True)
    hidden[symbol] = term
    return symbol


def _arithmetic(operator: str, operands: list[Any]) -> Any:
    if operator == "neg":
        return -operands[0]
    left, right = operands
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    return left / right if operator == "/" else left**right


def _single_root(slack: Any, unknown: Any) -> Any:
    """The one positive value for which `slack` is zero, or None."""
    import sympy

    numerator = slack if slack.is_polynomial(unknown) else sympy.numer(slack)
    if not numerator.is_polynomial(unknown):
        return None
    coefficients = sympy.Poly(numerator, unknown).all_coeffs()
    if len(coefficients) == 2:
        root = -coefficients[1] / coefficients[0]
        return root if root.count_ops() > _MOST_TERMS else sympy.cancel(root)
    if len(coefficients) != 3 or any(len(sympy.Add.make_args(c)) > _MOST_TERMS for c in coefficients):
        return None
    if coefficients[1] == 0:
        return sympy.sqrt(sympy.cancel(-coefficients[2] / coefficients[0]))
    return _positive_root(coefficients)


def _positive_root(coefficients: list[Any]) -> Any:
    """The positive root of a x^2 + b x - c, where the signs of a and c leave exactly one."""
    import sympy

    a, b, c = coefficients
    if sympy.factor(a).is_positive and sympy.factor(-c).is_positive:
        return (-b + sympy.sqrt(b**2 - 4 * a * c)) / (2 * a)
    if sympy.factor(-a).is_positive and sympy.factor(c).is_positive:
        return (b + sympy.sqrt(b**2 - 4 * a * c)) / (-2 * a)
    return None


def _direction(operator: str, slack: Any, unknown: Any) -> str | None:
    """Which side of its solution the unknown lies on, from the sign of the slack's derivative."""
    if operator == "=":
        return "="
    import sympy

    slope = sympy.factor(sympy.diff(slack, unknown))
    if slope.is_positive or slope.is_nonnegative:
        return operator
    return _TURNED[operator] if slope.is_negative or slope.is_nonpositive else None


def _shortest(solution: Any, hidden: dict[Any, Term]) -> Term | None:
    """The form of a solution in which names recur least: each recurrence would widen an interval."""
    import sympy

    best = from_sympy(solution, hidden)
    if solution.count_ops() > _MOST_TERMS:
        return best
    for form in (sympy.factor, sympy.expand):
        if best is not None and _recurring(best)[0] == 0:
            return best
        other = from_sympy(form(solution), hidden)
        if other is not None and (best is None or _recurring(other) < _recurring(best)):
            best = other
    return best


def _recurring(term: Term) -> tuple[int, int]:
    found = list(names(term))
    return len(found) - len(set(found)), len(found)


def from_sympy(expression: Any, hidden: dict[Any, Term]) -> Term | None:
    """The term of a sympy expression, or None where the grammar has no word for it."""
    if expression.is_Rational:
        return Number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return hidden.get(expression) or Name(expression.name)
    if expression.is_Add:
        return _from_sum(expression, hidden)
    if expression.is_Mul:
        return _from_product(expression, hidden)
    return _from_power(expression, hidden) if expression.is_Pow else None


def _from_sum(expression: Any, hidden: dict[Any, Term]) -> Term | None:
    """What is added first, what is taken away behind it."""
    parts = sorted(expression.as_ordered_terms(), key=lambda part: bool(part.as_coeff_Mul()[0] < 0))
    taken = [bool(part.as_coeff_Mul()[0] < 0) for part in parts]
    terms = [from_sympy(-part if minus else part, hidden) for part, minus in zip(parts, taken, strict=True)]
    total: Term | None = None
    for term, minus in zip(terms, taken, strict=True):
        if term is None:
            return None
        if total is None:
            total = Apply("neg", (term,)) if minus else term
        else:
            total = Apply("-" if minus else "+", (total, term))
    return total


def _from_product(expression: Any, hidden: dict[Any, Term]) -> Term | None:
    """A numerator over a denominator; a minus sign goes into a sum, where there is one."""
    coefficient, rest = expression.as_coeff_Mul()
    sums = [factor for factor in rest.as_ordered_factors() if factor.is_Add] if coefficient < 0 else []
    if sums:
        turned = [-factor if factor is sums[0] else factor for factor in rest.as_ordered_factors()]
        return _from_factors([-coefficient, *turned], hidden)
    term = _from_factors([abs(coefficient), *rest.as_ordered_factors()], hidden)
    return Apply("neg", (term,)) if term is not None and coefficient < 0 else term


def _from_factors(factors: list[Any], hidden: dict[Any, Term]) -> Term | None:
    above: list[Any] = []
    below: list[Any] = []
    for factor in factors:
        if factor.is_Rational:
            above += [factor.p] if factor.p != 1 else []
            below += [factor.q] if factor.q != 1 else []
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            below.append(1 / factor)
        else:
            above.append(factor)
    top, bottom = _multiplied(above, hidden), _multiplied(below, hidden)
    if top is None or bottom is None:
        return None
    return Apply("/", (top, bottom)) if below else top


def _multiplied(factors: list[Any], hidden: dict[Any, Term]) -> Term | None:
    product: Term | None = None
    for factor in factors:
        term = Number(Fraction(factor)) if isinstance(factor, int) else from_sympy(factor, hidden)
        if term is None:
            return None
        product = term if product is None else Apply("*", (product, term))
    return product or Number(Fraction(1))


def _from_power(expression: Any, hidden: dict[Any, Term]) -> Term | None:
    base, exponent = from_sympy(expression.base, hidden), expression.exp
    if base is None or not exponent.is_Rational or exponent.q not in (1, 2) or abs(exponent.p) > 64:
        return None
    if exponent.q == 2:
        base = Apply("sqrt", (base,))
    whole = abs(int(exponent.p))
    power: Term = base if whole == 1 else Apply("^", (base, Number(Fraction(whole))))
    return power if exponent > 0 else Apply("/", (Number(Fraction(1)), power))
