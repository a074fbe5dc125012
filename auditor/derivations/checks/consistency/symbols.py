"""Letters that a report gives a value in two places: "**n**: number of groups = 4", and "(n=4)" further on.

They are only confirmed, and only where the report gives the letter no other value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.cited import TOLD
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.text import line_start

_ASSIGNED = re.compile(r"(?<![\w.)\]])([A-Za-z](?:_?[A-Za-z0-9]{1,3})?)\s*=\s*\Z")
"""A letter, with an index or without, right before its value."""
_TOP = re.compile(r"\btop[-_ ]?\Z", re.I)
_WORKED = re.compile(r"[×*/÷+]\s*(?:top[-_ ]?)?\Z", re.I)
_TOP_K = "top-k"
_KEY = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9]{1,3})?")
_LAST = re.compile(r"=\s*\Z")
_REACH = 24
_CHANCE, _RARE = 0.15, 0.05
_DIGITS = 3
"""Digits by which a number is hardly stated twice by chance."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each value of a letter that has the same one in another place."""
    stated: dict[str, list[Fact]] = defaultdict(list)
    operands = worked_with(facts)
    for fact in exact_counts(facts):
        letter = _letter(fact, facts) if _is_plain(fact) else ""
        if letter:
            stated[letter].append(fact)
    for facts_of in stated.values():
        if len({fact.quantity.nominal() for fact in facts_of}) != 1:
            continue
        for fact in facts_of:
            if fact.claim.index in operands:
                continue
            other = next((each for each in facts_of if each.claim.block != fact.claim.block), None)
            if other is not None:
                yield _derivation(fact, other, rule)


def _is_plain(fact: Fact) -> bool:
    return fact.stance in TOLD and bool(fact.quantity.value)


def _letter(fact: Fact, facts: Facts) -> str:
    """The letter whose value a number is; of "top-2", "top_k(scores, k=2)" and "Top-K: K=2" how many are picked."""
    text = facts.claims.document.blocks[fact.claim.block].text
    start = line_start(text, fact.claim.start)
    before = text[max(start, fact.claim.start - _REACH) : fact.claim.start]
    if _WORKED.search(before):
        # What is worked with is judged by what comes out.
        return ""
    if _TOP.search(before):
        return _TOP_K
    found = _ASSIGNED.search(before)
    line = text[start : fact.claim.start].lower()
    if found is not None and found[1].lower() == "k" and "top" in line:
        return _TOP_K
    if found is not None:
        return found[1]
    key = fact.claim.label.key.strip("*_` ")
    if _KEY.fullmatch(key) is not None and _LAST.search(before) is not None:
        return key
    row = fact.claim.label.row.strip("*_`$ ")
    return row if _KEY.fullmatch(row) else ""


def _derivation(fact: Fact, other: Fact, rule: str) -> Derivation:
    power = _RARE if sum(map(str.isdigit, fact.claim.text)) >= _DIGITS else _CHANCE
    return said_again(fact.claim, other.claim, other.quantity.nominal(), rule, power=power, words="the same letter")
