"""Degrees spelt side by side ("EP64_TP2", "TP=4, PP=2") whose product is a number of GPUs that the document states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.checks.degrees import Reading, confirmed, count
from auditor.derivations.cited import TOLD
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality

_JOINT = re.compile(r"[\s_×xX*+,/)\-]{0,4}(?:and )?(?:[A-Z][a-z]+ [Pp]aralleli[sz]m \()?[A-Z]{2,3}[\s=:(\-]{0,3}")
"""What stands between two degrees of one layout."""
_FOLDED = "EP"
"""The degree that may take its ranks from the others."""
_GPUS = (("gpu", 1),)
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each degree of such a layout, and one for each statement of the number of GPUs."""
    counts = {
        count(fact): fact
        for fact in reversed(facts.all)
        if _is_count(fact) and (fact.concept == "gpus" or fact.quantity.unit.dimensions == _GPUS)
    }
    for run in layouts(facts) if counts else ():
        factors = _factors(run, counts)
        gpus = counts.get(Fraction(prod(count(each) for each in factors))) if len(factors) > 1 else None
        if gpus is not None and gpus.claim.block != run[0].claim.block:
            yield from (_derivation(each, factors, gpus, rule) for each in factors if count(each) > 1)
            for fact in facts.all:
                if fact.concept == "gpus" and count(fact) == count(gpus) and _is_count(fact) and _is_plan(fact, run):
                    yield confirmed(fact, _product(factors), rule, _CHANCE)


def _is_count(fact: Fact) -> bool:
    return fact.quantity.whole and fact.quantity.modality is Modality.EXACT and not fact.claim.degree


def _is_plan(fact: Fact, run: Sequence[Fact]) -> bool:
    """Whether a number of all GPUs is stated for the whole document, or for the situation of a layout."""
    told = fact.stance in TOLD and fact.scope in OF_ALL and run[0].stance in TOLD
    return told and fact.claim.block != run[0].claim.block and set(fact.scenario) <= set(run[0].scenario)


def _product(factors: Sequence[Fact]) -> Reading:
    names, texts = [each.claim.name for each in factors], [each.claim.text for each in factors]
    program = names[0] + "".join(f" {name} *" for name in names[1:])
    value = Fraction(prod(map(count, factors)))
    return Reading("product of the degrees", value, program, " × ".join(texts), tuple(factors))


def layouts(facts: Facts) -> Iterator[list[Fact]]:
    """The runs of different degrees that stand side by side."""
    run: list[Fact] = []
    for fact in facts.all:
        if run and not _continues(run, fact, facts):
            yield run
            run = []
        if fact.claim.degree and fact.quantity.whole and fact.quantity.value:
            run.append(fact)
    yield run


def _continues(run: Sequence[Fact], fact: Fact, facts: Facts) -> bool:
    last = run[-1].claim
    if last.block != fact.claim.block or fact.claim.degree in ("", *(each.claim.degree for each in run)):
        return False
    text = facts.claims.document.blocks[last.block].text
    return _JOINT.fullmatch(text, last.end, fact.claim.start) is not None


def _factors(run: Sequence[Fact], counts: Mapping[Fraction, Fact]) -> list[Fact]:
    """The degrees that multiply to a stated number of GPUs: all of them, or all but the one that is folded in."""
    without = [fact for fact in run if fact.claim.degree != _FOLDED]
    for factors in (list(run), without):
        if len(factors) > 1 and prod(count(each) for each in factors) in counts:
            return factors
    return []


def _derivation(fact: Fact, factors: Sequence[Fact], gpus: Fact, rule: str) -> Derivation:
    used = [gpus, *(each for each in factors if each is not fact)]
    parts = [(each.claim, Interval.point(count(each))) for each in used]
    step = chained("÷", parts, "GPUs over the other degrees")
    return one_step(fact.claim, step, rule, expected=step.values, holds=True, power=_CHANCE)
