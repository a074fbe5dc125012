"""Keys of data files as the words that they stand for: `gpu_memory_gb: 64` is a GPU memory of 64 GB."""

from __future__ import annotations

import re

from auditor.unit_table import alternatives, unit_table

_NUMBER = re.compile(r"[-+]?\d[\d_,]*(?:\.\d+)?(?:[eE][-+]?\d+)?\Z")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_JOIN = re.compile(r"[_\-\s.]+")
_SCALES = {"b": "B", "bn": "B", "billion": "B", "billions": "B", "million": "M", "millions": "M"}
_RATE = re.compile(r"[gt]bps\Z")
_MEMORY = frozenset({"memory", "mem", "vram", "hbm", "dram"})
_PERCENT = frozenset({"pct", "percent", "percentage"})
_WIDEST = 5
"""Words of the longest unit that a key ends in: "tokens per ms per gpu"."""


def spoken(key: str, value: str) -> tuple[str, str]:
    """Key and value as a report would write them; a unit at the end of the key goes to a bare number."""
    words = [word for word in _JOIN.split(_HUMP.sub(" ", key)) if word]
    value = value.strip()
    if not _NUMBER.match(value):
        return " ".join(words), value
    value = value.replace("_", "")
    for width in range(min(_WIDEST, len(words) - 1), 0, -1):
        unit = _unit(words[-width:], words[:-width])
        if unit:
            # "peak_tflops" without its unit would say nothing of compute.
            name = ["FLOPS"] if "flop" in unit.lower() else []
            return " ".join(words[:-width] + name), value + unit
    return " ".join(words), value


def _unit(words: list[str], before: list[str]) -> str:
    """What the words stand for behind a number; empty if they are no unit."""
    if len(words) == 1:
        word = words[0].lower()
        if _RATE.match(word) and _MEMORY.intersection(each.lower() for each in before):
            # In small letters "tbps" would be bits, in which no memory is rated.
            return f" {word[0].upper()}B/s"
        if word in _SCALES:
            return _SCALES[word]
        if word in _PERCENT:
            return "%"
        spelling = words[0] if unit_table().find(words[0]) else word
        term = unit_table().find(spelling)
        # "num_layers" and "kv_heads" end in what is counted, which names them; "s" alone is the one letter in use.
        known = term is not None and not term.countable and (len(word) > 1 or word == "s")
        return f" {spelling}" if known else ""
    symbol = "/".join(part for part in " ".join(words).split(" per "))
    if "/" not in symbol or " " in symbol:
        return ""
    try:
        alternatives(symbol)
    except ValueError:
        return ""
    return f" {symbol}"
