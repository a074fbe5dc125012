"""Parts that a sentence lists, and what it says that they come to: "12 GB of weights, 3 GB of cache and 1 GB of
activations, 16 GB in all"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce

from auditor import patterns as re
from auditor.derivations.derivation import Derivation
from auditor.derivations.summed import summed
from auditor.derivations.values import physical
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity

_NAME = r"(?:[^\W\d][\w/'’-]*[ ]){0,5}?[^\W\d][\w/'’-]*"
_PART = rf"(?:[ ]?[(（]?(?:of|for|in|to|as|go(?:es)? to|the)[ ]{_NAME}[)）]?|[ ]{_NAME})?"
_AND = r"(?:,|,? and|,? plus|、|，|[ ]?[和及]|,? và)"
_GOES_ON = re.compile(
    rf"{_PART}{_AND}[ ]?(?:another |the |a further )?[~≈]?|[)）]?{_AND}[ ]?{_NAME}(?:[ ]?[:：])?[ ]?[(（]?[~≈]?"
)
"""What joins two parts, whose names stand behind or before them."""
_OVERALL = r"(?:an?|the) (?:total|overall|end-to-end|combined) (?:[a-z-]+ ){0,3}(?:of|is|comes to)"
_SUMS = r"in total|in all|altogether|together|totall?ing|(?:adding|adds?|summing|sums?) up to|sums? to|comes? to"
_LAST = re.compile(
    rf"{_PART}[)）]?[ ]?(?:[,;:(（—–]|，|：)?[ ]?(?:(?:{_OVERALL}|{_SUMS}|so|or|that is|i\.e\.|for|making"
    r"|which (?:is|makes|comes to|adds up to)|a total of|the total is|the sum is|共|合计|总计"
    r"|tổng(?: cộng)?(?: là)?)[ ,]*){0,3}[~≈]?"
)
_BEFORE = re.compile(
    rf"(?:{_OVERALL}|{_SUMS}|total of|total is|sum is|共|合计|总计|tổng cộng)"
    r"(?: that is| this is| it is| that makes| we need)?[ ,:：是为]*(?:là )?[~≈]?\Z"
)
_BEHIND = re.compile(
    r"[ ]?(?:in (?:all|total)|altogether|together|all told|total(?! (?:of|number))|combined|tổng cộng)(?!\w)",
    re.IGNORECASE,
)
"""What makes a number the total, before it or behind it."""
_ADD_UP = re.compile(r"\b(?:add|sum)(?:s|ing|ming)? up to\W*\Z")
_NO_PART = re.compile(
    r"\b(?:per|each|every|of which|including|incl|from|out of|instead|or|than|max|up to|left|free|remain\w*|leaves?"
    r"|shared|times|twice|minus|less|except|without|overlap\w*|if|when|capacity|budget|limit|saved|saves?|before|after|then|peak"
    r"|p\d\d|average|mean|at)\b|[×*÷=/%]"
    r"|每|其中|trong đó|mỗi",
    re.IGNORECASE,
)
"""Words of a sentence in which numbers are no plain parts of one total."""
_MORE = re.compile(
    r"\b(?:add(?:s|ing|ed)?|besides|beyond|further|additional(?:ly)?|on top|apart from|in addition|also|with|plus"
    r"|another|rest|other|remaining|still)\b|另|此外|thêm|ngoài",
    re.IGNORECASE,
)
"""Words before the first part that join it to something else."""
_ELSE = re.compile(r"\b(?:with|incl\w*|plus|overheads?|when|for|on|at|after|before|if)\b|含|包括|gồm")
_ENDS = re.compile(r"\n|[.!?] |[。！？]")
_FEWEST, _MOST = 2, 8
_UNITS = frozenset({(("byte", 1),), (("second", 1),), (("flop", 1),), (("dollar", 1),), (("watt", 1),)})
_CHANCE = 0.05
_FAR = 200
"""Characters before the first part that are looked through for the beginning of its sentence."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total that a sentence gives of the parts that it lists right before."""
    by_block: dict[int, list[Claim]] = defaultdict(list)
    for claim in facts.claims.all:
        if claim.quantity is not None:
            by_block[claim.block].append(claim)
    for block, claims in by_block.items():
        text = facts.claims.document.blocks[block].text
        for place, total in enumerate(claims):
            if place >= _FEWEST and _is_total(total, text):
                parts = _parts(claims[max(place - _MOST - 1, 0) : place], total, text)
                made = _judge(parts, total, rule) if parts else None
                if made is not None and (made.holds or not made.severity or not _holds_more(total, text)):
                    yield made


