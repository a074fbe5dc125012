"""Signs of equality that state no equation: behind a count that heads a line, before what each of several has, between
what is counted and what it takes, or where a line above holds one of the factors."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.values import PHYSICAL, evaluate, operands
from auditor.derivations.workings import worked_with
from auditor.facts import Expression, Facts, Operand, Operation
from auditor.text import line_start, short_line_at

_EACH_BEHIND = re.compile(r" ?(?:per|je|pro|/|on each|for each|each|每|mỗi)\b", re.IGNORECASE)
_RANKS = frozenset({"gpu", "rank", "part", "module", "group", "process"})
"""What a product of degrees counts."""
_MORE = re.compile(r"[(（]\s?\+")
_VALUE = re.compile(r"[^()（）+=\n]{0,24}[(（][~≈]?\d[\d.,]* ?[^\W\d]+[)）]")
_AT_A_VALUE = re.compile(r"\s*(?:at|for|with|when|where|if|bei|für|khi|với)\s+[^\W\d_]\s*=", re.IGNORECASE)
"""What stands between an amount and the value of a variable at which it holds: "10 s at t = 25 s"."""
_TIMES_VARIABLE = re.compile(r"\d([a-z])")
_SET = re.compile(r"\b([a-z])\s*=")
_HOUR, _DAY = 3600, 24
_ABOVE = 12
"""Numbers above a line of which one may be a factor of its working."""
_MARKS = " \t-*•"


def is_no_equation(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether two sides that differ, as printed, are not said to be equal."""
    if _is_of_layout(facts, left, right) or _has_bracketed_addend(facts, left, right):
        return True
    if _is_at_a_value(facts, left, right) or _has_variable(facts, left):
        return True
    if isinstance(left, Operand) and _is_in_a_name(facts, left, right):
        return True
    if isinstance(left, Operand) and (_heads(facts, left, right) or _is_of_each(facts, right)):
        return True
    if isinstance(left, Operand) and isinstance(right, Operand) and _ends_a_list(facts, left, right):
        return True
    return (
        _counts_terms(facts, left, right) or _are_hours(facts, left, right) or _lacks_factor_above(facts, left, right)
    )


