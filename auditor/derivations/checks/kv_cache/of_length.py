"""The cache of some tokens held against that of one: "160 KB per token ... 8,192 tokens need 2.6 GB of KV cache"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.by_block import by_block
from auditor.derivations.chained import chained
from auditor.derivations.checks.passages import BY_HAND, CACHE_WORD, sentence, situation, subject
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.text import sentence_at

_BYTES, _OF_ONE = (("byte", 1),), (("byte", 1), ("token", -1))
_OF_SEQUENCE = (("byte", 1), ("sequence", -1))
_AMOUNTS = (_BYTES, _OF_SEQUENCE)
_TOKENS = re.compile(r"[- ]?(?:tokens?\b|context\b|ctx\b|上下文)", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:requests?|sequences?|users?|sessions?|conversations?|slots?)\b", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?:GPUs?|devices?|cards?|TP|PP|DP|CP|stages?|ranks?|replicas?|(?<!\d )layers?)\b"
    r"|\b(?:window\w*|sliding|prefix|shared?|cached|latent|FP8|INT8|INT4|quanti\w+|compress\w+|evict\w*|left|remain\w*|free"
    r"|budget|pool|would|if|instead|weights?|activations?|overhead|headroom|plus|output|prompt|without|batch)\b|\+",
    re.IGNORECASE,
)
"""Words of a sentence in which the cache is divided, narrower, shared, or one part of an amount."""
_HALF = re.compile(r"\b(?:only|alone|keys?|values?|heads?)\b", re.IGNORECASE)
_DIVIDING = DEGREES | {"gpus", "nodes", "gpus_per_node"}
_TOKEN_KEY = re.compile(r"(?:KV (?:cache )?)?(?:per|one|each|a) token", re.IGNORECASE)
_TOKEN_TAKES = re.compile(r"\b(?:each|every|a|one) token (?:adds|takes|needs|costs|uses|occupies)\Z", re.IGNORECASE)
_CLAUSE = re.compile(r";|, (?:and|so|hence|thus|which|while|but|giving) ")
_WIDEST = 12
"""Numbers of a row of a table to either side."""
_FACTORS = (2, 3, 4, 5, 8, 10, 16, 32, 64, 100, 128, 1000)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that a sentence gives to a number of tokens, off by a usual factor."""
    one = _of_one(facts)
    if one is None:
        return
    for fact in facts.all:
        if not _is_told(fact) or fact.quantity.readings[0].unit.dimensions not in _AMOUNTS or fact is one:
            continue
        said, beside = _around(fact, one, facts)
        if fact.scope not in ("", "sequence", "total", "request") or _SHARED.search(said):
            continue
        if not (CACHE_WORD.search(said) or _is_below(fact, facts)):
            continue
        factors = _factors(beside, facts)
        if factors:
            derivation = _judge(fact, one, factors, _shares(facts), rule)
            if derivation is not None:
                yield derivation


def _around(fact: Fact, one: Fact, facts: Facts) -> tuple[str, Sequence[Fact]]:
    """The sentence, or the row of a table, that an amount stands in, without the cache of a token, and the other
    numbers of its clause."""
    block = facts.claims.document.blocks[fact.claim.block]
    if block.cell is not None:
        row = block.cell.table, block.cell.row
        near = facts.all[max(fact.index - _WIDEST, 0) : fact.index + _WIDEST]
        return sentence(fact, facts), [each for each in near if each is not fact and _row(each, facts) == row]
    text = block.text
    start, stop = sentence_at(text, fact.claim.start)
    said = text[start:stop]
    own = one.claim.block == fact.claim.block and start <= one.claim.start < stop
    rest = said.replace(text[one.claim.start : one.claim.end], "") if own else said
    first, last = _clause(text, start, stop, fact.claim.start)
    here = [each for each in by_block(facts)[fact.claim.block] if first <= each.claim.start < last]
    return rest, [each for each in here if each not in (fact, one)]


def _row(fact: Fact, facts: Facts) -> tuple[int, int] | None:
    cell = facts.claims.document.blocks[fact.claim.block].cell
    return (cell.table, cell.row) if cell is not None else None


