"""Little's law told in one passage: "25 requests per second", "stays 8 seconds", "200 requests are in flight"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.passages import is_near, is_plain, named, sections, sentence, situation, worked
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.units import Dimensions

_RATE: Dimensions = (("request", 1), ("second", -1))
_TIMES: Sequence[Dimensions] = ((("second", 1),), (("request", -1), ("second", 1)))
_IN_FLIGHT = re.compile(
    r"\b(?:in flight|in-flight|concurrent\w*|concurrency|simultaneous\w*|at once|at the same time|outstanding"
    r"|in the system|in progress|in parallel)\b",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:stays?|takes?|lasts?|spends?|latency|duration|service time|response time|residence|lives?|occup\w+|needs?"
    r"|end-to-end|e2e|completes? (?:in|after)|finish\w*|time in (?:the )?system|per request)\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(?:requests?|quer(?:y|ies)|calls?|e2e|latency|duration|service time|response time|system)\b", re.IGNORECASE
)
_LAW = re.compile(
    r"\bLittle\b|\b(?:so|hence|thus|therefore|that is|means|gives|yields|makes|leaves|on average)\b|\bi\.e\.|[=→⇒×]",
    re.IGNORECASE,
)
"""Words by which one follows from the others."""
_MEAN = re.compile(r"\b(?:average|mean)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:P?(?:95|99)(?:th)?|p\d\d|tail|worst|max\w*|at most|up to|limit\w*|capacity|per (?:GPU|replica|node|instance"
    r"|user)|each (?:GPU|replica|node|instance|user)|queue\w*|wait\w*|TTFT|first token|TPOT|token|headroom|burst\w*"
    r"|target|SLO|SLA|timeout|rejected|if)\b",
    re.IGNORECASE,
)
"""Words by which other requests, another time or another rate are meant."""
_ROOM = Interval(Fraction(19, 20), Fraction(21, 20))
_FAR = Interval(Fraction(2, 3), Fraction(3, 2))
"""What a measurement that begins and ends may differ by."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of requests in flight, in a section with one rate and one time of a request."""
    for some in sections(facts):
        rates = [fact for fact in some if _kind(fact) == _RATE]
        seconds = [fact for fact in some if _kind(fact) in _TIMES] if len(rates) == 1 else []
        stays = [fact for fact in seconds if _is_stay(fact, facts)] if len(seconds) == 1 else []
        flying = [fact for fact in some if _is_flying(fact)] if stays else []
        room = _room((rates[0], stays[0], flying[0]), facts) if len(flying) == 1 else None
        if room is not None:
            made = worked(flying[0], ([rates[0], stays[0]], []), "rate × time of a request", rule)
            if made.holds or not (made.interval * room).meets(flying[0].quantity.hull):
                yield made


def _kind(fact: Fact) -> Dimensions:
    return fact.quantity.readings[0].unit.dimensions if is_plain(fact) else ()


def _is_stay(fact: Fact, facts: Facts) -> bool:
    said = sentence(fact, facts)
    return _STAYS.search(f"{named(fact)} {said}") is not None and _REQUEST.search(said) is not None


def _is_flying(fact: Fact) -> bool:
    counted = fact.quantity.readings[0].unit.dimensions in ((), (("request", 1),), (("sequence", 1),))
    return counted and fact.quantity.whole and is_plain(fact) and _IN_FLIGHT.search(named(fact)) is not None


def _room(three: Sequence[Fact], facts: Facts) -> Interval | None:
    """How far the numbers may differ that are told as one, and of the same requests; None where they are not."""
    said = [sentence(fact, facts) for fact in three]
    if not is_near(three, facts) or len(set(map(situation, three))) > 1 or any(map(_OTHERWISE.search, said)):
        return None
    if any(map(_LAW.search, said)):
        return _ROOM
    return _FAR if _MEAN.search(said[-1]) else None
