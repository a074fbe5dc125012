"""Totals of table columns and of listed items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained, in_turn
from auditor.derivations.checks.additive import (
    Entry,
    admitted,
    dimensions,
    exceed,
    is_additive,
    is_far,
    is_plain_total,
    is_total,
    may_have_others,
    more_than,
    one_left_out,
    some_subset,
    sum_in,
)
from auditor.derivations.checks.arithmetic.behind import above, behind, lone_columns
from auditor.derivations.checks.arithmetic.broken_down import broken_down
from auditor.derivations.checks.arithmetic.item_amounts import item_amounts
from auditor.derivations.checks.arithmetic.key_lines import key_lines
from auditor.derivations.checks.arithmetic.nested import nested
from auditor.derivations.checks.arithmetic.one_end import end_apart
from auditor.derivations.checks.arithmetic.partial import Partial
from auditor.derivations.checks.arithmetic.redone import is_worked_out_with_more, sums
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.once import once
from auditor.facts import Block, Claim, Claims, Facts, Operand
from auditor.interval import Interval

_THERE = "available"
_LONG = 5
"""Digits of a total that is hardly like a sum by chance."""
_ONE_DIGIT = "all but one of its digits are those of the sum"
_LED = re.compile(r"[^\W\d]\w{0,11}[:：]\s{1,12}(?=\S)")
"""A name before the first line of several that stand below each other: "v2:  weights = 20 GB"."""
_DASHED = re.compile(r"\W*(?P<name>[^\W\d][^\n:]{0,40}?)\W* [-–—] [~≈]?")
_ALIGNED = re.compile(r"[ \t]*(?P<name>[^\W\d](?:(?! {2})[^:=\n\d]){0,50}) {2,}(?=[~≈]?\d)[^=\n]*")
"""A line of code that states its value in a column of its own."""
_COLUMN = re.compile(r" {2}[~≈]?\Z")


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total whose parts stand above it in the same column, list or block of code."""
    blocks, unsure = facts.claims.document.blocks, unsettled(facts)
    tables = [broken_down(column, blocks) for column in entries(facts).values()]
    lists = [broken_down(items, blocks) for items in _lists(facts.claims)]
    running = list(key_lines(facts.claims))
    around = [
        *behind(facts, [*lists, *lone_columns(tables, blocks)]),
        *above(facts, lists),
        *running,
        *item_amounts(facts),
    ]
    if not around and not any(is_total(entry.name) for entries in (*tables, *lists) for entry in entries):
        return
    own, known = _worked_out_in_place(facts.claims), sums(facts)
    # What a GPU has is no part of what it holds.
    scopes = {fact.claim.index: _THERE if fact.concept == "gpu_memory" else fact.scope for fact in facts.all}
    for column in tables:
        for derivation in _judged_alike(_totals(column, rule, own, certain=True), scopes):
            sure = unsure.isdisjoint((derivation.head, *derivation.premises))
            sure = sure or derivation.near_miss == _ONE_DIGIT
            if derivation.holds or (sure and not is_worked_out_with_more(facts, derivation, known)):
                yield derivation
    partial = Partial(facts)
    for items in (*lists, *nested(facts, lists), *around):
        for derivation in _judged_alike(_totals(items, rule, own, certain=False), scopes):
            sure = unsure.isdisjoint((derivation.head, *derivation.premises))
            if derivation.holds or (sure and not partial.has_other_parts(derivation)):
                yield derivation


def _judged_alike(found: Iterator[Derivation], scopes: dict[int, str]) -> Iterator[Derivation]:
    """Those that hold, or whose parts are all counted per the same: the whole model's and a GPU's do not add up.

    A part of which nobody says what it is counted per may be the whole model's; that makes the sum too large at most.
    """
    for derivation in found:
        parts = {scopes.get(index, "") for index in derivation.premises}
        alike = len({scope or "total" for scope in parts}) == 1
        if derivation.holds or alike or (parts == {"", "gpu"} and _is_a_little_more(derivation)):
            yield derivation


def _is_a_little_more(derivation: Derivation) -> bool:
    """Whether the total is more than the sum, and less than that of two GPUs would be."""
    if derivation.compared is None:
        return False
    stated, summed = derivation.compared.result, derivation.interval
    if stated.low is None or stated.high is None or summed.high is None or summed.low is None:
        return False
    return summed.high <= stated.low and stated.high < summed.low * 2


