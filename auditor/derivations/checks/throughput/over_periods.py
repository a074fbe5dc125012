"""Requests and tokens over several periods: "600,000 requests per day", "mean load: 6.9 requests/s"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.paired import chance
from auditor.derivations.checks.passages import BY_HAND, is_near, is_plain, named, sections, sentence, situation
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_SECONDS: Mapping[str, int] = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_BEHIND = re.compile(
    r"[ ,]*(?:(?:output |input |generated )?(?:requests?|quer(?:y|ies)|tokens?) )?(?:per|a|an|each|every|/) ?"
    r"(second|minute|hour|day)\b",
    re.IGNORECASE,
)
_KEY = re.compile(r"\b(?:(hourly|daily)|(?:per|each|every|/) ?(second|minute|hour|day))\b", re.IGNORECASE)
_THING = re.compile(r"\b(request|quer(?:y|ies)|token)s?\b", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(?:mean|averag\w*|steady|steadily|sustained|constant\w*|continuous\w*|round the clock|24/7)\b", re.IGNORECASE
)
"""Words by which a rate is that of the whole period."""
_OTHER_LOAD = re.compile(
    r"\b(?:peaks?|busy|busiest|burst\w*|max\w*|min\w*|up to|at (?:most|least)|capacity|utili[sz]\w*|working|business"
    r"|weekday\w*|night\w*|hours|grow\w*|limit\w*|quota|headroom|idle|load factor|target\w*|if|of which)\b|%",
    re.IGNORECASE,
)
"""Words of a line whose number is of another load than that of the whole period."""
_OF_PART = re.compile(
    r"\b(?:input|prompt|output|prefill|decode|per (?:GPU|user|request|node|replica|instance|customer)"
    r"|each (?!day|hour)\w+)\b",
    re.IGNORECASE,
)
_PIECE = re.compile(r"→|⇒|=>|=|;|,? (?:so|hence|therefore|i\.e\.) ")
_OF_ONE = re.compile(r"[ ,]*(?:per|/|each|a) ?(?!second|minute|hour|day)\w+", re.IGNORECASE)
_FEWEST_HOURS = 4


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number over a period that stands near the same over another, each told once."""
    used = worked_with(facts)
    for some in sections(facts):
        told: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for fact in some:
            thing, period = _told(fact, facts) if is_plain(fact) and fact.claim.index not in used else ("", "")
            if thing and period:
                told[thing][period].append(fact)
        for periods in told.values():
            yield from _judged(periods, facts, rule)


def _told(fact: Fact, facts: Facts) -> tuple[str, str]:
    """What a number counts, and over which period."""
    text, end, label = facts.claims.document.blocks[fact.claim.block].text, fact.claim.end, fact.claim.label
    unit = fact.quantity.readings[0].unit
    things = [name for name, power in unit.dimensions if power == 1 and name in ("request", "token")]
    if any(name not in ("request", "token", "second") for name, _ in unit.dimensions) or _is_other(fact, facts):
        return "", ""
    words = _THING.search(f"{label.key} {label.row}") or _THING.search(label.column)
    thing = things[0] if things else words[1].lower() if words is not None and not unit.symbol else ""
    if _is_rate(fact):
        return thing, next((name for name, size in _SECONDS.items() if unit.factor * size == 1), "")
    behind = _BEHIND.match(text, end)
    if behind is not None:
        return thing, behind[1].lower()
    key = _KEY.search(f"{label.key} {label.row}") if not _OF_ONE.match(text, end) else None
    if key is None:
        return "", ""
    return thing, {"hourly": "hour", "daily": "day"}.get((key[1] or "").lower(), (key[2] or "").lower())


def _is_other(fact: Fact, facts: Facts) -> bool:
    """Whether a number is of a part, or of another load."""
    said, text = sentence(fact, facts), fact.claim.text
    piece = next((each for each in _PIECE.split(said) if text in each), said)
    return _OTHER_LOAD.search(said) is not None or _OF_PART.search(piece) is not None


def _judged(told: Mapping[str, Sequence[Fact]], facts: Facts, rule: str) -> Iterator[Derivation]:
    """The number over each period against that over the next shorter one, where each is told once."""
    if any(len(some) > 1 for some in told.values()):
        return
    known = [name for name in _SECONDS if name in told]
    for shorter, longer in combinations(known, 2):
        short, long = told[shorter][0], told[longer][0]
        if not is_near((short, long), facts) or situation(short) != situation(long):
            continue
        made = _derivation((short, shorter), (long, longer), rule)
        if made.holds or _is_meant(short, long, made, facts):
            yield made
            if not made.holds:
                return


def _is_meant(short: Fact, long: Fact, made: Derivation, facts: Facts) -> bool:
    """Whether two numbers can only be the same over two periods, and do not agree by far."""
    said = sentence(short, facts), sentence(long, facts)
    stated = max(short, long, key=lambda each: each.index).quantity.hull
    if (made.interval * BY_HAND).meets(stated):
        return False
    if said[0] == said[1]:
        return True
    less, more = sorted((made.interval, stated), key=lambda each: each.low or Fraction(0))
    partial = any(more.scale(Fraction(many, 24)).meets(less) for many in range(_FEWEST_HOURS, 24))
    return not partial and any(map(_LEVEL.search, (*said, named(short))))


def _is_rate(fact: Fact) -> bool:
    return ("second", -1) in fact.quantity.readings[0].unit.dimensions


def _derivation(short: tuple[Fact, str], long: tuple[Fact, str], rule: str) -> Derivation:
    """What the later of the two must be by the earlier one."""
    (given, over), (head, told) = sorted((short, long), key=lambda each: each[0].index)
    times = Fraction(1 if _is_rate(head) else _SECONDS[told], 1 if _is_rate(given) else _SECONDS[over])
    many = Fraction(_SECONDS[long[1]], _SECONDS[short[1]])
    sign, unit = "×" if given is short[0] else "÷", head.quantity.readings[0].unit
    name = given.claim.name
    amount = Input(name, given.quantity.hull, given.claim.index)
    words = f"{show.number(many)} {short[1]}s"
    taken = Input("times", Interval.point(times), assumed=f"{words} in a {long[1]}")
    result = amount.interval * taken.interval
    holds = result.meets(head.quantity.hull)
    working, program = f"{given.claim.text} {sign} {words}", f"{name} times *"
    return one_step(
        head.claim,
        Step(f"number {sign} {short[1]}s", working, result, unit.symbol, program, (amount, taken)),
        rule,
        expected=show.interval(given.quantity.nominal() * taken.interval, unit),
        holds=holds,
        assumptions=(taken.assumed,),
        power=chance(head.quantity),
    )
