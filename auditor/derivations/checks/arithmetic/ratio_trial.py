"""What the standard relations give for a pair of quantities, and whether a printed percentage or multiplier agrees."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.checks.relations import DROP, FALL, INVERSE, RISE, SHARE, Standard
from auditor.derivations.derivation import Input
from auditor.derivations.values import World, evaluate, inputs
from auditor.facts import Claim, Link
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity

_MINUS = ("-", "−", "–")
_PREFIXES = (1000, 1024, 10**6)


@dataclass(frozen=True, slots=True)
class Trial:
    """One relation over the pair as read in one world."""

    standard: Standard
    result: Interval
    shown: Interval
    """The result by the printed numbers alone."""
    inputs: tuple[Input, ...]
    otherwise: tuple[Interval, ...]
    """What it gives if the one unit that is left out is a thousand or a million of the other."""


def trials(claims: tuple[Claim, ...], link: Link, candidates: tuple[Standard, ...], world: World) -> Iterator[Trial]:
    """Each relation over the two sides of a link, as their units are read in one world; none if they do not compare."""
    a, b = evaluate(link.first, claims, world), evaluate(link.second, claims, world)
    if a is None or b is None or (a.physical != b.physical and not (a.bare or b.bare)):
        return
    printed = a.physical != b.physical
    pair = (a.printed, b.printed) if printed else (a.base, b.base)
    given = [*inputs(link.first, claims, world, printed=printed), *inputs(link.second, claims, world, printed=printed)]
    plain = (
        evaluate(link.first, claims, world, nominal=True) or a,
        evaluate(link.second, claims, world, nominal=True) or b,
    )
    numbers = (plain[0].printed, plain[1].printed) if printed else (plain[0].base, plain[1].base)
    for standard in candidates:
        result = standard.value(*pair)
        if result is not None:
            shown = standard.value(*numbers) or result
            # A bare part of a whole is in the unit of the whole; counts have no prefixes.
            apart = a.bare != b.bare and bool(a.physical or b.physical) and link.form != "of"
            others = tuple(_with_unit(standard, *pair)) if apart else ()
            yield Trial(standard, result, shown, tuple(dict.fromkeys(given)), others)


def _with_unit(standard: Standard, first: Interval, second: Interval) -> Iterator[Interval]:
    """What a relation gives where one of the two is printed without its unit, by the prefixes that it may have."""
    for factor in _PREFIXES:
        for pair in ((first.scale(factor), second), (first, second.scale(factor))):
            result = standard.value(*pair)
            if result is not None:
                yield result


def fits(standard: Standard, link: Link, stated: Quantity) -> bool:
    """Whether a text can mean a relation; a multiplier beside a part "of" a whole is how many times more that is, and a
    percentage with a plus is a rise, and no ratio, and one with a minus is what became less."""
    if stated.unit.symbol == "%" and stated.text.startswith("+"):
        if standard in (SHARE, INVERSE):
            return False
        if standard is RISE and link.form == "change":
            return True
    if stated.unit.symbol == "%" and stated.text.startswith(_MINUS) and link.form == "change":
        return standard in (FALL, RISE)
    times = stated.unit.symbol == "×" and link.form == "of" and standard is INVERSE
    return times or standard.fits(link.words, link.form)


def agrees(trial: Trial, stated: Quantity) -> bool:
    """Whether a relation gives the percentage; a fall may be written with a minus: "−35%"."""
    return trial.result.meets(-stated.hull if is_minus(trial, stated) else stated.hull)


def is_minus(trial: Trial, stated: Quantity) -> bool:
    """Whether a relation gives a fall as a positive number, and the text gives it a minus; one that is saved below zero
    has gone up: "Saved: −9%"."""
    high = stated.hull.high
    falls = high is not None and high < 0 and trial.standard in (DROP, FALL)
    return falls and not trial.result.meets(stated.hull)
