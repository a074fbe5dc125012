"""A tick that stands with a number, and the limit which that keeps or breaks."""

from __future__ import annotations

from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim


def ticked(
    limit: Claim, value: Claim, mark: Claim, rule: str, *, holds: bool, said: str = "limit", relation: str = "="
) -> Derivation:
    """The proof that a number keeps its limit, which supports the tick, or that it does not, which refutes the number.

    `said`: what the limit is called. `relation`: how the number has to stand to it, `=` for lying in what it admits.
    """
    assert limit.quantity is not None
    assert value.quantity is not None
    asked, own = limit.quantity.hull, value.quantity.hull
    given, beside = Input(f"c{value.index}", own, value.index), Input(f"c{limit.index}", asked, limit.index)
    return Derivation(
        rule=rule,
        head=mark.index if holds else value.index,
        premises=(limit.index, value.index if holds else mark.index),
        holds=holds,
        stated=value.text,
        expected=limit.text,
        interval=asked,
        relation=relation,
        basis=Basis.COMPARISON,
        steps=(Step(said, limit.text, asked, limit.quantity.unit.symbol, beside.name, (beside,)),),
        compared=Step(value.text, value.text, own, value.quantity.unit.symbol, given.name, (given,)),
    )
