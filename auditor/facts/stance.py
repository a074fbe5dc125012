"""What the report does with a number: assert, quote, dispute, reject or propose it."""

from __future__ import annotations

from auditor import patterns as re
from auditor.claims import Claim
from auditor.facts.around import Around
from auditor.facts.fact import Stance
from auditor.facts.pairs import Pair
from auditor.facts.sense import NOTHING, Sense

_BY_WORD = {
    "quoted": Stance.QUOTED,
    "replaced": Stance.QUOTED,
    "disputed": Stance.DISPUTED,
    "proposed": Stance.PROPOSED,
}
_OWN = frozenset({"corrected", "revised", "optimised", "improved", "recommended"})
"""Versions that a report makes."""
_NEXT = re.compile(r"[_\-x]?[A-Z]{2,3}\d")
_BEFORE = re.compile(r"[A-Z]{2,3}\d{1,5}[_\-x]?[A-Z]{2,3}\Z")
_GLUED = 12


def names_layout(claim: Claim, text: str) -> bool:
    """Whether a degree is a part of a layout's name ("EP8_TP2"), which a report that quotes others uses as its own."""
    if not claim.degree or not text[max(claim.start - 1, 0) : claim.start].isupper():
        return False
    before = text[max(claim.start - _GLUED, 0) : claim.start]
    return _NEXT.match(text, claim.end) is not None or _BEFORE.search(before) is not None


def stance(around: Around, pair: Pair | None, *, told: bool, aside: Stance | None, layout: bool = False) -> Stance:
    """The stance, from words near the number and from the pair that it stands in.

    `told`: the words before it call for a change; of "change from X to Y" X is then what is there, and wrong.
    `aside`: what the report does with all that stands there. `layout`: whether it is a part of a layout's name.
    """
    if around.before.last == "not":
        return Stance.DISPUTED
    if aside is Stance.REJECTED:
        return aside
    if pair is not None and _is_replaced(pair, told=told):
        return Stance.QUOTED
    if told:
        return Stance.PROPOSED
    row = NOTHING if _is_own(around.column) else around.row
    for sense in (*around.near, *(() if layout else (around.key, row, around.column))):
        if sense.stance in _BY_WORD:
            return _BY_WORD[sense.stance]
    return aside or Stance.ASSERTED


def _is_own(column: Sense) -> bool:
    """Whether a column holds what the report itself puts in the place of what its rows quote: "Corrected"."""
    return any(axis == "version" and name in _OWN for axis, name in column.scenarios)


def _is_replaced(pair: Pair, *, told: bool) -> bool:
    """Whether the number is only what another one takes the place of: X of "Y instead of X"."""
    return (pair.form == "instead" and pair.place == 2) or (told and pair.form == "change" and pair.place == 1)
