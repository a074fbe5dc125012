"""Amounts that a share of another one comes to, behind the share and a sign: "2.0 TB/s, 80% achievable = 1.6 TB/s"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Fact, Facts, Stance

_NEAR = re.compile(r"[^.;|\n\d=≈→]{0,48}")
_LEADS = re.compile(r"[^.;|\n\d=≈→]{0,32}(?:=|≈|→|->|⇒)\s{0,2}~?\Z")
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such amount that comes out; that one does not is for the percentage to say."""
    for share in facts.all:
        ends = _around(share, facts) if share.quantity.unit.symbol == "%" else None
        if ends is not None and _comes_out(ends[0], share, ends[1]):
            words = f"{ends[0].claim.text} × {share.claim.text}"
            yield of_two(
                ends[1], (ends[0], share), "×", rule, words=words, holds=True, power=_CHANCE, basis=Basis.ARITHMETIC
            )


def _around(share: Fact, facts: Facts) -> tuple[Fact, Fact] | None:
    """The amount before a share and the one that it leads to, if both stand in its sentence."""
    at, claims = share.claim.index, facts.claims.all
    if not 0 < at < len(claims) - 1 or not claims[at - 1].block == claims[at + 1].block == share.claim.block:
        return None
    whole, amount = facts.by_claim[at - 1], facts.by_claim[at + 1]
    if whole is None or amount is None or not whole.stance is amount.stance is share.stance is Stance.ASSERTED:
        return None
    text = facts.claims.document.blocks[share.claim.block].text
    near = _NEAR.fullmatch(text, whole.claim.end, share.claim.start)
    led = _LEADS.fullmatch(text, share.claim.end, amount.claim.start)
    if led is None and amount.claim.text.startswith("≈"):
        led = _NEAR.fullmatch(text, share.claim.end, amount.claim.start)
    return (whole, amount) if near and led else None


def _comes_out(whole: Fact, share: Fact, amount: Fact) -> bool:
    dimensions = whole.quantity.unit.dimensions
    alike = bool(dimensions) and dimensions == amount.quantity.unit.dimensions
    return alike and (whole.quantity.hull * share.quantity.hull).meets(amount.quantity.hull)
