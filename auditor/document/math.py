"""Formulas of LaTeX in running text, as a reader sees them: "$2 \\times 8 = 16$" is "2 × 8 = 16"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document.plain import Cut

_LONGEST = 2000
_FORMULA = re.compile(
    rf"\$\$([^$]{{1,{_LONGEST}}})\$\$|\$(?![\s$])([^$\n]{{0,{_LONGEST}}}[^\s$])\$(?![\d$])"
    rf"|\\[(\[]((?:[^\\]|\\[^()\[\]]){{1,{_LONGEST}}})\\[)\]]"
)
"""By the rule of Pandoc: no space inside the dollars, and no digit behind them, where an amount of money begins; and
between escaped brackets what names a sign, as others only stand for themselves."""
_NAME = re.compile(r"\\[A-Za-z]")
_PIECE = re.compile(r"\\(?:([A-Za-z]+) ?|([^A-Za-z]))|\{,\}|[{}~&]")
_SIGNS = {
    "times": "×", "cdot": "·", "div": "÷", "approx": "≈", "simeq": "≈", "sim": "~", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫", "to": "→", "rightarrow": "→", "Rightarrow": "→",
    "implies": "→", "pm": "±", "quad": " ", "qquad": " ", "ldots": "…", "dots": "…", "cdots": "…", "lceil": "⌈",
    "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "alpha": "α", "beta": "β", "tau": "τ", "eta": "η", "mu": "μ",
    "sum": "∑", "sqrt": "√",
}  # fmt: skip
_UNSEEN = frozenset(
    {
        "text", "textbf", "textit", "texttt", "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "operatorname", "left",
        "right", "big", "Big", "bigl", "bigr", "displaystyle", "boxed", "limits",
    }
)  # fmt: skip
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac"})
_CLOSING = {"numerator": ")/", "denominator": ")", "power": ")"}
_POWER = re.compile(r"\^\{(?!-?\w{1,4}\})")
"""Braces of an exponent that is no single number or name."""


def formula(text: str, at: int) -> tuple[int, int, int] | None:
    """Where a formula that opens at `at` has its inside, and where it ends; None if none opens."""
    found = _FORMULA.match(text, at)
    if found is None or found.lastindex is None:
        return None
    if text[at] != "$" and not _NAME.search(found[found.lastindex]):
        return None
    return *found.span(found.lastindex), found.end()


def cuts(text: str, start: int, end: int) -> Iterator[Cut]:
    """What the markup of a formula is replaced by: signs for their names, parentheses for the braces of a fraction
    or of an exponent that is worked out."""
    groups: list[str] = []
    fraction, spaced = "", False
    for piece in _PIECE.finditer(text, start, end):
        name, mark = piece[1], piece[0]
        instead = ""
        if name in _FRACTIONS:
            fraction = "numerator"
        elif name is not None:
            if name not in _SIGNS and name not in _UNSEEN:
                continue
            instead, spaced = _SIGNS.get(name, ""), text[piece.start() - 1 : piece.start()] == " "
        elif mark == "{,}":
            instead = ","
        elif mark == "{":
            opened = fraction or ("power" if _POWER.match(text, piece.start() - 1) else "")
            groups.append(opened)
            instead, fraction = ("(" if opened else ""), ""
        elif mark == "}":
            closed = groups.pop() if groups else ""
            instead = _CLOSING.get(closed, "")
            fraction = "denominator" if closed == "numerator" else ""
        else:
            instead = piece[2] if piece[2] in ("%", "$", "#", "_", "{", "}") else " "
        # "140 \\text{ GB}" has one space where it is set.
        doubled = mark == "{" and spaced and text[piece.end() : piece.end() + 1] == " "
        yield piece.start(), piece.end() + doubled, instead
        spaced = spaced and mark != "{"
