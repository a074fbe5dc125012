"""Numbers whose working stands in the bracket behind them: "8 parts (2×2×2)", "640 GB (8 × 80 GB)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from auditor.claims import splits
from auditor.claims.claim import Expression, Link, Operation
from auditor.claims.clause import operand, span_of
from auditor.claims.connectives import CLAUSE_WORDS, PREPOSITIONS
from auditor.claims.items import dimensions, is_percent, is_physical, per_dimensions, symbol
from auditor.claims.passage import Group, Leaf
from auditor.claims.portion import Aside, Portion, arithmetic, portions
from auditor.claims.sides import Sides, clauses, sides
from auditor.span import Span

_MOST_WORDS = 4
_ARTICLES = frozenset({"a", "an", "the", "our", "both", "der", "das"})
_NICKNAME = re.compile(r"\d[\d.]*B")


def worked(cuts: Iterable[Sides]) -> Iterator[Link]:
    """The `by` links of a passage's clauses."""
    for cut in cuts:
        for stretch in cut.stretches:
            for place, portion in enumerate(stretch):
                if portion.asides and (not place or portion.lead):
                    yield from _portion(portion, [leaf for earlier in stretch[:place] for leaf in earlier.numbers])


def _portion(portion: Portion, earlier: Sequence[Leaf]) -> Iterator[Link]:
    for aside in portion.asides:
        yield from _each(aside)
        working = _working(aside, earlier)
        if (
            isinstance(working, Operation)
            and _names_result(portion, aside)
            and _may_equal(aside.number, working, aside)
        ):
            words = " ".join(leaf.token.text.lower() for leaf in (*portion.lead, *aside.words))
            span = span_of(aside.number).join(aside.group.span)
            yield _by(working, aside.number, words, span)


def _each(aside: Aside) -> Iterator[Link]:
    """ "12 GPUs (80GB each = 960GB)"."""
    equated = _equated(aside.group)
    if equated is None or not splits.is_count(aside.number):
        return
    share, total = equated
    if len(share.numbers) != 1 or len(total.numbers) != 1:
        return
    each, whole = share.numbers[0], total.numbers[0]
    if splits.is_quotient(whole, aside.number, each):
        product = Operation("*", (operand(aside.number), operand(each)), span_of(aside.number, each))
        words = " ".join(leaf.token.text.lower() for leaf in total.trail)
        yield _by(product, whole, words, span_of(aside.number, whole))


def _equated(group: Group) -> tuple[Portion, Portion] | None:
    """The two sides of a bracket that begins with one equation."""
    first = next(clauses(group.items), None)
    cut = sides(first) if first is not None else None
    if cut is None or cut.relations not in (("=",), ("≈",)) or any(len(stretch) != 1 for stretch in cut.stretches):
        return None
    return cut.stretches[0][0], cut.stretches[1][0]


def _by(working: Operation, result: Leaf, words: str, span: Span) -> Link:
    return Link("by", working, operand(result), result.claim, words, span, result.block.index)


def _working(aside: Aside, earlier: Sequence[Leaf]) -> Expression | None:
    """The expression in the bracket, or the working of an equation in it that states the number again.

    One that states an earlier number is its working: "50 times the parameters of the 8B (406 / 8.03 = 50.5)".
    """
    value = arithmetic(aside.group)
    if value is not None:
        return value if any(portion.written for portion in portions(aside.group.items)) else None
    equated = _equated(aside.group)
    if equated is None:
        return None
    work, answer = equated
    if len(answer.numbers) != 1 or work.lead:
        return None
    if any(_is_close(leaf, answer.numbers[0]) for leaf in earlier):
        return None
    same = _same_number(answer.numbers[0], aside.number) or _restates(answer, work, aside)
    return work.expression if same else None


def _restates(answer: Portion, work: Portion, aside: Aside) -> bool:
    """Whether the result of an equation in brackets can only be the number before them: "6 (48 ÷ 8 = 6)"."""
    number, outer = answer.numbers[0].token.number, aside.number.token.number
    if number is None or outer is None or answer.trail or answer.lead or outer.degree or aside.words:
        return False
    alone = len(list(clauses(aside.group.items))) == 1 and not answer.asides
    used = any(_same_number(leaf, aside.number) for leaf in work.numbers)
    exact = outer.low == outer.high and outer.quantity.unit == number.quantity.unit
    if outer.quantity.text[-1:].isalpha() != number.quantity.text[-1:].isalpha():
        # "fifty times the 8B (405.85 / 8.03 = 50.5)": the size that is a model's name.
        return False
    if outer.quantity.whole and not number.quantity.whole:
        # "below a batch of 128 (57.0 / 18.9 = 3.02)", "10 replicas (9.89)": a count, and what led to it.
        return False
    return alone and exact and not used and dimensions(answer.numbers[0]) == dimensions(aside.number)


def _is_close(told: Leaf, answer: Leaf) -> bool:
    """Whether a number can be what a calculation comes to, as it is told in a sentence."""
    a, b = told.token.number, answer.token.number
    return a is not None and b is not None and a.quantity.interval.meets(b.quantity.interval)


def _same_number(left: Leaf, right: Leaf) -> bool:
    a, b = left.token.number, right.token.number
    return a is not None and b is not None and a.low == b.low and a.high == b.high


def _is_one(numbers: Sequence[Leaf]) -> bool:
    return any(leaf.token.number is not None and leaf.token.number.low == 1 for leaf in numbers)


def _names_result(portion: Portion, aside: Aside) -> bool:
    """Whether the number stands for itself, so that the bracket can only be its working."""
    if aside.number is not portion.numbers[-1] or len(portion.numbers) > 1 or len(aside.words) > _MOST_WORDS:
        return False
    words = [leaf.token.text.lower() for leaf in portion.lead]
    if words and (words[-1] in PREPOSITIONS or _is_nickname(words[-1], aside)):
        return False
    return not any(leaf.token.text.lower() in PREPOSITIONS | CLAUSE_WORDS for leaf in aside.words)


def _is_nickname(before: str, aside: Aside) -> bool:
    """Whether a number is what its model goes by: "FP8 for the 70B (2 × 80 × 8 × 128)"."""
    return before in _ARTICLES and not aside.words and _NICKNAME.fullmatch(aside.number.token.text) is not None


def _may_equal(result: Leaf, working: Operation, aside: Aside) -> bool:
    """Whether the working can be meant to come to the number: no ratio of counts, no list of its parts."""
    number = result.token.number
    numbers = [item for item in aside.group.items if isinstance(item, Leaf) and item.token.number is not None]
    if number is None or number.qualifier == "a:b" or (is_percent(result) and working.operator == "/"):
        return False
    if is_physical(result) and any(map(symbol, numbers)) and not any(map(is_physical, numbers)):
        return False
    if working.operator == "*" and any(_same_number(leaf, result) for leaf in numbers):
        # "at batch 64 (64 × 16,384 × 2 B)": what the number is a factor of is another one.
        return len(numbers) == 2 and _is_one(numbers)
    if working.operator == "+":
        return number.low != len(working.operands) and _one_kind(result, numbers)
    if working.operator == "/" and len(numbers) == 2 and number.quantity.whole:
        a, b = (leaf.token.number for leaf in numbers)
        return a is not None and b is not None and b.low != 0 and a.low / b.low == number.low
    return working.operator != "-" or _one_kind(result, numbers)


def _one_kind(result: Leaf, parts: Sequence[Leaf]) -> bool:
    kinds = {per_dimensions(leaf) for leaf in (result, *parts) if symbol(leaf)}
    return len(kinds) <= 1
