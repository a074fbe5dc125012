"""A share of the memory in the last cell of a row, of the amount before: "| Memory | 20 GB | 48 GB | 60 % |"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Fact, Facts, Stance

_BYTES = (("byte", 1),)
_ALL, _PARTS = "memory_used", frozenset({"weight_memory", "kv_cache", "activation_memory"})
_OF_MEMORY = re.compile(r"\bof (?:the )?(?:GPU(?:'s)? |device |card )?(?:memory|VRAM|HBM)\b", re.IGNORECASE)
"""What stands behind a share of a part; a column of utilisations is of all parts together."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each utilisation that stands in a table behind an amount of its own row."""
    shares = [fact for fact in facts.all if _is_share(fact, facts)]
    capacity = _capacity(facts) if shares else None
    if capacity is None:
        return
    for share in shares:
        amount = _before(share, facts)
        if amount is not None:
            yield _derivation(share, amount, capacity, rule)


def _is_share(fact: Fact, facts: Facts) -> bool:
    cell = facts.claims.document.blocks[fact.claim.block].cell
    told = fact.stance is Stance.ASSERTED and fact.quantity.unit.symbol == "%"
    return told and fact.concept == "memory_utilisation" and cell is not None and cell.row > 0


def _capacity(facts: Facts) -> Fact | None:
    """What each GPU has, where the report says one thing of it."""
    stated = [f for f in facts.all if f.concept == "gpu_memory" and f.scope == "gpu" and f.quantity.is_plain]
    return stated[0] if len({fact.quantity.value for fact in stated}) == 1 else None


def _before(share: Fact, facts: Facts) -> Fact | None:
    """The amount in the cell right before, in a row about what a GPU uses, if both cells hold one number."""
    other = facts.all[share.index - 1] if share.index else None
    later = facts.all[share.index + 1] if share.index + 1 < len(facts.all) else None
    if other is None or (later is not None and later.claim.block == share.claim.block):
        return None
    blocks = facts.claims.document.blocks
    own, cell = blocks[share.claim.block].cell, blocks[other.claim.block].cell
    if own is None or cell is None or (cell.table, cell.row, cell.column + 1) != (own.table, own.row, own.column):
        return None
    alone = share.index < 2 or facts.all[share.index - 2].claim.block != other.claim.block
    plain = other.quantity.is_plain and other.stance is Stance.ASSERTED
    own_share = other.concept in _PARTS and _OF_MEMORY.search(blocks[share.claim.block].text) is not None
    gpus = (other.concept == _ALL or own_share) and other.scope == "gpu"
    return other if alone and plain and gpus and other.quantity.readings[0].unit.dimensions == _BYTES else None


def _derivation(share: Fact, amount: Fact, capacity: Fact, rule: str) -> Derivation:
    result = amount.quantity.hull / capacity.quantity.hull
    power = None if share.quantity.is_plain else 0.5
    ends, holds = (amount, capacity), result.meets(share.quantity.hull)
    words, basis = "amount ÷ capacity", Basis.ARITHMETIC
    return of_two(share, ends, "÷", rule, words=words, holds=holds, power=power, basis=basis)
