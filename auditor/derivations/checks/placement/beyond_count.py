"""Ranges from the first on that name more things than there are: "GPUs 0-127" of 64 GPUs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.derivations.checks.degrees import one_situation
from auditor.derivations.checks.placement.joints import only
from auditor.derivations.concepts import COUNTED
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step
from auditor.facts import Fact, Facts, Indices, Stance
from auditor.interval import Interval

_COUNTS = frozenset({"gpus", "experts", "layers"})


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each range that begins with the first thing and is longer than a count stated by name."""
    for one in facts.claims.indices:
        concept = COUNTED.get(one.noun, "")
        whole = only(facts, concept) if concept in _COUNTS and one.low in (0, 1) else None
        own = facts.by_claim[one.claim]
        if whole is None or own is None or own.stance is not Stance.ASSERTED or not one_situation(own, whole):
            continue
        named = whole.claim.label.key or whole.claim.label.row
        more = one.length - (whole.quantity.value or 0)
        # "Layers 0-32" of 32 may count the embedding.
        if named and one.beside is None and one.whole is None and more > int(concept == "layers"):
            yield _derivation(one, whole, facts, rule)


def _derivation(one: Indices, whole: Fact, facts: Facts, rule: str) -> Derivation:
    claim, name = facts.claims.all[one.claim], f"c{whole.claim.index}"
    total = Interval.point(whole.quantity.value or Fraction())
    given = (Input(name, total, whole.claim.index),)
    own = (Input(f"c{one.claim}", Interval(Fraction(one.low), Fraction(one.high)), one.claim),)
    length = Interval.point(one.length)
    return Derivation(
        rule=rule,
        head=one.claim,
        premises=(whole.claim.index,),
        holds=False,
        stated=f"{claim.text} ({one.length})",
        expected=whole.claim.text,
        interval=Interval(None, total.high),
        relation="≤",
        bound=Bound.UPPER,
        basis=Basis.ARITHMETIC,
        severity="warning" if one.length == (whole.quantity.value or 0) + 1 else "",
        steps=(Step("stated", whole.claim.text, Interval(None, total.high), "", f"{name} ≤", given),),
        compared=Step(
            f"{one.noun}s {claim.text}", f"{one.high} − {one.low} + 1", length, "", f"c{one.claim} count", own
        ),
    )
