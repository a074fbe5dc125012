"""A pair of amounts with the multiplier or the percentage that follows it in its line."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from auditor import patterns as re
from auditor.facts import Facts, Link

_TOLD = re.compile(r", an? ((?:[\w-]+ ){0,3}(?:gain|increase|rise|reduction|decrease|drop|loss)) of ")
"""How a sentence goes on with the change that it was."""
_REACH = 8
"""Characters between a pair and the multiplier that speaks of it."""
_COMPARATIVES = frozenset(
    {"better", "faster", "lower", "less", "fewer", "more", "higher", "larger", "smaller", "slower"}
)


def completed(facts: Facts, link: Link) -> Link:
    """The link with the multiplier that follows its pair in the same line: "4s (requirement: 8s) - 2× better"; or the
    percentage of what comes instead of something: "90 instead of 120 tokens/s, a gain of 25%"."""
    if link.result is not None or link.form not in ("against", "versus", "instead"):
        return link
    claims = facts.claims.all
    later = bisect_left(claims, link.span.end, key=lambda claim: claim.span.start)
    follower = claims[later] if later < len(claims) else None
    if follower is None or follower.block != link.block or follower.quantity is None:
        return link
    if link.form == "instead":
        told = _TOLD.fullmatch(facts.claims.document.source, link.span.end, follower.span.start)
        change = told is not None and follower.quantity.unit.symbol == "%"
        return replace(link, result=follower.index, words=told[1].lower()) if told is not None and change else link
    if follower.span.start > link.span.end + _REACH:
        return link
    said = follower.label.after.lower().split(" ", 1)[0]
    if follower.quantity.unit.symbol != "×" or said not in _COMPARATIVES:
        return link
    return replace(link, result=follower.index, words=f"{link.words} {said}")
