"""Percentages between two options of a table that a sentence names: "B delivers 42% more throughput than A"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.checks.options import Column, columns_of, plain
from auditor.derivations.checks.paired import paired, unpaired, width
from auditor.derivations.checks.relations import DROP, SURPLUS, Standard
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval

_NAME = r"[^\W_][\w .+×=/&-]{0,32}?"
_BEFORE = re.compile(
    rf"(?:\A|[.!;:]\s+|\n)\W*(?P<name>{_NAME}) (?:delivers|gives|has|offers|reaches|achieves|needs|takes|uses"
    r"|shows|provides|yields|requires|gets|serves|produces)(?: an?| about| roughly| some| around)?\s?[*_~≈]{0,3}\Z",
    re.IGNORECASE,
)
"""What stands before the percentage: the one that is compared."""
_BEHIND = re.compile(
    r"[*_]{0,2} (?P<way>more|higher|larger|greater|less|lower|fewer|smaller|shorter) (?P<metric>[^\W\d][\w /-]{1,30}?)"
    rf" than (?:option |layout |plan |candidate )?[*_]{{0,2}}(?P<name>{_NAME})[*_]{{0,2}}"
    r"(?=[.,;:)\n]|\Z| (?:on|at|with|and|but|for)\b)",
    re.IGNORECASE,
)
"""What stands behind it: of what there is more or less, and than which."""
_SWITCHED = re.compile(
    rf"\b(?:switch|mov|go|chang|upgrad|migrat)ing(?: from (?P<base>{_NAME}))? to "
    rf"[*_]{{0,2}}(?P<name>{_NAME})[*_]{{0,2}}"
    r" (?:therefore |thus |also |hence )?(?P<verb>cuts|reduces|lowers|shortens|decreases|raises|increases|boosts)"
    r" (?:the |its |our )?(?P<metric>[^\W\d][\w /-]{1,36}?) by (?:about |roughly |some )?[*_~≈]{0,3}\Z",
    re.IGNORECASE,
)
"""What stands before a percentage by which one option changes something against another, or the only other one."""
_VERBED = re.compile(
    rf"(?:\A|[.!;:]\s+|\n)\W*(?P<name>{_NAME}) (?P<verb>cuts|reduces|lowers|shortens|decreases|raises|increases|boosts)"
    r" (?:the |its |our )?(?P<metric>[^\W\d][\w /-]{1,36}?) by (?:about |roughly |some )?[*_~≈]{0,3}\Z",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    rf"[*_]{{0,2}},? (?:compared (?:to|with)|against|relative to|over|versus|vs\.?)"
    rf" (?:option |layout |plan |candidate )?[*_]{{0,2}}(?P<name>{_NAME})[*_]{{0,2}}"
    r"(?=[.,;:)\n]|\Z| (?:on|at|with|and|but|for)\b)",
    re.IGNORECASE,
)
"""What stands around a percentage by which one option changes something "compared with" another."""
_CHEAPER = re.compile(
    r"[*_]{0,2} (?:(?:(?:of )?(?:the |its )?(?:cost|costs|price|money|bill) )?"
    r"(?:against|over|versus|vs\.?|compared (?:to|with)|relative to)|(?:cheaper|less expensive) than)"
    rf" (?:the |option |plan )?[*_]{{0,2}}(?P<name>{_NAME})[*_]{{0,2}}(?: price| rate| pricing)?(?=[.,;:)\n]|\Z)",
    re.IGNORECASE,
)
"""What stands behind a percentage of money that is saved: the one that is dearer."""
_SAVES = re.compile(
    rf"(?:\A|[.!;:]\s+|\n)\W*(?:the |a )?(?P<name>{_NAME}) (?:therefore |thus |hence )?"
    r"(?P<verb>saves|is|are|comes out|works out)(?: an?| about| roughly| some| around| us)?\s?[*_~≈]{0,3}\Z",
    re.IGNORECASE,
)
_DOWN = frozenset({"cuts", "reduces", "lowers", "shortens", "decreases"})
_LESS = frozenset({"less", "lower", "fewer", "smaller", "shorter"})
_BOTH = 2
_MONEY = "dollar"
_STEM, _LONG = 6, 4
"""Letters by which words are compared, and that they have at least."""
_MOST = 200
"""Percentages that are looked at, so that the cost stays linear."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence compares."""

    own: str
    base: str
    """Empty for the only other one."""
    metric: str
    standard: Standard


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage that a column of the two options gives, or that none of theirs gives."""
    told = [(fact, said) for fact in facts.all if (said := _said(facts, fact)) is not None][:_MOST]
    tables = columns_of(facts) if told else {}
    for fact, said in told:
        both = [column for some in tables.values() for column in some if _has_both(said, column)]
        made = _judge(facts, fact, said, both, rule) if both else None
        if made is not None:
            yield made


def _said(facts: Facts, fact: Fact) -> _Said | None:
    block = facts.claims.document.blocks[fact.claim.block]
    if fact.quantity.unit.symbol != "%" or not fact.quantity.is_plain or block.cell is not None:
        return None
    text, start = block.text, max(fact.claim.start - 80, 0)
    before, behind = _BEFORE.search(text, start, fact.claim.start), _BEHIND.match(text, fact.claim.end)
    if before is None or behind is None:
        return _switched(text, fact) or _verbed(text, fact) or _cheaper(text, fact)
    standard = DROP if behind["way"].lower() in _LESS else SURPLUS
    return _Said(plain(before["name"]), plain(behind["name"]), behind["metric"], standard)


def _switched(text: str, fact: Fact) -> _Said | None:
    """What is changed by going over to an option."""
    found = _SWITCHED.search(text, max(fact.claim.start - 160, 0), fact.claim.start)
    if found is None:
        return None
    base = plain(found["base"]) if found["base"] else ""
    return _Said(plain(found["name"]), base, found["metric"], DROP if found["verb"].lower() in _DOWN else SURPLUS)


def _verbed(text: str, fact: Fact) -> _Said | None:
    """What an option changes, compared with another one."""
    found = _VERBED.search(text, max(fact.claim.start - 120, 0), fact.claim.start)
    against = _AGAINST.match(text, fact.claim.end) if found is not None else None
    if found is None or against is None:
        return None
    standard = DROP if found["verb"].lower() in _DOWN else SURPLUS
    return _Said(plain(found["name"]), plain(against["name"]), found["metric"], standard)


def _cheaper(text: str, fact: Fact) -> _Said | None:
    """What costs less than what."""
    before = _SAVES.search(text, max(fact.claim.start - 80, 0), fact.claim.start)
    behind = _CHEAPER.match(text, fact.claim.end)
    if before is None or behind is None or (before["verb"].lower() == "saves") == ("than" in behind[0]):
        return None
    return _Said(plain(before["name"]), plain(behind["name"]), _MONEY, DROP)


def _has_both(said: _Said, column: Column) -> bool:
    """Whether a column has both options; the other one is not named where there is only one."""
    if not said.base:
        return len(column.claims) == _BOTH and said.own in column.claims
    if said.metric == _MONEY and len(column.claims) == _BOTH and said.base in column.claims:
        return _is_called(said.own, next(name for name in column.claims if name != said.base))
    return {said.own, said.base} <= column.claims.keys()


def _is_called(said: str, name: str) -> bool:
    """Whether words name an option by one of its own: "the reservation" of "1-year reserved"."""
    stems = {word[:_STEM] for word in name.split() if len(word) >= _LONG}
    return said == name or any(word[:_STEM] in stems for word in said.split() if len(word) >= _LONG)


def _judge(facts: Facts, fact: Fact, said: _Said, both: Sequence[Column], rule: str) -> Derivation | None:
    """A column that gives the percentage supports it; where none does, the one that is meant refutes it."""
    for column in both:
        pair = _pair(facts, said, column)
        change = _change(pair, said.standard) if pair is not None else None
        if pair is not None and change is not None and change.meets(fact.quantity.hull):
            return paired(fact, pair, said.standard, change, width(fact.quantity), rule)
    meant = [column for column in both if column.is_called(said.metric)] or [
        c for c in both if c.is_measured_as(said.metric)
    ]
    pairs = [pair for column in meant if (pair := _pair(facts, said, column)) is not None]
    if not pairs or not is_own_statement(facts, fact.claim.index):
        return None
    made = unpaired(fact, pairs[-1], said.standard, rule)
    turned = _change((pairs[-1][1], pairs[-1][0]), DROP if said.standard is SURPLUS else SURPLUS)
    if made is None or turned is None:
        return None
    other = turned.meets(fact.quantity.hull)
    return replace(
        made,
        near_miss="it is the change measured against the other end" if other else made.near_miss,
        severity="" if other or _agree(pairs, said.standard) else "warning",
    )


def _agree(pairs: Sequence[tuple[Fact, Fact]], standard: Standard) -> bool:
    """Whether all columns give one change."""
    changes = [_change(pair, standard) for pair in pairs]
    return all(one is not None and changes[0] is not None and one.meets(changes[0]) for one in changes)


def _pair(facts: Facts, said: _Said, column: Column) -> tuple[Fact, Fact] | None:
    other = said.base or next(name for name in column.claims if name != said.own)
    named = said.own if said.own in column.claims else next(name for name in column.claims if name != other)
    own, base = (facts.by_claim[column.claims[name].index] for name in (named, other))
    return (own, base) if own is not None and base is not None and own is not base else None


def _change(pair: tuple[Fact, Fact], standard: Standard) -> Interval | None:
    return standard.value(*(each.quantity.readings[0].interval for each in pair))
