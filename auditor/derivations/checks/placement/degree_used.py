"""Written calculations with another degree than the one that is stated: "PP: 8" beside "TP × PP = 8 × 1 = 8 GPUs", and
"64 heads / 8 = 8 per GPU" where TP is 16."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import NamedTuple

from auditor import patterns as re
from auditor.derivations.checks.quotients import Quotient, quotients
from auditor.derivations.checks.written import pairs
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import DEGREES
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.values import operands
from auditor.derivations.workings import worked_with
from auditor.facts import Claim, Fact, Facts, Operand, Operation, Stance
from auditor.quantity import Modality


class _Kind(NamedTuple):
    """Things that a degree divides, and the share of one that a quotient gives."""

    things: re.Pattern[str]
    share: str
    scope: str
    each: re.Pattern[str]
    """Such a share, and what stands behind it."""


_KINDS: Mapping[str, _Kind] = {
    "pipeline_parallel": _Kind(
        re.compile(r"\blayers?\b|层", re.IGNORECASE),
        "layers_per_stage",
        "stage",
        re.compile(
            r"\d+[^\n\d,;.]{0,16}(?:/|\bper|\beach|\bevery|每)[- ]?(?:pipeline |PP )?(?:stage|阶段)", re.IGNORECASE
        ),
    ),
    "tensor_parallel": _Kind(
        re.compile(r"\bheads?\b|头", re.IGNORECASE),
        "heads_per_gpu",
        "gpu",
        re.compile(
            r"\d+[^\n\d,;.]{0,16}(?:/|\bper|\beach|\bevery|每)[- ]?(?:TP )?(?:GPU|rank|card|device|张?卡)",
            re.IGNORECASE,
        ),
    ),
}
_OTHERWISE = re.compile(r"ulysses|(?:sequence|context)[- ]parallel|\b[SC]P\b|attention DP|\bdraft", re.IGNORECASE)
"""Words of a document that may divide heads further, or not by TP."""
_CHANGES = re.compile(r"\b(?:or|vs\.?|versus|instead|than|to|from|not|no|without|if|would)\b|->|→", re.IGNORECASE)
"""Words between a degree and a calculation that make it one of another plan."""
_COUNTED = frozenset({"gpus", "layers"})
_NEAR = 12
"""Characters behind a number that may name what it counts."""
_MOST = 8
"""Different degrees that are multiplied."""
_BRACKET = re.compile(r" ?[(（]\Z")


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each degree in such a calculation that is not the one stated."""
    stated = _Stated(facts)
    if stated.degrees:
        yield from _of_products(stated, rule)
        yield from _of_quotients(stated, rule)