def _holds_more(total: Claim, text: str) -> bool:
    """Whether words behind a total tell what else is in it: "12.5 s with the checkpoint"."""
    ends = _ENDS.search(text, total.end)
    return _ELSE.search(text, total.end, ends.start() if ends else len(text)) is not None


def _is_total(claim: Claim, text: str) -> bool:
    before = _BEFORE.search(text, max(claim.start - 48, 0), claim.start)
    return before is not None or _BEHIND.match(text, claim.end) is not None


def _parts(before: Sequence[Claim], total: Claim, text: str) -> list[Claim]:
    """All numbers of the sentence before the total, where they are a plain list of parts; else none.

    `before` holds the nearest ones, one more than a list may have.
    """
    first = max(before[0].start - _FAR, 0)
    begins = max((end.end() for end in _ENDS.finditer(text, first, total.start)), default=first)
    parts = [claim for claim in before if claim.start >= begins]
    if not _FEWEST <= len(parts) <= _MOST or not all(_is_alike(part, total) for part in parts):
        return []
    gaps = [text[a.end : b.start] for a, b in zip(parts, [*parts[1:], total], strict=True)]
    listed = all(_GOES_ON.fullmatch(gap) for gap in gaps[:-1]) and _LAST.fullmatch(gaps[-1])
    lead, sentence = text[begins : parts[0].start], _ADD_UP.sub("", text[parts[0].start : total.start])
    joined = any(re.search(r"and|plus|和|và", gap) for gap in gaps[:-1]) or len(parts) > _FEWEST
    return parts if listed and joined and not _NO_PART.search(sentence) and not _is_joined(lead) else []


def _is_joined(lead: str) -> bool:
    return _MORE.search(lead) is not None or re.search(r"\b(?:from|than|out of|instead)\b", lead) is not None


def _is_alike(part: Claim, total: Claim) -> bool:
    one, other = part.quantity, total.quantity
    if one is None or other is None or one.value is None or other.value is None or part.qualifier or total.qualifier:
        return False
    told = one.is_plain and other.is_plain
    return told and physical(one) == physical(other) and physical(one) in _UNITS


def _rounded(quantity: Quantity) -> Interval:
    """What rounds to a number; what is cut off to it reaches further."""
    value, high = quantity.value or Fraction(0), quantity.interval.high
    half = (high - value) / 2 if high is not None and quantity.modality is Modality.EXACT else None
    factor = quantity.readings[0].unit.factor
    return (
        quantity.readings[0].interval
        if half is None
        else Interval(value - half, value + half, high_open=True).scale(factor)
    )


def _judge(parts: Sequence[Claim], total: Claim, rule: str) -> Derivation | None:
    """The sum against the total; more than the sum may hold what the sentence leaves out, and what is cut off may."""
    values = [(each, each.quantity, each.quantity.readings[0].interval) for each in parts if each.quantity is not None]
    if total.quantity is None:
        return None
    stated, own = _rounded(total.quantity), total.quantity.readings[0].interval
    rounded = reduce(Interval.__add__, (_rounded(quantity) for _, quantity, _ in values))
    holds, reached = rounded.meets(stated), reduce(Interval.__add__, (value for _, _, value in values)).meets(own)
    more = stated.low is not None and rounded.high is not None and stated.low > rounded.high
    return summed(
        (total, total.quantity, own),
        values,
        rule,
        words="sum of the parts",
        holds=holds,
        severity="warning" if not holds and (more or reached) else "",
        power=_CHANCE,
        reservation="the parts give it only if they were all cut off, not rounded" if reached and not holds else "",
    )
