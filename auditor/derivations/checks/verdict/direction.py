"""Which way one number must stand to another: by what both are called, by the words around them, or as usual."""

from __future__ import annotations

from auditor.derivations.values import operands
from auditor.facts import Claim, Expression, Facts, Link, Operand, Polarity
from auditor.quantity import Modality
from auditor.units import Dimensions

AT_MOST = ("within", "under", "below", "less than", "fit", "limit", "at most", "budget", "capacity", "no more")
AT_LEAST = ("exceed", "above", "more than", "at least", "minimum", "surpass", "beyond")
_RISING = (
    "utili", "reduc", "increas", "improv", "gain", "efficien", "mfu", "speedup", "saving", "hit rate", "complian",
    "availabilit", "uptime", "accura",
)  # fmt: skip
_NEVER_LESS = ("availabilit", "uptime", "accura", "complian", "mfu", "scaling efficien")
_NEVER_MORE = ("overhead", "imbalance", "bubble", "error rate", "deviation")
_FALLING = ("varian", "differen", "imbalanc", "overhead", "error", "bubble", "idle", "deviation", "memory")
"""Beginnings of the words for percentages of which more, or less, is better."""
_NEGATIONS = frozenset(("not", "never", "without", "cannot", "doesn't", "don't", "isn't", "won't"))
_NEEDED, _SUPPLIED, _LIMIT = "required", "available", "limit"
_OPPOSITE = {"≤": "≥", "≥": "≤", "": ""}
_STREAMS = frozenset({"byte", "flop"})


def told(facts: Facts, link: Link, physical: Dimensions) -> str:
    """`≤` or `≥` for the first number against the second by what they are called; empty where that leaves it open."""
    roles = _roles(facts, link)
    return _relation(*roles, physical) if link.form == "versus" or _SUPPLIED in roles else ""


def usual(facts: Facts, link: Link, verdict: Claim | None, physical: Dimensions) -> str:
    """The same, and `=`, by the words around them, else by which way is better; empty where that is open too."""
    if link.form == "match":
        return "" if _is_denied(link, verdict) else "="
    if not physical:
        return _of_shares(link, facts.claims.all) if is_share(link, facts.claims.all) else ""
    if link.form == "versus":
        # What is reached stands before what it is held against; of what flows that is open.
        return "" if _is_stream(physical) else _better(physical)
    return _by_words(link, verdict, physical)


def _is_denied(link: Link, verdict: Claim | None) -> bool:
    """Whether two numbers are said to be no match: "❌ 24 parts do not match 12 GPUs"."""
    said = link.words.split()
    bad = verdict is not None and verdict.polarity is not Polarity.GOOD
    return bad or "mismatch" in link.words or not _NEGATIONS.isdisjoint(said)


def _relation(first: str, second: str, physical: Dimensions) -> str:
    """`≤` or `≥` for the first role against the second; empty where the two roles leave it open.

    What is needed stays within what is available; another number within what is available or a limit, and on the
    good side of what is required: of memory that may be a need or a limit.
    """
    if first == second:
        return ""
    for standard in (_LIMIT, _SUPPLIED, _NEEDED):
        if second == standard:
            return _against(standard, first, physical)
        if first == standard:
            return _OPPOSITE[_against(standard, second, physical)]
    return ""


def _better(physical: Dimensions) -> str:
    """Which way is better: rates up, times and memory down."""
    powers = dict(physical)
    if powers.get("second", 0) < 0:
        return "≥"
    return "≤" if powers in ({"second": 1}, {"byte": 1}) else ""


def _is_stream(physical: Dimensions) -> bool:
    """Whether it is a rate of bytes or work: what flows is to stay below what can flow, and a link is to carry it."""
    powers = dict(physical)
    return powers.get("second", 0) < 0 and not _STREAMS.isdisjoint(powers)


