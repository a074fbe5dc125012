"""Stretches of a clause that are one written expression each, with the words and brackets that stand by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import lru_cache

from auditor.claims.claim import Expression, Operand, Operation
from auditor.claims.connectives import CLAUSE_WORDS, FUNCTIONS, HEDGES, PREPOSITIONS, VERBS
from auditor.claims.expression import Builder
from auditor.claims.items import (
    dimensions,
    is_card_memory,
    is_name,
    is_number,
    is_physical,
    is_relation,
    is_separator,
    is_top,
    is_unit,
    is_word,
    numbers_in,
    symbol,
    text,
)
from auditor.claims.passage import Group, Item, Leaf
from auditor.claims.signs import sign_at
from auditor.claims.token import TokenKind
from auditor.frozen import dataclass
from auditor.span import Span

_AT = frozenset({"at", "@", "with"})
_UNKNOWNS = [[letter] for letter in "xyzntbpq"]
_ROUND = frozenset("(（")
_POWERS = {sign: power for power, sign in enumerate("²³⁴⁵⁶⁷⁸⁹", start=2)}


@dataclass(frozen=True, slots=True)
class Aside:
    """A bracket that stands behind a number and is no operand."""

    number: Leaf
    words: tuple[Leaf, ...]
    """The words between the number and the bracket."""
    group: Group


@dataclass(frozen=True, slots=True)
class Portion:
    """One expression of a clause."""

    expression: Expression | None
    """None where a part of it is not understood."""
    numbers: tuple[Leaf, ...]
    lead: tuple[Leaf, ...]
    """The words before it, back to the previous number or the start of the clause."""
    trail: tuple[Leaf, ...]
    """The words behind its last operand."""
    asides: tuple[Aside, ...]
    span: Span
    """From its first operand to its last."""
    written: bool
    """Whether a sign of arithmetic stands in it and no plus that may mean "and"; "60% of 400" has none."""
    slashed: bool
    """Whether a "/" stands in it without space, which may only set alternatives apart."""


@dataclass(slots=True)
class _Draft:
    """A portion under construction."""

    builder: Builder = field(default_factory=Builder)
    started: bool = False
    lead: list[Leaf] = field(default_factory=list)
    words: list[Leaf] = field(default_factory=list)
    numbers: list[Leaf] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    span: Span | None = None
    written: bool = False
    slashed: bool = False
    listed: bool = False
    """Whether a plus joins names with a number in brackets: "NVLink (600 GB/s) + InfiniBand (50 GB/s)"."""
    aside: bool = False
    """Whether a bracket that is no operand came last."""
    unit_behind: bool = False
    """Whether a unit stands behind a bracket, which no number in it has: "(88 − 2) GB"."""

    def finish(self) -> Portion | None:
        if self.span is None:
            return None
        self.builder.label(_label(self.words))
        expression, asides = self.builder.expression(), tuple(self.asides)
        unclear = (self.unit_behind and any(map(is_physical, self.numbers))) or _is_unknown(self)
        if unclear or (isinstance(expression, Operation) and any(map(_may_subtract, self.numbers))):
            expression = None
        lead, trail, written = tuple(self.lead), tuple(self.words), self.written and not self.listed
        return Portion(expression, tuple(self.numbers), lead, trail, asides, self.span, written, self.slashed)


def _is_unknown(draft: _Draft) -> bool:
    """Whether the letter of an unknown stands behind a number: "10.40 + 8.09 x"."""
    return draft.written and [word.token.text for word in draft.words] in _UNKNOWNS


def _may_subtract(leaf: Leaf) -> bool:
    """Whether the dash of a range may be a minus: "1 - 16/64"."""
    number = leaf.token.number
    return number is not None and number.low != number.high and not symbol(leaf) and "to" not in leaf.token.text


@lru_cache(maxsize=1024)
def arithmetic(group: Group) -> Expression | None:
    """What a bracket comes to where it holds one expression and nothing else."""
    if any(is_separator(item) or is_relation(item) for item in group.items):
        return None
    found = list(portions(group.items))
    if len(found) != 1 or any(word not in HEDGES for word in text(found[0].lead)):
        return None
    expression = found[0].expression
    return expression if group.bracket in _ROUND or isinstance(expression, Operation) else None


def portions(items: Sequence[Item]) -> Iterator[Portion]:
    """The expressions of a side, in order; the side holds no separator and no relation."""
    draft = _Draft()
    position = 0
    while position < len(items):
        item = items[position]
        position += 1
        after, beyond = (*items[position : position + 2], None, None)[:2]
        if draft.started and not draft.builder.waiting and is_card_memory(item, draft.numbers[-1:], draft.words):
            continue
        if draft.started and not draft.builder.waiting and (is_number(item) or _sets_out(draft, item, after, beyond)):
            yield from _finished(draft)
            draft = _Draft(lead=draft.words)
        ready = draft.numbers if draft.started and not draft.builder.waiting else ()
        sign, used = sign_at(items, position - 1, ready, named=bool(draft.words))
        if sign == "-" and draft.aside:
            yield from _finished(draft)
            draft = _Draft()
        elif sign:
            draft.written |= isinstance(item, Leaf) and item.token.kind is TokenKind.OPERATOR
            draft.slashed |= isinstance(item, Leaf) and item.token.text == "/" and not item.gap
            draft.builder.broken = draft.builder.broken or _is_of_rate(draft, item) or _is_unknown(draft)
            _take_sign(draft, sign, items[position + used - 1] if position + used - 1 < len(items) else None)
            position += used - 1
        elif isinstance(item, Group):
            power = _power(item, after)
            _take_group(draft, item, items[position - 2] if position > 1 else None, power)
            position += power != 1
            continue
        elif item.token.kind is TokenKind.NUMBER:
            _take_number(draft, item, items[position - 2] if position > 1 else None)
        elif item.token.kind is TokenKind.WORD:
            behind = position > 1 and isinstance(items[position - 2], Group)
            draft.unit_behind = draft.unit_behind or (behind and not draft.aside and is_unit(item))
            draft.words.append(item)
        draft.aside = False
    yield from _finished(draft)


def _is_of_rate(draft: _Draft, item: Item) -> bool:
    """Whether an "at" may take a share of the rate that is divided by, or of the quotient: "140 GB / 3 TB/s at 80%"."""
    if not is_word(item) or item.token.text.lower() not in _AT or draft.builder.last != "/":
        return False
    return ("second", -1) in dimensions(draft.numbers[-1])


def _sets_out(draft: _Draft, item: Item, after: Item | None, beyond: Item | None) -> bool:
    """Whether a bracket behind several words begins another expression: "80 GB. Together they take (141 + 172) / 4"; or
    one that is divided by another bracket does: "with 88 micro-batches (4 - 1)/(88 + 4 - 1)"."""
    led = len(draft.words) > 1 or text(draft.words) in (["from"], ["is"], ["gives"]) or isinstance(beyond, Group)
    if not isinstance(item, Group) or not led:
        return False
    operates = isinstance(after, Leaf) and after.token.kind is TokenKind.OPERATOR and not is_relation(after)
    return operates and isinstance(arithmetic(item), Operation)


def _finished(draft: _Draft) -> Iterator[Portion]:
    portion = draft.finish()
    if portion is not None:
        yield portion


def _take_sign(draft: _Draft, sign: str, after: Item | None) -> None:
    if sign == "-" and draft.builder.waiting and not draft.words and after is not None and not is_word(after):
        draft.builder.negate()
        return
    words = draft.words[_substance(draft) :]
    draft.builder.broken = draft.builder.broken or not is_name(words) or _goes_on(words)
    draft.builder.label(_label(draft.words))
    draft.words = []
    draft.builder.operator(sign)


def _take_number(draft: _Draft, leaf: Leaf, before: Item | None) -> None:
    number = leaf.token.number
    named = before is not None and is_word(before) and not (draft.started and is_top(before))
    glued = not leaf.gap and (named or _is_tail(leaf))
    label = _begin(draft)
    draft.builder.broken |= leaf.claim is None or number is None or number.qualifier == "a:b" or glued
    draft.builder.broken |= _is_conjunction(draft, leaf)
    draft.numbers.append(leaf)
    draft.builder.operand(Operand(leaf.claim if leaf.claim is not None else -1, label), leaf.span)
    draft.span = leaf.span if draft.span is None else draft.span.join(leaf.span)


def _is_tail(leaf: Leaf) -> bool:
    """Whether a number is only what a separator cut off from the digits before it."""
    before = leaf.block.text[max(0, leaf.token.start - 2) : leaf.token.start]
    return len(before) == 2 and before[0].isdecimal() and before[1] in ",."


def _is_conjunction(draft: _Draft, leaf: Leaf) -> bool:
    """Whether the plus before a parallel degree only says "and": "EP64 + TP2"."""
    degrees = [number.token.number.degree for number in (leaf, *draft.numbers[-1:]) if number.token.number is not None]
    return draft.builder.last == "+" and all(degrees)


def _power(group: Group, after: Item | None) -> int:
    """The power that a raised digit right behind a bracket raises it to: "(2/3)²"."""
    if not isinstance(after, Leaf) or after.gap or after.span.start != group.span.end:
        return 1
    return _POWERS.get(after.token.text, 1)


def _raised(value: Expression | None, power: int, span: Span) -> Expression | None:
    """A power as the product that it is, since no claim states its exponent."""
    return value if value is None or power == 1 else Operation("*", (value,) * power, span)


def _take_group(draft: _Draft, group: Group, before: Item | None, power: int) -> None:
    value = _raised(arithmetic(group), power, group.span)
    if draft.started and not draft.builder.waiting:
        draft.aside = True
        draft.asides.append(Aside(draft.numbers[-1], tuple(draft.words), group))
        if power != 1 or (not group.gap and before is draft.numbers[-1] and _multiplies(value, draft.numbers[-1])):
            draft.builder.broken = True
    elif value is None or _is_call(group, before):
        draft.builder.broken = draft.builder.broken or draft.started
    else:
        draft.listed = draft.listed or (draft.builder.last == "+" and bool(draft.words))
        _begin(draft)
        draft.numbers.extend(numbers_in(group))
        draft.builder.operand(value, group.span, closed=True)
        draft.span = group.span if draft.span is None else draft.span.join(group.span)


def _multiplies(value: Expression | None, number: Leaf) -> bool:
    """Whether a bracket right behind a number is a factor of it: "2(80)", but not "80 GB(2)"."""
    return isinstance(value, Operation) or (value is not None and not symbol(number))


def _begin(draft: _Draft) -> str:
    """Take the words before an operand: what leads up to the portion, or the operand's label."""
    words, draft.words = draft.words, []
    if not draft.started:
        draft.started = True
        draft.lead.extend(words)
        return ""
    named = any(leaf.token.why for leaf in words)
    if (
        len(words) > 3
        or named
        or not is_name(words)
        or any(w in VERBS | PREPOSITIONS | CLAUSE_WORDS for w in text(words))
    ):
        draft.builder.broken = True
    return _label(words)


def _label(words: Sequence[Leaf]) -> str:
    """The first few words, up to one that begins something else."""
    taken = []
    for leaf in words[:4]:
        if leaf.token.text.lower() in VERBS | PREPOSITIONS | CLAUSE_WORDS:
            break
        taken.append(leaf.token.text)
    return " ".join(taken)


def _substance(draft: _Draft) -> int:
    """1 where the words behind an amount begin with an "of" that says what it is an amount of: "20 GB of weights"."""
    of = text(draft.words[:1]) == ["of"]
    return int(of and bool(draft.numbers) and is_physical(draft.numbers[-1]))


def _goes_on(words: Sequence[Leaf]) -> bool:
    """Whether words behind an operand lead away from it: "516 and x × 3"."""
    return any(word in CLAUSE_WORDS or (word in PREPOSITIONS and word != "per") for word in text(words))


def _is_call(group: Group, before: Item | None) -> bool:
    if not isinstance(before, Leaf) or before.token.kind is not TokenKind.WORD:
        return False
    word = before.token.text
    if word.lower() in FUNCTIONS or len(word) == 1:
        return True
    return not group.gap and not word.isalpha()
