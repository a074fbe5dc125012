"""Units as they follow numbers: glued, spaced, compound, behind adjectives ("tokens/ms per GPU", "4 total layers")."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from auditor.claims.heads import ADJECTIVE, PARTS, SPACE, WORD, compounds, head, longest, may_stand_between
from auditor.claims.lexicon import UNSCALED, lexicon
from auditor.claims.scales import NO_UNIT, PER, scale
from auditor.frozen import dataclass
from auditor.unit_table import UnitTable, quotients, unit_table
from auditor.units import Alternative, Term, Unit

_MILLION = 10**6
_SHORT = re.compile(r"(?<=Mio|Mrd|Tsd|mln|mrd|тыс|млн)\.(?= [^\W\d])")
"""The dot of a scale word that is cut short: "3 Mio. Token"."""
_SCALES = {"thousand": "K", "1000": "K", "1,000": "K", "million": "M", "billion": "B", "trillion": "T"} | {
    "nghìn": "K",
    "triệu": "M",
    "tỷ": "B",
}
_ACTIVE = re.compile(r"[ ](?:are|is|of (?:them|these|which)(?: are)?)[ ]activ(?:e|ated)\b")
"""What makes the number before it one of parameters, a few words on: "of which 37B are active"."""
_AND_EACH = re.compile(r" and (?=(?:layer|head|expert)\b(?! ?-?[^\W\d_]))")
"""What goes on with what a number is counted per: "4 KB per token and layer"."""
_BILLIONS = re.compile(r"(million|billion|trillion|thousand|nghìn|triệu|tỷ|1?[KkMB]|1,?000)[ ]?(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Bound:
    """What follows a number: scale, unit, where both end."""

    scales: tuple[Fraction, ...]
    units: tuple[Alternative, ...]
    """Empty if no unit follows."""
    start: int
    """Where the unit's words begin."""
    end: int
    countable: bool = False


def bind(text: str, position: int) -> Bound:
    """The scale and unit that follow a number whose digits end at `position`."""
    if text[position : position + 1] in NO_UNIT:
        return Bound(UNSCALED, (), position, position)
    scales, at = scale(text, position)
    if scales is not UNSCALED and scales[0] >= _MILLION and _sizes(text, at):
        return Bound(scales, unit_table().exact["parameter"].alternatives, at, at, countable=True)
    found = head(text, at, lexicon(), unit_table())
    if found is None and scales is not UNSCALED and _SHORT.match(text, at):
        at += 1
        found = head(text, at, lexicon(), unit_table())
    if found is None:
        return Bound(scales, (), at, at)
    term, start, end = found
    parts, end = ([], end) if term.alternatives[0].unit.dimensions == () else _denominators(text, end)
    units = _settled(term, parts)
    return Bound(scales, units, start, end, term.countable)


def bind_below(text: str, position: int, numerator: str) -> Bound:
    """The scale and "per ..." behind an amount of money, whose sign (`numerator`) stands before the number."""
    scales, at = scale(text, position)
    parts, end = _denominators(text, at)
    money = unit_table().exact[numerator]
    return Bound(scales, _settled(money, parts), at, end if parts else at)


def _sizes(text: str, position: int) -> bool:
    """Whether the words behind make "10B" a number of parameters ("10B active", "70B model", "10B are active")."""
    if _ACTIVE.match(text, position):
        return True
    found = WORD.match(text, position + 1) if text[position : position + 1] in (" ", "-") else None
    return found is not None and found[0].lower() in lexicon().sized and not _names_unit(text, found.end())


def _names_unit(text: str, position: int) -> bool:
    """Whether a counted thing follows: "128M total tokens" are no parameters; "30B MoE models" have them."""
    space = SPACE.match(text, position)
    found = longest(text, space.end(), unit_table()) if space else None
    return found is not None and found[0].countable and found[0].alternatives[0].unit.symbol != "model"


def _denominators(text: str, position: int) -> tuple[list[Term], int]:
    parts: list[Term] = []
    while len(parts) < PARTS:
        separator = PER.match(text, position) or (_AND_EACH.match(text, position) if parts else None)
        if separator is None:
            break
        found = _below(text, separator.end())
        if found is None:
            break
        parts.append(found[0])
        position = found[1]
    return parts, position


def _below(text: str, position: int) -> tuple[Term, int] | None:
    table, words = unit_table(), lexicon()
    scale = _BILLIONS.match(text, position)
    at = scale.end() if scale else position
    for _ in range(PARTS):
        found = longest(text, at, table)
        if found is not None:
            term, end = _compound(text, found, table)
            return (_scaled(term, scale[1]), end) if scale else (term, end)
        word = ADJECTIVE.match(text, at)
        space = SPACE.match(text, word.end()) if word else None
        if word is None or space is None or not may_stand_between(word[0].lower(), words):
            return None
        at = space.end()
    return None


def _compound(text: str, found: tuple[Term, int], table: UnitTable) -> tuple[Term, int]:
    term, end = found
    gap = SPACE.match(text, end) if term.countable else None
    later = longest(text, gap.end(), table) if gap and compounds(text, gap) else None
    return later if later is not None and later[0].countable and not later[0].plural else found


@cache
def _scaled(term: Term, word: str) -> Term:
    """A unit for each thousand, million or billion of it: "per million tokens"."""
    symbol = _SCALES.get(word) or word[-1].upper()
    factor = lexicon().scale_letters[symbol][0]
    return Term(
        tuple(
            Alternative(part.name, Unit(symbol + part.unit.symbol, part.unit.factor * factor, part.unit.dimensions))
            for part in term.alternatives
        )
    )


def _settled(term: Term, below: list[Term]) -> tuple[Alternative, ...]:
    """The readings of the whole unit, the likely one first: FLOPs per token are work, TFLOPs alone are a rate."""
    choices = term.alternatives
    if len(choices) > 1 and choices[0].unit.dimensions != choices[1].unit.dimensions:
        choices = _work_or_rate(choices, [part.alternatives[0].unit for part in below])
    return quotients((choices, *(part.alternatives for part in below))) if below else choices


def _work_or_rate(choices: tuple[Alternative, ...], below: list[Unit]) -> tuple[Alternative, ...]:
    work, rate = choices
    if any(unit.dimensions == (("second", 1),) for unit in below):
        return (work,)
    if below and below[0].dimensions not in ((("gpu", 1),), (("node", 1),), (("chip", 1),)):
        return work, rate
    return (rate, work) if rate.unit.factor >= 10**12 else (work, rate)