def _worked_out_in_place(claims: Claims) -> frozenset[int]:
    """Claims whose own line works them out, so that the lines above are not their parts."""
    blocks = {equation.block for equation in claims.equations} | {
        link.block for link in claims.links if link.form == "by"
    }
    return frozenset(claim.index for claim in claims.all if claim.block in blocks)


@once
def entries(facts: Facts) -> Mapping[tuple[int, int], list[Entry]]:
    """The first number of each cell, by table and column."""
    columns: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for (first, *_), place in _cells(facts):
        if first.quantity is not None:
            columns[place].append(Entry(first.label.row, first, first.quantity))
    return columns


@once
def unsettled(facts: Facts) -> frozenset[int]:
    """The numbers of columns in which some cell has several amounts, so that it is open which of them is added."""
    places = {
        place
        for claims, place in _cells(facts)
        if len(claims) > 1 and not _is_annotated(facts.claims.document.blocks[claims[0].block], claims)
    }
    return frozenset(entry.claim.index for place in places for entry in entries(facts)[place])


def _cells(facts: Facts) -> Iterator[tuple[Sequence[Claim], tuple[int, int]]]:
    """The numbers of each cell that is neither in the first row nor in the first column, and its table and column."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for fact in facts.all:
        found[fact.claim.block].append(fact.claim)
    for index, claims in found.items():
        cell = facts.claims.document.blocks[index].cell
        if cell is not None and cell.row > 0 and cell.column > 0:
            yield claims, (cell.table, cell.column)


def _is_annotated(block: Block, claims: Sequence[Claim]) -> bool:
    """Whether a bracket behind the first number of a cell holds all others, no amount: "0.3 GB (ZeRO-1 over 8)"."""
    first, *others = claims
    behind = block.text[first.end :].strip()
    amounts = [each for each in others if each.quantity is not None and each.quantity.unit.dimensions]
    return behind.startswith(("(", "（", "[")) and behind.endswith((")", "）", "]")) and not amounts


def _lists(claims: Claims) -> Iterator[list[Entry]]:
    lists: dict[tuple[str, int, int], list[Entry]] = defaultdict(list)
    seen: set[int] = set()
    results = _results(claims)
    for claim in claims.all:
        name = _name(claim, claims) if claim.quantity is not None and claim.block not in seen else ""
        if claim.quantity is None or not name:
            continue
        if results.get(claim.block, claim.index) != claim.index:
            continue
        seen.add(claim.block)
        block = claims.document.blocks[claim.block]
        if block.item is not None and block.item.first:
            lists["item", block.item.list, 0].append(Entry(name, claim, claim.quantity))
        elif block.code is not None:
            lists["code", block.code.fence, _indent(block, claims.document.blocks)].append(
                Entry(name, claim, claim.quantity)
            )
    yield from lists.values()


def _indent(block: Block, blocks: Sequence[Block]) -> int:
    """Where a line of code begins; behind the name of them all, if the next line begins right there."""
    assert block.code is not None
    led = _LED.match(block.text)
    after = blocks[block.index + 1].code if led is not None and block.index + 1 < len(blocks) else None
    if led is None or after is None or after.fence != block.code.fence:
        return block.code.indent
    behind = block.code.indent + led.end()
    return behind if after.indent == behind else block.code.indent


def _name(claim: Claim, claims: Claims) -> str:
    """The key of a number, or what stands before the dash or the white space that parts it from the number:
    "Weights - 35 GB"."""
    if claim.label.key:
        return claim.label.key
    block = claims.document.blocks[claim.block]
    before = (
        _DASHED.fullmatch(block.text, 0, claim.start) if block.code is None else _ALIGNED.fullmatch(block.text.rstrip())
    )
    return before["name"] if before is not None else ""


def _results(claims: Claims) -> dict[int, int]:
    """By block, the claim of what the line amounts to: that its written arithmetic ends in, or that of the last column
    of a line of code."""
    found: dict[int, int] = {}
    for claim in claims.all:
        block = claims.document.blocks[claim.block]
        if (
            claim.quantity is not None
            and block.code is not None
            and _COLUMN.search(block.text, max(claim.start - 3, 0), claim.start)
        ):
            found[claim.block] = claim.index
    sides = ((equation.block, equation.sides[-1]) for equation in claims.equations if equation.relations)
    return found | {block: side.claim for block, side in sides if isinstance(side, Operand)}


def _totals(entries: list[Entry], rule: str, own: frozenset[int], *, certain: bool) -> Iterator[Derivation]:
    parts: list[Entry] = []
    earlier: list[Entry] = []
    for entry in entries:
        if not is_total(entry.name):
            parts.append(entry)
            continue
        if entry.claim.index not in own:
            yield from _of_parts(entry, parts, earlier, rule, certain=certain)
        earlier.append(entry)
        parts = []


def _of_parts(
    total: Entry, parts: list[Entry], earlier: list[Entry], rule: str, *, certain: bool
) -> Iterator[Derivation]:
    """The total of the parts since the last one; or of these and the subtotals before, where that comes out right."""
    alike, subtotals = ([part for part in some if dimensions(part) == dimensions(total)] for some in (parts, earlier))
    if certain and len(alike) < len(parts):
        # What is of another unit may be a factor; a sum that is off by one digit is a sum all the same.
        if len(alike) > 1 and _is_misprint(total, alike):
            near = _judge(total, alike, rule, certain=certain)
            yield from [replace(near, near_miss=_ONE_DIGIT)] if near is not None else []
        return
    ways = [alike, *([[*subtotals[-1:], *alike], [*subtotals, *alike]] if subtotals else [])]
    made = [found for way in ways if len(way) >= 2 and (found := _judge(total, way, rule, certain=certain)) is not None]
    held = [found for found in made if found.holds]
    yield from held[:1] or ([] if subtotals else made[:1])


def _is_misprint(total: Entry, parts: list[Entry]) -> bool:
    """Whether a total of many digits is the sum but for one of them, or for two that are swapped."""
    summed, stated = _plain_sum(parts).low, total.quantity.value
    if summed is None or stated is None or Fraction(summed).denominator != 1 or stated.denominator != 1:
        return False
    right, wrong = str(Fraction(summed) / total.quantity.unit.factor), str(stated)
    off = [at for at, (a, b) in enumerate(zip(right, wrong, strict=False)) if a != b]
    if len(right) != len(wrong) or len(right) < _LONG or not 0 < len(off) <= 2:
        return False
    return len(off) == 1 or (off[1] == off[0] + 1 and right[off[0]] == wrong[off[1]] and right[off[1]] == wrong[off[0]])


def _judge(total: Entry, parts: list[Entry], rule: str, *, certain: bool) -> Derivation | None:
    held = [n for n in range(len(total.quantity.readings)) if sum_in(parts, n).meets(admitted(total, n))]
    holds, reading = bool(held), (held or [0])[0]
    apart = end_apart(total, parts, reading) if holds else None
    values = apart.parts if apart else tuple(admitted(part, reading) for part in parts)
    summed, stated = (apart.summed, apart.stated) if apart else (sum_in(parts, reading), admitted(total, reading))
    holds = holds and apart is None
    forgotten = certain and not holds and is_plain_total(total) and one_left_out(total, parts)
    # What a list leaves out makes the total larger; of a smaller one, some of what is listed may be no part.
    fewer = more_than(summed, total) if apart else some_subset(total, parts) and not forgotten
    if not holds and (not is_additive(total, parts) or fewer):
        return None
    over = exceed(parts, total)
    if not holds and may_have_others(total) and not over:
        return None
    unit = total.quantity.readings[0].unit
    mild = forgotten or is_far(total, parts) or (not certain and not holds and not over)
    at_end = f"{show.interval(apart.shown, unit)} at the {apart.name} end" if apart else ""
    listed = [(part.claim, value) for part, value in zip(parts, values, strict=True)]
    return one_step(
        total.claim,
        chained("+", listed, "sum of the parts", unit.symbol),
        rule,
        expected=at_end or show.interval(_plain_sum(parts), unit),
        holds=holds,
        basis=Basis.ARITHMETIC,
        severity="warning" if mild else "",
        compared=claim_step(total.claim, stated, "total"),
    )


def _plain_sum(parts: list[Entry]) -> Interval:
    return in_turn("+", [part.quantity.nominal() for part in parts])
