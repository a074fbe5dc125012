"""A pair of amounts with the multiplier or the percentage that stands beside it in its line."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.values import operands
from auditor.facts import Claim, Facts, Link

_TOLD = re.compile(r", an? ((?:[\w-]+ ){0,3}(?:gain|increase|rise|reduction|decrease|drop|loss)) of ")
"""How a sentence goes on with the change that it was."""
_BRACKET = re.compile(r" ?[(（] ?[~≈+−-]?")
_LEADS = re.compile(r" (\w+)(?::| ?[(（]| [–—-]|,) ?")
"""What stands between "2× faster" and the two values of it."""
_FROM = re.compile(r",? \(?from ")
CHANGED_BY = re.compile(
    r"(?:\bby(?: about| around| roughly| only)?"
    r"|\b(?:reduc|increas|decreas|grow|grew|drop|rais|ris|rose|fall|fell|lower|cut|improv|gain|boost|shr)\w*"
    r"(?: (?!(?:to|at|of|is|was|are|were|reaches|reached)\b)[\w-]+){0,4})[ ~≈]*$",
    re.IGNORECASE,
)
"""What makes a percentage the change itself: "raises throughput 40%", "increased by 40%"."""
_REACH = 8
"""Characters between a pair and the multiplier that speaks of it."""
_COMPARATIVES = frozenset(
    {"better", "faster", "lower", "less", "fewer", "more", "higher", "larger", "smaller", "slower"}
)
_NOUNS = frozenset({"reduction", "decrease", "drop", "saving", "savings", "increase", "gain", "improvement", "speedup"})


def completed(facts: Facts, link: Link) -> Link:
    """The link with the multiplier that follows its pair in the same line: "4s (requirement: 8s) - 2× better"; or the
    percentage of what comes instead of something: "90 instead of 120 tokens/s, a gain of 25%"; or the percentage that
    leads to a change: "raised by 50%, from 100 to 150 tokens/s"."""
    if link.form == "than":
        return _in_bracket(facts, link)
    if link.form == "change":
        return _led(facts, link)
    if link.result is not None or link.form not in ("against", "versus", "instead"):
        return link
    claims = facts.claims.all
    later = bisect_left(claims, link.span.end, key=lambda claim: claim.span.start)
    follower = claims[later] if later < len(claims) else None
    if link.form == "instead":
        return _instead(facts, link, follower)
    if follower is None or follower.block != link.block or follower.quantity is None:
        return link
    if follower.span.start > link.span.end + _REACH:
        return link
    said = follower.label.after.lower().split(" ", 1)[0]
    if follower.quantity.unit.symbol != "×" or said not in _COMPARATIVES:
        return link
    return replace(link, result=follower.index, words=f"{link.words} {said}")


def _instead(facts: Facts, link: Link, follower: Claim | None) -> Link:
    """The change that stands behind the two values, or that leads to them."""
    source = facts.claims.document.source
    if _is_ratio(follower, link) and follower is not None:
        told = _TOLD.fullmatch(source, link.span.end, follower.span.start)
        if told is not None and follower.text.endswith("%"):
            return replace(link, result=follower.index, words=told[1].lower())
        said = follower.label.after.lower().split(" ", 1)[0]
        if _BRACKET.fullmatch(source, link.span.end, follower.span.start) and said in _COMPARATIVES | _NOUNS:
            return replace(link, result=follower.index, words=said)
    before = _before(facts, link)
    led = _LEADS.fullmatch(source, before.span.end, _first(facts, link).span.start) if before is not None else None
    if before is None or led is None or led[1].lower() not in _COMPARATIVES | _NOUNS:
        return link
    return replace(link, result=before.index, words=led[1].lower())


def _led(facts: Facts, link: Link) -> Link:
    before = _before(facts, link) if link.result is None else facts.claims.all[link.result]
    if before is None or not CHANGED_BY.search(before.label.before):
        return link
    if not _FROM.fullmatch(facts.claims.document.source, before.span.end, _first(facts, link).span.start):
        return link
    return replace(link, result=before.index, words=f"{link.words} {before.label.before.lower()}")


def _in_bracket(facts: Facts, link: Link) -> Link:
    """An amount with a bracket of its own that holds it against another is what is compared: "150 GB (50% more than
    the 100 GB before)"; elsewhere the number before a percentage need not be."""
    ratio = facts.claims.all[link.result] if link.result is not None else None
    amount = facts.claims.all[next(operands(link.first))]
    between = ratio is not None and _BRACKET.fullmatch(facts.claims.document.source, amount.span.end, ratio.span.start)
    return replace(link, form="versus") if between else link


def _first(facts: Facts, link: Link) -> Claim:
    return facts.claims.all[next(operands(link.first))]


def _before(facts: Facts, link: Link) -> Claim | None:
    """The ratio right before a pair in its block."""
    first = _first(facts, link)
    before = facts.claims.all[first.index - 1] if first.index else None
    return before if _is_ratio(before, link) else None


def _is_ratio(claim: Claim | None, link: Link) -> bool:
    if claim is None or claim.block != link.block or claim.quantity is None:
        return False
    return claim.quantity.unit.symbol in ("%", "×")