def _against(standard: str, other: str, physical: Dimensions) -> str:
    if standard == _LIMIT:
        # The limit of a rate may be the least that is asked for.
        return "≤" if _is_stream(physical) or _better(physical) != "≥" else ""
    if standard == _SUPPLIED:
        return "≤" if other == _NEEDED or _is_stream(physical) or dict(physical) == {"byte": 1} else ""
    return "" if dict(physical) == {"byte": 1} else _better(physical)


def _roles(facts: Facts, link: Link) -> tuple[str, str]:
    """What the numbers on either side are called."""
    sides = [[facts.by_claim[claim] for claim in operands(side)] for side in (link.first, link.second)]
    first, second = (next((fact.role for fact in side if fact is not None and fact.role), "") for side in sides)
    return first, second


def _by_words(link: Link, verdict: Claim | None, physical: Dimensions) -> str:
    """By words such as within and exceeds; without any, rates at least and times and memory at most."""
    words = link.words
    most = [word for word in AT_MOST if word in words]
    least = any(word in words for word in AT_LEAST)
    if "sufficient" in words and _first_claim(link.second) < _first_claim(link.first):
        return "≤"
    if (most or least) and not _NEGATIONS.isdisjoint(words.split()) and not _is_negated(verdict):
        # "Does not exceed" is a limit kept; "not within" may be told of a failure.
        return "≤" if least and not most else ""
    if most == ["limit"] and _better(physical) == "≥":
        # The limit of a rate may be the least that is asked for.
        return ""
    if most:
        return "≤"
    standard = "require" in words or "target" in words
    if least:
        return _better(physical) if standard else "≥"
    if _is_stream(physical) and "suffic" in words and not standard:
        return ""
    return _better(physical)


def _first_claim(side: Expression) -> int:
    return next(operands(side))


def _is_negated(verdict: Claim | None) -> bool:
    """Whether the verdict is itself what is negated: "does not exceed the target"."""
    return verdict is not None and not _NEGATIONS.isdisjoint(verdict.text.lower().split())


def is_share(link: Link, claims: tuple[Claim, ...]) -> bool:
    """Whether a percentage is held against another."""
    quantities = [claims[index].quantity for side in (link.first, link.second) for index in operands(side)]
    return len(quantities) == 2 and all(each is not None and each.unit.symbol == "%" for each in quantities)


def is_plain(link: Link, claims: tuple[Claim, ...]) -> bool:
    """Whether a percentage is of what nobody wants less of, or more of, held against what is asked of it."""
    label = claims[next(operands(link.first))].label
    said = f"{label.key} {label.row} {label.before}".lower()
    rising, falling = (any(stem in said for stem in stems) for stems in (_RISING, _FALLING))
    stems = _NEVER_LESS if rising else _NEVER_MORE
    return rising is not falling and any(stem in said for stem in stems) and _names_goal(link.words)


def _of_shares(link: Link, claims: tuple[Claim, ...]) -> str:
    """The same for percentages, by the sign of what is asked, else by what they are of: "Latency reduction: 40%"."""
    signed = _of_sign(link, claims)
    if signed:
        return signed
    label = claims[next(operands(link.first))].label
    said = f"{label.key} {label.row} {label.before}".lower()
    rising, falling = (any(stem in said for stem in stems) for stems in (_RISING, _FALLING))
    return "" if rising == falling or not _names_goal(link.words) else "≥" if rising else "≤"


def _of_sign(link: Link, claims: tuple[Claim, ...]) -> str:
    """Which way the sign of the second number points, where it is asked for: "85 % (target: < 80 %)"."""
    quantity = claims[link.second.claim].quantity if isinstance(link.second, Operand) else None
    if quantity is None or link.form != "against" or not _names_goal(link.words):
        return ""
    if quantity.modality in (Modality.AT_MOST, Modality.LESS_THAN):
        return "≤"
    return "≥" if quantity.modality in (Modality.AT_LEAST, Modality.MORE_THAN) else ""


def _names_goal(words: str) -> bool:
    return any(word in words for word in ("target", "require", "goal", "limit", "sla", "slo", "threshold", "toleran"))
