"""A rate of one GPU beside a rate of all that the report works out: of the two it is the former that is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor.derivations.checks.degrees import one_situation
from auditor.derivations.derivation import Basis, Bound, Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Fact, Facts, Stance

_RATE = "throughput"


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each rate of a GPU that speaks against a total which, other than itself, is worked out."""
    worked: dict[int, set[Fraction | None]] = defaultdict(set)
    for each in found:
        if each.holds and each.basis is Basis.ARITHMETIC and each.power is None and each.premises:
            quantities = (facts.claims.all[claim].quantity for claim in each.premises)
            worked[each.head].update(quantity.value for quantity in quantities if quantity is not None)
    for each in found:
        against = (
            not each.holds and each.bound is Bound.EXACT and each.head in worked and each.basis is Basis.DERIVATION
        )
        ends = _ends(each, facts) if against else None
        if ends is not None and worked.keys().isdisjoint(each.premises):
            total, rate, gpus = ends
            if gpus.quantity.value in worked[each.head]:
                # It is the rate of another GPU, or of another plan, times their number.
                continue
            yield of_two(rate, (total, gpus), "÷", rule, words="rate of one GPU", holds=False, basis=Basis.ARITHMETIC)


def _ends(derivation: Derivation, facts: Facts) -> tuple[Fact, Fact, Fact] | None:
    """The rate of all GPUs, that of one and their number, if an objection rests on just these."""
    total = facts.by_claim[derivation.head]
    premises = [facts.by_claim[claim] for claim in derivation.premises]
    rates = [each for each in premises if each is not None and (each.concept, each.scope) == (_RATE, "gpu")]
    gpus = [each for each in premises if each is not None and each.concept == "gpus"]
    if total is None or total.concept != _RATE or len(premises) != len(rates) + len(gpus):
        return None
    if not (len(rates) == len(gpus) == 1 and rates[0].stance is Stance.ASSERTED):
        return None
    return (total, rates[0], gpus[0]) if one_situation(total, rates[0]) else None
