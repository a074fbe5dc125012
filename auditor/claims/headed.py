"""Units that stand with a name instead of with the number: "| Memory (GB) |" over "| 4.01 |", "Latency (ms): 12",
"Bytes per parameter: 2", "### Memory usage (MB)" over a table with a column "Memory".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from auditor.claims.rows import CHANGES
from auditor.claims.scan import scan
from auditor.claims.token import Number, Token, Tokenised
from auditor.document import Block

_LONGEST = 80
"""Characters of a key or head."""
_MONEY = frozenset("$€¥¢")


_TIME = "second"
_HEAD_UNIT = re.compile(r"[(\[]\s*([^()\[\]\d]{1,24})\s*[)\]]\s*$")
_KEY = re.compile(r"(?:^|\n)[^\w\n]*([^:：=\n]{3,60}?)[\"'`*\s]*[:：=]\s*[~≈$€¥]?\Z")
_LAST = re.compile(r"(?:^|[\s,;(])([^\W\d_][\w/]{1,20})[\"'`*\s]*[:：=]\s*[~≈]?\Z")
"""The word before the sign, of several keys in a line: "Result: TPS = 450"."""
_SIGNS = (":", "：", "=")
"""What ends a key."""
_BETWEEN = "~≈$€¥ \t\n\u00a0"
"""What may stand between a key and its number."""
_SUMMED = re.compile(r"^(?:total|overall|estimated|expected|system|average|aggregate)\s+", re.IGNORECASE)
_OF_MANY = re.compile(
    r"\bper (?:million|billion|trillion|thousand|1[MBTK]) (?:input |output |generated )?tokens?$", re.IGNORECASE
)
_KEY_UNIT = re.compile(r"[(\[]\s*([^()\[\]\d]{1,24})\s*[)\]]\s*[:：=]\s*$")
_STORED = r"\bbytes?(?:[ _]per[ _]|/)(?:param(?:eter)?|weight|elem(?:ent)?|value|scale)s?\W*"
_HEAD_BYTES = re.compile(_STORED + r"$", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+")
_AMOUNTS = frozenset(
    ("memory", "usage", "size", "footprint", "storage", "latency", "time", "duration", "throughput", "bandwidth",
     "traffic", "volume", "compute", "energy", "power", "cost")
)  # fmt: skip
"""Words for what is measured, in the head of a column that takes its unit from the heading of the table."""
_COUNTING = re.compile(
    r"\b(?:GPUs|nodes|layers|experts|heads|count|number|no\.|shares?|ratio|factor|tokens|batch|TP|PP|EP|DP|#)\b|[%×#]",
    re.IGNORECASE,
)
_WHOLE_UNIT = re.compile(r"\s*[KMGTPE](?:i?B|FLOPs?|FLOPS|Flops?)(?:\s*(?:/|per)\s*\w+)?\s*$")
_OF_TIME = re.compile(
    r"\s*(?:在[^()\n]{1,16}的)?(ms|µs|seconds|minutes|hours|days|Sekunden|Minuten|Stunden|Tage|秒|分钟|小时|giây|phút|giờ|ngày)数?"
    r"(?: (?:on|with|at|for|auf|mit) [^()\n]{1,40})?\s*$",
    re.IGNORECASE,
)
"""A head that is a unit of time itself: "Hours on 128 GPUs"."""
_FACTOR = re.compile(r"\s?[×*]\s?[\d(][^=\n]{0,80}=")
"""What stands behind the first factor of a product: a key is the name of its result, "Tokens per hour: 450 × 3,600 =
1.62M", and not of what it starts from."""
_KEY_BYTES = re.compile(_STORED + r"[:：=]\s*$", re.IGNORECASE)


_DENSITY = re.compile(
    r"\W*(?:(?:total|overall|average|avg|peak|max|system|aggregate|target) )?"
    r"((?:bytes?|bits?)(?:[ _]per[ _]|/)(?:param(?:eter)?s?|weights?|elements?)|QPS|RPS)\W*",
    re.IGNORECASE,
)
"""A name that is itself the unit of its number: "Bytes per parameter: 2"."""


def headed(scanned: Sequence[Tokenised]) -> list[Tokenised]:
    """The tokens of all blocks, bare numbers under the unit of their column's head, of their row's or of their key."""
    heads = _Heads([block for block, _ in scanned])
    return [(block, _under(block, tokens, heads.unit(block))) for block, tokens in scanned]