class _Stated:
    """The degrees that a document states outside of its calculations."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        used = worked_with(facts)
        self.degrees = [
            f for f in exact_counts(facts) if f.concept in DEGREES and _is_plain(f) and f.claim.index not in used
        ]
        self.counts = {concept: Counter[Fraction | None]() for concept in _COUNTED}
        for fact in exact_counts(facts):
            if fact.concept in _COUNTED and _is_plain(fact):
                self.counts[fact.concept][fact.quantity.value] += 1
        self._everywhere = {f.quantity.value or Fraction(1) for f in facts.all if f.known and f.concept in DEGREES}

    @property
    def gpus(self) -> Fact | None:
        """The number of GPUs, if all that is said of it agrees."""
        found = [fact for fact in self.facts.all if _is_plain(fact) and fact.concept == "gpus"]
        return found[0] if len({fact.quantity.value for fact in found}) == 1 else None

    def only(self, concept: str) -> Fact | None:
        """The first statement of a degree, if all that is said of it anywhere agrees."""
        found = [fact for fact in self.degrees if fact.concept == concept and fact.stance is Stance.ASSERTED]
        several = {fact.quantity.value for fact in self.degrees if fact.concept == concept}
        return found[0] if found and len(several) == 1 and not found[0].scenario else None

    def beside(self, concept: str, claim: Claim) -> Fact | None:
        """The degree right before a calculation in a bracket or a comment: "PP=2 (48 / 2 = 24 layers per stage)"."""
        found = [f for f in self.degrees if f.claim.block == claim.block and f.claim.end <= claim.start]
        text = self.facts.claims.document.blocks[claim.block].text
        last = found[-1] if found else None
        if last is None or last.concept != concept or claim.index != last.claim.index + 1:
            return None
        between = text[last.claim.end : claim.start]
        opens = _BRACKET.search(between) is not None or "#" in between
        return last if opens and _CHANGES.search(between) is None else None

    def multiplied(self) -> set[Fraction]:
        """What any of the degrees come to together."""
        values = sorted(self._everywhere)[:_MOST]
        return {Fraction(prod(some)) for size in (1, 2, 3) for some in combinations(values, size)}


def _is_plain(fact: Fact) -> bool:
    plain = fact.known and fact.quantity.whole and fact.quantity.modality is Modality.EXACT
    return plain and bool(fact.quantity.value)


def _of_products(stated: _Stated, rule: str) -> Iterator[Derivation]:
    """The factors that a product of GPUs or layers calls a degree: "TP × PP = 8 × 1 = 8 GPUs"."""
    facts = stated.facts
    for left, relation, right in pairs(facts):
        if not isinstance(left, Operation) or left.operator != "*" or relation != "=" or not isinstance(right, Operand):
            continue
        factors = [facts.claims.all[index] for index in operands(left)]
        if _is_of_plan(factors, facts.claims.all[right.claim], stated):
            yield from (_derivation(claim, rival, rule) for claim, rival in _odd(factors, stated))


def _odd(factors: Sequence[Claim], stated: _Stated) -> Sequence[tuple[Claim, Fact]]:
    """The one factor that is not the degree it is called, with that one; what changes with a second is another plan."""
    named = [fact for claim in factors if (fact := stated.facts.by_claim[claim.index]) and fact.known]
    named = [fact for fact in named if fact.concept in _KINDS]
    if any(fact.scenario for fact in named):
        return []
    near = [(fact, rival) for fact in named if (rival := stated.beside(fact.concept, factors[0]))]
    told = [(fact, rival) for fact in named if (rival := stated.only(fact.concept))]
    odd = [(fact.claim, rival) for fact, rival in near or told if fact.quantity.value != rival.quantity.value]
    return odd if len(odd) == 1 and (near or len(told) > 1) else []


def _is_of_plan(factors: Sequence[Claim], result: Claim, stated: _Stated) -> bool:
    """Whether a product of whole numbers is right, and gives what the document says of all GPUs or layers."""
    facts = stated.facts
    values = [claim.quantity.value for claim in factors if claim.quantity is not None and claim.quantity.whole]
    known = [value for value in values if value is not None]
    fact = facts.by_claim[result.index]
    if (
        fact is None
        or not fact.known
        or fact.concept not in _COUNTED
        or len(known) < len(factors)
        or prod(known) != fact.quantity.value
    ):
        return False
    own = [each for claim in (*factors, result) if (each := facts.by_claim[claim.index]) is not None]
    own = [each for each in own if each.concept == fact.concept and _is_plain(each)]
    others = stated.counts[fact.concept] - Counter(each.quantity.value for each in own)
    return set(others) == {fact.quantity.value}


def _of_quotients(stated: _Stated, rule: str) -> Iterator[Derivation]:
    """The divisors of layers per stage and of heads per GPU, where none is the degree that divides them."""
    source = stated.facts.claims.document.source
    told = list(quotients(stated.facts))
    for concept, kind in _KINDS.items():
        shares = [each for each in told if len(each.divisors) == 1 and _is_share(each, kind, stated.facts)]
        for each in shares:
            beside = stated.beside(concept, each.whole)
            if beside is not None and _value(each.divisor) != beside.quantity.value:
                yield _derivation(each.divisor, beside, rule)
        only, gpus = stated.only(concept), stated.gpus
        if concept != "tensor_parallel" or only is None or gpus is None or not shares or _OTHERWISE.search(source):
            continue
        # The heads of all GPUs: another divisor may be that of a layout which nobody spells out.
        if {_value(each.divisor) for each in shares} == {
            gpus.quantity.value
        } and gpus.quantity.value not in stated.multiplied():
            yield _derivation(shares[0].divisor, only, rule)


def _is_share(quotient: Quotient, kind: _Kind, facts: Facts) -> bool:
    """Whether the text calls the whole those things, and what comes out those of one part."""
    if quotient.result is None or not all(
        _is_whole(each) for each in (quotient.whole, quotient.divisor, quotient.result)
    ):
        return False
    label, fact = quotient.whole.label, facts.by_claim[quotient.result.index]
    if fact is None or fact.stance is not Stance.ASSERTED or fact.scenario:
        return False
    text = facts.claims.document.blocks[quotient.whole.block].text
    words = " ".join((label.key, label.row, quotient.whole.text, text[quotient.whole.end :][:_NEAR], fact.claim.text))
    of_part = (
        (fact.known and fact.concept == kind.share)
        or fact.scope == kind.scope
        or kind.each.match(text, quotient.result.start)
    )
    return bool(of_part) and kind.things.search(words) is not None


def _is_whole(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.whole and claim.quantity.value is not None


def _value(claim: Claim) -> Fraction | None:
    return claim.quantity.value if claim.quantity is not None else None


def _derivation(used: Claim, stated: Fact, rule: str) -> Derivation:
    value = stated.quantity.hull
    step = claim_step(stated.claim, value, "degree")
    return one_step(used, step, rule, expected=stated.claim.text, holds=False, basis=Basis.RESTATEMENT)
