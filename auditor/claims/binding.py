"""Units as they follow numbers: glued, spaced, compound, behind adjectives ("tokens/ms per GPU", "4 total layers")."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from auditor.claims.lexicon import UNSCALED, Lexicon, lexicon
from auditor.frozen import dataclass
from auditor.unit_table import UnitTable, quotients, unit_table
from auditor.units import Alternative, Term, Unit

_MILLION = 10**6
_PARTS = 5
_RUN = 8
_WORD = re.compile(r"(?:[^\W\d_]{1,40}|[%％‰°℃$€¥¢])(?:-[^\W\d_]{1,40}){0,3}")
_ADJECTIVE = re.compile(r"[^\W\d_]\w*(?:-\w+)*")
_GAP = re.compile(r"[ \t\u00a0\u202f\u2009]?-?|\n")
_SPACE = re.compile(r"[ \t\u00a0\n]{1,2}")
_PER = re.compile(r"[ \t]?/[ \t]?|[ \t\n]+(?:per|(?:trên |cho )?mỗi)[ \t\n-]+(?:an?[ ]+|each[ ]+)?|-per-")
_SHORT = re.compile(r"(?<=Mio|Mrd|Tsd|mln|mrd)\.(?= [^\W\d])")
"""The dot of a scale word that is cut short: "3 Mio. Token"."""
_CLASSIFIER = re.compile(r"[个個台臺张張块塊层層条條路名份次枚片套位][ ]?(?=[^\W\d_])")
"""What Chinese sets between a number and what it counts: "3 个 token"."""
_NO_UNIT = frozenset(("", *")]}|,;:.=×*+/<>(\"'"))
"""What stands behind a number that has no unit."""
_SCALES = {"thousand": "K", "1000": "K", "1,000": "K", "million": "M", "billion": "B", "trillion": "T"} | {
    "nghìn": "K",
    "triệu": "M",
    "tỷ": "B",
}
_DECIMAL = re.compile(r"\d\.\d+$")
_ACTIVE = re.compile(r"[ ](?:are|is|of (?:them|these|which)(?: are)?)[ ]activ(?:e|ated)\b")
"""What makes the number before it one of parameters, a few words on: "of which 37B are active"."""
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
    if text[position : position + 1] in _NO_UNIT:
        return Bound(UNSCALED, (), position, position)
    scales, at = _scale(text, position)
    if scales is not UNSCALED and scales[0] >= _MILLION and _sizes(text, at):
        return Bound(scales, unit_table().exact["parameter"].alternatives, at, at, countable=True)
    found = _head(text, at, lexicon(), unit_table())
    if found is None and scales is not UNSCALED and _SHORT.match(text, at):
        at += 1
        found = _head(text, at, lexicon(), unit_table())
    if found is None:
        return Bound(scales, (), at, at)
    term, start, end = found
    parts, end = ([], end) if term.alternatives[0].unit.dimensions == () else _denominators(text, end)
    units = _settled(term, parts)
    return Bound(scales, units, start, end, term.countable)


def bind_below(text: str, position: int, numerator: str) -> Bound:
    """The scale and "per ..." behind an amount of money, whose sign (`numerator`) stands before the number."""
    scales, at = _scale(text, position)
    parts, end = _denominators(text, at)
    money = unit_table().exact[numerator]
    return Bound(scales, _settled(money, parts), at, end if parts else at)


def _scale(text: str, position: int) -> tuple[tuple[Fraction, ...], int]:
    words = lexicon()
    gap = _GAP.match(text, position)
    assert gap is not None
    found = _WORD.match(text, gap.end())
    if found is None:
        return UNSCALED, position
    word = found[0]
    if gap.end() == position and (letter := word.partition("-")[0]) in words.scale_letters:
        return _letter(text, position, letter)
    if word in words.scale_letters and gap[0] == " " and _is_scale(text, position, found):
        return words.scale_letters[word], found.end()
    if gap.end() == position and word.partition("-")[0] == "b":
        return words.scale_letters["B"], position + 1
    if (scales := words.scale_words.get(word.lower())) is not None:
        return _twice(text, found.end(), scales)
    for end in range(min(len(word), _RUN), 0, -1) if not word.isascii() else ():
        if (scales := words.scale_words.get(word[:end])) is not None:
            unit = _glued(word, unit_table())
            return (UNSCALED, position) if unit is not None and unit[1] > end else (scales, gap.end() + end)
    return UNSCALED, position


def _twice(text: str, position: int, scales: tuple[Fraction, ...]) -> tuple[tuple[Fraction, ...], int]:
    """A scale word with perhaps another behind it ("nghìn tỷ", "thousand million"), and where they end."""
    found = _WORD.match(text, position + 1) if text[position : position + 1] == " " else None
    more = lexicon().scale_words.get(found[0].lower()) if found is not None else None
    return (scales, position) if found is None or more is None else ((scales[0] * more[0],), found.end())


def _is_scale(text: str, position: int, letter: re.Match[str]) -> bool:
    """Whether a letter that stands apart is a scale: by what it counts ("70 B params", "8.5 M tokens"), or alone."""
    if letter[0] == "M" and text[letter.end() : letter.end() + 1] in _NO_UNIT:
        return _DECIMAL.search(text, max(position - _RUN, 0), position) is not None
    gap = _SPACE.match(text, letter.end())
    found = _longest(text, gap.end(), unit_table()) if gap else None
    return found is not None and found[0].alternatives[0].unit.symbol in ("parameter", "token")


def _letter(text: str, position: int, letter: str) -> tuple[tuple[Fraction, ...], int]:
    scales = lexicon().scale_letters[letter]
    behind = _PER.match(text, position + 1)
    if letter == "B" and behind and _head(text, behind.end(), lexicon(), unit_table()):
        return UNSCALED, position
    return scales, position + 1


def _sizes(text: str, position: int) -> bool:
    """Whether the words behind make "10B" a number of parameters ("10B active", "70B model", "10B are active")."""
    if _ACTIVE.match(text, position):
        return True
    found = _WORD.match(text, position + 1) if text[position : position + 1] in (" ", "-") else None
    return found is not None and found[0].lower() in lexicon().sized and not _names_unit(text, found.end())


def _names_unit(text: str, position: int) -> bool:
    """Whether a counted thing follows: "128M total tokens" are no parameters; "30B MoE models" have them."""
    space = _SPACE.match(text, position)
    found = _longest(text, space.end(), unit_table()) if space else None
    return found is not None and found[0].countable and found[0].alternatives[0].unit.symbol != "model"


def _head(text: str, position: int, words: Lexicon, table: UnitTable) -> tuple[Term, int, int] | None:
    """The unit right behind, or the plural noun behind adjectives; with where it begins and ends."""
    gap = _GAP.match(text, position)
    assert gap is not None
    start = at = gap.end()
    if gap[0].endswith("-"):
        joined = _longest(text, at, table)
        return None if joined is None else (joined[0], start, joined[1])
    one = text[position - 1 : position] == "1" and not text[position - 2 : position - 1].isdecimal()
    for step in range(_PARTS):
        found = _longest(text, at, table)
        if found is None and (classifier := _CLASSIFIER.match(text, at)):
            found = _longest(text, classifier.end(), table)
        if found is not None and (step == 0 or (found[0].countable and (found[0].plural or one))):
            other = _is_measure(text, found, words) or _is_network(text, at, found[1], words)
            return None if other else _noun(text, found, table, start)
        word = _ADJECTIVE.match(text, at)
        if word is None or not _may_stand_between(word[0].lower(), words):
            return None
        space = _SPACE.match(text, word.end())
        if space is None:
            return None
        at = space.end()
    return None


def _is_measure(text: str, found: tuple[Term, int], words: Lexicon) -> bool:
    """Whether a noun only says of what a size is: "128 token length", "16384 expert hidden"."""
    space = _SPACE.match(text, found[1]) if found[0].countable and not found[0].plural else None
    word = _WORD.match(text, space.end()) if space else None
    return word is not None and word[0].lower() in words.measures


def _is_network(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether a lone G tells a link by its rate: "400G InfiniBand"."""
    word = _WORD.match(text, end + 1) if text[start:end] == "G" else None
    return word is not None and word[0].lower() in words.networks


