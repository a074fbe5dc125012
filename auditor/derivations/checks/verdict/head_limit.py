"""Ticks under a head, or in a row, that says what they are about: "Fits 80 GB | ✅", "Meets 20 ms | ❌ | ✅"; or under
"Target met" or "Fits", where the target or limit stands in the line above the table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.columns import lines_above, lone_quantities
from auditor.derivations.checks.ticked import keeps, ticked
from auditor.derivations.derivation import Derivation
from auditor.facts import Block, Claim, Facts, Form, Polarity
from auditor.frozen import dataclass
from auditor.quantity import Modality

_WITHIN = re.compile(
    r"(?:\b(?:fits?(?: in(?:to)?| within| on)?|within|under|below|at most|meets?|met|in)|[<≤]"
    r"|不超过|满足|装得下|vừa|dưới) ?\Z",
    re.IGNORECASE,
)
"""What stands before a limit in a head."""
_MET = re.compile(
    r"\b(?:target|goal|limit|SL[AO]|requirement|budget)s?\b.{0,3}\b(?:met|kept|ok|reached|satisfied)\b"
    r"|\b(?:meets?|within|in|under)\b.{0,5}\b(?:target|goal|limit|SL[AO]|requirement|budget)\b"
    r"|达标|满足要求|đạt(?: yêu cầu)?\Z",
    re.IGNORECASE,
)
"""A head that speaks of a limit which is told elsewhere."""
_FITS = re.compile(r"\W*(?:fits?|feasible|ok|within limits?|能否放下|是否放得下|放得下|vừa)\W*", re.IGNORECASE)
"""A head that speaks of room, the amount of which is told elsewhere."""
_ROOM = re.compile(
    r"\W*(?:(?:upper|memory|GPU|VRAM|HBM|per-GPU|usable) )*"
    r"(?:limit|budget|capacity|ceiling|上限|预算|giới hạn|ngân sách)(?: per GPU| of a GPU)?\W*[:=：]",
    re.IGNORECASE,
)
"""How a line begins that tells it: "Limit: 95% of 80 GB = 76 GB"."""
_CACHE = re.compile(
    r"\W*(?:[^\W\d_]{1,12}[ -]){0,3}(?:KV|cache)\b|\W*(?:每副本|可用|剩余|每卡|单卡|每组) ?KV", re.IGNORECASE
)
"""How a line begins that tells the room of the KV cache: "KV per replica = ...", "left for KV cache: ..."."""
_NEEDED = re.compile(r"\bKV\b.{0,12}(?:\(GB\)|\(GiB\)|total|needed|required|合计|需求|总)|\btotal KV\b", re.IGNORECASE)
"""The head of a column of how much cache is needed."""
_ASKED = re.compile(r"target|goal|limit|\bSL[AO]\b|requirement|要求|目标|限|mục tiêu|yêu cầu|giới hạn", re.IGNORECASE)
_UPPER = (Modality.AT_MOST, Modality.LESS_THAN)
_AT_MOST = ((("byte", 1),), (("second", 1),), (("dollar", 1),), (("byte", 1), ("gpu", -1)), (("gpu", -1), ("byte", 1)))
"""Units of which a limit is the most."""
_FEWEST = 2
"""Ticks and crosses that have to be right before another one is called wrong."""
_REACH = 12
"""Columns or rows before the marks that are looked at."""
_BESIDE = 8
"""Heads before one of marks that are looked at."""
_NEAR = 3
"""Blocks above a table among which its limit stands."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The marks of a column or row, by where they stand along it, and its head."""

    head: Block
    marks: Mapping[int, Claim]
    values: Sequence[Mapping[int, Claim]]
    """The other columns or rows, nearest first, that stand before it."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number that a mark is about, where at most one mark of its line is wrong."""
    for line in _lines(facts):
        limit = _limit(facts, line.head)
        judged = _judged(line, limit) if limit is not None else []
        wrong = [each for each in judged if not each[2]]
        if limit is None or len(wrong) > 1 or len(judged) - len(wrong) < _FEWEST:
            continue
        for value, mark, holds in judged:
            if mark.polarity is Polarity.GOOD:
                yield ticked(limit, value, mark, rule, holds=holds, relation="≤")


def _lines(facts: Facts) -> Iterator[_Line]:
    """The columns and rows of marks of each table."""
    blocks = facts.claims.document.blocks
    marks = [claim for claim in facts.claims.all if claim.form is Form.MARK]
    ruled = _ruled(marks, blocks)
    plain = (claim for claim, quantity in lone_quantities(facts) if quantity.is_plain)
    values = _ruled(plain, blocks) if ruled else {}
    heads = {
        (block.cell.table, block.cell.row, block.cell.column): block
        for block in (blocks if ruled else ())
        if block.cell is not None and not (block.cell.row and block.cell.column)
    }
    for (table, across), lines in ruled.items():
        for at, found in sorted(lines.items()):
            head = heads.get((table, at, 0) if across else (table, 0, at))
            if head is not None:
                other = values.get((table, across), {})
                yield _Line(
                    head, found, [other[place] for place in range(at - 1, max(at - _REACH, 0), -1) if place in other]
                )


