"""A percentage or multiplier that is made of the two amounts right before it: "Target: 8", "Reached: 6", "75%".

What else a line may be made of is open, so that nothing is said of one that they do not give, unless the three lines
are a baseline, what comes after it, and the change of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.paired import paired, unpaired, width
from auditor.derivations.checks.relations import DROP, RATIO, REST, SHARE, SURPLUS, Standard
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import first_reading
from auditor.facts import Fact, Facts, Stance
from auditor.text import line_at

_RATIOS = ("%", "×")
_SHARES = (
    "utili", "usage", "used", "efficien", "share", "capacity", "achiev", "occup", "fraction", "maximum", "peak",
)  # fmt: skip
"""Beginnings of the words that call a percentage a part of something."""
_APART = 4
"""Blocks between the amounts and what is made of them, at most."""
_NEAR = 16
"""Numbers that are looked back over."""
_CHANCE = 0.25
"""The share of random percentages that may pass before a match says nothing."""
_BEFORE = re.compile(
    r"\b(?:baseline|before|original(?:ly)?|old|previous(?:ly)?|unoptimi[sz]ed|naive|without)\b", re.IGNORECASE
)
_AFTER = re.compile(r"\b(?:after|new|optimi[sz]ed|proposed|improved|revised|tuned|with)\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"(?P<of>(?:[\w-]+ ){0,3})(?P<noun>improvement|speed-?up|reduction|increase|decrease|gain|savings?|change)",
    re.IGNORECASE,
)
"""What the key of a line says that its percentage is."""
_PLAIN_WORDS = frozenset({"overall", "total", "net", "relative", "resulting", "performance", "expected"})
_FALLS = ("reduc", "decreas", "sav")
_DECLARED = 3


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that the two amounts before it give."""
    for place, fact in enumerate(facts.all):
        if fact.quantity.unit.symbol in _RATIOS and fact.quantity.is_plain:
            pair = _before(fact, facts.all[max(place - _NEAR, 0) : place], facts)
            made = _judge(fact, pair, rule) if pair is not None else None
            if made is not None:
                yield made
            elif pair is not None and (wrong := _wrong(fact, facts, rule)) is not None:
                yield wrong


def _wrong(fact: Fact, facts: Facts, rule: str) -> Derivation | None:
    """What a baseline and what comes after it, each in a line of its own, give for the change in the line below."""
    lines = facts.all[max(fact.index - _DECLARED + 1, 0) : fact.index + 1]
    if len(lines) < _DECLARED or not all(_is_line(each, facts) for each in lines) or not _is_change(lines):
        return None
    smaller, larger = sorted(lines[:2], key=_plain)
    high = fact.quantity.hull.high
    stated = -fact.quantity.hull if high is not None and high < 0 else fact.quantity.hull
    for pair in ((larger, smaller), (smaller, larger)):
        results = (
            standard.value(first_reading(pair[0]), first_reading(pair[1])) for standard in (RATIO, DROP, SURPLUS)
        )
        if any(result is not None and result.meets(stated) for result in results):
            return None
    if not is_own_statement(facts, fact.claim.index):
        return None
    if fact.quantity.unit.symbol == "×":
        return unpaired(fact, (larger, smaller), RATIO, rule)
    falls = any(stem in fact.claim.label.key.lower() for stem in _FALLS)
    return unpaired(fact, (smaller, larger) if falls else (larger, smaller), DROP if falls else SURPLUS, rule)


def _is_line(fact: Fact, facts: Facts) -> bool:
    """Whether a number is the only one of its line, behind the key that names it."""
    text = facts.claims.document.blocks[fact.claim.block].text
    line = line_at(text, fact.claim.start, fact.claim.end).replace(fact.claim.text, "", 1)
    plain = fact.quantity.is_plain and fact.stance is Stance.ASSERTED
    return plain and bool(fact.claim.label.key) and not any(map(str.isdigit, line))


def _is_change(lines: Sequence[Fact]) -> bool:
    """Whether the keys are those of a baseline, of what comes after it, and of the change of just that."""
    first, second, change = (each.claim.label.key.strip("*_ :") for each in lines)
    told = _CHANGE.fullmatch(change)
    if told is None or not _BEFORE.search(first) or not _AFTER.search(second) or not _alike(*lines[:2]):
        return False
    return all(word in _PLAIN_WORDS or word in first.lower() for word in told["of"].lower().split())


def _before(fact: Fact, earlier: Sequence[Fact], facts: Facts) -> tuple[Fact, Fact] | None:
    """The two amounts before a number, the smaller first: of one unit, in lines of its own section."""
    blocks = facts.claims.document.blocks
    own = blocks[fact.claim.block]
    found: list[Fact] = []
    for other in reversed(earlier):
        block = blocks[other.claim.block]
        far = fact.claim.block - other.claim.block > _APART
        if far or block.headings != own.headings or block.cell is not None or own.cell is not None:
            break
        if other.quantity.unit.symbol in _RATIOS and not _speaks_of(fact, _SHARES):
            continue
        found.append(other)
        if len(found) == 2:
            break
    if len(found) < 2 or not _alike(*found):
        return None
    first, second = found
    return (first, second) if _plain(first) < _plain(second) else (second, first)


def _alike(first: Fact, second: Fact) -> bool:
    """Whether two amounts can be held against each other, and differ."""
    dimensions = [each.quantity.readings[0].unit.dimensions for each in (first, second)]
    plain = all(each.quantity.is_plain and each.quantity.value for each in (first, second))
    named = bool(dimensions[0]) or first.quantity.unit.symbol == second.quantity.unit.symbol == "%"
    return plain and named and dimensions[0] == dimensions[1] and _plain(first) != _plain(second)


def _plain(fact: Fact) -> float:
    low = fact.quantity.nominal().low
    return float(low) if low is not None else 0.0


def _judge(fact: Fact, pair: tuple[Fact, Fact], rule: str) -> Derivation | None:
    """What the pair gives by the relation that the words ask for, if that is what is printed."""
    smaller, larger = pair
    tried: list[tuple[Standard, Fact, Fact]] = []
    if fact.quantity.unit.symbol == "×":
        tried.append((RATIO, larger, smaller))
    else:
        if _speaks_of(fact, _SHARES):
            tried.append((SHARE, smaller, larger))
        if _speaks_of(fact, REST.stems):
            tried.append((REST, smaller, larger))
        if _speaks_of(fact, SURPLUS.stems):
            tried.append((SURPLUS, larger, smaller))
    chance = width(fact.quantity) * len(tried)
    if chance > _CHANCE:
        return None
    for standard, first, second in tried:
        printed = standard.value(first.quantity.nominal(), second.quantity.nominal())
        result = standard.value(first_reading(first), first_reading(second))
        if printed is not None and result is not None and printed.meets(fact.quantity.hull):
            return paired(fact, (first, second), standard, result, max(chance, 0.001), rule)
    return None


def _speaks_of(fact: Fact, stems: tuple[str, ...]) -> bool:
    label = fact.claim.label
    words = f"{label.key} {label.before} {label.after}".lower().split()
    return any(word.strip("(*,.:").startswith(stems) for word in words)
