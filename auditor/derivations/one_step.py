"""A derivation whose working is one step: it rests on the claims that the step starts from, and gives what that gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from auditor.derivations.derivation import Basis, Bound, Derivation, Step
from auditor.facts import Claim


class Told(TypedDict, total=False):
    """What else may be said of a derivation, by its fields."""

    relation: str
    bound: Bound
    basis: Basis
    severity: str
    kind: str
    assumptions: tuple[str, ...]
    near_miss: str
    power: float | None
    message: str
    compared: Step | None
    reservation: str
    alternatives: tuple[frozenset[int], ...]
    also: tuple[int, ...]


def one_step(head: Claim, step: Step, rule: str, *, expected: str, holds: bool, **told: Unpack[Told]) -> Derivation:
    """The derivation of a claim by a step; `expected` is what follows, for people."""
    return Derivation(
        rule=rule,
        head=head.index,
        premises=tuple(each.claim for each in step.inputs if each.claim is not None),
        holds=holds,
        stated=head.text,
        expected=expected,
        interval=step.result,
        steps=(step,),
        **told,
    )