def _ruled(claims: Iterable[Claim], blocks: Sequence[Block]) -> dict[tuple[int, bool], dict[int, dict[int, Claim]]]:
    """By table, and by whether they are its rows, the lines of cells inside, by place."""
    found: dict[tuple[int, bool], dict[int, dict[int, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for claim in claims:
        cell = blocks[claim.block].cell
        if cell is not None and cell.row and cell.column:
            found[cell.table, False][cell.column][cell.row] = claim
            found[cell.table, True][cell.row][cell.column] = claim
    return found


def _limit(facts: Facts, head: Block) -> Claim | None:
    """The one limit in a head, or the one that the lines above its table tell, if the head only says that it is met."""
    inside = [claim for claim in _inside(facts, head.index) if claim.quantity is not None]
    if inside:
        only = inside[0] if len(inside) == 1 and _WITHIN.search(head.text, 0, inside[0].start) else None
        signed = inside[0] if len(inside) == 1 and _is_upper(inside[0]) else None
        found = only or signed
        return found if found is not None and _dimensions(found) in _AT_MOST else None
    room = _FITS.fullmatch(head.text) is not None
    if head.cell is None or not (room or _MET.search(head.text)):
        return None
    lines = lines_above(facts, head, _NEAR)
    if room:
        limits = [claims[-1] for block in lines if _ROOM.match(block.text) and (claims := _inside(facts, block.index))]
        limits = limits or _of_cache(facts, head, lines)
    else:
        told = [block.index for block in lines if _ASKED.search(block.text)]
        limits = [claim for block in told for claim in _inside(facts, block) if _is_upper(claim)]
    return limits[0] if len(limits) == 1 and _dimensions(limits[0]) in _AT_MOST else None


def _of_cache(facts: Facts, head: Block, lines: Sequence[Block]) -> list[Claim]:
    """The most that the lines above a table give the KV cache, where a column before the head tells how much of it is
    needed: "KV per replica = 57.4 GB × 8 = 459.2 GB"."""
    blocks = facts.claims.document.blocks
    heads = blocks[max(head.index - _BESIDE, 0) : head.index]
    if head.cell is None or not any(_NEEDED.search(block.text) for block in heads if _is_head(block, head)):
        return []
    told = [claims[-1] for block in lines if _CACHE.match(block.text) and (claims := _inside(facts, block.index))]
    room = [(high, -claim.index, claim) for claim in told if (high := _bytes(claim)) is not None]
    return [max(room)[2]] if room else []


def _is_head(block: Block, head: Block) -> bool:
    return (
        block.cell is not None and head.cell is not None and (block.cell.table, block.cell.row) == (head.cell.table, 0)
    )


def _bytes(claim: Claim) -> Fraction | None:
    """The most that a plain amount of memory may be."""
    plain = claim.quantity is not None and claim.quantity.is_plain and ("byte", 1) in _dimensions(claim)
    return claim.quantity.hull.high if plain and claim.quantity is not None else None


def _inside(facts: Facts, block: int) -> Sequence[Claim]:
    """The claims of a block."""
    claims = facts.claims.all
    return claims[bisect_left(claims, block, key=_block) : bisect_right(claims, block, key=_block)]


def _block(claim: Claim) -> int:
    return claim.block


def _is_upper(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.modality in _UPPER


def _dimensions(claim: Claim) -> tuple[tuple[str, int], ...]:
    return claim.quantity.readings[0].unit.dimensions if claim.quantity is not None else ()


def _judged(line: _Line, limit: Claim) -> list[tuple[Claim, Claim, bool]]:
    """Each value with its mark, and whether the two agree: of the nearest column of the limit's unit."""
    alike = [
        values
        for values in line.values
        if line.marks.keys() <= values.keys() and all(_is_of_kind(values[at], limit) for at in line.marks)
    ]
    if not alike or limit.quantity is None:
        return []
    found = []
    for at, mark in line.marks.items():
        quantity = alike[0][at].quantity
        kept = quantity is not None and keeps(quantity, limit.quantity, "≤")
        found.append((alike[0][at], mark, kept is (mark.polarity is Polarity.GOOD)))
    return found


def _is_of_kind(value: Claim, limit: Claim) -> bool:
    """Whether a number has the limit's dimensions; a GPU's bytes are bytes."""
    one, two = ({each for each in _dimensions(claim) if each != ("gpu", -1)} for claim in (value, limit))
    return one == two
