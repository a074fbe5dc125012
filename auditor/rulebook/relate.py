"""Comparisons made into relations: constants put in, both sides as programs, solved for each symbol."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from auditor.rulebook.program import Form, program
from auditor.rulebook.rule import Relation, Variable
from auditor.rulebook.slope import implied, slopes
from auditor.rulebook.term import Comparison, Name, Number, Term, compared, names, replace, show

__all__ = ["alone", "compared", "compiled", "exchanged"]


def compiled(
    comparison: Comparison, variables: Mapping[str, Variable], wanted: tuple[str, ...] | None = None
) -> Relation:
    """The relation of a comparison, solved for the `wanted` symbols; for all if that is left out."""
    constants: dict[str, Term] = {name: Number(v.value) for name, v in variables.items() if v.value is not None}
    plain = exchanged(comparison, constants)
    symbols = compared(plain)
    minimums = {name: v.minimum for name, v in variables.items() if v.minimum}
    return Relation(
        text=written(comparison),
        operator=plain.operator,
        left=program(plain.left),
        right=program(plain.right),
        symbols=symbols,
        forms=_forms(plain, minimums, symbols if wanted is None else wanted),
    )


def alone(comparison: Comparison) -> tuple[str, ...]:
    """The symbol that makes up the left side, if one does."""
    return (comparison.left.text,) if isinstance(comparison.left, Name) else ()


def _forms(plain: Comparison, minimums: Mapping[str, Fraction], wanted: tuple[str, ...]) -> dict[str, Form]:
    from auditor.rulebook.solve import solutions

    return {name: _form(plain, name, direction, term, minimums) for name, direction, term in solutions(plain, wanted)}


def _form(plain: Comparison, name: str, direction: str, term: Term, minimums: Mapping[str, Fraction]) -> Form:
    own = slopes(term, minimums)
    kept = {symbol: minimums[symbol] for symbol in dict.fromkeys(names(term)) if symbol in minimums}
    if own is None:
        own = implied(plain.left, plain.right, name, minimums)
        kept[name] = minimums.get(name, Fraction(0))
    return Form(name, direction, program(term), own, kept)


def exchanged(comparison: Comparison, values: Mapping[str, Term]) -> Comparison:
    """The comparison with symbols exchanged for other terms."""
    return Comparison(replace(comparison.left, values), comparison.operator, replace(comparison.right, values))


def written(comparison: Comparison) -> str:
    """The comparison in the grammar's own syntax."""
    return f"{show(comparison.left)} {comparison.operator} {show(comparison.right)}"
