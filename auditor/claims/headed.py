"""Units that stand with a name instead of with the number: "| Memory (GB) |" over "| 4.01 |", "Latency (ms): 12"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from auditor.claims.scan import scan
from auditor.claims.token import Number, Token
from auditor.document import Block

Scanned = tuple[Block, tuple[Token, ...]]

_HEAD_UNIT = re.compile(r"[(\[]\s*([^()\[\]\d]{1,24})\s*[)\]]\s*$")
_KEY_UNIT = re.compile(r"[(\[]\s*([^()\[\]\d]{1,24})\s*[)\]]\s*[:：=]\s*$")


def headed(scanned: Sequence[Scanned]) -> list[Scanned]:
    """The tokens of all blocks, bare numbers under the unit of their column's head or of their key."""
    heads: dict[tuple[int, int], str] = {}
    result: list[Scanned] = []
    for block, tokens in scanned:
        unit = ""
        if block.cell is not None:
            place = (block.cell.table, block.cell.column)
            if block.cell.row == 0:
                heads[place] = _unit(_HEAD_UNIT, block.text)
            unit = heads.get(place, "") if block.cell.row else ""
        result.append((block, _under(block, tokens, unit)))
    return result


def _unit(pattern: re.Pattern[str], text: str) -> str:
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
        unit = _unit(_KEY_UNIT, block.text[: tokens[numbers[0]].start])
    if not unit or (block.cell is not None and len(numbers) > 1):
        return tokens
    at = numbers[0]
    return (*tokens[:at], _with_unit(block.text, tokens[at], unit), *tokens[at + 1 :])


def _with_unit(text: str, token: Token, unit: str) -> Token:
    number = token.number
    if number is None or number.quantity.unit.symbol or number.degree:
        return token
    read = _read(text[number.start : number.end], unit)
    if read is None:
        return token
    return replace(
        token, number=replace(number, low=read.low, high=read.high, quantity=read.quantity, units=read.units)
    )
