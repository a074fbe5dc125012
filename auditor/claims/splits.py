"""Counts of things divided over others: "16 layers into 4 stages", "4 groups of 8 GPUs", "64 parts for 64 GPUs"."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.claims.beside import Pair
from auditor.claims.clause import Gap
from auditor.claims.items import dimensions, is_physical, per_dimensions
from auditor.claims.passage import Leaf
from auditor.units import Dimensions, combine_dimensions

_INTO = frozenset({"into", "across", "over", "among", "amongst", "onto"})
_ASSIGNED = ("map", "assign", "distribut", "alloc", "split", "divid", "partition", "spread", "plac", "cut", "group")
_HOLDING = frozenset({"with", "of", "handling", "containing", "having", "holding", "×", "each"})
_MATCH = ("match", "correspond", "equal", "align")
_MATCHED = ("match", "correspond")
"""Beginnings of words that tie two counts wherever the first comes from: "divided into 8 parts matched to 8 GPUs"."""
_SHARED = frozenset({"cho", "thành", "ra", "vào", "trên"})
"""Words behind "chia", to divide, of a Vietnamese sentence: "64 lớp chia đều cho 4 GPU"."""
_DIVIDED, _TOWARDS = (
    ("均分", "分配", "划分", "切分", "拆分", "分布", "平分"),
    ("到", "至", "在", "为", "成", "给", "入"),
)
"""Chinese verbs of dividing, and the marks of what is divided over: "64 层均匀划分为 4 个阶段"."""
_MOST_WORDS = 6


def form(pair: Pair) -> str:
    """`split`, `each` or `match`; empty if the two counts are tied in no such way."""
    first, second = pair.numbers
    gap = pair.clause.gaps[pair.first + 1]
    if gap.signs == ("=",):
        return "match" if _lone(pair) and _equal(first, second) and dimensions(first) != dimensions(second) else ""
    if gap.groups or len(gap.words) > _MOST_WORDS or not is_count(first):
        return ""
    if is_degree(second):
        return "split" if gap.plain and _INTO & set(gap.words) else ""
    if not is_count(second):
        return ""
    if _is_each(first, second, gap):
        return "each"
    if dimensions(first) == dimensions(second):
        return ""
    if gap.signs:
        apart = gap.signs == ("→",) and not gap.words and _lone(pair)
        return "split" if apart and not is_share(second, first) else ""
    if _is_matched(gap.words):
        return "match"
    if _is_split(pair, gap.words):
        return "split"
    return "match" if _is_match(pair, gap.words) else ""


def is_count(leaf: Leaf) -> bool:
    """Whether a number counts whole things that are named."""
    number = leaf.token.number
    if number is None or not number.quantity.whole or number.low != number.high or not dimensions(leaf):
        return False
    return not is_physical(leaf)


def is_degree(leaf: Leaf) -> bool:
    """Whether a number is a parallel degree: "TP=8"."""
    return leaf.token.number is not None and bool(leaf.token.number.degree) and not dimensions(leaf)


def is_share(share: Leaf, whole: Leaf) -> bool:
    """Whether one number counts the things of the other for each of something ("4 layers per stage", "16 layers")."""
    a, b = dimensions(share), dimensions(whole)
    return bool(a) and bool(b) and a != b and _numerator(a) == b and len(a) > len(b)


def divides(whole: Leaf, parts: Leaf, share: Leaf, words: Sequence[str]) -> bool:
    """Whether a number can be the share of a whole in each of its parts, by its unit."""
    if is_degree(parts):
        return per_dimensions(share) == dimensions(whole)
    per_part = tuple((name, -power) for name, power in dimensions(parts))
    each = not dimensions(share) and (words[:1] in (("per",), ("each",)) or share.token.text.endswith("each"))
    return is_quotient(whole, parts, share) or dimensions(share) == per_part or each


def is_quotient(whole: Leaf, parts: Leaf, share: Leaf) -> bool:
    """Whether a number is, by its unit, the whole divided by the parts."""
    return dimensions(share) == combine_dimensions(dimensions(whole), dimensions(parts), -1)


def _lone(pair: Pair) -> bool:
    gaps = pair.clause.gaps
    return not gaps[pair.first].signs and not gaps[pair.first + 2].signs


def _is_each(first: Leaf, second: Leaf, gap: Gap) -> bool:
    """Whether each of the first holds as many as the second says."""
    per_first = tuple((name, -power) for name, power in dimensions(first))
    said = any(word in _HOLDING for word in gap.words) or gap.signs == ("*",)
    if not said or gap.signs not in ((), ("*",)) or len(dimensions(first)) != 1:
        return False
    shared = set(per_first) <= set(dimensions(second)) and second.token.text.endswith(("each", "apiece"))
    return shared or (gap.words == ("of",) and dimensions(first) != dimensions(second))


def _is_split(pair: Pair, words: Sequence[str]) -> bool:
    if any(power < 0 for leaf in pair.numbers for _, power in dimensions(leaf)):
        return False
    before = pair.clause.gaps[pair.first].words
    assigned = any(word.startswith(_ASSIGNED) for word in (*before, *words))
    if _says_divided(words):
        return True
    if any(word in _INTO for word in words):
        return assigned or ("all" not in words and _at_least(*pair.numbers))
    return "to" in words and assigned


def _says_divided(words: Sequence[str]) -> bool:
    """Whether words of a Chinese or Vietnamese sentence say so; their verbs need no other sign."""
    if "chia" in words and not _SHARED.isdisjoint(words):
        return True
    said = "".join(words)
    return any(verb in said for verb in _DIVIDED) and any(mark in said for mark in _TOWARDS)


def says_split(words: Sequence[str]) -> bool:
    """Whether words say that something is divided over what follows."""
    english = any(word in _INTO for word in words) and any(word.startswith(_ASSIGNED) for word in words)
    return english or _says_divided(words)


def _at_least(first: Leaf, second: Leaf) -> bool:
    a, b = first.token.number, second.token.number
    return a is not None and b is not None and a.low >= b.low


def _is_match(pair: Pair, words: Sequence[str]) -> bool:
    if any(word.startswith(_MATCH) for word in words):
        return True
    return _equal(*pair.numbers) and tuple(words) in (("for",), ("to",), ("on",))


def _is_matched(words: Sequence[str]) -> bool:
    """Whether a word of matching stands right behind the first count: "perfectly matched to"."""
    said = next((word for word in words if not word.endswith("ly")), "")
    return said.startswith(_MATCHED) and not _INTO & set(words)


def _equal(first: Leaf, second: Leaf) -> bool:
    """Whether two whole counts are printed as the same number."""
    a, b = first.token.number, second.token.number
    return a is not None and b is not None and a.quantity.whole and b.quantity.whole and a.low == b.low == a.high


def _numerator(dimensions: Dimensions) -> Dimensions:
    return tuple((name, power) for name, power in dimensions if power > 0)
