"""Sizes that are said again under another name: a width of experts and of the feed-forward network, "6144-dimensional".

They are only confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.degrees import one_situation
from auditor.derivations.cited import TOLD
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts

_PAIRS = (
    frozenset({"ffn_hidden", "expert_hidden"}),
    frozenset({"layers", "moe_layers"}),
    frozenset({"batch_size", "global_batch_size"}),
)
"""Names of what is often one thing."""
_WIDTHS = frozenset({"hidden_size", "ffn_hidden", "expert_hidden"})
_WIDTH = re.compile(r"\b(?:hidden|dim|hidden_dim|embed_dim|d_model|embedding|width|features)\s*[=:]\s*\Z", re.I)
"""How a shape names a width: "[batch=4, hidden=6144]"."""
_REACH = 24
_DIGITS = 3
"""Digits by which a number is hardly stated twice by chance."""
_MOST = 24
"""Statements of one number that are compared."""
_CHANCE, _RARE = 0.2, 0.05
_APART = frozenset({"required", "target", "limit", "maximum", "minimum"})


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each size that another name, or a width in running words, repeats."""
    operands = worked_with(facts)
    stated = [fact for fact in exact_counts(facts) if fact.known and _is_plain(fact)]
    names = frozenset[str]().union(*_PAIRS) | _WIDTHS
    known: dict[Fraction | None, list[Fact]] = defaultdict(list)
    for fact in stated:
        if fact.concept in names and len(known[fact.quantity.value]) < _MOST:
            known[fact.quantity.value].append(fact)
    for fact in exact_counts(facts) if known else ():
        if not _is_plain(fact) or fact.claim.index in operands:
            continue
        other = next((each for each in known[fact.quantity.value] if _is_again(fact, each, facts)), None)
        if other is not None:
            yield _derivation(fact, other, rule)


def _is_plain(fact: Fact) -> bool:
    value = fact.quantity.value
    return fact.stance in TOLD and fact.role not in _APART and value is not None and value > 1


def _is_again(fact: Fact, other: Fact, facts: Facts) -> bool:
    apart = fact.claim.block != other.claim.block and fact.quantity.value == other.quantity.value
    if not apart or not one_situation(fact, other):
        return False
    if fact.known:
        return frozenset({fact.concept, other.concept}) in _PAIRS and fact.scope in ("", other.scope)
    return other.concept in _WIDTHS and _is_width(fact, facts)


def _is_width(fact: Fact, facts: Facts) -> bool:
    """Whether a nameless number of telling digits is called a width right beside it."""
    if sum(map(str.isdigit, fact.claim.text)) < _DIGITS:
        return False
    text = facts.claims.document.blocks[fact.claim.block].text
    before = text[max(fact.claim.start - _REACH, 0) : fact.claim.start]
    return fact.quantity.unit.symbol == "dimension" or _WIDTH.search(before) is not None


def _derivation(fact: Fact, other: Fact, rule: str) -> Derivation:
    power = _RARE if sum(map(str.isdigit, fact.claim.text)) >= _DIGITS else _CHANCE
    words = "stated under another name"
    return said_again(fact.claim, other.claim, other.quantity.nominal(), rule, power=power, words=words)
