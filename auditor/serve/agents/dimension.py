"""The unit of an expression over quantities with units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.errors import UsageError
from auditor.rulebook.term import Apply, Name, Number, Term
from auditor.rulebook.term import show as written
from auditor.units import NUMBER, Unit, divide, multiply, power


def unit_of(term: Term, units: Mapping[str, Unit]) -> Unit:
    """The unit of a term by those of its names. Raises UsageError where units do not fit, as 80 GB plus 2 s."""
    if isinstance(term, Number):
        return NUMBER
    if isinstance(term, Name):
        return units[term.text]
    operator, operands = term.operator, [unit_of(operand, units) for operand in term.operands]
    if operator in ("*", "/"):
        found = multiply(*operands) if operator == "*" else divide(*operands)
        # What has cancelled out is a number, in whichever units it was given (80 GB by 16 GiB).
        return found if found.dimensions else NUMBER
    if operator == "^":
        return _power(term.operands[1], operands[0], operands[1])
    if operator in ("sqrt", "log2"):
        return _plain(operator, operands[0])
    return _same(term, operands)


def roots(term: Term) -> Iterator[Apply]:
    """The parts of a term that negative numbers have no value for."""
    if isinstance(term, Apply):
        if term.operator in ("sqrt", "log2"):
            yield term
        for operand in term.operands:
            yield from roots(operand)


def _power(exponent: Term, base: Unit, of_exponent: Unit) -> Unit:
    if isinstance(exponent, Number) and exponent.value.denominator == 1:
        return power(base, int(exponent.value))
    _plain("the exponent", of_exponent)
    return _plain("the base of a power that is no whole number", base)


def _plain(what: str, unit: Unit) -> Unit:
    if unit.dimensions:
        raise UsageError(f"{what} takes a bare number, not {unit.symbol}")
    return NUMBER


def _same(term: Term, found: list[Unit]) -> Unit:
    """The unit of a sum and its like; a bare number may join counts, whose base unit is one."""
    first = next((unit for unit in found if unit.dimensions), found[0])
    for unit in found:
        counts = not unit.dimensions and first.factor == 1
        if unit.dimensions != first.dimensions and not counts:
            told = f"{unit.symbol or 'a bare number'} and {first.symbol or 'a bare number'}"
            raise UsageError(f"{written(term)} joins {told}: give both the same kind of unit")
    return first
