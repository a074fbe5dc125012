"""Numbers that tell which, not how many: "GPU: 0", groups "EP0" to "EP7", lists from 0 on, arguments in code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor.claims import Block, Claim, Claims, Form
from auditor.quantity import Modality
from auditor.text import line_start

_LEADING = re.compile(r"[\s├└│─•*+-]*[A-Za-z]+")
"""What stands before the number of a line that such a number begins."""
_SHORTEST = 3
"""Numbers that make a list."""
_THROUGH = frozenset({"-", "–", "—", "~", "..", "...", "…", "to", "through", "until", "至", "到", "đến"})
"""What stands between the ends of a stretch."""
_BETWEEN = frozenset({",", "and", ", and", "、"})


def indices(claims: Claims) -> Mapping[int, str]:
    """By claim the name of what it numbers ("EP 0"); empty for an argument of a call."""
    blocks = claims.document.blocks
    letters = {claim.degree for claim in _heads(claims) if _is_zero(claim)}
    found = {claim.index: f"{claim.degree} {claim.text}" for claim in _heads(claims) if claim.degree in letters}
    for claim in claims.all:
        if claim.form is Form.QUANTITY and _is_argument(claim, blocks[claim.block]):
            found.setdefault(claim.index, "")
        elif claim.form is Form.QUANTITY and _numbers_a_gpu(claim):
            found.setdefault(claim.index, f"GPU {claim.text}")
    return {**found, **dict.fromkeys((*_listed(claims), *_spanned(claims), *_laid_end_to_end(claims)), "")}


def _laid_end_to_end(claims: Claims) -> Iterator[int]:
    """The stretches of a column that follow on from each other, and from 0 or 1: "0-10", "11-21"."""
    columns: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim in claims.all:
        cell = claims.document.blocks[claim.block].cell
        if cell is not None and _stretch(claim) is not None:
            columns[cell.table, cell.column].append(claim)
    for column in columns.values():
        ends = [stretch for claim in column if (stretch := _stretch(claim)) is not None]
        follow = all(later[0] == earlier[1] + 1 for earlier, later in pairwise(ends))
        if len(ends) > 1 and follow and ends[0][0] in (0, 1):
            yield from (claim.index for claim in column)


def _stretch(claim: Claim) -> tuple[Fraction, Fraction] | None:
    """The ends of a range of whole numbers without a unit; None for any other number."""
    quantity = claim.quantity
    if quantity is None or quantity.modality is not Modality.RANGE or quantity.unit.symbol:
        return None
    low, high = quantity.interval.low, quantity.interval.high
    whole = low is not None and high is not None and Fraction(low).denominator == Fraction(high).denominator == 1
    return (Fraction(low), Fraction(high)) if whole and low is not None and high is not None else None


def _spanned(claims: Claims) -> Iterator[int]:
    """Both ends of a stretch of ranks that counts from 0: "EP0 through EP7", "(EP0-EP15)"."""
    for first, last in pairwise(claims.all):
        if first.degree and first.degree == last.degree and first.block == last.block and _is_zero(first):
            between = claims.document.blocks[first.block].text[first.end : last.start].lower()
            if between.removesuffix(last.degree.lower()).strip() in _THROUGH:
                yield from (first.index, last.index)


def _listed(claims: Claims) -> Iterator[int]:
    """The numbers of each list that counts up from 0: "layers (0, 20, 40)" are which, not how many."""
    run: list[Claim] = []
    for claim in (*claims.all, None):
        if claim is not None and run and _goes_on(run[-1], claim, claims):
            run.append(claim)
            continue
        if len(run) >= _SHORTEST and _is_zero(run[0]):
            yield from (each.index for each in run)
        run = [claim] if claim is not None and _is_bare(claim) else []


def _goes_on(last: Claim, claim: Claim, claims: Claims) -> bool:
    if not _is_bare(claim) or claim.block != last.block:
        return False
    between = claims.document.blocks[claim.block].text[last.end : claim.start].strip()
    low, high = (each.quantity.value if each.quantity is not None else None for each in (last, claim))
    return between in _BETWEEN and low is not None and high is not None and low < high


def _is_bare(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and quantity.whole and not quantity.unit.symbol and not claim.degree


def _heads(claims: Claims) -> list[Claim]:
    """Numbers glued to the letters of a degree at the beginning of a line: "├── EP0: ..."."""
    found = []
    for claim in claims.all:
        text = claims.document.blocks[claim.block].text if claim.degree else ""
        line = text[line_start(text, claim.start) : claim.start]
        if line and line[-1].isalpha() and _LEADING.fullmatch(line):
            found.append(claim)
    return found


def _is_zero(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.value == 0


def _numbers_a_gpu(claim: Claim) -> bool:
    """Whether a bare number behind "GPU:" tells which GPU."""
    bare = claim.quantity is not None and not claim.quantity.unit.symbol
    return bare and not claim.degree and (claim.label.before or claim.label.key) == "GPU"


def _is_argument(claim: Claim, block: Block) -> bool:
    """Whether a number stands in the brackets of a call and has no name there: "range(0, 128, 16)"."""
    if block.code is None or claim.degree:
        return False
    line = block.text[line_start(block.text, claim.start) : claim.start]
    opened = line.rfind("(")
    inside = line[opened + 1 :]
    called = opened > 0 and (line[opened - 1].isalnum() or line[opened - 1] == "_")
    return called and not any(sign in inside for sign in ")=:")
