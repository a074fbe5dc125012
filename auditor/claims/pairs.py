"""Two numbers tied by a word or sign: a part of a whole, one against another, a change, one instead of another."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.claims.beside import Pair, result
from auditor.claims.clause import Gap, is_ratio
from auditor.claims.items import dimensions, may_be_alike, symbol
from auditor.claims.passage import Leaf
from auditor.quantity import Modality

_AGAINST = frozenset({"vs", "versus", "against"})
_PHRASES = (("compared", "to"), ("compared", "with"), ("relative", "to"), ("in", "contrast", "to"))
_INSTEAD = (("instead", "of"), ("rather", "than"))
_CHANGE = (
    "reduc",
    "increas",
    "decreas",
    "grow",
    "grew",
    "drop",
    "rais",
    "lower",
    "cut",
    "scal",
    "improv",
    "chang",
    "shr",
)
_TURNS = ("降", "下降", "减", "缩", "升", "上升", "提", "增", "涨")
"""How a word of Chinese begins that leads from a former value to the new one."""
_TO = ("至", "到", "为")
_FROM = ("从", "由")
_DOWN_OR_UP = frozenset({"xuống", "lên"})
_REMAINING = frozenset({"còn", "tới", "đến", "mức"})
_WHOLE = frozenset(("the", "a", "its", "total", "all", "available", "used", "active", "utilized", "in", "use"))


def comparable(first: Leaf, second: Leaf) -> bool:
    """Whether two numbers can be amounts of one thing: alike but for what they are counted per, or one of them bare."""
    if is_ratio(first) != is_ratio(second):
        return False
    return not symbol(first) or not symbol(second) or may_be_alike(first, second)


def form(pair: Pair) -> str:
    """`of`, `versus`, `change` or `instead`; empty if the two are tied in no such way."""
    first, second = pair.numbers
    gap = pair.clause.gaps[pair.first + 1]
    if gap.groups or not comparable(first, second) or _other_degrees(first, second):
        return ""
    if gap.signs:
        return _by_sign(pair, gap)
    if any(_holds(gap.words, phrase) for phrase in _INSTEAD):
        return "instead"
    if is_of(gap.words) and not is_ratio(first):
        return "of" if may_be_alike(first, second) or not symbol(first) else ""
    if any(word in _AGAINST for word in gap.words) or any(_holds(gap.words, phrase) for phrase in _PHRASES):
        return "versus"
    return "change" if _is_change(pair, gap.words) else ""


def _by_sign(pair: Pair, gap: Gap) -> str:
    first, second = pair.numbers
    around = (*pair.clause.gaps[pair.first].signs, *pair.clause.gaps[pair.first + 2].signs)
    behind = pair.clause.gaps[pair.first + 2].words
    if gap.signs == ("→",):
        if is_bound(first) and not is_bound(second):
            # "TTFT ≤ 500 ms → 530 ms": what is asked, and what is reached.
            return ""
        apart = gap.words or set(around) - {"→"} or behind[:1] == ("per",) or _is_share(second)
        return "" if apart or _is_other_rate(first, second) else "change"
    if gap.signs == ("/",) and not around and not gap.words and behind[:1] != ("of",):
        return "of" if _is_part(first, second) and (_counts(first, second) or result(pair, _percent)[0]) else ""
    return "ratio" if gap.signs == (":",) else ""


def is_bound(leaf: Leaf) -> bool:
    """Whether a number is an end of what is meant: "≤ 500 ms", "at least 40"."""
    number = leaf.token.number
    return number is not None and number.quantity.modality not in (Modality.EXACT, Modality.ABOUT, Modality.RANGE)


def _percent(leaf: Leaf, words: tuple[str, ...]) -> bool:
    return is_ratio(leaf)


def _counts(first: Leaf, second: Leaf) -> bool:
    """Whether "3/128 GPUs" says how many of a number of things, and no fraction or pair of variants."""
    a, b = first.token.number, second.token.number
    if a is None or b is None or not (a.quantity.whole and b.quantity.whole):
        return False
    return not a.noun and a.low != 1 and a.low <= b.low


def _is_share(leaf: Leaf) -> bool:
    """Whether a count is per something, other than time."""
    return any(power < 0 and name != "second" for name, power in dimensions(leaf))


def _is_other_rate(first: Leaf, second: Leaf) -> bool:
    """Whether an arrow leads from the price or rate of one to what all of them come to: "$2 per GPU-hour → $70,000 per
    month"."""
    timed = [("second", -1) in dimensions(each) for each in (first, second)]
    return all(timed) and dimensions(first) != dimensions(second)


def _other_degrees(first: Leaf, second: Leaf) -> bool:
    """Whether one is a parallel degree and the other none of that kind: "TP=8 → 16 GPUs" is no change."""
    a, b = first.token.number, second.token.number
    if a is None or b is None or a.degree == b.degree:
        return False
    return bool(b.degree) or (bool(a.degree) and bool(symbol(second)))


def _is_part(first: Leaf, second: Leaf) -> bool:
    """Whether "a/b" can be a part of a whole: counts up to it, or amounts with units."""
    a, b = first.token.number, second.token.number
    if a is None or b is None or is_ratio(first) or is_ratio(second):
        return False
    return bool(symbol(first)) or not a.quantity.whole or not b.quantity.whole or 0 < a.low <= b.low


def is_of(words: Sequence[str]) -> bool:
    """Whether the words between two numbers are an "of", "out of" or "of the total"."""
    kept = [word for word in words if word not in _WHOLE]
    return kept in (["of"], ["out", "of"])


def _is_change(pair: Pair, words: Sequence[str]) -> bool:
    before = pair.clause.gaps[pair.first].words
    if _is_chinese_change(before, words) or _is_vietnamese_change(before, words):
        return True
    if words[-1:] != ("to",) or words.count("to") != 1 or len(words) > 3:
        return False
    return before[-1:] == ("from",) or any(word.startswith(_CHANGE) for word in before)


def _is_chinese_change(before: Sequence[str], words: Sequence[str]) -> bool:
    """ "从 42 ms 降至 28 ms", "由 100 到 140"."""
    if len(words) != 1 or not words[0].endswith(_TO):
        return False
    return words[0].startswith(_TURNS) or (words[0] in _TO and bool(before) and before[-1].endswith(_FROM))


def _is_vietnamese_change(before: Sequence[str], words: Sequence[str]) -> bool:
    """ "giảm từ 42 ms xuống còn 28 ms", "từ 100 lên 140"."""
    turns = bool(words) and words[0] in _DOWN_OR_UP and _REMAINING.issuperset(words[1:])
    return turns and bool({"từ", "giảm", "tăng"} & set(before))


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return any(tuple(words[start : start + size]) == phrase for start in range(len(words) - size + 1))
