"""Written arithmetic that says less, or more, than its numbers: what does not come out there is no mistake yet."""

from __future__ import annotations

from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.arithmetic.leaning import leans
from auditor.derivations.checks.arithmetic.no_equation import is_no_equation
from auditor.derivations.checks.arithmetic.other_result import is_of_other_thing
from auditor.derivations.checks.arithmetic.rescaled import is_scaled, is_scaled_together
from auditor.derivations.checks.arithmetic.rounded_off import is_rounded_off
from auditor.derivations.checks.arithmetic.shorthand import is_shorthand
from auditor.derivations.decided import decide
from auditor.derivations.reread import comes_out
from auditor.derivations.values import PHYSICAL, evaluate, operands, worlds
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.interval import Interval

_OPEN = re.compile(
    r"(?:[+\-−×÷*/^√∛∑∏]|%(?! {2})|\b(?:plus|minus|adding|less|times|over|another|twice|double|triple|half|half of)"
    r"|\b(?:sqrt|log2?|log10|ln|exp|max|min|ceil|floor|round|sum|mean|mod)\s*\()\s*[(~≈]{0,3}\s*$",
    re.IGNORECASE,
)
"""What, right before the first number, shows that the sum began earlier, or is a function's argument."""
_JOINED = re.compile(r"[;；,，.。]\s*(?:\+|plus|minus|cộng|trừ|加上?|减去?)\s[^\W\d][^\d=;；,，\n]*$", re.IGNORECASE)
"""A named amount that is added to a result before it: "= 17.5 GB; + KV 12.5 GB = 30 GB"."""
_BULLET = re.compile(r"^\s*[-+*]\s+$")
_SIGNED = re.compile(r"\s*[-+−×÷*/]\s[^\n:：]*")
"""A line of code that goes on from the one above: "+ launches 2.1 ms = 23.0 ms"."""
_NAMED_LINE = re.compile(r"\n\s*[-+−×÷*/→]?\s*[^\W\d_]{2,}")
_OF_DEGREES = re.compile(r"[^\W\d]{2,}[^\n]{0,24}\b[TPEDSC]P\s*=\s*\Z")
"""Words that name the first of several degrees, with its sign of equality: no calculation ends in it."""
_PARTLY = re.compile(
    r"\b(?:half|twice|double|third|quarter|một nửa|nửa|gấp đôi)\b|一半|两倍|三分之|四分之", re.IGNORECASE
)
_ADDED = re.compile(r"[^\W\d][^\n]*[+−] ?[~≈]?\d")
_CONTINUED = re.compile(r"[^\S\n]?[^\W\d]{0,16}(?: (?:and|plus|và) (?:an? |another )?[~≈]?| ?(?:和|以及))\d")
"""What stands behind a sum that goes on in words: "= 8 bits + 16-bit scale and 4-bit zero point"."""
_SIGNS = ("+", "-", "−", "–")
_MADE_UP = tuple(((noun, 1),) for noun in ("group", "replica", "node", "stage", "instance", "pipeline"))
"""What consists of several things itself."""
_SYMBOL = re.compile(
    r"[ ~]?(?:\\[,; ])?(?![xX]\b)[A-Za-z](?![A-Za-z])(?:_\w|_\{\w+\})?(?=[ ]?(?:[A-Za-z](?![A-Za-z])|[=≈·×*/]|\\))"
)
_ZEROS = re.compile(r"(?<=\d\d)0+$")
_PLACES = re.compile(r"\d\.(\d{1,9})(?!\d)")
_MANY = {
    10**3: re.compile(r"thousand|[/ ]1?k\b|千", re.IGNORECASE),
    10**6: re.compile(r"million|[/ ]1?M\b|百万|triệu", re.IGNORECASE),
    10**9: re.compile(r"billion|[/ ]1?B\b|十亿|tỷ", re.IGNORECASE),
}
"""Words for how many things a price is of."""
_REACH = 24
_LONGEST = 240
_TAKEN_BACK = re.compile(
    r"(?:\b(?:it is|it['’]s|should (?:be|have been|read)|(?:really|actually|rather|correctly|rightly)"
    r"|(?:correct|right)(?: \w+)?(?: is| would be|:))|应为|实为|正确(?:值|结果)?(?:为|是)|phải là|đúng là)\W{0,6}$",
    re.IGNORECASE,
)
"""What stands before the right result behind a wrong one."""


