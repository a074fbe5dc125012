"""Everything that follows from the facts: the checks that rules name, and the relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from auditor.derivations.check import Check, LaterCheck
from auditor.derivations.checks import check, later_check
from auditor.derivations.derivation import Basis, Bound, Derivation, Derivations
from auditor.derivations.relation import judge_facts
from auditor.facts import Facts
from auditor.interval import Interval
from auditor.rulebook import Rulebook

_GPUS = ("gpu", 1)
_TIME = (("second", 1),)
_ONE = Interval.point(1)
_PAIR = 2
_MOVED = frozenset(Fraction(each) for each in (10, 100, 1000, 1024))
"""What a count is times another one of which it is a slip, and hardly another thing's count."""


def derive(facts: Facts, rulebook: Rulebook, *, bounds: bool = False) -> Derivations:
    """All derivations of a document, by head and then rule; with `bounds` also those that only say that a number keeps
    a bound, which support nothing."""
    checks, later = _checks(facts, rulebook)
    checked = [derivation for rule_id, made_by in checks for derivation in made_by(facts, rule_id)]
    # Of a long document this is much, and what comes next asks for little of it.
    facts.kept.clear()
    found = _without_overruled([*checked, *judge_facts(facts, rulebook, bounds=bounds)], facts)
    for rule_id, late_check in later:
        found += late_check(facts, rule_id, found)
    facts.kept.clear()
    return Derivations(facts, tuple(sorted(found, key=lambda d: (d.head, d.rule, d.premises))))


def _checks(facts: Facts, rulebook: Rulebook) -> tuple[list[tuple[str, Check]], list[tuple[str, LaterCheck]]]:
    """The checks that can say something of a document, with their rules, and those that take what the others found."""
    # What the documents beside the report say is not at hand as text.
    named_by = rulebook.checks if facts.outside else rulebook.checks_of(facts.claims.document.source)
    checks: list[tuple[str, Check]] = []
    later: list[tuple[str, LaterCheck]] = []
    for rule_id, name in named_by:
        if (found := check(name)) is not None:
            checks.append((rule_id, found))
        elif (found_later := later_check(name)) is not None:
            later.append((rule_id, found_later))
    return checks, later


def _without_overruled(found: list[Derivation], facts: Facts) -> list[Derivation]:
    """The derivations less objections of relations to what the report works out itself, and rightly.

    "16.5 GB / 64 GB = 25.8%" says of what it is a share, "(256 + 32) / 144 = 2 experts per GPU" what is counted, a time
    whose work and rate it is; a relation only supposes these. How many GPUs a plan takes is not for its own product to
    say.
    """
    worked_out: dict[int, set[Interval]] = defaultdict(set)
    for d in found:
        if d.holds and d.basis is Basis.ARITHMETIC and d.power is None and d.premises:
            worked_out[d.head] |= _values(d, facts)
    shown = {share for head in worked_out if (share := _share(facts, head)) is not None}
    kept = [d for d in found if d.holds or not _is_supposed(d) or not _is_told(d, facts, worked_out)]
    # A share that is only unusual may be what the report itself works out, and says again in its table.
    return [
        d for d in kept if d.holds or not d.reservation or d.head in worked_out or _share(facts, d.head) not in shown
    ]


def _share(facts: Facts, claim: int) -> Interval | None:
    """A percentage as it is printed; None for another number."""
    quantity = facts.claims.all[claim].quantity
    return quantity.nominal() if quantity is not None and quantity.unit.symbol == "%" else None


def _is_supposed(derivation: Derivation) -> bool:
    """Whether it rests on what a relation takes for granted; a bound holds whatever the report divides by."""
    return derivation.basis is Basis.DERIVATION and derivation.bound is Bound.EXACT


def _is_told(derivation: Derivation, facts: Facts, worked_out: Mapping[int, set[Interval]]) -> bool:
    """Whether the report works a number out, and not by a usual slip with the very numbers that a relation rests on."""
    quantity, own = facts.claims.all[derivation.head].quantity, worked_out.get(derivation.head)
    if own is None or quantity is None or (derivation.near_miss and own - {_ONE} <= _values(derivation, facts)):
        return False
    if _is_exchanged(own - {_ONE}, _values(derivation, facts) - {_ONE}):
        return False
    counted = quantity.whole and bool(quantity.unit.dimensions) and _GPUS not in quantity.unit.dimensions
    return quantity.unit.symbol == "%" or counted or quantity.unit.dimensions == _TIME


def _is_exchanged(worked_with: set[Interval], premises: set[Interval]) -> bool:
    """Whether a working is the relation's own with one count that elsewhere has its point moved: "56 / 8" of 560."""
    apart = [*(worked_with - premises), *(premises - worked_with)]
    if len(worked_with) != len(premises) or len(apart) != _PAIR or len(premises) < _PAIR:
        return False
    counts = sorted(each.low for each in apart if each.is_point and each.low is not None and each.low > 0)
    return len(counts) == _PAIR and counts[1] / counts[0] in _MOVED


def _values(derivation: Derivation, facts: Facts) -> set[Interval]:
    """The numbers that it rests on."""
    quantities = (facts.claims.all[claim].quantity for claim in derivation.premises)
    return {quantity.nominal() for quantity in quantities if quantity is not None}
