"""How many times smaller something is that has one count instead of another: "8 KV heads instead of 32, so the cache is
4× smaller"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Fact, Facts, Stance

_INSTEAD = re.compile(r"[^\n.;\d]{0,40}\b(?:instead of|in place of|rather than)\b (?:the |all )?\W{0,2}", re.IGNORECASE)
"""What stands between the count that there is and the one that there might be."""
_SO = re.compile(
    r"[^\n.;\d]{0,24}(?:,|;|:| -| –| —)?\s?"
    r"(?:i\.e\.|(?:so|hence|thus|therefore|which|that|this|and|means|making|an?|it)\b)"
    r"[^\n.;\d]{0,40}",
    re.IGNORECASE,
)
"""What leads from the two on to the ratio."""
_LESS = re.compile(r"\W{0,3}(?:times )?(?:smaller|less|fewer|lower|reduction|saving|cheaper)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:bits?|bytes?|FP\d+|INT\d|and also|together|combined|total)\b", re.IGNORECASE)
"""Words by which more than the two counts goes into the ratio."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each multiplier that a sentence draws from two counts right before it."""
    for kept, full, told in zip(facts.all, facts.all[1:], facts.all[2:], strict=False):
        if told.quantity.unit.symbol != "×" or not told.quantity.is_plain or not _are_drawn(kept, full, told, facts):
            continue
        few, many = kept.quantity.value or Fraction(0), full.quantity.value or Fraction(0)
        if not 0 < few < many or not is_own_statement(facts, told.claim.index):
            continue
        ratio = full.quantity.nominal() / kept.quantity.nominal()
        made = of_two(
            told, (full, kept), "÷", rule, words="ratio", holds=ratio.meets(told.quantity.hull), basis=Basis.ARITHMETIC,
            taken=(full.quantity.nominal(), kept.quantity.nominal()),
        )  # fmt: skip
        yield replace(made, near_miss="" if made.holds or told.quantity.value != few else "it is the count itself")


def _are_drawn(kept: Fact, full: Fact, told: Fact, facts: Facts) -> bool:
    """Whether the three stand in one sentence that says so."""
    block = kept.claim.block
    if not block == full.claim.block == told.claim.block or told.stance is not Stance.ASSERTED:
        return False
    whole = kept.quantity.whole and full.quantity.whole
    alike = not full.quantity.unit.symbol or full.quantity.unit.symbol == kept.quantity.unit.symbol
    text = facts.claims.document.blocks[block].text
    first, second = text[kept.claim.end : full.claim.start], text[full.claim.end : told.claim.start]
    said = _INSTEAD.fullmatch(first) and _SO.fullmatch(second) and _LESS.match(text, told.claim.end)
    return bool(whole and alike and said) and not _OTHER.search(first + second)
