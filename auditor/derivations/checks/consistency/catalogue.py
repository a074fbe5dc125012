"""What a report says of a model or an accelerator of the catalogues, against what they are known to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor import patterns as re
from auditor import show
from auditor.derivations.catalogued import agreements, contradictions, derated, in_bits, miscopied
from auditor.derivations.concepts import spoken
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Figure
from auditor.interval import Interval

_ANOTHER = re.compile(
    r"\b(?:draft(?:er)?|re-?rank(?:er|ing)|reward|critic|teacher|student|judge|embedder|embedding model|vision)\b",
    re.IGNORECASE,
)
"""Words of a line that speaks of a model beside the one that is named."""
_CHANCE = 0.1
"""The chance that a number of another thing is one of the few that accelerators or models have."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each thing whose figures the report contradicts: its first wrong figure; and one for each
    statement that is just a figure of the catalogue."""
    seen: set[str] = set()
    for fact, figure in sorted(contradictions(facts), key=lambda found: found[0].index):
        if figure.of not in seen and not _ANOTHER.search(facts.claims.document.blocks[fact.claim.block].text):
            seen.add(figure.of)
            yield replace(_derivation(fact, figure, rule), severity="note" if derated(facts, figure) else "")
    yield from (_derivation(fact, figure, rule) for fact, figure in miscopied(facts) if figure.of not in seen)

    for fact, figure, value in agreements(facts):
        known = _known(figure, value)
        yield one_step(
            fact.claim,
            _step(fact, figure, known),
            rule,
            expected=show.interval(value, fact.quantity.readings[0].unit),
            holds=True,
            basis=Basis.COMPARISON,
            assumptions=(known.assumed,),
            power=_CHANCE,
        )


def _known(figure: Figure, value: Interval) -> Input:
    name = spoken(figure.concept)
    return Input("known", value, assumed=f"{name} of {figure.of}: {figure.text}, by the catalogue")


def _step(fact: Fact, figure: Figure, known: Input) -> Step:
    unit, name = fact.quantity.readings[0].unit, spoken(figure.concept)
    return Step(f"{name} of {figure.of}", figure.text, known.interval, unit.symbol, "known", (known,))


def _derivation(fact: Fact, figure: Figure, rule: str) -> Derivation:
    unit = fact.quantity.readings[0].unit
    name = spoken(figure.concept)
    slipped = in_bits(fact.quantity.hull, figure)
    why = ": bytes are written as bits" if slipped else ""
    given = _known(figure, figure.hull)
    return one_step(
        fact.claim,
        _step(fact, figure, given),
        rule,
        expected=show.interval(figure.hull, unit),
        holds=False,
        basis=Basis.COMPARISON,
        kind="unit" if slipped else "",
        assumptions=(given.assumed,),
        message=f"{fact.claim.text} is stated; the catalogue gives {figure.of} {figure.text} ({name}){why}.",
    )
