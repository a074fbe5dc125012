"""Changes told as an amount and as a share: "down by 47.6 GB, which is a 42% reduction", for 82.5 GB to 34.9 GB."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice

from auditor import patterns as re
from auditor.derivations.checks.columns import inner_cells
from auditor.derivations.checks.paired import paired, unpaired, width
from auditor.derivations.checks.relations import DROP, FALL, INVERSE, RISE, SURPLUS, Standard
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.facts import Claim, Fact, Facts
from auditor.interval import Interval
from auditor.units import Dimensions

_BETWEEN = re.compile(
    r"(?: (?:per|of|from|in) [a-z]+){0,2}\W{0,3}"
    r"(?:(?:which (?:is|means|equals)|i\.e\.|that is|or|so|a|an|the|about|roughly) ?){0,3}\W{0,3}",
    re.IGNORECASE,
)
"""What stands between the amount and the share."""
_WAY = re.compile(
    r"[*_]{0,2} ?(?:(?P<down>reduction|decrease|saving|less|lower|fewer)|(?P<up>increase|growth|more|higher))\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|that is|which is|i\.e\.,?) (?:about |roughly |~)?[*_]{0,2}\Z", re.IGNORECASE)
_OPENED = re.compile(
    r"(?: (?:per|of|from|in|on) (?:[a-z-]+ ){0,2}[a-z-]+)?"
    r"(?: ?[*_]{0,2}[(（]|\W{1,3}(?:which is )?an? [a-z]+ of )[~≈−+-]?",
    re.IGNORECASE,
)
"""What stands between the amount and a share that is no more than named: in brackets, or as "a drop of" so much."""
_BRACKETS = "(（~≈−+-"
_CLOSED = re.compile(r"[*_]{0,2}(?: (?:less|lower|fewer|more|higher|reduction|decrease|increase))?[)）]", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:(?P<down>sav|cut|reduc|lower|shorten|shrink|drop|fall|fell)|(?P<up>add|gain|rais|increas|grow))\w*"
    r"(?: [a-z-]+){0,3}? (?:by )?(?:about |roughly |~)?[*_]{0,2}\Z",
    re.IGNORECASE,
)
_NEAR = 10
"""Numbers before a change among which its two ends are."""
_EACH = ("gpu", -1)
_TOLD, _ROWS = 100, 400
"""Shares, and rows of tables, that are looked at, so that the cost stays linear."""
_MOST = 4
"""Numbers of a row that are looked at."""

_FALLEN = {INVERSE: "it is what is left", SURPLUS: "it is the change measured against the new amount"}
_RISEN = {INVERSE: "it is the new amount", DROP: "it is the change measured against the new amount"}
"""What else a share may be of what fell, and of what rose."""

_Rows = Mapping[tuple[int, int], Sequence[Fact]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each share whose amount is the difference of two cells of just one row."""
    told = [found for fact in facts.all if (found := _told(facts, fact)) is not None]
    rows = _rows(facts) if told else {}
    for fact, amount, falls in told[:_TOLD]:
        pairs = list(_pairs((*islice(rows.values(), _ROWS), _before(facts, amount)), amount))
        values = {(high.quantity.value, low.quantity.value) for high, low in pairs}
        if len(values) == 1:
            made = _judge(facts, fact, pairs[0], rule, falls=falls)
            if made is not None:
                yield made


def _told(facts: Facts, fact: Fact) -> tuple[Fact, Claim, bool] | None:
    """A share with the amount before it, and whether something falls."""
    claims, claim = facts.claims.all, fact.claim
    amount = claims[claim.index - 1] if claim.index and fact.quantity.unit.symbol == "%" else None
    if amount is None or amount.block != claim.block or amount.quantity is None or not _dimensions(amount):
        return None
    text = facts.claims.document.blocks[claim.block].text
    way, verb = _WAY.match(text, claim.end), _VERB.search(text, max(amount.start - 48, 0), amount.start)
    named = way is not None and (verb is not None or _BY.search(text, max(amount.start - 16, 0), amount.start))
    if way is not None and named and _BETWEEN.fullmatch(text, amount.end, claim.start) is not None:
        return fact, amount, way["down"] is not None
    opened = _OPENED.fullmatch(text, amount.end, claim.start) if verb is not None else None
    if verb is None or opened is None or (opened[0][-1] in _BRACKETS and not _ends_alone(text, claim, verb)):
        return None
    return fact, amount, verb["down"] is not None


def _ends_alone(text: str, claim: Claim, verb: re.Match[str]) -> bool:
    """Whether a share in brackets is that of a change: what "adds 20 ms (30% of TTFT)" may be a part of the whole."""
    return _CLOSED.match(text, claim.end) is not None and not verb[0].lower().startswith("add")


def _dimensions(claim: Claim) -> Dimensions:
    dimensions = claim.quantity.readings[0].unit.dimensions if claim.quantity is not None else ()
    return tuple(each for each in dimensions if each != _EACH)


def _rows(facts: Facts) -> _Rows:
    """The numbers of each row of each table."""
    found: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for cell, fact in inner_cells(facts):
        found[cell.table, cell.row].append(fact)
    return found


def _before(facts: Facts, amount: Claim) -> Sequence[Fact]:
    """The last numbers of the kind before a change, under its heading."""
    claims = facts.claims.all[max(amount.index - _NEAR, 0) : amount.index]
    alike = [claim for claim in claims if _dimensions(claim) == _dimensions(amount)]
    near = [claim for claim in alike if claim.label.headings == amount.label.headings]
    return [fact for claim in near[-_MOST:] if (fact := facts.by_claim[claim.index]) is not None]


def _pairs(rows: Iterable[Sequence[Fact]], amount: Claim) -> Iterator[tuple[Fact, Fact]]:
    """The larger and the smaller of two numbers of a row that are so far apart."""
    assert amount.quantity is not None
    for row in rows:
        alike = [fact for fact in row if _dimensions(fact.claim) == _dimensions(amount)][:_MOST]
        for one, other in combinations(alike, 2):
            first, second = one.quantity.value, other.quantity.value
            if first is None or second is None or first == second:
                continue
            high, low = (one, other) if first * _factor(one) > second * _factor(other) else (other, one)
            if (high.quantity.nominal() - low.quantity.nominal()).meets(amount.quantity.hull):
                yield high, low


def _factor(fact: Fact) -> Fraction:
    return fact.quantity.readings[0].unit.factor


def _judge(facts: Facts, fact: Fact, pair: tuple[Fact, Fact], rule: str, *, falls: bool) -> Derivation | None:
    """The change against where it began supports a share; what is left, or the other end as the base, refutes it."""
    ends, meant = (pair, FALL) if falls else (pair[::-1], RISE)
    change = _value(meant, ends)
    if change is not None and change.meets(fact.quantity.hull):
        return paired(fact, ends, meant, change, width(fact.quantity), rule)
    if not is_own_statement(facts, fact.claim.index):
        return None
    for slip, said in (_FALLEN if falls else _RISEN).items():
        other = _value(slip, ends)
        if other is not None and (other.meets(fact.quantity.hull) or (-other).meets(fact.quantity.hull)):
            made = unpaired(fact, ends, meant, rule)
            return None if made is None else replace(made, near_miss=said)
    return None


def _value(standard: Standard, ends: tuple[Fact, Fact]) -> Interval | None:
    return standard.value(*(each.quantity.readings[0].interval for each in ends))