def _of_one(facts: Facts) -> Fact | None:
    """What the report says that a token takes, if it says one thing of it."""
    found = [
        each
        for each in facts.all
        if _is_told(each)
        and (
            (each.concept == "kv_cache" and each.scope == "token")
            or (not each.known and (_is_of_token(each, facts) or _is_taken_by_each(each)))
        )
    ]
    blocks = facts.claims.document.blocks
    said = {each.index: _said(each, blocks[each.claim.block].text) for each in found}
    found = [each for each in found if not (_SHARED.search(said[each.index]) or _HALF.search(said[each.index]))]
    alike = found and all(each.quantity.hull.meets(found[0].quantity.hull) for each in found)
    named = any(CACHE_WORD.search(blocks[each.claim.block].text) or _is_below(each, facts) for each in found)
    return found[0] if alike and named else None


def _is_of_token(fact: Fact, facts: Facts) -> bool:
    """Whether an amount is by its unit that of a token, or by its label, below a heading that speaks of the cache."""
    dimensions = fact.quantity.readings[0].unit.dimensions
    return dimensions == _OF_ONE or (fact.scope == "token" and dimensions == _BYTES and _is_below(fact, facts))


def _is_told(fact: Fact) -> bool:
    return fact.stance is Stance.ASSERTED and fact.quantity.is_plain and not situation(fact)


def _is_taken_by_each(fact: Fact) -> bool:
    """Whether an amount is keyed "per token", or said to be what each token takes."""
    label = fact.claim.label
    told = _TOKEN_KEY.fullmatch((label.key or label.row).strip()) or _TOKEN_TAKES.search(label.before)
    return told is not None and fact.quantity.readings[0].unit.dimensions == _BYTES


def _is_below(fact: Fact, facts: Facts) -> bool:
    """Whether the nearest heading, or what introduces the list, speaks of the cache."""
    return CACHE_WORD.search(subject(fact, facts)) is not None


def _said(fact: Fact, text: str) -> str:
    start, stop = sentence_at(text, fact.claim.start)
    return text[start:stop]


def _clause(text: str, start: int, stop: int, at: int) -> tuple[int, int]:
    """Where the clause of a sentence around an offset begins and ends."""
    ends = [found.end() for found in _CLAUSE.finditer(text, start, stop)]
    return max((end for end in ends if end <= at), default=start), min((end for end in ends if end > at), default=stop)


def _shares(facts: Facts) -> frozenset[Fraction]:
    """By what a cache may be divided, in any combination of two degrees."""
    found = {fact.quantity.value for fact in facts.all if fact.concept in _DIVIDING and fact.quantity.whole}
    degrees = {value for value in found if value}
    return frozenset(degrees | {a * b for a in degrees for b in degrees})


def _factors(beside: Sequence[Fact], facts: Facts) -> Sequence[Fact]:
    """The tokens, and how many have so many, if nothing else is counted."""
    blocks = facts.claims.document.blocks
    words = {each.index: _words(each, blocks[each.claim.block].text) for each in beside}
    tokens = [each for each in beside if _is_count(each) and _TOKENS.search(words[each.index])]
    rest = [each for each in beside if _is_count(each) and each not in tokens]
    counted = [each for each in rest if _COUNTED.search(words[each.index])]
    if len(tokens) != 1 or len(counted) > 1 or len(beside) != len(tokens) + len(counted):
        return ()
    return (*tokens, *counted)


def _is_count(fact: Fact) -> bool:
    return (fact.quantity.whole or not fact.quantity.unit.symbol) and fact.quantity.is_plain


def _words(fact: Fact, text: str) -> str:
    """A count with the nouns of its unit and those right behind it."""
    return f"{fact.claim.text} {text[fact.claim.end : fact.claim.end + 10]}"


def _judge(fact: Fact, one: Fact, factors: Sequence[Fact], shares: frozenset[Fraction], rule: str) -> Derivation | None:
    result = one.quantity.hull
    for each in factors:
        result *= each.quantity.hull
    wide, stated = result * BY_HAND, fact.quantity.hull
    if wide.meets(stated):
        return None
    usual = [Fraction(by) for by in _FACTORS if by not in shares]
    if not any(wide.scale(by).meets(stated) or wide.scale(1 / by).meets(stated) for by in usual):
        return None
    nominal = one.quantity.nominal()
    for each in factors:
        nominal *= each.quantity.nominal()
    unit = fact.quantity.readings[0].unit
    taken = [(each.claim, each.quantity.hull) for each in (one, *factors)]
    step = chained("×", taken, "bytes of a token × tokens", unit.symbol)
    return one_step(fact.claim, step, rule, expected=show.interval(nominal, unit), holds=False)
