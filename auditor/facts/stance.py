"""What the report does with a number: assert, quote, dispute, reject or propose it."""

from __future__ import annotations

from auditor.facts.around import Around
from auditor.facts.fact import Stance
from auditor.facts.pairs import Pair
from auditor.facts.sense import NOTHING

_BY_WORD = {
    "quoted": Stance.QUOTED,
    "disputed": Stance.DISPUTED,
    "proposed": Stance.PROPOSED,
}


def stance(around: Around, pair: Pair | None, *, told: bool, rejected: bool) -> Stance:
    """The stance, from words near the number, from the pair that it stands in, from the lines above."""
    if around.before.last == "not":
        return Stance.DISPUTED
    if rejected:
        return Stance.REJECTED
    if pair is not None and around.column is NOTHING and (found := _of_pair(pair)) is not None:
        return found
    if told:
        return Stance.PROPOSED
    for sense in (*around.near, around.key, around.row, around.column):
        if sense.stance in _BY_WORD:
            return _BY_WORD[sense.stance]
    return Stance.PROPOSED if any(sense.stance == "proposed" for sense in around.above) else Stance.ASSERTED


def _of_pair(pair: Pair) -> Stance | None:
    """What "from X to Y" and "Y instead of X" do with X: quote it; columns of a table state what each holds."""
    if pair.form == "change":
        return Stance.QUOTED if pair.place == 1 else None
    return Stance.QUOTED if pair.place == 2 and pair.form == "instead" else None