def is_undecided(facts: Facts, left: Expression, relation: str, right: Expression) -> bool:
    """Whether an equation that does not hold as printed may still be right.

    It began before its first number ("0.7 s, plus 0.1 s = 0.8 s"); only its last term is worked out ("70 GB + 3 × 16 GB
    = 48 GB"); an arrow leads from one kind of amount to another ("128 requests × 8K → 42 GB"); the scale is the
    result's alone ("386 ÷ 32 + 14 = 26B"); the amount is that of the line before ("20 layers × 2 in flight = 14 GB");
    or a quotient is told as the change that it means ("9,122 / 9,000 = +1.4 %"); or another reading of its signs makes
    it come out.
    """
    claims = facts.claims.all
    if _is_change(claims, left, right) or _is_of_things(claims, left, right) or leans(facts, left, right):
        return True
    if is_no_equation(facts, left, right):
        return True
    if is_of_other_thing(facts, left, right) or _is_shape_of_each(claims, left, right):
        return True
    if (
        _is_rounded_twice(claims, left, right)
        or _is_rough(facts, left, right)
        or _is_own_operand(claims, left, right)
        or _is_per_many(facts, left, right)
        or _is_struck(facts, right)
        or _is_taken_back(facts, left, right)
    ):
        return True
    if _is_symbolic(facts, left) or _is_symbolic(facts, right):
        return True
    if _began_before(facts, left) or _is_on_named_line(facts, left, right) or _is_of_last_term(claims, left, right):
        return True
    if _has_more(facts, left, right) or _counts_against_amount(claims, left, right):
        return True
    if is_shorthand(facts, left, relation, right):
        return True
    if relation == "→" and _kinds(claims, left) != _kinds(claims, right):
        return True
    if is_scaled(claims, left, right):
        return True
    if is_scaled_together(facts, left) or is_rounded_off(facts, left, right):
        return True
    return comes_out(claims, left, relation, right)


