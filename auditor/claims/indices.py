"""Ranges of numbers that tell which ("GPUs 0-3", "layers 40-79"), where they cut a row of things into parts.

One alone only names things. Several that follow one another from the first claim that there are so many; one with a
count in brackets ("GPUs 0-7 (8 GPUs)") claims that count; one with the part that it belongs to ("Stage 2: GPUs 8-11")
claims how large that part is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor.claims.claim import Indices
from auditor.claims.columns import Scanned
from auditor.claims.lexicon import lexicon
from auditor.claims.series import INDEX, INDEXES
from auditor.claims.token import Token, TokenKind
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity, Reading
from auditor.units import NUMBER

_RANGE = re.compile(r"(\d{1,9})\s*(?:-|–|—|~|\.\.\.?|to|through)\s*(\d{1,9})")
_PAIR = re.compile(r"(\d{1,9})\s*,\s*(\d{1,9})")
"""Two numbers, which the scan keeps in one token."""
_JOINTS = frozenset({",", "and", "&", "[", "(", "]", ")", ":", "=", "`", '"', "'"})
"""What may stand between the noun and its numbers, and between two of its ranges."""
_HELD = frozenset({"gpu", "device", "layer", "expert", "node"})
"""What a part is said to hold; ranges of stages or groups are themselves parts."""
_BACK = 6
_LEAST_LISTED = 3
"""Single numbers one by one ("0, 1, 2") that make a range; in square brackets two do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A range of indices in a block, before its claim has a number."""

    block: int
    """Position among the scanned blocks."""
    start: int
    end: int
    noun: str
    low: int
    high: int
    beside: int | None = None
    """Where the number begins that stands in brackets right behind and counts the same things."""
    whole: int | None = None
    """As `Indices.whole`."""
    part: bool = False
    """As `Indices.part`."""

    def indices(self, claim: int, beside: int | None) -> Indices:
        """The record, once the claims are numbered."""
        return Indices(claim, self.noun, self.low, self.high, beside, self.whole, self.part)


def found(scanned: Sequence[Scanned]) -> list[Found]:
    """The ranges that claim a count, in source order."""
    heads = {
        (block.cell.table, block.cell.column): tokens for block, tokens in scanned if block.cell and not block.cell.row
    }
    ranges: dict[str, list[Found]] = defaultdict(list)
    for at, (block, tokens) in enumerate(scanned):
        head = heads.get((block.cell.table, block.cell.column), ()) if block.cell is not None else ()
        for one in _of_block(at, block.text, tokens, head):
            ranges[one.noun].append(one)
    claiming = [one for each in ranges.values() for one in _settled(each)]
    return sorted(claiming, key=lambda one: (one.block, one.start))


def quantity(text: str, one: Found) -> Quantity:
    """The printed range."""
    interval = Interval(Fraction(one.low), Fraction(one.high))
    reading = Reading("", NUMBER, interval)
    return Quantity(text, None, interval, NUMBER, Modality.RANGE, False, (reading,))


def _of_block(at: int, text: str, tokens: Sequence[Token], head: Sequence[Token]) -> Iterator[Found]:
    place, noun, last = 0, "", 0
    part = False
    while place < len(tokens):
        if tokens[place].why != INDEXES:
            part = part or tokens[place].why == INDEX
            place += 1
            continue
        first, (low, high, after) = tokens[place], _ends(tokens, place)
        goes_on = last > 0 and all(token.text in _JOINTS for token in tokens[last:place])
        noun = _noun(tokens, place) or (noun if goes_on else "") or _of_head(head)
        if noun and low < high:
            end = tokens[after - 1].end
            yield Found(
                at, first.start, end, noun, low, high, _counted(tokens, place, after, noun), part=part and noun in _HELD
            )
        place = last = after


def _ends(tokens: Sequence[Token], place: int) -> tuple[int, int, int]:
    """The first and last number of the range that begins here, and the place of the token behind it."""
    printed = _RANGE.fullmatch(tokens[place].text)
    if printed is not None:
        return int(printed[1]), int(printed[2]), place + 1
    pair = _PAIR.fullmatch(tokens[place].text)
    if pair is not None and place and tokens[place - 1].text == "[" and int(pair[2]) == int(pair[1]) + 1:
        return int(pair[1]), int(pair[2]), place + 1
    if not tokens[place].text.isdecimal():
        return 0, 0, place + 1
    low = high = int(tokens[place].text)
    after = place + 1
    while after + 1 < len(tokens) and tokens[after].text == "," and tokens[after + 1].text == str(high + 1):
        high, after = high + 1, after + 2
    return (low, high, after) if high - low + 1 >= _LEAST_LISTED else (0, 0, after)


def _noun(tokens: Sequence[Token], place: int) -> str:
    """What the numbers tell apart: the word before them, or before the range that they continue."""
    for token in reversed(tokens[max(0, place - _BACK) : place]):
        if token.kind is TokenKind.WORD and not token.why:
            if (noun := _singular(token.text.rpartition("_")[2])) or token.text.lower() not in _JOINTS:
                return noun
        elif token.why != INDEXES and token.text not in _JOINTS:
            return ""
    return ""


def _of_head(head: Sequence[Token]) -> str:
    """The last noun of a column's head."""
    return next((noun for token in reversed(head) if (noun := _singular(token.text)) and noun != "id"), "")


def _singular(word: str) -> str:
    word = word.lower()
    if word in lexicon().indexed:
        return word.removesuffix("s")
    return word if word in lexicon().series else ""


def _counted(tokens: Sequence[Token], place: int, after: int, noun: str) -> int | None:
    """Where the count beside a lone range begins: in brackets behind it, or before the brackets that it fills."""
    behind = tokens[after : after + 3]
    if place == 0 or _singular(tokens[place - 1].text) != noun or not behind:
        return None
    if len(behind) == 3 and behind[0].text == "(" and behind[2].kind is TokenKind.CLOSE:
        counting = behind[1]
    elif place > 2 and tokens[place - 2].text == "(" and behind[0].kind is TokenKind.CLOSE:
        counting = tokens[place - 3]
    else:
        return None
    number = counting.number
    if number is None or number.degree or number.quantity.modality is not Modality.EXACT:
        return None
    return counting.start if _singular(number.noun.split()[-1] if number.noun else "") == noun else None


def _settled(ranges: Sequence[Found]) -> Iterator[Found]:
    """Those of one noun that follow one another from the first, with what they come to; others with a count beside."""
    run: list[Found] = []
    seen: set[tuple[int, int]] = set()
    for one in ranges:
        if run and not ((one.low, one.high) in seen or _follows(run, one)):
            yield from _closed(run)
            run, seen = [], set()
        run.append(one)
        seen.add((one.low, one.high))
    yield from _closed(run)


def _closed(run: Sequence[Found]) -> Iterator[Found]:
    base = run[0].low if run else 0
    last = max((one.high for one in run), default=0)
    tiled = base in (0, 1) and any(one.low > base for one in run)
    for one in run:
        if tiled or one.beside is not None or one.part:
            whole = last - base + 1 if tiled else None
            yield Found(one.block, one.start, one.end, one.noun, one.low, one.high, one.beside, whole, one.part)


def _follows(run: Sequence[Found], one: Found) -> bool:
    """Whether a range continues the others, or, where all are equally wide, stands for ones that are left out."""
    base, width = run[0].low, run[0].high - run[0].low
    before = run[-1]
    if one.low == before.high + 1:
        return True
    even = before.high - before.low == width == one.high - one.low
    return even and one.low > before.high and (one.low - base) % (width + 1) == 0
