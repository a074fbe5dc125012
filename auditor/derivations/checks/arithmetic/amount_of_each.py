"""Amounts with what each GPU has of them in brackets: "9,600 tokens/s (450 per GPU)", which no number of GPUs gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import prod

from auditor import patterns as re
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval

_OPENS = re.compile(r"(?: of [a-z]+)?(?: (?:in total|altogether|overall))?[*_]{0,2} ?[(（]~?", re.IGNORECASE)
_EACH = re.compile(r" ?(?:per|on each|for each|/) ?(?:GPU|card|device|rank|accelerator)s?\b ?[)）,;]", re.IGNORECASE)
_COUNTED = DEGREES | {"gpus", "gpus_of_part", "gpus_per_node", "nodes", "replicas"}
_ALL, _GPUS = "gpus", (("gpu", 1),)
_OF_ONE = frozenset({"gpu", "layer", "expert", "stage", "token", "head"})
"""Scopes of amounts that are no sum over GPUs."""
_MOST = 24
"""Counts that are multiplied with each other."""
_FACTORS = 3


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such pair: whether the amount is the other, times the number of some GPUs."""
    pairs = [pair for pair in pairwise(facts.all) if _are_told(*pair, facts)]
    if not pairs:
        return
    some = (fact for fact in facts.all if fact.concept in _COUNTED or _is_all(fact))
    counted = [fact for fact in some if fact.quantity.whole and fact.quantity.value]
    gpus = [fact for fact in counted if _is_all(fact) and fact.quantity.hull.is_point]
    known = _products([fact.quantity.value for fact in counted if fact.quantity.value is not None])
    for whole, each in pairs:
        ratio = whole.quantity.hull / each.quantity.hull
        own = next((fact for fact in gpus if ratio.meets(fact.quantity.hull)), None)
        if own is not None:
            yield of_two(each, (whole, own), "÷", rule, words="share of each GPU", holds=True, power=0.1)
        elif gpus and not any(ratio.meets(Interval.point(count)) for count in known):
            yield of_two(each, (whole, gpus[0]), "÷", rule, words="share of each GPU", holds=False)


def _is_all(fact: Fact) -> bool:
    """Whether a number is that of all GPUs, by its name or as what something is spread over: "across 48 cards"."""
    across = fact.claim.label.before.lower().endswith(("across", "across all"))
    return fact.concept == _ALL or (across and fact.quantity.unit.dimensions == _GPUS)


def _are_told(whole: Fact, each: Fact, facts: Facts) -> bool:
    """Whether an amount stands in brackets right behind another one and is said to be that of each GPU."""
    if whole.claim.block != each.claim.block or whole.scope in _OF_ONE or not whole.quantity.unit.dimensions:
        return False
    own = [dimension for dimension in each.quantity.unit.dimensions if dimension[0] != "gpu"]
    alike = own == list(whole.quantity.unit.dimensions) and not each.quantity.whole
    plain = all(f.quantity.is_plain and f.stance is Stance.ASSERTED and f.quantity.value for f in (whole, each))
    text = facts.claims.document.blocks[whole.claim.block].text
    opened = _OPENS.fullmatch(text, whole.claim.end, each.claim.start) is not None
    told = _EACH.match(text, each.claim.end) is not None or each.claim.text.lower().endswith(("gpu", "card", "device"))
    return alike and plain and opened and told


def _products(counts: Sequence[Fraction]) -> frozenset[Fraction]:
    """The counts of a document, and what some of them come to together."""
    some = sorted(set(counts))[:_MOST]
    return frozenset(
        prod(chosen, start=Fraction(1)) for number in range(1, _FACTORS + 1) for chosen in combinations(some, number)
    )
