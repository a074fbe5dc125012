"""Changes of a report as a hostile author would make them: numbers, units, signs, marks and markup swapped about."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
WORD = re.compile(r"[^\W\d_]+")

NUMBERS = (
    *(
        "0",
        "1",
        "-1",
        "7",
        "8",
        "16",
        "128",
        "0.5",
        "1.5",
        "100",
        "1e400",
        "1e-400",
        "1e308",
        "NaN",
        "inf",
        "-0",
        "0.0",
    ),
    *(
        "9" * 40,
        "1,024",
        "1,0,0",
        "1.2.3",
        "10^9",
        "2^64",
        "9^9^9",
        "10⁹",
        "½",
        "٣",
        "７",
        "1_000",
        "1 000",
        "1-2",
        "3:1",
    ),
    *("~8", "≥8", "<8", "8+", "8×", "up to 8", "at least 8", "8 of 16", "1/3", "1/0", "7\u200b8", "\u202e78", "0x10"),
)
UNITS = (
    *(
        "GB",
        "GiB",
        "TB",
        "MB",
        "B",
        "KB",
        "bytes",
        "%",
        "×",
        "ms",
        "s",
        "tokens/s",
        "tokens/ms per GPU",
        "TFlops",
        "PFlops",
    ),
    *(
        "GB/s",
        "Gbps",
        "GPUs",
        "layers",
        "experts",
        "tokens",
        "requests/s",
        "W",
        "kWh",
        "$",
        "K",
        "M",
        "T",
        "b",
        "‰",
        "/GPU",
    ),
)
SIGNS = (
    "+",
    "-",
    "×",
    "*",
    "/",
    "÷",
    "=",
    "≈",
    "→",
    "<",
    ">",
    "≤",
    "≥",
    "^",
    "**",
    "(",
    ")",
    "[",
    "]",
    "|",
    "`",
    "~~",
    ":",
    ",",
)
MARKS = ("✅", "❌", "⚠️", "✓", "PASS", "FAIL", "CORRECT", "VERDICT: PASSED", "100%")
NAMES = (
    *("TP", "PP", "DP", "EP", "GPUs", "Total GPUs", "memory per GPU", "weights", "KV cache", "layers", "hidden size"),
    *(
        "parameters",
        "throughput",
        "latency",
        "TTFT",
        "MFU",
        "batch size",
        "H100",
        "Llama-70B",
        "FP16",
        "per GPU",
        "total",
    ),
)
OPENINGS = (
    "> ",
    "- ",
    "1. ",
    "# ",
    "    ",
    "| ",
    "```\n",
    "<!-- ",
    "**",
    "- [x] ",
    "<b>",
    "\t",
    "~~",
    "[a](",
    "&#",
    "\\",
)
BROKEN = (
    "\x00",
    "\ud7ff",
    "\ufeff",
    "\u2028",
    "\r",
    "\r\n",
    "\x1b[2J",
    "\u200b",
    "\u202e",
    "é",
    "🧪",
    "\u0301",
    "<script>",
)


def mutated(text: str, chance: random.Random) -> str:
    """The text with one to four changes."""
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(CHANGES)(text, chance)
    return text


def _put(pattern: re.Pattern[str], words: tuple[str, ...]) -> Callable[[str, random.Random], str]:
    """Puts one of some words in the place of something that is there, or anywhere."""

    def change(text: str, chance: random.Random) -> str:
        found = list(pattern.finditer(text))
        if not found or chance.random() < 0.3:
            at = chance.randint(0, len(text))
            return f"{text[:at]}{chance.choice(words)} {text[at:]}"
        place = chance.choice(found)
        return text[: place.start()] + chance.choice(words) + text[place.end() :]

    return change


def _numeral(text: str, chance: random.Random) -> str:
    """One numeral as it stands goes to another's place."""
    found = list(NUMERAL.finditer(text))
    if not found:
        return text + " 8"
    place, other = chance.choice(found), chance.choice(found)
    return text[: place.start()] + other[0] + text[place.end() :]


def _line(text: str, chance: random.Random) -> str:
    """A line is said again, left out, moved, or opened otherwise."""
    lines = text.split("\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(4)
    if kind == 0:
        lines.insert(to, lines[at])
    elif kind == 1:
        lines.insert(to, lines.pop(at))
    elif kind == 2:
        lines[at] = chance.choice(OPENINGS) + lines[at]
    else:
        del lines[at]
    return "\n".join(lines)


def _row(text: str, chance: random.Random) -> str:
    """Lines become the rows of a table."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    cells = [f"| {' | '.join(line.replace('|', ' ').split(' ')[:4])} |" for line in lines[at : at + 3]]
    return "\n".join([*lines[:at], *cells[:1], "|---|---|---|---|", *cells[1:], *lines[at + 3 :]])


def _cut(text: str, chance: random.Random) -> str:
    """A stretch is left out or said again."""
    if not text:
        return text
    start = chance.randrange(len(text))
    end = min(len(text), start + chance.randint(1, 40))
    return text[:start] + text[end:] if chance.random() < 0.5 else text[:end] + text[start:]


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _put(NUMERAL, NUMBERS),
    _put(WORD, UNITS),
    _put(re.compile(r"[-+×*/÷=≈→<>]"), SIGNS),
    _put(WORD, MARKS),
    _put(WORD, NAMES),
    _put(re.compile(r"\s"), BROKEN),
    _numeral,
    _line,
    _line,
    _row,
    _cut,
)
