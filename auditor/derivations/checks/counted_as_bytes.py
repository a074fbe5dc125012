"""Parameters of each GPU printed as bytes: "24B parameters over 8 GPUs = 3 GB each", where each takes two bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from auditor import show
from auditor.derivations.checks.equation import is_asserted
from auditor.derivations.checks.quotients import Quotient, quotients
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_BYTES = (("byte", 1),)
_SIGNS = frozenset({"=", "≈", "→", "(", ":"})
"""What may stand between a count of GPUs and what each of them gets."""
_OVER = re.compile(r"\b(?:across|over|among|by)\W*\Z")
"""Words between what is divided and its parts."""
_WIDTH = "bytes_per_parameter"


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such amount: of one byte for each parameter, or of the width that the report states."""
    width = _width(facts)
    if width is None:
        return
    for share in chain(_spread(facts), quotients(facts)):
        made = _judge(share, width, facts, rule)
        if made is not None and (made.holds or is_asserted(facts, made.head)):
            yield made


def _width(facts: Facts) -> tuple[Fraction, Claim] | None:
    """The least width of a parameter that the report states, with its claim; None where it may be one byte."""
    stated = [
        (fact.quantity.hull.low, fact.claim)
        for fact in facts.all
        if fact.concept == _WIDTH and fact.stance is Stance.ASSERTED and fact.quantity.hull.is_point
    ]
    known = [(low, claim) for low, claim in stated if low is not None]
    formats = [implied.value for implied in facts.implied if implied.concept == _WIDTH]
    least = min(known, key=lambda each: each[0], default=None)
    return least if least is not None and 1 < least[0] <= min(formats, default=least[0]) else None


def _spread(facts: Facts) -> Iterator[Quotient]:
    """Counts that words spread over GPUs, with the amount that stands behind them."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    for whole, parts, behind in zip(claims, claims[1:], claims[2:], strict=False):
        if not whole.block == parts.block == behind.block:
            continue
        text = blocks[whole.block].text
        if _OVER.search(text[whole.end : parts.start]) and text[parts.end : behind.start].strip() in _SIGNS:
            yield Quotient(whole, parts, behind)


def _judge(share: Quotient, width: tuple[Fraction, Claim], facts: Facts, rule: str) -> Derivation | None:
    result = share.result.quantity if share.result is not None else None
    if result is None or result.modality not in (Modality.EXACT, Modality.ABOUT):
        return None
    if not set(_BYTES) <= set(result.readings[0].unit.dimensions) or not _is_of_model(share, facts):
        return None
    whole, parts = share.whole.quantity, share.divisor.quantity
    if whole is None or parts is None or not parts.value:
        return None
    each = whole.hull / parts.hull
    held = each.scale(width[0])
    holds = held.meets(result.hull)
    if not holds and not each.meets(result.hull):
        return None
    return _derivation(share, width, held, rule, holds=holds)


def _is_of_model(share: Quotient, facts: Facts) -> bool:
    """Whether it is the model's parameters that are divided, by a number of GPUs."""
    sizes = {fact.quantity.nominal() for fact in facts.all if fact.concept == "parameters" and fact.scope != "gpu"}
    gpus = {fact.quantity.value for fact in facts.all if fact.concept == "gpus"}
    whole, parts = share.whole.quantity, share.divisor.quantity
    if whole is None or parts is None or dict(whole.unit.dimensions).get("byte"):
        return False
    return whole.nominal() in sizes and parts.value in gpus


def _derivation(
    share: Quotient, width: tuple[Fraction, Claim], held: Interval, rule: str, *, holds: bool
) -> Derivation:
    whole, parts, result = share
    assert result is not None
    assert result.quantity is not None
    least, stated = width
    ends = [(whole, _hull(whole)), (parts, _hull(parts)), (stated, Interval.point(least))]
    given = tuple(Input(f"c{claim.index}", interval, claim.index) for claim, interval in ends)
    names = [each.name for each in given]
    unit = result.quantity.readings[0].unit
    working = f"{whole.text} ÷ {parts.text} × {stated.text}"
    return Derivation(
        rule=rule,
        head=result.index,
        premises=(whole.index, parts.index, stated.index),
        holds=holds,
        stated=result.text,
        expected=("" if holds else "at least ")
        + show.interval(_nominal(whole) / _nominal(parts) * given[2].interval, unit),
        interval=held if holds else Interval.at_least(held.low or 0),
        relation="=" if holds else "≥",
        basis=Basis.DERIVATION,
        steps=(
            Step(
                "parameters ÷ GPUs × bytes", working, held, unit.symbol, f"{names[0]} {names[1]} / {names[2]} *", given
            ),
        ),
        near_miss="" if holds else "one byte is taken for each parameter",
    )


def _nominal(claim: Claim) -> Interval:
    assert claim.quantity is not None
    return claim.quantity.nominal()


def _hull(claim: Claim) -> Interval:
    assert claim.quantity is not None
    return claim.quantity.hull
