"""Ranges of numbers that tell which ("GPUs 0-3", "layers 40-79", "GPU0-GPU7"), where they cut things into parts.

One alone only names things. Several that follow one another from the first claim that there are so many; one with a
count in brackets ("GPUs 0-7 (8 GPUs)") claims that count; one with the part that it belongs to ("Stage 2: GPUs 8-11")
claims how large that part is; one as wide as what is counted elsewhere claims to be it; one that stands in two places
says the same in both. Slices of code ("experts[0:8]") and names ("layer1_mlp through layer6_mlp") are ranges too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor.claims.lexicon import lexicon
from auditor.claims.names import NAME, SLICE
from auditor.claims.runs import Found, Known, counted, settled
from auditor.claims.series import INDEX, INDEXES
from auditor.claims.token import Token, Tokenised, TokenKind
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity, Reading
from auditor.units import NUMBER

_RANGE = re.compile(r"(\d{1,9})\s*(?:-|–|—|~|\.\.\.?|to|through)\s*(\d{1,9})")
_PAIR = re.compile(r"(\d{1,9}),\s?(\d{1,9})")
_CUT = re.compile(r"(\d{1,7}):(\d{1,7})")
"""A slice, whose end it leaves out."""
_JOINTS = frozenset({",", "and", "&", "[", "(", "]", ")", ":", "=", "`", '"', "'"})
"""What may stand between the noun and its numbers, and between two of its ranges."""
_PARTS = frozenset({"stage", "node", "group", "rank", "host", "replica"})
"""Named parts: "stage_2: layers 8-11"."""
_HELD = frozenset({"gpu", "device", "layer", "expert", "node"})
"""What a part is said to hold; ranges of stages or groups are themselves parts."""
_TELLING = frozenset({"id", "indice", "indexe", "position"})
"""What may stand between the noun and its numbers: "GPU indices (0-7)"."""
_BACK = 6
_BETWEEN = 4
"""Words between a count and the brackets behind it: "8 attention output nodes (gpu0-gpu7)"."""
_NAMED = re.compile(r"([A-Za-z]{2,8})[_-]?(\d{1,5})(?:-(?:\1[_-]?)?(\d{1,5})|((?:_[A-Za-z][A-Za-z0-9]{0,15}){1,4}))?")
"""Names with a number, "GPU3", or with two: "GPU0-7", "EP0-EP15"; or of a part of a thing: "layer3_mlp"."""
_SEVERAL = re.compile(r"each|every|per|with|(?:group|node|stage|replica|pair|host|server|set)s", re.IGNORECASE)
"""Words behind a range by which a bracket tells of one of several parts of it."""
_DOTS = frozenset({".", "…"})
_LISTING = frozenset({",", "and", "&"})
_THROUGH = frozenset({"-", "–", "—", "~", "to", "through", "…"})


def found(scanned: Sequence[Tokenised]) -> list[Found]:
    """The ranges that claim a count, in source order."""
    heads = {
        (block.cell.table, block.cell.column): tokens for block, tokens in scanned if block.cell and not block.cell.row
    }
    ranges: dict[str, list[Found]] = defaultdict(list)
    for at, (block, tokens) in enumerate(scanned):
        head = heads.get((block.cell.table, block.cell.column), ()) if block.cell is not None else ()
        for one in _of_block(at, tokens, head):
            ranges[one.noun].append(one)
    known = counted(scanned) if ranges else Known({}, {}, {})
    claiming = [one for each in ranges.values() for one in settled(each, known)]
    return sorted(claiming, key=lambda one: (one.block, one.start))


def quantity(text: str, one: Found) -> Quantity:
    """The printed range."""
    interval = Interval(Fraction(one.low), Fraction(one.high))
    reading = Reading("", NUMBER, interval)
    return Quantity(text, None, interval, NUMBER, Modality.RANGE, False, (reading,))


def _of_block(at: int, tokens: Sequence[Token], head: Sequence[Token]) -> Iterator[Found]:
    place, noun, after, part = 0, "", -1, False
    while place < len(tokens):
        first, why = tokens[place], tokens[place].why
        if why in (INDEXES, SLICE) or (why == INDEX and _RANGE.fullmatch(first.text)):
            goes_on = after >= 0 and after + 1 == place and tokens[after].text in _LISTING
            low, high, after = _ends(tokens, place)
            noun = (noun if goes_on else _noun(tokens, place)) or _of_head(head)
        elif why == NAME and (named := _named(first.text)) is not None:
            noun = named[0]
            low, high, after = _ends_of_names(tokens, place, named)
            part = part or (low == high and noun in _PARTS)
        else:
            part = part or why == INDEX
            place += 1
            continue
        count = _counted(tokens, place, after, noun, high - low + 1) if low < high else None
        noun = noun or _noun_of(count)
        if noun and low < high:
            beside = count.start if count is not None else None
            of_part = part and noun in _HELD
            yield Found(at, first.start, tokens[after - 1].end, noun, low, high, beside, part=of_part)
        place = after


def _ends(tokens: Sequence[Token], place: int) -> tuple[int, int, int]:
    """The first and last number of the range that begins here, and the place of the token behind it."""
    printed = _RANGE.fullmatch(tokens[place].text)
    if printed is not None:
        return int(printed[1]), int(printed[2]), place + 1
    cut = _CUT.fullmatch(tokens[place].text)
    if cut is not None:
        return int(cut[1]), int(cut[2]) - 1, place + 1
    pair = _PAIR.fullmatch(tokens[place].text)
    if pair is not None and int(pair[2]) == int(pair[1]) + 1:
        return int(pair[1]), int(pair[2]), place + 1
    if not tokens[place].text.isdecimal():
        return 0, 0, place + 1
    low = high = int(tokens[place].text)
    after = place + 1
    while (ahead := _joined(tokens, after)) < len(tokens) and tokens[ahead].text == str(high + 1):
        high, after = high + 1, ahead + 1
    return low, -1 if _goes_on(tokens, after) else high, after


def _joined(tokens: Sequence[Token], after: int) -> int:
    """The place behind what joins the next number of a list: "0, 1, and 2"; the end where nothing does."""
    joints = tokens[after : after + 2]
    if not joints or joints[0].text not in _LISTING:
        return len(tokens)
    return after + len(joints) if joints[-1].text == "and" and len(joints) > 1 else after + 1


def _goes_on(tokens: Sequence[Token], after: int) -> bool:
    """Whether a list leaves numbers out: "0, 1, ..., 31", "0, 1, 15"."""
    behind = tokens[after : after + 2]
    return len(behind) == 2 and behind[0].text == "," and (behind[1].text in _DOTS or behind[1].text.isdecimal())


def _named(word: str) -> tuple[str, int, int, str] | None:
    """What a name with a number numbers, its first and last number, and of what part it is: "GPU3", "EP0-EP15"."""
    found = _NAMED.fullmatch(word)
    noun = found[1].lower() if found is not None else ""
    if found is None or not (noun in lexicon().series or noun.upper() in lexicon().degree_letters):
        return None
    return noun, int(found[2]), int(found[3] or found[2]), found[4] or ""


def _ends_of_names(tokens: Sequence[Token], place: int, first: tuple[str, int, int, str]) -> tuple[int, int, int]:
    """The same for names that follow one another: "GPU0, GPU1 and GPU2", "GPU0 to GPU7"."""
    noun, low, high, part = first
    after = place + 1
    while after + 1 < len(tokens) and (following := _named(tokens[after + 1].text)) is not None:
        sign, listed = tokens[after].text.lower(), following == (noun, following[1], following[1], part)
        through = sign in _THROUGH and low == high < following[1]
        if not listed or not (through or (sign in _LISTING and following[1] == high + 1)):
            break
        high, after = following[1], after + 2
    return low, high, after


def _noun(tokens: Sequence[Token], place: int) -> str:
    """What the numbers tell apart: the word before them, or before the range that they continue."""
    for token in reversed(tokens[max(0, place - _BACK) : place]):
        if token.kind is TokenKind.WORD and not token.why:
            noun = _singular(token.text.rpartition("_")[2])
            if noun not in _TELLING and (noun or token.text.lower() not in _JOINTS):
                return noun
        elif token.why != INDEXES and token.text not in _JOINTS:
            return ""
    return ""


def _of_head(head: Sequence[Token]) -> str:
    """The last noun of a column's head."""
    return next((noun for token in reversed(head) if (noun := _singular(token.text)) and noun not in _TELLING), "")