def _is_of_layout(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a layout stands before what it holds or reaches: "4 × TP2 = 60 sequences" counts no GPUs."""
    if not isinstance(left, Operation) or left.operator != "*":
        return False
    if not all(isinstance(factor, Operand) for factor in left.operands):
        return False
    claims = facts.claims.all
    factors = [claims[claim] for claim in operands(left)]
    if not any(factor.degree for factor in factors):
        return False
    stated = claims[next(operands(right))].quantity
    counted = {name for name, _ in stated.unit.dimensions} if stated is not None else set()
    return counted.isdisjoint(_RANKS) if counted else not all(factor.degree for factor in factors)


def _has_bracketed_addend(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a bracket holds what is added: "512 B + 2 scales (8 B) = 520 B", "72 GB (+ 8 GB) = 80 GB"."""
    claims, first = facts.claims.all, facts.claims.all[next(operands(right))]
    if first.quantity is None or (isinstance(left, Operation) and left.operator != "+"):
        return False
    text = facts.claims.document.blocks[first.block].text
    addends = [claims[claim] for claim in operands(left)]
    if _MORE.search(text, addends[-1].end, max(first.start, addends[-1].end)):
        return True
    unit = first.quantity.unit.dimensions
    counts = (each for each in addends if each.quantity is not None and each.quantity.unit.dimensions != unit)
    return len(addends) > 1 and any(each.block == first.block and _VALUE.match(text, each.end) for each in counts)


def _heads(facts: Facts, left: Operand, right: Expression) -> bool:
    """Whether a count at the head of a line only says what is worked out: "8K session = 320 KiB × 8192"."""
    first, text = facts.claims.all[left.claim], facts.claims.document.blocks[facts.claims.all[left.claim].block].text
    begins = not text[line_start(text, first.start) : first.start].strip(_MARKS)
    return begins and isinstance(right, Operation) and not _is_amount(facts, left) and _is_amount(facts, right)


def _is_at_a_value(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether the sign gives a variable its value: "it reaches 10 s at t = 25 s"."""
    claims = facts.claims.all
    last, first = claims[max(operands(left))], claims[next(operands(right))]
    text = facts.claims.document.blocks[last.block].text
    return last.block == first.block and _AT_A_VALUE.match(text, last.end) is not None


def _has_variable(facts: Facts, left: Expression) -> bool:
    """Whether a factor is times a letter that its line gives a value: "9.6t / 14.4 = 10 s at t = 15 s"."""
    for claim in (facts.claims.all[index] for index in operands(left)):
        found = _TIMES_VARIABLE.fullmatch(claim.text[-2:])
        line = short_line_at(facts.claims.document.blocks[claim.block].text, claim.start, claim.end) if found else ""
        if found is not None and found[1] in _SET.findall(line):
            return True
    return False


def _is_in_a_name(facts: Facts, left: Operand, right: Expression) -> bool:
    """Whether a percentage ends the name of what it serves to work out: "reserve 15% = 6.31 days × 1.15"."""
    share = facts.claims.all[left.claim].quantity
    if share is None or share.unit.symbol != "%" or share.value is None or not isinstance(right, Operation):
        return False
    part = share.value * share.unit.factor
    factors = (facts.claims.all[claim].quantity for claim in operands(right))
    values = {each.value * each.unit.factor for each in factors if each is not None and each.value is not None}
    return not values.isdisjoint((part, 1 + part, 1 - part))


def _ends_a_list(facts: Facts, left: Operand, right: Operand) -> bool:
    """Whether what stands before the sign is the last of several that add up: "10 GB, 17 GB, 3.5 GB = 30.5 GB"."""
    claims = facts.claims.all
    stated, last = claims[right.claim].quantity, claims[left.claim]
    summed = last.quantity.hull if last.quantity is not None else None
    if stated is None or summed is None:
        return False
    for other in reversed(claims[max(left.claim - _ABOVE, 0) : left.claim]):
        if other.block != last.block:
            return False
        alike = other.quantity is not None and other.quantity.unit.dimensions == stated.unit.dimensions
        if alike and other.quantity is not None:
            summed = summed + other.quantity.hull
            if summed.meets(stated.hull):
                return True
    return False


def _are_hours(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a side is a stretch of the day over midnight: "14 hours (18–8 h)"."""
    claims = facts.claims.all
    for side in (left, right):
        if not isinstance(side, Operation) or side.operator != "-":
            continue
        first, *rest = (claims[claim] for claim in operands(side))
        if len(rest) == 1 and facts.claims.document.source[first.span.end : rest[0].span.start].strip("hH时点:") == "–":
            quantity = rest[0].quantity
            return quantity is not None and quantity.unit.factor == _HOUR and (quantity.value or 0) <= _DAY
    return False


def _counts_terms(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a sum of counts only says what the next one adds up: "24 encoder + 3 decoder = 4.83 + 0.81"."""
    if not (isinstance(left, Operation) and isinstance(right, Operation) and left.operator == right.operator == "+"):
        return False
    quantities = [[facts.claims.all[claim].quantity for claim in operands(side)] for side in (left, right)]
    whole = [[quantity is not None and quantity.whole for quantity in some] for some in quantities]
    return len(whole[0]) == len(whole[1]) and all(whole[0]) and not any(whole[1])


def _lacks_factor_above(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a line of code works with what a line above it comes to: "= 1.82 B per GPU", then "12 B / 4 = 5.5 GB"."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    first, here = next(operands(left)), blocks[claims[next(operands(left))].block].code
    done, stated = evaluate(left, claims, {}), evaluate(right, claims, {})
    if here is None or done is None or stated is None or not isinstance(right, Operand):
        return False
    worked = worked_with(facts)
    near = claims[max(first - _ABOVE, 0) : first]
    above = (claim for claim in near if claim.quantity is not None and claim.index not in worked)
    same = (claim for claim in above if (code := blocks[claim.block].code) is not None and code.fence == here.fence)
    values = (evaluate(Operand(claim.index), claims, {}) for claim in same)
    made = [done.printed * value.base for value in values if value is not None]
    return any(each.meets(stated.base) or each.meets(stated.printed) for each in made)


def _is_of_each(facts: Facts, right: Expression) -> bool:
    """Whether a number is what each of several has of the one before it: "12,600 tokens/s = 6,300 per GPU"."""
    if not isinstance(right, Operand):
        return False
    stated = facts.claims.all[right.claim]
    return _EACH_BEHIND.match(facts.claims.document.blocks[stated.block].text, stated.end) is not None


def _is_amount(facts: Facts, side: Expression) -> bool:
    quantities = (facts.claims.all[index].quantity for index in operands(side))
    return any(name in PHYSICAL for each in quantities if each is not None for name, _ in each.unit.dimensions)
