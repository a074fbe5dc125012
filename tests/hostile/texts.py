"""Texts that want to hang, blow up or mislead a program that reads them, each at any size asked for."""

from __future__ import annotations

from collections.abc import Callable

Grown = Callable[[int], str]
"""The text at about so many characters."""


def repeated(piece: str, before: str = "", after: str = "") -> Grown:
    """One piece over and over."""
    return lambda size: before + piece * max(size // len(piece), 1) + after


def counted(row: Callable[[int], str], before: str = "", after: str = "") -> Grown:
    """Rows that differ by their number."""

    def grown(size: int) -> str:
        rows: list[str] = []
        left = size
        while left > 0:
            rows.append(row(len(rows)))
            left -= len(rows[-1])
        return before + "".join(rows) + after

    return grown


def around(opening: str, inside: str, closing: str) -> Grown:
    """Something nested as deeply as the size allows."""

    def grown(size: int) -> str:
        depth = size // (len(opening) + len(closing))
        return opening * depth + inside + closing * depth

    return grown


def _steps(size: int) -> str:
    """A list that goes one level deeper with each item."""
    depth = int(size**0.5)
    return "".join(f"{'  ' * level}- {level} GPUs\n" for level in range(depth))


def _wide_table(size: int) -> str:
    columns = size // 12
    return "|" + " a |" * columns + "\n|" + "---|" * columns + "\n|" + " 7 |" * columns + "\n"


NESTED: dict[str, Grown] = {
    "quotes": repeated(">", after=" 7 GPUs"),
    "spaced quotes": repeated("> ", after="7 GPUs"),
    "list on one line": repeated("- ", after="7 GPUs"),
    "numbered list on one line": repeated("1. ", after="7 GPUs"),
    "list of steps": _steps,
    "quotes and lists": repeated("> - ", after="7 GPUs"),
    "many items": counted(lambda n: f"- Stage {n}: {n} GPUs\n"),
    "many quotes": counted(lambda n: f"> {n} GPUs\n\n"),
    "many headings": counted(lambda n: f"{'#' * (1 + n % 6)} Part {n}: {n} GPUs\n\n"),
    "many fences": repeated("```\n8 GPUs\n```\n"),
    "asterisks": around("*", "7 GPUs", "*"),
    "openers": repeated("*7 "),
    "crossed": repeated("*7_ "),
    "tildes": repeated("~~7"),
    "backticks": around("`", " 7 GPUs ", "`"),
    "growing backticks": lambda size: " ".join("`" * count for count in range(int((2 * size) ** 0.5))) + "7",
    "brackets": around("[", "7 GPUs", "]"),
    "parentheses": around("(", "7 + 8", ")"),
    "parentheses of one equation": lambda size: around("(", "7 + 8", ")")(size) + " = 15",
    "links": repeated("[7]("),
    "images": around("![", "7", "](a)"),
    "definitions": counted(lambda n: f"[{n}]: b\n"),
    "references": counted(lambda n: f"[{n}] ", before="[7]: b\n\n"),
    "footnotes": counted(lambda n: f"[^{n}]: {n} GPUs\n\n"),
    "open tags": repeated("7 <a b='"),
    "open comments": repeated("7 <!--"),
    "angles": repeated("<7"),
    "details": around("<details>", "7 GPUs", "</details>"),
    "wide table": _wide_table,
    "long table": counted(
        lambda n: f"| stage {n} | {n} | {n + 1} GB |\n", before="| a | GPUs | memory |\n|---|---|---|\n"
    ),
    "long table without a head": counted(lambda n: f"| {n} | {n + 1} GB |\n"),
    "table of pipes": repeated("|", before="| a |\n|---|\n"),
    "many tables": counted(lambda n: f"| a | b |\n|---|---|\n| {n} | {n} GB |\n\n"),
    "json": counted(lambda n: f'"key{n}": {n}, ', before="```json\n{", after='"a": 1}\n```\n'),
    "nested json": around('{"a": [', "7", "]}"),
    "nested json in a fence": lambda size: "```json\n" + around('{"a": [', "7", "]}")(size) + "\n```\n",
}
"""Nesting to any depth and width."""

NUMBERS: dict[str, Grown] = {
    "digits": repeated("9"),
    "digits after a point": repeated("9", before="0."),
    "zeros": repeated("0", before="1"),
    "grouped digits": repeated(",000", before="1"),
    "grouped wrongly": repeated("1,"),
    "dotted": repeated("1."),
    "exponent of any length": repeated("9", before="1e"),
    "exponents": repeated("1e999999 GB "),
    "negative exponents": repeated("1e-999999 GB "),
    "overflow": repeated("1e400 + 1e308 = 1e400\n"),
    "towers": repeated("^9", before="9"),
    "towers of superscripts": repeated("⁹", before="9"),
    "towers in equations": repeated("2^64^64^64 = 8\n\n"),
    "tower in parentheses": lambda size: "(" * (size // 6) + "9" + ")^64" * (size // 6) + " = 8",
    "powers": repeated("99^99 × 99^99 = 7 GB\n\n"),
    "powers of tens": repeated("10^30 × 10^30 × 10^30 = 10^90\n\n"),
    "division by zero": repeated("8 / 0 = 4 GPUs\n\n"),
    "division by a difference": repeated("8 / (4 - 4) = 4 GPUs\n\n"),
    "shares of nothing": repeated("0 of 0 GPUs (100%)\n\n"),
    "not a number": repeated("NaN GB + inf GB = -Infinity GB, nan% of ∞ GPUs\n\n"),
    "negative counts": repeated("- GPUs: -8 × -4 = -32 GPUs\n"),
    "a sum": repeated("1 + ", after="1 = 7"),
    "a product": repeated("2 × ", after="2 = 7 GB"),
    "a chain": repeated("= 1 ", before="1 "),
    "a quotient": repeated("2 / ", after="2 = 7"),
    "minus signs": repeated("-", before="3 ", after="3 = 7"),
    "sums": counted(lambda n: f"{n} + {n} = {n + n + 1} GPUs\n\n"),
    "sums in one paragraph": counted(lambda n: f"{n} + {n} = {n + n + 1} GPUs, "),
    "one quotient again and again": repeated("3/4 of them leave = 5 copies. "),
    "workings that end in nothing": counted(lambda n: f"send 2 × {n} KB, take 3 × {n} KB = {n} KB, "),
    "widths as factors": repeated("2B × ", after="2 = 7 KB"),
    "arrows from sums": counted(lambda n: f"{n} + {n} → {3 * n + 1}\n\n"),
    "rates that come in": counted(lambda n: f"{n} tok/s in, {n + 1} tok/s out\n\n"),
    "numbers in one paragraph": counted(lambda n: f"{n} "),
    "quantities in one paragraph": counted(lambda n: f"{n} GB of memory per GPU, "),
    "ranges": repeated("1-2-"),
    "ratios": repeated("1:"),
    "slashes": repeated("40/"),
    "shares": counted(lambda n: f"{n} of {n + 9} GPUs ({n % 100}%), "),
    "comparisons": counted(lambda n: f"{n} GB < {n + 1} GB ✅, "),
    "against": repeated("1 vs "),
    "arrows": counted(lambda n: f"{n} GB → "),
    "per": repeated("1 GB per GPU per "),
    "unit without end": repeated("/GPU", before="1 GB"),
    "units multiplied": repeated("·GB", before="1 GB"),
    "ambiguous units": counted(lambda n: f"{n} GB + {n} TB + {n} K + {n} TFlops + {n} MB + {n}B = 7 GB\n\n"),
    "ambiguous units in one sum": counted(lambda n: f"{n} {'KMGT'[n % 4]}B + ", after="7 GB = 8 GB"),
    "degrees": repeated("TP=8, PP=4, EP=16, DP=2 "),
    "degrees as a product": repeated("TP×", after="PP = 8"),
    "glued degrees": repeated("TP8"),
    "bounds": repeated("at least "),
    "percentages": counted(lambda n: f"{n % 100}% "),
    "parts in percent": counted(lambda n: f"- Part {n}: {n % 100}%\n"),
    "money": repeated("$1"),
    "versions": repeated("1.2.3-4."),
    "dates": repeated("2025-01-02T03:04:05 "),
    "numbers in Chinese": repeated("三十二张卡 8 卡，"),
    "million": repeated("1 million billion "),
}
"""Numerals, arithmetic and units."""

PREMISES: dict[str, Grown] = {
    "restatements": repeated("- **Total GPUs**: 16\n"),
    "restatements of another value each": counted(lambda n: f"- **Total GPUs**: {n + 1}\n"),
    "contradictions of everything": counted(
        lambda n: (
            f"- TP = {n % 7 + 1}\n- PP = {n % 5 + 1}\n- DP = {n % 3 + 1}\n- EP = {n % 11 + 1}\n- **Total GPUs**: {n}\n"
        )
    ),
    "degrees of another value each": counted(
        lambda n: f"- TP = {n + 2}\n- PP = {n + 2}\n- EP = {n + 2}\n- CP = {n + 2}\n- DP = {n + 2}\n"
    ),
    "contradictory memory": counted(lambda n: f"- Memory per GPU: {n + 1} GB\n- Weights per GPU: {n % 9} GB\n"),
    "contradictory models": counted(
        lambda n: f"- Parameters: {n + 1}B\n- Layers: {n % 99}\n- Hidden size: {n * 64}\n- Heads: {n % 77}\n"
    ),
    "cycle": counted(lambda n: f"- Stage {n} = stage {n + 1} + 1 = {n} GB\n"),
    "many scenarios": counted(lambda n: f"## Scenario {n}\n\nTP={n % 8 + 1}, PP=2, DP=2\n\n- Total GPUs: {n}\n\n"),
    "many corrections": counted(lambda n: f"~~{n} GPUs~~ corrected to {n + 1} GPUs\n\n"),
    "one total of many parts": counted(lambda n: f"- Part {n}: {n} GB\n", after="- **Total**: 7 GB\n"),
    "totals of totals": counted(lambda n: f"- Part: {n} GB\n- **Total**: {n} GB\n"),
    "table with a total": counted(
        lambda n: f"| part {n} | {n} GB |\n", before="| a | memory |\n|---|---|\n", after="| **Total** | 7 GB |\n"
    ),
    "ticked results": counted(lambda n: f"- TTFT: {n} s + 1 s = {n + 1} s\n- ✅ TTFT: {n + 7} s\n"),
    "ticks": counted(lambda n: f"✅ check {n}: {n} GB fits, PASS\n\n"),
    "verdicts": repeated("Verdict: CORRECT. All checks PASSED 100%.\n\n"),
    "differences": counted(lambda n: f"Latency improves from {n + 9} ms to {n} ms (50% lower).\n\n"),
    "ratios of everything": counted(lambda n: f"Throughput of {n} tokens/s is {n}× the {n + 1} tokens/s before.\n\n"),
    "limits": counted(lambda n: f"Latency: {n} ms < {n + 1} ms limit ✅\n"),
    "divisible": counted(lambda n: f"{n} layers / {n % 9 + 1} stages = {n} layers per stage\n"),
}
"""Premises that contradict each other, run in circles, or are said a thousand times."""

CHARACTERS: dict[str, Grown] = {
    "NUL": repeated("\0", after="7 GPUs"),
    "NUL inside numbers": repeated("7\x007 GB "),
    "byte order marks": repeated("\ufeff7"),
    "zero width inside numbers": repeated("7\u200b7\u200d7\u2060 GB "),
    "bidi overrides": repeated("\u202e7 GB\u202c \u20668 GPUs\u2069 "),
    "combining": repeated("\u0301", before="7 GB"),
    "combining inside numbers": repeated("7\u03017 GB "),
    "other digits": repeated("٣٤ GB ７８ GPUs ⑦ ½ "),
    "carriage returns": repeated("\r", after="7 GPUs"),
    "line separators": repeated("7\u2028GB\u2029\x0b\x0c\x85"),
    "escapes": repeated("\x1b[2J7 GPUs\x07\x9b"),
    "astral": repeated("🧪7𝟕"),
    "white space": repeated(" ", before="7", after="7 GPUs"),
    "tabs": repeated("\t", before="7", after="7 GPUs"),
    "blank lines": repeated("\n", before="7", after="7 GPUs"),
    "spaces before each": repeated(" " * 99 + "\n7"),
    "backslashes": repeated("\\", after="7 GPUs"),
    "entities": repeated("&#55;"),
    "entities of everything": repeated("&#7"),
    "one word": repeated("a"),
    "one word with hyphens": repeated("a-", after="7"),
    "one path": repeated("a/", after="7.md"),
    "one address": repeated("a.", before="http://", after="7"),
    "words": repeated("memory "),
    "words of the vocabulary": repeated("memory bandwidth utilisation per gpu latency throughput "),
    "colons": repeated("GPUs: "),
    "commas": repeated(", ", before="7 GPUs", after="8 GPUs"),
    "letters with accents": repeated("é"),
    "Chinese": repeated("显存"),
    "lone quotation marks": repeated("\"7' "),
}
"""Characters that hide, turn or break text."""

TEXTS: dict[str, Grown] = {**NESTED, **NUMBERS, **PREMISES, **CHARACTERS}
"""All of them by name."""
