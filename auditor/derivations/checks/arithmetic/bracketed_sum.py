"""Amounts with their parts in the bracket behind them, each behind its name: "5.4 ms (scores 2.1 ms + MLP 3.3 ms)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from auditor import patterns as re
from auditor.derivations.derivation import Derivation
from auditor.derivations.summed import summed
from auditor.facts import Claim, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity

_OPENS = re.compile(r"[*_]{0,2} ?[(（]")
_NAME = re.compile(r"\s*(?:[^\W\d][\w/.'-]*(?:[ -][^\W\d][\w/.'-]*){0,3})\s*[:=]?\s*[~≈]?")
_JOINT = re.compile(r"(?:[ ]?[^\W\d][\w/-]*){0,3}\s*(?P<sign>\+|,|;)\s*(?:and )?")
_CLOSES = re.compile(r"(?:[ ]?[^\W\d][\w/-]*){0,3}\s*[)）]")
_NO_SUM = re.compile(
    r"\b(?:overlap\w*|hidden|max\w*|min\w*|peak|of which|including|before|after|without|from|to|vs|versus|or|up to|was"
    r"|instead|saved|less|minus|TP|PP|EP|DP|avg|average|mean|median|p\d+|available|limit|free)\b",
    re.IGNORECASE,
)
"""Words of a bracket whose amounts do not add up."""
_PHASES = re.compile(r"\b(?:prefill|decode)\b", re.IGNORECASE)
"""Words of amounts that add up where plus signs say so, and may be set side by side in a list."""
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_FEWEST, _MOST = 2, 12
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount whose bracket holds a sum of named parts, or more than it in a list of them."""
    claims = facts.claims.all
    for place, claim in enumerate(claims):
        fact, text = facts.by_claim[claim.index], facts.claims.document.blocks[claim.block].text
        opens = _OPENS.match(text, claim.end)
        if fact is None or fact.stance is not Stance.ASSERTED or opens is None or not _is_amount(claim.quantity):
            continue
        found = _parts(claims[place + 1 : place + 2 + _MOST], claim, text, opens.end())
        derivation = _judge(claim, *found, rule) if found is not None else None
        if derivation is not None:
            yield derivation


def _is_amount(quantity: Quantity | None) -> bool:
    plain = quantity is not None and quantity.modality in _PLAIN and bool(quantity.unit.dimensions)
    return plain and quantity is not None and quantity.unit.symbol not in ("%", "×")


def _parts(later: Sequence[Claim], claim: Claim, text: str, at: int) -> tuple[list[Claim], bool] | None:
    """The amounts of a bracket, each behind a name, and whether plus signs join all of them; None for anything else."""
    start, found, signs = at, list[Claim](), set[str]()
    for part in later:
        if part.block != claim.block or not _NAME.fullmatch(text, at, part.start) or not _is_amount(part.quantity):
            return None
        found.append(part)
        closes = _CLOSES.match(text, part.end)
        if closes is not None:
            alone = len(found) >= _FEWEST and not _NO_SUM.search(text, start, closes.end())
            added = signs == {"+"}
            return (found, added) if alone and (added or not _PHASES.search(text, start, closes.end())) else None
        joint = _JOINT.match(text, part.end)
        if joint is None:
            return None
        signs.add(joint["sign"])
        at = joint.end()
    return None


def _judge(claim: Claim, parts: Sequence[Claim], named: bool, rule: str) -> Derivation | None:
    assert claim.quantity is not None
    quantities = [part.quantity for part in parts if part.quantity is not None]
    kinds = {_kind(quantity) for quantity in (claim.quantity, *quantities)}
    if len(kinds) != 1:
        return None
    readings = min(len(quantity.readings) for quantity in (claim.quantity, *quantities))
    results = [reduce(Interval.__add__, (each.readings[n].interval for each in quantities)) for n in range(readings)]
    stated = [claim.quantity.readings[n].interval for n in range(readings)]
    held = next((n for n in range(readings) if results[n].meets(stated[n])), None)
    result, own = results[held or 0], stated[held or 0]
    exceeds = result.low is not None and own.high is not None and result.low > own.high
    if held is None and not named and not exceeds:
        return None
    listed = [(part, each, each.readings[held or 0].interval) for part, each in zip(parts, quantities, strict=True)]
    whole, severity = (claim, claim.quantity, own), "" if named else "warning"
    words, holds = "sum of the parts", held is not None
    return summed(whole, listed, rule, words=words, holds=holds, severity=severity, power=_CHANCE)


def _kind(quantity: Quantity) -> tuple[tuple[str, int], ...]:
    """The unit of an amount, whatever it is counted per."""
    return tuple(each for each in quantity.readings[0].unit.dimensions if each[1] > 0)
