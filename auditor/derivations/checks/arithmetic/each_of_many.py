"""What many requests take, beside what one takes: "one request takes 2.5 GB; 100 requests take 25 GB"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.paired import chance
from auditor.derivations.checks.passages import BY_HAND
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.workings import worked_with
from auditor.facts import Block, Claim, Facts, Stance
from auditor.interval import Interval

_THING = r"(?:request|user|sequence|session|stream|conversation|chat|context)"
_ONE = re.compile(
    rf"\b(?:one|1|each|a single|a|every|per) (?:full |single )?(?:[\d,.]+ ?K?[- ]?(?:tokens? )?)?{_THING}\b"
    r"(?:[^.;:\d|]{1,12}\b\d+ ?K\b)?"
    r"[^.;:\d|]{0,40}(?::\W*)?\Z",
    re.IGNORECASE,
)
_PER = re.compile(
    rf"(?: (?:of )?[\w-]+){{0,3}}\W{{0,2}} ?(?:per|/|each|for (?:one|each|every)) ?{_THING}\b", re.IGNORECASE
)
_MANY = re.compile(
    rf"\s*(?:concurrent |simultaneous |parallel |active |such )*{_THING}s\b(?:[^.;\d|]{{0,12}}\b\d+ ?K\b)?"
    r"[^.;\d|]{0,40}\Z"
    r"|\s*[个路条]?(?:并发|同时|活跃)?的?(?:请求|用户|会话|序列)[^。；;\d|]{0,12}\Z",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:shar\w+|prefix|average|mean|typical|peak|max\w*|up to|of which|on each|per GPU|per replica|after|without"
    r"|quanti\w+|FP8|INT8|GPUs?|TP|DP)\b",
    re.IGNORECASE,
)
"""Words by which many requests take another amount than so many times one."""
_TENS = tuple(Fraction(10) ** n for n in (-3, -2, -1, 1, 2, 3))
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SCOPES = frozenset({"", "total", "sequence", "request"})
"""Of what an amount may be by its key, which the words right before it overrule: "16 such sequences take 20 GiB"."""
_NUMBERS = {**{word: Fraction(n) for n, word in enumerate(_WORDS, 2)}, "twenty": Fraction(20), "hundred": Fraction(100)}
_WORDED = re.compile(
    rf"\b(?:a )?({'|'.join(_NUMBERS)}) (?:(?:concurrent |simultaneous |parallel |active |such )*{_THING}s|of them)\b"
    r"[^.;\d|]{0,40}\Z",
    re.IGNORECASE,
)
"""How many in words, right before what they take."""
_MORE = re.compile(r"\b(?:with|without|buffers?|plus|on|of which|over|after|per|each|and)\b", re.IGNORECASE)
"""Words between the number of requests and an amount that is not plainly what they take."""
_FAR, _SHORT = 90, 40
_NEAR = 6
"""Numbers between what one takes and what many take, at most."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount of several requests, where that of one stands shortly before it: right, or off by
    tens, or by anything where they stand together."""
    used = worked_with(facts)
    claims = facts.claims.all
    for place, claim in enumerate(claims):
        if claim.index in used or not _is_amount(claim) or not _is_said(claim, facts):
            continue
        count = _count(claims, place, facts) or _worded(claim, facts)
        if count is None:
            continue
        earlier = [each for each in claims[max(place - _NEAR, 0) : place] if _is_amount(each) and _of_one(each, facts)]
        alike = [each for each in earlier if _kind(each) == _kind(claim) and _section(each) == _section(claim)]
        if alike:
            found = _derivation(alike[-1], count, claim, facts, rule)
            if found is not None:
                yield found


def _is_said(claim: Claim, facts: Facts) -> bool:
    fact = facts.by_claim[claim.index]
    return fact is not None and fact.stance is Stance.ASSERTED and fact.scope in _SCOPES


def _is_amount(claim: Claim) -> bool:
    quantity = claim.quantity
    plain = quantity is not None and quantity.is_plain and bool(quantity.value)
    return plain and quantity is not None and ("byte", 1) in quantity.readings[0].unit.dimensions


def _kind(claim: Claim) -> str:
    return claim.quantity.unit.symbol.partition("/")[0][-1:] if claim.quantity is not None else ""


def _section(claim: Claim) -> tuple[str, ...]:
    return claim.label.headings


def _of_one(claim: Claim, facts: Facts) -> bool:
    """Whether an amount is that of one request."""
    text, fact = facts.claims.document.blocks[claim.block].text, facts.by_claim[claim.index]
    before = text[max(0, claim.start - _FAR) : claim.start]
    scoped = fact is not None and fact.scope in ("request", "sequence")
    return scoped or _ONE.search(before) is not None or _PER.match(text, claim.end) is not None


def _count(claims: tuple[Claim, ...], place: int, facts: Facts) -> Input | None:
    """The number of requests that an amount is said of, right before it in its line or at the head of its row."""
    claim, blocks = claims[place], facts.claims.document.blocks
    for other in claims[max(place - 2, 0) : place][::-1]:
        quantity, text = other.quantity, blocks[other.block].text
        whole = quantity is not None and quantity.whole and (quantity.value or 0) > 1
        if not whole or not (other.block == claim.block or _heads_row(blocks[other.block], blocks[claim.block])):
            continue
        digits = re.match(r"[\d,]+", other.text)
        start = other.start + (digits.end() if digits is not None else 0)
        end = claim.start if other.block == claim.block else len(text)
        if digits is not None and quantity is not None and _MANY.fullmatch(text[start:end]):
            return Input(other.name, Interval.point(quantity.value or Fraction(1)), other.index)
    return None


def _heads_row(block: Block, other: Block) -> bool:
    head, cell = block.cell, other.cell
    same = head is not None and cell is not None and (head.table, head.row) == (cell.table, cell.row)
    return same and head is not None and not head.column


def _worded(claim: Claim, facts: Facts) -> Input | None:
    """The same in words: "ten chats = 33.6 GB"."""
    text = facts.claims.document.blocks[claim.block].text
    found = _WORDED.search(text[max(claim.start - _FAR, 0) : claim.start])
    if found is None or _MORE.search(found[0]):
        return None
    return Input("many", Interval.point(_NUMBERS[found[1].lower()]), assumed=found[1])


def _is_alone(one: Claim, count: Input, claim: Claim, facts: Facts) -> bool:
    """Whether nothing but the number of requests stands between what one takes and what many take, in one block or the
    next."""
    between = [each.index for each in facts.claims.all[one.index + 1 : claim.index] if each.quantity is not None]
    text, start = facts.claims.document.blocks[claim.block].text, facts.claims.all[between[0]].end if between else None
    words = text[max(claim.start - _SHORT, 0) if start is None else start : claim.start]
    return claim.block - one.block <= 1 and between in ([], [count.claim]) and not _MORE.search(words)


def _first(claim: Claim) -> Interval:
    """An amount in the first reading of its unit, which two amounts share."""
    assert claim.quantity is not None
    return claim.quantity.readings[0].interval


def _derivation(one: Claim, count: Input, claim: Claim, facts: Facts, rule: str) -> Derivation | None:
    assert one.quantity is not None
    assert claim.quantity is not None
    times = count.interval
    given = (Input(one.name, one.quantity.hull, one.index), count)
    result, stated = one.quantity.hull * times, claim.quantity.hull
    holds = result.meets(stated)
    texts = {facts.claims.document.blocks[each.block].text for each in (one, claim)}
    tens = any(result.scale(factor).meets(stated) for factor in _TENS)
    far = _is_alone(one, count, claim, facts) and not (_first(one) * times * BY_HAND).meets(_first(claim))
    if not holds and (not (tens or far) or any(_OTHERWISE.search(text) for text in texts)):
        return None
    many = count.assumed if count.claim is None else facts.claims.all[count.claim].text
    unit = claim.quantity.readings[0].unit
    step = Step(
        "one × how many",
        f"{one.text} × {many}",
        result,
        unit.symbol,
        f"{given[0].name} {given[1].name} *",
        given,
    )
    return one_step(
        claim,
        step,
        rule,
        expected=show.interval(one.quantity.nominal() * times, unit),
        holds=holds,
        basis=Basis.ARITHMETIC,
        power=chance(claim.quantity),
    )
