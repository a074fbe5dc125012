"""A variance of nearly all that there is, beside words that call the loads equal: "uniform, with 95% variance"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.derivation import Derivation
from auditor.derivations.out_of_place import out_of_place
from auditor.facts import Facts, Stance
from auditor.text import line_start

_VARIANCE = re.compile(r"\s?(?:\w+[ -]){0,2}?(?:variance|deviation|imbalance)\b", re.IGNORECASE)
_EVEN = re.compile(
    r"\b(?:uniform(?:ly)?|even(?:ly)?|equal(?:ly)?|(?:well|perfectly|evenly)[- ]balanced|perfect balance)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:reduc\w*|less|lower|smaller|from|cut|down|without|instead|before|not|never|explain\w*|of the)\b|n't|→",
    re.IGNORECASE,
)
"""Words of a change, a contrast, or a share of a variance."""
_WIDE = Fraction(1, 2)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage from a half up that is the variance of what its line calls equal."""
    for fact in facts.all:
        low = fact.quantity.hull.low
        if fact.quantity.unit.symbol != "%" or low is None or low < _WIDE or fact.stance is not Stance.ASSERTED:
            continue
        text = facts.claims.document.blocks[fact.claim.block].text
        start = line_start(text, fact.claim.start)
        before, behind = text[start : fact.claim.start], _VARIANCE.match(text, fact.claim.end)
        if behind is not None and _EVEN.search(before) and not _TURNED.search(before + behind[0]):
            message = f"{fact.claim.text} of variance contradicts its own line, which calls the distribution even."
            reservation = "only as the share that is equal could it be right"
            expected = "a variance near 0%"
            yield out_of_place(fact.claim, "variance", expected, rule, reservation=reservation, message=message)
