"""Lists whose items give a rate and the amount that it comes to: "- Gradients: 2 B/param = 26 GB"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.checks.additive import Entry, is_plain_total
from auditor.facts import Claim, Facts

_COMES_TO = re.compile(r"\s*(?:=|→|⇒|->|[:,(]|≈)\s*[~≈]?\s*")
_ENDS = re.compile(r"\W{0,4}(?:\([^()\n]{0,60}\))?\W{0,4}")
_FEWEST = 3
_PAIR = 2


def item_amounts(facts: Facts) -> Iterator[list[Entry]]:
    """The second numbers of each list that ends in a plain total, where all stand behind a rate per parameter."""
    lists: dict[int, dict[int, list[Claim]]] = defaultdict(dict)
    blocks = facts.claims.document.blocks
    for claim in facts.claims.all:
        item = blocks[claim.block].item
        if item is not None and item.first and claim.quantity is not None:
            lists[item.list].setdefault(claim.block, []).append(claim)
    for items in lists.values():
        found = [entry for claims in items.values() if (entry := _amount(claims, facts)) is not None]
        alike = len({entry.quantity.unit.symbol for entry in found}) == 1
        if len(found) == len(items) > _FEWEST and alike and is_plain_total(found[-1]):
            yield found


def _amount(claims: list[Claim], facts: Facts) -> Entry | None:
    """The amount of an item that says nothing but what each parameter takes, and all of them."""
    if len(claims) != _PAIR:
        return None
    rate, amount = claims
    if rate.quantity is None or amount.quantity is None or ("parameter", -1) not in rate.quantity.unit.dimensions:
        return None
    text = facts.claims.document.blocks[amount.block].text
    joined = _COMES_TO.fullmatch(text, rate.end, amount.start) and _ENDS.fullmatch(text, amount.end)
    return Entry(amount.label.key, amount, amount.quantity) if joined else None
