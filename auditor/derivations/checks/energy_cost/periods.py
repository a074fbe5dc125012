"""Money and energy over several periods: "Monthly cost: $29,200", "Annual cost: $292,000"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.paired import width
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.units import Dimensions

_PERIODS: Mapping[str, re.Pattern[str]] = {
    "hour": re.compile(r"\bhourly\b|\b(?:per|an|each|every|/) ?(?:hour|h|hr)\b|/(?:hour|h|hr)\b", re.IGNORECASE),
    "day": re.compile(r"\bdaily\b|\b(?:per|a|each|every|/) ?day\b|/day\b", re.IGNORECASE),
    "month": re.compile(r"\bmonthly\b|\b(?:per|a|each|every|/) ?month\b|/(?:month|mo)\b", re.IGNORECASE),
    "year": re.compile(r"\b(?:yearly|annual(?:ly)?)\b|\b(?:per|a|each|every|/) ?year\b|/(?:year|yr)\b", re.IGNORECASE),
}
_TIMES: Mapping[tuple[str, str], tuple[Fraction, Fraction]] = {
    ("hour", "day"): (Fraction(24), Fraction(24)),
    ("hour", "month"): (Fraction(672), Fraction(744)),
    ("hour", "year"): (Fraction(8640), Fraction(8784)),
    ("day", "month"): (Fraction(28), Fraction(31)),
    ("day", "year"): (Fraction(360), Fraction(366)),
    ("month", "year"): (Fraction(12), Fraction(12)),
}
"""From how many to how many of the first there are in the second."""
_OTHERWISE = re.compile(
    r"\b(?:reserv\w*|discount\w*|commit\w*|spot|on-demand|sav\w+|working|business|weekday\w*|utili[sz]\w*|peak|average"
    r"|mean|grow\w*|ramp\w*|one-time|upfront|amorti\w*|setup|plus|incl\w*|with|without|per (?:GPU|user|request|token"
    r"|node)|first|after|from|to|if|at|load|idle|full|half|demand)\b|%",
    re.IGNORECASE,
)
"""Words of a line whose amount is over other hours, or at another price."""
_KINDS: frozenset[Dimensions] = frozenset(
    {(("dollar", 1),), (("euro", 1),), (("yuan", 1),), (("second", 1), ("watt", 1))}
)
"""Money and energy."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount over a longer period that follows on the one over a shorter, in one section."""
    used = worked_with(facts)
    sections: dict[tuple[object, ...], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts.all:
        told = fact.stance is Stance.ASSERTED and not fact.scenario and fact.quantity.is_plain
        if not told or fact.claim.index in used or _kind(fact) is None:
            continue
        text = facts.claims.document.blocks[fact.claim.block].text
        periods = [name for name, said in _PERIODS.items() if said.search(_said(fact))]
        if len(periods) == 1 and not _OTHERWISE.search(text) and fact.quantity.value:
            sections[fact.claim.label.headings, _kind(fact)][periods[0]].append(fact)
    for stated in sections.values():
        yield from _judged(stated, rule)


def _judged(stated: Mapping[str, Sequence[Fact]], rule: str) -> Iterator[Derivation]:
    """The amount of each period against that of a shorter one, the next if no other gives it; each is stated once."""
    known = [name for name in _PERIODS if len(stated.get(name, ())) == 1]
    if len(known) < len(stated):
        return
    for place, longer in enumerate(known):
        shorter = reversed(known[:place])
        tried = [_derivation(stated[of][0], stated[longer][0], _TIMES[of, longer], f"{of}s", rule) for of in shorter]
        if tried:
            yield next((each for each in tried if each.holds), tried[0])


def _kind(fact: Fact) -> Dimensions | None:
    """Money or energy, whatever time it is counted over."""
    for reading in fact.quantity.readings:
        dimensions = reading.unit.dimensions
        if tuple(sorted(dimensions)) in _KINDS:
            return dimensions
    return None


def _said(fact: Fact) -> str:
    label = fact.claim.label
    return " ".join((label.key, label.row, label.before, fact.claim.text, label.after))


def _derivation(short: Fact, long: Fact, times: tuple[Fraction, Fraction], many: str, rule: str) -> Derivation:
    amount, stated = short.quantity.hull, long.quantity.hull
    count = Interval(*times)
    given = Input(short.claim.name, amount, short.claim.index)
    words = show.number(times[0]) if times[0] == times[1] else f"{show.number(times[0])} to {show.number(times[1])}"
    taken = Input("times", count, assumed=f"{words} {many}")
    result, unit = amount * count, long.quantity.readings[0].unit
    holds = result.meets(stated)
    return Derivation(
        rule=rule,
        head=long.claim.index,
        premises=(short.claim.index,),
        holds=holds,
        stated=long.claim.text,
        expected=show.interval(short.quantity.nominal() * count, unit),
        interval=result,
        basis=Basis.DERIVATION,
        steps=(
            Step(
                f"amount × {many}",
                f"{short.claim.text} × {words} {many}",
                result,
                unit.symbol,
                f"{given.name} times *",
                (given, taken),
            ),
        ),
        assumptions=(taken.assumed,),
        power=round(max(width(long.quantity), 0.001), 3) if holds else None,
    )