def _is_change(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether a quotient is said to give a percentage with a sign."""
    quotient = isinstance(left, Operation) and left.operator == "/"
    stated = claims[right.claim].quantity if quotient and isinstance(right, Operand) else None
    return stated is not None and stated.unit.symbol == "%" and stated.text.startswith(_SIGNS)


def _is_shape_of_each(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether a bare product in brackets may say what each of some groups is made of: "4 groups (2 × 8)"."""
    if not isinstance(right, Operand) or not isinstance(left, Operation):
        return False
    told = claims[right.claim]
    if told.quantity is None or told.quantity.unit.dimensions not in _MADE_UP:
        return False
    return all(claim > told.index and not _kinds(claims, Operand(claim)) for claim in operands(left))


def _is_own_operand(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether a number before a working is one that the working starts from: "58 layers = 58 × 44.0M", "the 700 W of a
    GPU (12 × 700 W)"."""
    told, working = (left, right) if isinstance(left, Operand) else (right, left)
    stated = claims[told.claim] if isinstance(told, Operand) and isinstance(working, Operation) else None
    if stated is None or stated.quantity is None:
        return False
    used = [claims[claim] for claim in operands(working)]
    first = all(stated.span.start < claim.span.start for claim in used)
    values = {claim.quantity.nominal() for claim in used if claim.quantity is not None and claim.index != stated.index}
    return first and stated.quantity.nominal() in values


def _is_rounded_twice(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether the result was rounded to a digit more first: 5.3249 to 5.325, and that to 5.33."""
    stated = claims[right.claim].quantity if isinstance(right, Operand) else None
    places = _PLACES.search(claims[right.claim].text) if isinstance(right, Operand) else None
    if stated is None or places is None:
        return False
    used = [quantity for claim in operands(left) if (quantity := claims[claim].quantity) is not None]
    for world in worlds([*used, stated]):
        done, told = evaluate(left, claims, world), evaluate(right, claims, world)
        if done is None or told is None or done.physical != told.physical:
            continue
        slack = stated.unit.factor * Fraction(1, 20 * 10 ** len(places[1]))
        if done.base.meets(told.base + Interval(-slack, slack)):
            return True
    return False


def _is_rough(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a round number behind `≈` is converted with the digits that it was printed without: "≈ 790,000 s = 219.5
    h"."""
    claim = facts.claims.all[left.claim] if isinstance(left, Operand) else None
    zeros = _ZEROS.search(str(claim.quantity.value)) if claim is not None and claim.quantity is not None else None
    if claim is None or claim.quantity is None or zeros is None:
        return False
    before = facts.claims.document.blocks[claim.block].text[: claim.start + 1].rstrip("0123456789 ")
    done, told = evaluate(left, facts.claims.all, {}), evaluate(right, facts.claims.all, {})
    if not before.endswith(("≈", "~")) or done is None or told is None or done.physical != told.physical:
        return False
    slack = claim.quantity.unit.factor * Fraction(10 ** len(zeros[0]), 2)
    return (done.base + Interval(-slack, slack)).meets(told.base)


def _is_per_many(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a quotient is told of a thousand, a million or a billion things: "$96 / 86.4M = $1.11 per million"."""
    claims = facts.claims.all
    done = evaluate(left, claims, {}) if isinstance(left, Operation) and left.operator == "/" else None
    stated = evaluate(right, claims, {})
    if done is None or stated is None or not (_kinds(claims, right) or isinstance(right, Operand)):
        return False
    block = facts.claims.document.blocks[claims[next(operands(right))].block].text
    # Of plain numbers the head of a table, or another line, may say what the price is of.
    block = block if _kinds(claims, right) else facts.claims.document.source
    said = [many for many, words in _MANY.items() if words.search(block)]
    return any(done.base.scale(many).meets(stated.base) for many in said)


def _is_taken_back(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether the report goes on with what it comes to: "64 / 0.029 = 2,270 transposed; it is 2,207", "应为 2,207"."""
    claims = facts.claims.all
    claim = claims[max(operands(right))]
    if claim.index + 1 == len(claims) or claims[claim.index + 1].block != claim.block:
        return False
    later = claims[claim.index + 1]
    between = facts.claims.document.blocks[claim.block].text[claim.end : later.start]
    if not _TAKEN_BACK.search(between):
        return False
    mended = decide(claims, left, "=", Operand(later.index))
    return mended is not None and mended.holds


def _is_struck(facts: Facts, right: Expression) -> bool:
    """Whether the report has struck the result out."""
    claim = facts.claims.all[next(operands(right))]
    struck = facts.claims.document.blocks[claim.block].struck
    return any(span.start <= claim.start < span.end for span in struck)


def _is_of_things(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether every number of a side counts things that it names, and the other side is an amount."""
    if not isinstance(left, Operation) or not _kinds(claims, right) or _kinds(claims, left):
        return False
    return all(_names_what_it_counts(claims[index]) for index in operands(left))


def _names_what_it_counts(claim: Claim) -> bool:
    named = claim.quantity is not None and bool(claim.quantity.unit.symbol)
    return named or claim.label.after[:1].isalpha()


def _is_symbolic(facts: Facts, side: Expression) -> bool:
    """Whether letters that stand for numbers follow one of a side's: "2 N S = 2 × 8 × 10^9 × 2048"."""
    claims, source = facts.claims.all, facts.claims.document.source
    return any(_SYMBOL.match(source, claims[index].span.end) is not None for index in operands(side))


def _began_before(facts: Facts, left: Expression) -> bool:
    first = facts.claims.all[next(operands(left))]
    block = facts.claims.document.blocks[first.block]
    near = block.text[max(first.start - _REACH, 0) : first.start]
    line = near.rpartition("\n")[2]
    whole = len(line) < len(near) or first.start <= _REACH
    if block.code is not None and whole and _SIGNED.fullmatch(line):
        return True
    joined = _JOINED.search(block.text, max(first.start - _LONGEST, 0), first.start) is not None
    return joined or (_OPEN.search(line) is not None and _BULLET.match(line) is None)


def _is_on_named_line(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether the right side stands behind words of a later line, "− weights = 406 GB", or behind degrees."""
    claims = facts.claims.all
    between = _between(facts, max(claims[index].span.end for index in operands(left)), right)
    # "16.0 GB over TP × PP = 8": the sign tells what the degrees come to.
    return _NAMED_LINE.search(between) is not None or _OF_DEGREES.search(between) is not None


def _between(facts: Facts, end: int, right: Expression) -> str:
    """The source before the right side, as far as it is looked through."""
    start = facts.claims.all[next(operands(right))].span.start
    return facts.claims.document.source[end : min(start, end + _LONGEST)]


def _has_more(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether words change an operand ("900 + half of 300"), or a further number stands before the right side."""
    claims, source = facts.claims.all, facts.claims.document.source
    spans = [claims[index].span for index in operands(left)]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    if _PARTLY.search(source, start, end):
        return True
    if _ADDED.search(_between(facts, end, right)):
        return True
    last = max(claims[index].span.end for index in operands(right))
    return isinstance(right, Operation) and _CONTINUED.match(source, last) is not None


def _counts_against_amount(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether a side counts things, and the other is worked out in bytes or seconds: "one sequence = 4096 × 80 KiB"."""
    for one, other in ((left, right), (right, left)):
        quantity = claims[one.claim].quantity if isinstance(one, Operand) else None
        counted = quantity is not None and bool(quantity.unit.symbol) and quantity.unit.symbol not in ("%", "×")
        if counted and not _kinds(claims, one) and _is_amount(claims, other):
            return True
    return False


def _is_amount(claims: tuple[Claim, ...], side: Expression) -> bool:
    """Whether a side comes to an amount, which a quotient of two amounts does not."""
    value = evaluate(side, claims, {})
    return bool(_kinds(claims, side)) and (value is None or value.bare or bool(value.physical))


def _is_of_last_term(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether the last term of a sum, a calculation itself, alone gives the right side."""
    if not (isinstance(left, Operation) and left.operator == "+" and isinstance(right, Operand)):
        return False
    last = left.operands[-1]
    if not isinstance(last, Operation):
        return False
    used = [quantity for claim in (*operands(last), right.claim) if (quantity := claims[claim].quantity) is not None]
    for world in worlds(used):
        done, stated = evaluate(last, claims, world), evaluate(right, claims, world)
        if done is None or stated is None:
            continue
        if done.base.meets(stated.base) if done.physical == stated.physical else done.printed.meets(stated.printed):
            return True
    return False


def _kinds(claims: tuple[Claim, ...], side: Expression) -> frozenset[str]:
    quantities = (claims[index].quantity for index in operands(side))
    return frozenset(
        name for each in quantities if each is not None for name, power in each.unit.dimensions if name in PHYSICAL
    )
