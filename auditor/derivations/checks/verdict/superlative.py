"""What is called the best, highest or lowest of several variants, held against the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import FALLING, RISING
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.text import sentence_at

_UP = frozenset({"highest", "greatest", "largest"})
_DOWN = frozenset({"lowest", "smallest", "shortest", "fewest"})
_BEST = frozenset({"best", "fastest", "superior", "unmatched"})
_UTILISATION = frozenset({"gpu_utilisation", "mfu", "hfu", "scaling_efficiency", "bandwidth_utilisation"})
_OTHERS = frozenset(
    {
        "original", "previous", "baseline", "naive", "industry", "ideal", "worst", "compared", "planned", "prefill",
        "decode", "training", "forward", "backward",
    }
)  # fmt: skip
"""Situations that are no variants of the plan: what is reached there is not what a superlative looks back on."""
_ROLES = frozenset({"", "achieved", "estimated"})
_ENDS = _ROLES | {"maximum", "minimum"}
_OTHER = re.compile(r"\b(?:and|or|but|with|at)\b")
"""Words behind which something else is spoken of."""
_FAR = 4
"""How many words before the number may stand between it and the superlative."""

_MOST = 500
"""Values of one unit among which one may be the best; a text with more of them is no comparison."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each superlative on a value that the report states for several variants."""
    variants: dict[tuple[str, tuple[tuple[str, int], ...]], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.scenario and not set(fact.scenario) & _OTHERS and _is_stated(fact, _ROLES):
            variants[fact.quantity.unit.symbol, fact.quantity.unit.dimensions].append(fact)
    for fact in facts.all if variants else ():
        others = variants.get((fact.quantity.unit.symbol, fact.quantity.unit.dimensions), ())
        asked = 0 < len(others) <= _MOST and fact.known and _is_stated(fact, _ENDS)
        relation = _relation(fact, facts) if asked else ""
        if relation:
            derivation = _judge(fact, [each for each in others if _same(each, fact)], relation, rule)
            if derivation is not None:
                yield derivation


def _is_stated(fact: Fact, roles: frozenset[str]) -> bool:
    return fact.stance is Stance.ASSERTED and fact.role in roles


def _relation(fact: Fact, facts: Facts) -> str:
    """`≥` for the most, `≤` for the least; empty where the words before the number name neither.

    A key that leads a paragraph speaks of its first sentence.
    """
    label = fact.claim.label
    before = _OTHER.split(label.before.lower())[-1].split()
    text = facts.claims.document.blocks[fact.claim.block].text
    key = label.key if sentence_at(text, fact.claim.start)[0] <= text.find(label.key) + len(label.key) else ""
    said = {*key.lower().split(), *before[-_FAR:]}
    rises = fact.concept in RISING | _UTILISATION
    if said & _BEST and (rises or fact.concept in FALLING):
        return "≥" if rises else "≤"
    if said & _UP:
        return "≥"
    return "≤" if said & _DOWN else ""


def _same(each: Fact, fact: Fact) -> bool:
    """Whether another number is of the same quantity: by its concept, or by a shorter name for it."""
    if each.scope != fact.scope:
        return False
    return each.concept == fact.concept if each.known else set(each.concept.split()) < _names(fact)


def _names(fact: Fact) -> set[str]:
    label = fact.claim.label
    return {*label.key.lower().split(), *label.after.lower().split(), *fact.concept.split("_")}


def _judge(fact: Fact, others: Sequence[Fact], relation: str, rule: str) -> Derivation | None:
    """The value against the best of the others; None unless it is one of the variants itself."""
    own = fact.quantity.hull
    if fact.scenario and set(fact.scenario) & _OTHERS:
        return None
    if not any(each.quantity.hull.meets(own) for each in others) or len({each.scenario for each in others}) < 2:
        return None
    ends = [(each, each.quantity.hull.low if relation == "≥" else each.quantity.hull.high) for each in others]
    known = [(end, -each.index, each) for each, end in ends if end is not None]
    if len(known) < len(others):
        return None
    best = max(known)[2] if relation == "≥" else min(known)[2]
    high, low = own.high, own.low
    limit = best.quantity.hull
    holds = limit.meets(own) or (
        (high is None or limit.low is None or high > limit.low)
        if relation == "≥"
        else (low is None or limit.high is None or low < limit.high)
    )
    return one_step(
        fact.claim,
        claim_step(best.claim, limit, "of the others", best.quantity.unit.symbol),
        rule,
        expected=f"{best.claim.text} ({', '.join(best.scenario)})",
        holds=holds,
        relation=relation,
        basis=Basis.COMPARISON,
    )
