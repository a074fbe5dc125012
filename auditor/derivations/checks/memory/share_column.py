"""A column of shares beside one of amounts, each of the memory of a GPU: "51.65 | 80.7%" of 64 GB in every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.checks.paired import width
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Claim, Fact, Facts, Stance
from auditor.quantity import Modality

_BYTES = (("byte", 1),)
_HELD = (_BYTES, (("byte", 1), ("gpu", -1)))
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_FEWEST = 2
"""Rows that have to be shares of one amount before another is doubted."""
_SHARP = 0.02
"""How wide a share may be printed that hardly agrees by chance."""
_MOST_COLUMNS, _MOST_AMOUNTS = 10, 6


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each share of such a column, where at most one row is no share of what all others are of."""
    wholes = _wholes(facts)
    for table in columns(facts).values() if wholes else ():
        some = list(table.values())[:_MOST_COLUMNS]
        for shares in (column for column in some if _are_shares(column)):
            found = (_judged(facts, amounts, shares, whole, rule) for amounts in some for whole in wholes)
            yield from next((made for made in found if made), ())


def _wholes(facts: Facts) -> Sequence[Fact]:
    """The amounts of memory in running text, one of each size; none where there are many."""
    blocks = facts.claims.document.blocks
    told = (
        fact
        for fact in facts.all
        if fact.quantity.readings[0].unit.dimensions in _HELD
        and fact.quantity.modality in (*_PLAIN, Modality.AT_MOST)
        and (blocks[fact.claim.block].cell is None or fact.concept == "gpu_memory")
        and fact.stance is Stance.ASSERTED
    )
    found = {fact.quantity.value: fact for fact in reversed(list(told))}
    return (
        [fact for fact in found.values() if fact.quantity.value][:_MOST_AMOUNTS] if len(found) <= _MOST_AMOUNTS else ()
    )


def _are_shares(column: Column) -> bool:
    quantities = [claim.quantity for claim in column.values()]
    return all(q is not None and q.unit.symbol == "%" and q.modality in _PLAIN for q in quantities)


def _judged(facts: Facts, amounts: Column, shares: Column, whole: Fact, rule: str) -> list[Derivation]:
    """What follows of each row, if the column is of shares of this whole; empty if it is not."""
    rows = [row for row in shares if row in amounts and _is_held(amounts[row])]
    if len(rows) <= _FEWEST or len(rows) < len(shares):
        return []
    made = [_derivation(facts, amounts[row], shares[row], whole, rule) for row in rows]
    off = sum(each is not None and not each.holds for each in made)
    held = {shares[row].text for row, each in zip(rows, made, strict=True) if each is not None and each.holds}
    sure = off == 0 or (off == 1 and len(made) - off >= _FEWEST)
    return [each for each in made if each is not None] if sure and held and None not in made else []


def _is_held(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.readings[0].unit.dimensions in _HELD


def _derivation(facts: Facts, amount: Claim, share: Claim, whole: Fact, rule: str) -> Derivation | None:
    part, stated = facts.by_claim[amount.index], facts.by_claim[share.index]
    if part is None or stated is None or width(stated.quantity) > _SHARP:
        return None
    result = part.quantity.readings[0].interval / whole.quantity.readings[0].interval
    return of_two(
        stated,
        (part, whole),
        "÷",
        rule,
        words="amount ÷ what there is",
        holds=result.meets(stated.quantity.hull),
        taken=(part.quantity.readings[0].interval, whole.quantity.readings[0].interval),
        power=round(width(stated.quantity), 3),
        basis=Basis.ARITHMETIC,
    )
