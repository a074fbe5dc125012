"""Changes whose verb says one way and whose numbers go the other: "reduced from 150 ms to 200 ms"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.arithmetic.worded_factor import OTHER_VERB, TO, are_alike
from auditor.derivations.concepts import FALLING, RISING
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import physical
from auditor.facts import Claim, Facts, Stance
from auditor.interval import Interval
from auditor.text import says_any

_DOWN = (
    r"reduc(?:es?|ed|ing)|decreas(?:es?|ed|ing)|lower(?:s|ed|ing)|drop(?:s|ped|ping)|falls?|fell"
    r"|shr(?:inks?|ank|unk|inking)"
)
_UP = r"increas(?:es?|ed|ing)|rais(?:es?|ed|ing)|grows?|grew|growing|ris(?:es?|ing)|rose|climb(?:s|ed|ing)?"
_MEANS = r"by|through|via|thanks|more|less|fewer|larger|smaller|higher|lower|due|since"
"""Words behind which something else is spoken of."""
_VERB = re.compile(
    rf"\b(?P<verb>(?P<down>{_DOWN})|{_UP})(?:,? (?!(?:{OTHER_VERB}|{_MEANS})\b)[^\W\d][\w/-]*){{0,5}}?"
    r"(?P<by>,? from|\W{0,2}[(（:：]) ?\W{0,2}\Z",
    re.IGNORECASE,
)
"""The verb before the first of two values, no other one between."""
_NOT = re.compile(
    r"(?:\b(?:not|never|than|of|without|to|should|would|could|if|cannot|be|the|an?|more|less|no)|n't) (?:\w+ly )?\Z",
    re.IGNORECASE,
)
"""What turns a verb round, or makes it a wish or a noun."""
_TENFOLD = re.compile(
    r"\b(?P<verb>(?:by )?an order of magnitude)(?: \w+){0,3}?,? ?(?:from|\(|:) ?\W{0,2}\Z", re.IGNORECASE
)
_IMPROVED = re.compile(
    rf"\b(?P<verb>improv(?:es?|ed|ing))(?:,? (?!(?:{OTHER_VERB}|{_MEANS})\b)[^\W\d][\w/-]*){{0,3}}?,? from \W{{0,2}}\Z",
    re.IGNORECASE,
)
"""The same of what gets better, whichever way that is."""
_STEMS = (
    "improv",
    "reduc",
    "decreas",
    "lower",
    "drop",
    "fall",
    "fell",
    "shr",
    "increas",
    "rais",
    "gr",
    "ris",
    "rose",
    "climb",
    "magnitude",
)
_LOOSELY = re.compile(r"(?:nearly|almost|roughly|about|close to|up to|not|half) \Z", re.IGNORECASE)
_LEAST = Interval(Fraction(1, 5), Fraction(5))
"""Ratios that nobody calls an order of magnitude."""
_FAR = 90


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each change whose numbers go the other way, or not as far as an order of magnitude."""
    numbers = [claim for claim in facts.claims.all if claim.quantity is not None]
    if not says_any(facts.claims.document.source, _STEMS):
        return
    for first, second in pairwise(numbers):
        if first.block != second.block or not are_alike(first, second, shares=True):
            continue
        text = facts.claims.document.blocks[first.block].text
        before, between = text[max(first.start - _FAR, 0) : first.start], text[first.end : second.start]
        if not TO.fullmatch(between) or not all(_is_told(facts, claim) for claim in (first, second)):
            continue
        said, tenfold = _VERB.search(before), _TENFOLD.search(before)
        if tenfold is not None:
            if not _LOOSELY.search(before[: tenfold.start()]) and _is_little(first, second):
                yield _derivation(first, second, tenfold["verb"], rule, down=None)
        elif (better := _IMPROVED.search(before)) is not None:
            down = _falls(facts, second)
            if down is not None and not _NOT.search(before[: better.start()]) and _goes(first, second, down=not down):
                yield _derivation(first, second, better["verb"], rule, down=down)
        elif said is not None and not _NOT.search(before[: said.start()]):
            down, by = said["down"] is not None, said["by"].endswith("from")
            if (by or _is_measured(second)) and _goes(first, second, down=not down):
                yield _derivation(first, second, said["verb"], rule, down=down)


def _falls(facts: Facts, claim: Claim) -> bool | None:
    """Whether less is better of a number; None where that is open."""
    fact = facts.by_claim[claim.index]
    if fact is None or fact.concept not in RISING | FALLING:
        return None
    return fact.concept in FALLING


def _is_told(facts: Facts, claim: Claim) -> bool:
    fact = facts.by_claim[claim.index]
    return fact is not None and fact.stance is Stance.ASSERTED


def _is_measured(claim: Claim) -> bool:
    """Whether a number counts no things: "the bubble is reduced (4 → 8 micro-batches)" tells of another quantity."""
    return claim.quantity is not None and (bool(physical(claim.quantity)) or claim.quantity.unit.symbol == "%")


def _goes(first: Claim, second: Claim, *, down: bool) -> bool:
    """Whether the second number is certainly less, or certainly more."""
    assert first.quantity is not None
    assert second.quantity is not None
    less, more = (second, first) if down else (first, second)
    assert less.quantity is not None
    assert more.quantity is not None
    high, low = less.quantity.readings[0].interval.high, more.quantity.readings[0].interval.low
    return high is not None and low is not None and high <= low and less.quantity.nominal() != more.quantity.nominal()


def _ratio(first: Claim, second: Claim) -> Interval:
    assert first.quantity is not None
    assert second.quantity is not None
    return second.quantity.readings[0].interval / first.quantity.readings[0].interval


def _is_little(first: Claim, second: Claim) -> bool:
    return _ratio(first, second).within(_LEAST)


def _derivation(first: Claim, second: Claim, verb: str, rule: str, *, down: bool | None) -> Derivation:
    assert first.quantity is not None
    assert second.quantity is not None
    given = tuple(
        Input(f"c{each.index}", each.quantity.readings[0].interval, each.index)
        for each in (second, first)
        if each.quantity is not None
    )
    ratio = _ratio(first, second)
    step = Step("change", f"{second.text} ÷ {first.text}", ratio, "×", f"{given[0].name} {given[1].name} /", given)
    if down is None:
        meant, program = Interval.at_least(10), "10 ≥"
        if (ratio.high or 0) < 1:
            meant, program = Interval.at_most(Fraction(1, 10)), "1 10 / ≤"
    else:
        meant, program = (Interval.at_most(1), "1 ≤") if down else (Interval.at_least(1), "1 ≥")
    other = "" if down is None else f": it is {'more' if down else 'less'}"
    return Derivation(
        rule=rule,
        head=second.index,
        premises=(first.index,),
        holds=False,
        stated=verb,
        expected=f"{first.text} → {second.text}",
        interval=ratio,
        basis=Basis.ARITHMETIC,
        steps=(step,),
        compared=Step("the word", verb, meant, "", program, ()),
        message=f"“{verb}” is said, and {second.text} follows {first.text}{other}.",
    )
