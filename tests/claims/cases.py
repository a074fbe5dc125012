"""Fixture documents: headings, a sentence, an excerpt between tildes, and what is read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from auditor.claims import Claim, Claims, Equation, Expression, Form, Link, Operand

FIXTURES = Path(__file__).parent / "fixtures"
_CASE = re.compile(
    r"^~~~~\n(?P<excerpt>.*?)^~~~~\n+~~~~ (?P<kind>\w+)\n(?P<expected>.*?)^~~~~$", re.DOTALL | re.MULTILINE
)
_SIGNS = {"+": " + ", "-": " - ", "*": " * ", "/": " / ", "^": " ^ "}


@dataclass(frozen=True)
class Case:
    """One excerpt and what it says."""

    title: str
    excerpt: str
    expected: list[str]

    def __str__(self) -> str:
        return self.title


def cases(name: str) -> list[Case]:
    """The cases of a fixture document, titled by heading and place."""
    text = (FIXTURES / name).read_text(encoding="utf-8")
    found = []
    for match in _CASE.finditer(text):
        heading = text.rfind("\n## ", 0, match.start())
        title = text[heading + 4 : text.index("\n", heading + 4)]
        found.append(Case(f"{title} {len(found)}", match["excerpt"], match["expected"].splitlines()))
    return found


def expression(node: Expression, claims: tuple[Claim, ...], *, outer: bool = True) -> str:
    """An expression with its quantities as printed."""
    if isinstance(node, Operand):
        return claims[node.claim].text
    parts = [expression(part, claims, outer=False) for part in node.operands]
    joined = f"-{parts[0]}" if len(parts) == 1 else _SIGNS[node.operator].join(parts)
    return joined if outer else f"({joined})"


def equation(found: Equation, claims: tuple[Claim, ...]) -> str:
    """An equation on one line."""
    first, *others = (expression(side, claims) for side in found.sides)
    return first + "".join(f" {sign} {side}" for sign, side in zip(found.relations, others, strict=True))


def link(found: Link, claims: tuple[Claim, ...]) -> str:
    """A link on one line."""
    pair = " | ".join(expression(side, claims) for side in (found.first, found.second))
    return f"{found.form}: {pair}" + ("" if found.result is None else f" -> {claims[found.result].text}")


def marks(claims: Claims) -> list[str]:
    """The marks and verdict words, each with the way it points."""
    return [f"{claim.polarity} {claim.text}" for claim in claims.all if claim.form is not Form.QUANTITY]
