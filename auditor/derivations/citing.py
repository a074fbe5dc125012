"""Steps that only cite: a statement of the report, or of a document beside it."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.derivation import Input, Step
from auditor.facts import Claim, Fact, Premise
from auditor.interval import Interval

_LED_IN = re.compile(r"^[^\W\d]+(?: [^\W\d]+)* (?=\S*\d)")


def unled(text: str) -> str:
    """A number without the words before it that bound it where it stands: "within 64 GB" is 64 GB."""
    return _LED_IN.sub("", text)


def input_of(fact: Fact) -> Input:
    """A number of the report, in all that it admits, as what a step starts from."""
    return Input(fact.claim.name, fact.quantity.hull, fact.claim.index)


def claim_step(claim: Claim, value: Interval, words: str, unit: str = "") -> Step:
    """What is taken of a number, as a step that `words` name."""
    name = claim.name
    return Step(words, claim.text, value, unit, name, (Input(name, value, claim.index),))


def stated(formula: str, fact: Fact, value: Interval | None = None) -> Step:
    """A number of the report as a step; all that it admits, unless a value is given."""
    return claim_step(fact.claim, value or fact.quantity.hull, formula, fact.quantity.unit.symbol)


def cited(premise: Premise, value: Interval | None = None) -> Step:
    """A premise as a step: its place, its text, and all that it admits, unless a value is given."""
    quantity = premise.fact.quantity
    taken = value or quantity.hull
    given = Input("given", taken, assumed=premise.cited, outside=premise)
    return Step(premise.place, premise.text, taken, quantity.unit.symbol, "given", (given,))
