"""Experts over all layers, told right behind those of one: "32 experts of every layer, so 1,152 over all layers"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.passages import is_whole, worked
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts, Stance

_OF_LAYER = re.compile(
    r"\s*(?:routed )?experts?\s+(?:(?:of|in|from|for|on) (?:every|each|a)|per|/) ?(?:MoE )?layer\b"
    r"[^.;\n\d]{0,16}(?:[,;.]|→|⇒|=|\()[^;\n\d]{0,24}",
    re.IGNORECASE,
)
"""What stands between the experts of a layer and those of all."""
_LED = re.compile(
    r"\b(?:so|hence|thus|therefore|that (?:is|makes)|which (?:is|makes)|or|in all|in total)\b|\bi\.e\.|[→⇒=(]"
)
_OF_ALL = re.compile(
    r"\s*(?:routed )?(?:experts?\b[^.;,\n\d]{0,24})?\s(?:over|across|in|on|of|for|summed over) (?:all|the)\b"
    r"[^.;,\n]{0,24}\blayers\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(r"\b(?:shared|redundant|replica\w*|copies|if|would|not|without)\b", re.IGNORECASE)
_ROOM = Fraction(9, 10)
"""The share of the layers that may have experts where nobody says how many have."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of experts over all layers that follows on the experts of one."""
    blocks = facts.claims.document.blocks
    layers = [f for f in facts.all if f.concept in ("layers", "moe_layers") and f.known and not f.scope and is_whole(f)]
    for each, total in zip(facts.all, facts.all[1:], strict=False) if layers else ():
        if each.claim.block != total.claim.block or not (is_whole(each) and is_whole(total)):
            continue
        text = blocks[each.claim.block].text
        end = each.claim.start + len(_digits(each, text))
        between = text[end : total.claim.start]
        led = _OF_LAYER.fullmatch(between) and _LED.search(between) and not _OTHERWISE.search(between)
        start = total.claim.start + len(_digits(total, text))
        if led and _OF_ALL.match(text, start) and total.stance is Stance.ASSERTED and each.stance is Stance.ASSERTED:
            yield from _judged(each, total, layers, rule)


def _digits(fact: Fact, text: str) -> str:
    found = re.match(r"[~≈]?[\d,]+", text[fact.claim.start : fact.claim.end])
    return found[0] if found is not None else fact.claim.text


def _judged(each: Fact, total: Fact, layers: Sequence[Fact], rule: str) -> Iterator[Derivation]:
    """By the layers with experts, or else all of them, of which a few may have none."""
    moe = [fact for fact in layers if fact.concept == "moe_layers"]
    used = moe or layers
    if len({fact.quantity.value for fact in used}) != 1:
        return
    made = worked(total, ([each, used[0]], []), "experts of a layer × layers", rule)
    stated, all_ = total.quantity.value or Fraction(0), made.interval.high or Fraction(0)
    if made.holds or moe or not all_ * _ROOM <= stated <= all_:
        yield made
