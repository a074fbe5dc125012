"""Table columns whose numbers only tell rows apart: "| Stage | Layers |" over "| 0 | 0-3 |"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.claims.lexicon import lexicon
from auditor.claims.series import INDEX, INDEXES
from auditor.claims.token import Token, Tokenised, TokenKind

_NUMBERED = frozenset({"#", "no", "no.", "id", "index", "rank", "nr", "序号", "编号", "stt"})
_TELLING = frozenset(
    {"range", "ranges", "id", "ids", "index", "indices", "assigned", "assignment", "mapping", "placement", "numbers"}
)
"""Words behind the noun of a column that say of its ranges that they tell which: "GPU range"."""


def settled(scanned: Sequence[Tokenised]) -> list[Tokenised]:
    """The tokens of all blocks, where those of cells that only number a row claim nothing."""
    columns: dict[tuple[int, int], list[int]] = {}
    for at, (block, _) in enumerate(scanned):
        if block.cell is not None:
            columns.setdefault((block.cell.table, block.cell.column), []).append(at)
    result = list(scanned)
    for places in columns.values():
        cells = [scanned[at] for at in places]
        if not cells[0][0].cell or cells[0][0].cell.row:
            continue
        why = _why(cells)
        for at in places[1:] if why else ():
            block, tokens = scanned[at]
            result[at] = block, tuple(_silenced(token, why) for token in tokens)
    return result


def _why(cells: Sequence[Tokenised]) -> str:
    """What the numbers of a column are, if its head and its cells say that they only number; else empty."""
    head = cells[0][0].text.strip().lower()
    numbered = [tokens for _, tokens in cells[1:]]
    while numbered and all(token.number is None for token in numbered[-1]):
        numbered.pop()  # what is below the numbered rows, as their sum
    numbers = [_lone(tokens) for tokens in numbered]
    if not numbers or any(token is None or not _is_bare(token) for token in numbers):
        return ""
    known = [token.number for token in numbers if token is not None and token.number is not None]
    if any(number.qualifier == "range" for number in known):
        last = next((word for word in reversed(head.split()) if word not in _TELLING), "")
        return INDEXES if last in lexicon().indexed or last in lexicon().series else ""
    values = [number.low for number in known]
    steady = all(later == earlier + 1 for earlier, later in pairwise(values))
    telling = head in _NUMBERED or head in lexicon().series or head.endswith((" id", " index", " rank"))
    return INDEX if telling and steady and values[0] in (0, 1) else ""


def _lone(tokens: Sequence[Token]) -> Token | None:
    return tokens[0] if len(tokens) == 1 and tokens[0].number is not None else None


def _is_bare(token: Token) -> bool:
    number = token.number
    return number is not None and not number.quantity.unit.symbol and number.quantity.whole and not number.degree


def _silenced(token: Token, why: str) -> Token:
    return replace(token, kind=TokenKind.WORD, number=None, why=why) if token.number is not None else token
