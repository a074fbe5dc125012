"""The percentage that a text makes of a quotient: "52.7 / 41.2 = 1.279, a gain of 27.9%"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.quotients import Quotient, quotients
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.interval import Interval

_NOUN = (
    r"(?:gains?|increase|improvement|rise|growth|speed-?up|uplift|boost"
    r"|saving|reduction|drop|decrease|decline|cut|loss)"
)
_LEAD = r"(?:->|→|=>|or|so|i\.e\.,?|that is,?|which is|meaning|hence|thus|therefore)"
_NAMED = re.compile(
    rf"[×x]?\s*[,;:(–—]?\s*(?:{_LEAD}\s*)?(?:only )?(?:an? )?{_NOUN} of (?:about |around |roughly |just )?[~≈]?\s*"
    r"|[×x]?\s*[，,;；（(]?\s*(?:即)?(?:提升|提高|增加|降低|减少|下降|节省)了?约?\s*",
    re.IGNORECASE,
)
"""What makes the percentage behind it a change by the quotient."""
_LED = re.compile(rf"[×x]?\s*(?:[,;:–—]?\s*{_LEAD}|\()\s*(?:an? |about )?[~≈+]?\s*", re.IGNORECASE)
"""What stands before one that is told by the words behind it."""
_BEHIND = re.compile(
    rf"\s*(?:{_NOUN}|more|faster|higher|larger|greater|better|longer|less|slower|lower|smaller|fewer|cheaper|shorter)"
    r"\s*(?:[.;,)]|\Z|\n)",
    re.IGNORECASE,
)
_LOSES = re.compile(
    r"\b(?:savings?|reduction|drop|decrease|decline|cut|loss|less|slower|lower|smaller|fewer|cheaper|shorter)\b|[降减]",
    re.IGNORECASE,
)
"""Words of what was taken away, which what is left is not."""
_CHANGES = 4
"""Programs that give a change, and no share."""
_FEWEST, _MOST = Fraction(1, 10), 10
"""Between which a ratio lies of which a text makes a percentage."""
_ONE = Interval.point(1)
_CHANCE = 0.1
_NEAR = re.compile(r"[^.;\n\d]{0,30}")


_PROGRAMS = (
    ("a b / 1 -", "{a} ÷ {b} − 1"),
    ("1 a b / -", "1 − {a} ÷ {b}"),
    ("1 b a / -", "1 − {b} ÷ {a}"),
    ("b a / 1 -", "{b} ÷ {a} − 1"),
    ("a b /", "{a} ÷ {b}"),
    ("b a /", "{b} ÷ {a}"),
)
"""Changes, and shares, of two numbers; the usual one first."""


class _Way(NamedTuple):
    """A change that two numbers admit."""

    program: str
    shown: str
    result: Interval
    nominal: Interval
    """Of the printed numbers alone."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage right behind a quotient that is called a change by it."""
    claims = facts.claims.all
    for each in quotients(facts):
        said = claims[each.result.index + 1] if each.result and each.result.index + 1 < len(claims) else None
        if said is None or len(each.divisors) != 1 or not _is_plain(each) or not _is_percent(said, each):
            continue
        named = _is_named(each, said, facts)
        ways = list(_ways(each))[: _CHANGES if named and _loses(each, said, facts) else None]
        agreeing = next((way for way in ways if _admitted(said).meets(way.result)), None)
        if named or (agreeing is not None and _NEAR.fullmatch(_between(each, said, facts))):
            yield _derivation(each, said, agreeing or ways[0], rule, holds=agreeing is not None)


def _is_plain(quotient: Quotient) -> bool:
    """Whether it is a ratio of two numbers that are told in the same unit, and comes to a bare number."""
    used = [each.quantity for each in (quotient.whole, quotient.divisor, quotient.result) if each is not None]
    known = [each for each in used if each is not None and each.value]
    units = {each.unit.symbol for each in known[:2]}
    near = len(known) == len(used) and _FEWEST <= (known[-1].value or 0) <= _MOST
    return near and len(units - {""}) <= 1 and known[-1].unit.symbol in ("", "×")


def _is_percent(said: Claim, quotient: Quotient) -> bool:
    same = quotient.result is not None and said.block == quotient.result.block
    return same and said.quantity is not None and said.quantity.unit.symbol == "%"


def _is_named(quotient: Quotient, said: Claim, facts: Facts) -> bool:
    """Whether the words beside a percentage say that it is the change; any other may be one, and is only confirmed."""
    text, between = facts.claims.document.blocks[said.block].text, _between(quotient, said, facts)
    if _NAMED.fullmatch(between):
        return True
    return _LED.fullmatch(between) is not None and _BEHIND.match(text, said.end) is not None


def _loses(quotient: Quotient, said: Claim, facts: Facts) -> bool:
    behind = facts.claims.document.blocks[said.block].text[said.end : said.end + 16]
    return _LOSES.search(_between(quotient, said, facts) + behind) is not None


def _between(quotient: Quotient, said: Claim, facts: Facts) -> str:
    text = facts.claims.document.blocks[said.block].text
    return text[quotient.result.end : said.start] if quotient.result is not None else ""


def _ways(quotient: Quotient) -> Iterator[_Way]:
    """The change by the quotient, and whatever else a percentage of the two may be, the usual one first."""
    whole, divisor = quotient.whole, quotient.divisor
    admitted, printed = (_changes(*(read(each) for each in (whole, divisor))) for read in (_admitted, _printed))
    names = {"a": whole.name, "b": divisor.name}
    order = [1, 0, 2, 3, 4, 5] if (admitted[0].high or 0) < 0 else range(len(_PROGRAMS))
    for at in order:
        program, shown = _PROGRAMS[at]
        words = " ".join(names.get(token, token) for token in program.split())
        yield _Way(words, shown.format(a=whole.text, b=divisor.text), admitted[at], printed[at])


def _changes(a: Interval, b: Interval) -> tuple[Interval, ...]:
    """What each program gives."""
    up, down = a / b, b / a
    return up - _ONE, _ONE - up, _ONE - down, down - _ONE, up, down


def _admitted(claim: Claim) -> Interval:
    return claim.quantity.readings[0].interval if claim.quantity is not None else _ONE


def _printed(claim: Claim) -> Interval:
    return claim.quantity.nominal() if claim.quantity is not None else _ONE


def _derivation(quotient: Quotient, said: Claim, way: _Way, rule: str, *, holds: bool) -> Derivation:
    given = tuple(Input(each.name, _admitted(each), each.index) for each in (quotient.whole, quotient.divisor))
    unit = said.quantity.readings[0].unit if said.quantity is not None else None
    return one_step(
        said,
        Step("change", way.shown, way.result, "%", way.program, given),
        rule,
        expected=show.interval(way.nominal, unit) if unit is not None else "",
        holds=holds,
        basis=Basis.ARITHMETIC,
        power=_CHANCE,
    )
