"""What a report says of a model or an accelerator of the catalogues, against what they are known to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor import show
from auditor.derivations.catalogued import contradictions, derated, in_bits
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Figure


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each thing whose figures the report contradicts: its first wrong figure."""
    seen: set[str] = set()
    for fact, figure in sorted(contradictions(facts), key=lambda found: found[0].index):
        if figure.of not in seen:
            seen.add(figure.of)
            yield replace(_derivation(fact, figure, rule), severity="note" if derated(facts, figure) else "")


def _derivation(fact: Fact, figure: Figure, rule: str) -> Derivation:
    unit = fact.quantity.readings[0].unit
    name = figure.concept.replace("_", " ")
    slipped = in_bits(fact.quantity.hull, figure)
    why = ": bytes are written as bits" if slipped else ""
    given = Input("known", figure.hull, assumed=f"{name} of {figure.of}: {figure.text}, by the catalogue")
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(),
        holds=False,
        stated=fact.claim.text,
        expected=show.interval(figure.hull, unit),
        interval=figure.hull,
        basis=Basis.COMPARISON,
        kind="unit" if slipped else "",
        steps=(Step(f"{name} of {figure.of}", figure.text, figure.hull, unit.symbol, "known", (given,)),),
        assumptions=(given.assumed,),
        message=f"{fact.claim.text} is stated; the {name} of {figure.of} is {figure.text}{why}.",
    )