def _may_stand_between(word: str, words: Lexicon) -> bool:
    return word in words.modifiers or word in words.makers or word in words.accelerators


def _noun(text: str, found: tuple[Term, int], table: UnitTable, start: int) -> tuple[Term, int, int]:
    """The last noun of a compound: "8 GPU nodes" counts nodes."""
    term, end = found
    while term.countable and not term.plural:
        gap = _SPACE.match(text, end)
        later = _longest(text, gap.end(), table) if gap else None
        if later is None or not later[0].plural:
            break
        term, end = later
    return term, start, end


def _longest(text: str, position: int, table: UnitTable) -> tuple[Term, int] | None:
    """The longest spelling of the table that begins here."""
    word = _WORD.match(text, position)
    if word is None:
        return None
    end = word.end()
    if text[end : end + 1] == "/" and (second := _WORD.match(text, end + 1)):
        term = table.exact.get(text[position : second.end()])
        if term is not None:
            return term, second.end()
    if text[end : end + 1] == " " and (second := _WORD.match(text, end + 1)):
        term = table.find(text[position : second.end()])
        if term is not None:
            return term, second.end()
    if not word[0].isascii() and (known := _glued(word[0], table)) is not None:
        return known[0], position + known[1]
    spelling = word[0]
    while spelling:
        term = table.find(spelling)
        if term is not None:
            return term, position + len(spelling)
        spelling = spelling.rpartition("-")[0]
    return None


def _glued(run: str, table: UnitTable) -> tuple[Term, int] | None:
    """The longest spelling at the beginning of a run of letters without spaces, as Chinese is written."""
    for end in range(min(len(run), _RUN), 0, -1):
        if (term := table.exact.get(run[:end])) is not None:
            return term, end
    return None


def _denominators(text: str, position: int) -> tuple[list[Term], int]:
    parts: list[Term] = []
    while len(parts) < _PARTS:
        separator = _PER.match(text, position)
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
    for _ in range(_PARTS):
        found = _longest(text, at, table)
        if found is not None:
            term, end = _compound(text, found, table)
            return (_scaled(term, scale[1]), end) if scale else (term, end)
        word = _ADJECTIVE.match(text, at)
        space = _SPACE.match(text, word.end()) if word else None
        if word is None or space is None or not _may_stand_between(word[0].lower(), words):
            return None
        at = space.end()
    return None


def _compound(text: str, found: tuple[Term, int], table: UnitTable) -> tuple[Term, int]:
    term, end = found
    gap = _SPACE.match(text, end) if term.countable else None
    later = _longest(text, gap.end(), table) if gap else None
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