def _singular(word: str) -> str:
    word = word.lower()
    if word in lexicon().indexed:
        return word.removesuffix("s")
    return word if word in lexicon().series else ""


def _counted(tokens: Sequence[Token], place: int, after: int, noun: str, width: int) -> Token | None:
    """The count beside a lone range: in brackets behind its noun and it, or before the brackets that it fills.

    One of other things, or with words between, is meant only if it is as many.
    """
    ahead = after + _told_of(tokens[after : after + _BETWEEN + 1])
    behind = tokens[ahead : ahead + 3]
    found, close = None, True
    if len(behind) == 3 and behind[0].text == "(" and behind[2].kind is TokenKind.CLOSE:
        found = behind[1] if _is_near(tokens, place) else None
        if ahead > after and (found is None or _noun_of(found) != noun):
            return None
    elif behind and behind[0].kind is TokenKind.CLOSE:
        found, close = _before_brackets(tokens, place)
    number = found.number if found is not None else None
    if number is None or number.degree or number.quantity.modality is not Modality.EXACT:
        return None
    return found if (close and noun and _noun_of(found) == noun) or number.low == width else None


def _told_of(behind: Sequence[Token]) -> int:
    """How many words stand between a range and the bracket behind it that say what it is for: "GPUs 0-7 run stage 0
    (8 GPUs)"; 0 where another number, or what each of several has, comes first."""
    words = next((at for at, token in enumerate(behind) if token.text == "("), 0)
    plain = all(token.kind is TokenKind.WORD or token.why == INDEX or token.text == ":" for token in behind[:words])
    return words if plain and not any(_SEVERAL.fullmatch(token.text) for token in behind[:words]) else 0


def _is_near(tokens: Sequence[Token], place: int) -> bool:
    """Whether the noun stands right before a range, or is a part of it."""
    return tokens[place].why == NAME or (place > 0 and bool(_singular(tokens[place - 1].text)))


def _before_brackets(tokens: Sequence[Token], place: int) -> tuple[Token | None, bool]:
    """The number before the brackets that open before a range, or before its noun, with few words between; and whether
    there are none."""
    opened = next((at for at in (place - 1, place - 2) if at > 0 and tokens[at].text == "("), 0)
    if opened == place - 2 and not _singular(tokens[place - 1].text):
        return None, False
    for at in range(opened - 1, max(opened - 2 - _BETWEEN, -1), -1):
        if tokens[at].kind is not TokenKind.WORD:
            return tokens[at], at == opened - 1
    return None, False


def _noun_of(count: Token | None) -> str:
    """What a number counts, as ranges call it."""
    noun = count.number.noun if count is not None and count.number is not None else ""
    return _singular(noun.split()[-1]) if noun else ""
