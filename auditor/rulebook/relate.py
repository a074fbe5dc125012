"""Comparisons made into relations: constants put in, both sides as programs, solved for each symbol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as replaced
from fractions import Fraction

from auditor.rulebook.form import Form
from auditor.rulebook.program import program
from auditor.rulebook.rule import Relation, Variable
from auditor.rulebook.slope import Slopes, implied, slopes
from auditor.rulebook.term import Apply, Comparison, Name, Number, Term, compared, names, replace, show

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

    if not wanted:
        return {}
    difference = slopes(Apply("-", (plain.left, plain.right)), minimums)
    forms = {}
    for name, direction, term in solutions(plain, wanted):
        # The author's own side is a term like any other: its slopes ask nothing of the value that it gives.
        own = None if term is plain.right else minimums.get(name, Fraction(0))
        forms[name] = _form(
            difference,
            Form(name, direction, program(term), tuple(dict.fromkeys(names(term))), None, minimums),
            term,
            own,
        )
    return forms


def _form(difference: Slopes | None, form: Form, term: Term, own: Fraction | None) -> Form:
    """The slopes of the whole relation serve every symbol; where they are not proven, those of its own term may be."""
    kept = {symbol: form.minimums[symbol] for symbol in form.inputs if symbol in form.minimums}
    if difference is None:
        return replaced(form, slopes=slopes(term, form.minimums), minimums=kept)
    found = {symbol: slope for symbol, slope in implied(difference, form.symbol).items() if symbol in form.inputs}
    return replaced(form, slopes=found, minimums=kept if own is None else {**kept, form.symbol: own})


def exchanged(comparison: Comparison, values: Mapping[str, Term]) -> Comparison:
    """The comparison with symbols exchanged for other terms."""
    return Comparison(replace(comparison.left, values), comparison.operator, replace(comparison.right, values))


def written(comparison: Comparison) -> str:
    """The comparison in the grammar's own syntax."""
    return f"{show(comparison.left)} {comparison.operator} {show(comparison.right)}"