class _Heads:
    """The units that the heads of columns and rows give, read in the order of the cells."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._columns: dict[tuple[int, int], str] = {}
        self._relative: set[tuple[int, int]] = set()
        """Columns of what rows come to relative to each other: "Improvement"."""
        self._united: set[int] = set()
        """Tables with a unit over a column of numbers."""
        self._counting: set[tuple[int, int]] = set()
        """Columns of counts, shares and the like, that no unit of the whole table is meant for."""
        self._row: tuple[int, int, str] = (-1, -1, "")

    def unit(self, block: Block) -> str:
        """The unit of a cell's bare number; empty if its heads name none, and outside tables."""
        cell = block.cell
        if cell is None:
            return ""
        place = (cell.table, cell.column)
        if cell.row == 0:
            own = _of_head(block.text) or _said_unit(block.text) or self._of_heading(block)
            # What is counted in brackets, "(one GPU)", is no unit of amounts that the corner has one for.
            below = self._columns.get((cell.table, 0), "") if cell.column else ""
            self._columns[place] = "" if below and own and _read("1.5", own) is None else own
            if any(word.startswith(CHANGES) for word in block.text.lower().split()):
                self._relative.add(place)
            if cell.column and self._columns[place]:
                self._united.add(cell.table)
            if _COUNTING.search(block.text):
                self._counting.add(place)
            return ""
        if cell.column == 0:
            own = _of_head(block.text) or _said_unit(block.text) or self._of_corner(block, cell.table)
            self._row = (cell.table, cell.row, own)
        found = self._columns.get(place, "")
        if found or place in self._relative or self._row[:2] != (cell.table, cell.row) or cell.column == 0:
            return found
        return "" if place in self._counting and self._row[2] == self._columns.get((cell.table, 0)) else self._row[2]

    def _of_corner(self, row: Block, table: int) -> str:
        """The unit in the corner of a table for a row that is named in words, where no other column has one."""
        named = row.text.lstrip("*_` ")[:1].isalpha()
        corner = self._columns.get((table, 0), "") if named else ""
        return corner if table not in self._united else ""

    def _of_heading(self, head: Block) -> str:
        """The unit in brackets behind the heading of a table, for the column that is called what the heading says."""
        if not head.headings:
            return ""
        heading = self._blocks[head.headings[-1]].text[-_LONGEST:]
        said, named = (set(_NAME.findall(text.lower())) for text in (heading, head.text[:_LONGEST]))
        return _unit(_HEAD_UNIT, heading) if named & _AMOUNTS and named <= said else ""


@lru_cache(maxsize=2048)
def _said_unit(label: str) -> str:
    """The unit that a label is or ends with, of rates and products alone: "GPU-hours", "Cost per million tokens"."""
    words = _SUMMED.sub("", " ".join(label.replace("_", " ").split()))
    many = _OF_MANY.search(words)
    found = _read("1", words)
    if found is not None and len(found.quantity.unit.dimensions) > 1 and _TIME in dict(found.quantity.unit.dimensions):
        return words
    return many.group(0) if many is not None else ""


def _of_head(text: str) -> str:
    """The unit that a head has in brackets, or is."""
    if _WHOLE_UNIT.match(text) and _is_unit(text.strip()):
        return text.strip()
    time = _OF_TIME.match(text)
    if time is not None and _is_unit(time[1]):
        return time[1]
    return _unit(_HEAD_UNIT, text) or ("bytes" if _HEAD_BYTES.search(text[-_LONGEST:]) else "")


def _of_key(text: str) -> str:
    return _unit(_KEY_UNIT, text) or ("bytes" if _KEY_BYTES.search(text[-_LONGEST:]) else "")


def _unit(pattern: re.Pattern[str], text: str) -> str:
    if (density := _DENSITY.fullmatch(text)) is not None:
        return density[1].replace("_", " ")
    found = pattern.search(text)
    return found.group(1).strip() if found and _is_unit(found.group(1).strip()) else ""


@lru_cache(maxsize=512)
def _is_unit(text: str) -> bool:
    return _read("1", text) is not None


@lru_cache(maxsize=4096)
def _read(number: str, unit: str) -> Number | None:
    """The number as it would be with its unit behind it; None if the unit is not read to its end."""
    tokens = scan(f"{number} {unit}")
    only = tokens[0].number if len(tokens) == 1 else None
    return only if only is not None and only.quantity.unit.symbol else None


def _under(block: Block, tokens: tuple[Token, ...], unit: str) -> tuple[Token, ...]:
    numbers = [at for at, token in enumerate(tokens) if token.number is not None]
    if not numbers:
        return tokens
    if not unit:
        unit = _of_key(block.text[: tokens[numbers[0]].start])
    if block.cell is None and not unit:
        return _keyed(block.text, tokens, numbers)
    if not unit or (block.cell is not None and len(numbers) > 1):
        return tokens
    at = numbers[0]
    return (*tokens[:at], _with_unit(block.text, tokens[at], unit), *tokens[at + 1 :])


def _keyed(text: str, tokens: tuple[Token, ...], numbers: Sequence[int]) -> tuple[Token, ...]:
    """The numbers under the units that their keys are: "gpu_hours: 12,288"."""
    found = {at: unit for at in numbers if (unit := _unit_of_key(text, tokens[at].number))}
    if not found:
        return tokens
    return tuple(_with_unit(text, token, found[at]) if at in found else token for at, token in enumerate(tokens))


def _unit_of_key(text: str, number: Number | None) -> str:
    if number is not None and _FACTOR.match(text, number.end):
        return ""
    before = text[max(0, number.start - _LONGEST) : number.start] if number is not None else ""
    keyed = before.rstrip(_BETWEEN)[-1:] in _SIGNS
    keys = (_KEY.search(before), _LAST.search(before)) if keyed else ()
    return next((unit for key in keys if key is not None and (unit := _said_unit(key.group(1)))), "")


def _with_unit(text: str, token: Token, unit: str) -> Token:
    number = token.number
    if number is None or number.degree:
        return token
    symbol = number.quantity.unit.symbol
    if symbol and (symbol not in _MONEY or not unit.lower().startswith("per ")):
        return token
    if not symbol and unit.lower().startswith("per "):
        return token
    read = _read(text[number.start : number.end], unit)
    if read is None:
        return token
    return replace(
        token, number=replace(number, low=read.low, high=read.high, quantity=read.quantity, units=read.units)
    )
