"""One line of code that gives a name to a calculation: `total = weights + cache  # 42 GB`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.facts import Block, Builder, Claim, Expression, Operand, Operation
from auditor.frozen import dataclass
from auditor.span import Span

_LINE = re.compile(
    r"\s*(?:(?:const|let|var|float|double) )?([A-Za-z_]\w{0,63})\s*([-+*/%]?=)(?!=)\s*([^#;\n]{1,240}?)\s*;?\s*"
    r"(?:(?:#|//)|\Z)"
)
_TOKEN = re.compile(r"\s*(?:([A-Za-z_]\w{0,63})|(\d[\d_,.]*(?:[eE][+-]?\d+)?)|(\*\*|[-+*/()]))")
_BRANCH = re.compile(r"\s*(?:if|elif|else|for|while|try|except|finally|with|match|case|lambda|switch|do)\b")
_HEAD = re.compile(r"\s*(?:async )?def \w{1,63}\(([^)\n]{0,400})")
_WORD = re.compile(r"[A-Za-z_]\w{0,63}")
_MOST = 32
"""Brackets that are open at once."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """An assignment, as far as its calculation is understood."""

    name: str
    expression: Expression | None
    """The calculation over claims, names replaced by what they stand for; None where anything in it is not known."""
    named: bool
    """Whether names stand in it."""
    comment: int
    """Offset in the text from which on the comment stands."""
    text: str


def branching(lines: Iterable[Block]) -> frozenset[int]:
    """The fences whose lines may not all be run, one after the other."""
    return frozenset(line.code.fence for line in lines if line.code is not None and _BRANCH.match(line.text))


def parameters(block: Block) -> Sequence[str]:
    """The names that the head of a function takes over from whoever calls it."""
    head = _HEAD.match(block.text)
    return _WORD.findall(head[1]) if head is not None else ()


def code_line(
    block: Block, there: Sequence[Claim], names: Mapping[str, Expression], branched: frozenset[int]
) -> CodeLine | None:
    """The assignment that a line of code is; None where it is none. `there` are the claims of the line, `branched` the
    fences with branches or loops."""
    found = _LINE.match(block.text)
    if found is None:
        return None
    claims = {claim.start: claim for claim in there}
    tokens = list(_tokens(found, claims, names))
    known = [token for token in tokens if token is not None]
    # What stands inside a branch may not be what is run.
    plain = found[2] == "=" and block.code is not None and not (block.code.indent and block.code.fence in branched)
    expression = _tree(known, block.span) if plain and len(known) == len(tokens) else None
    named = any(name for name, _, _ in _TOKEN.findall(found[3]))
    return CodeLine(found[1], expression, named, found.end(), block.text)


def _tokens(
    found: re.Match[str], claims: Mapping[int, Claim], names: Mapping[str, Expression]
) -> Iterator[Expression | str | None]:
    """Numbers and names as expressions, signs as they are; None for what is not understood."""
    place, end = found.span(3)
    while place < end:
        token = _TOKEN.match(found.string, place, end)
        if token is None or token[3] == "//":
            yield None
            return
        if token[1]:
            yield names.get(token[1])
        elif token[2]:
            claim = claims.get(token.start(2))
            yield None if claim is None or claim.end != token.end(2) else Operand(claim.index)
        else:
            yield "^" if token[3] == "**" else token[3]
        place = token.end()


def _tree(tokens: Sequence[Expression | str], span: Span) -> Expression | None:
    """The calculation, brackets and all; None where it is none."""
    open_brackets = [Builder()]
    for token in tokens:
        if not isinstance(token, str):
            open_brackets[-1].operand(token, span, closed=isinstance(token, Operation))
        elif token == "(":
            if not open_brackets[-1].waiting or len(open_brackets) > _MOST:
                return None
            open_brackets.append(Builder())
        elif token == ")":
            inside = open_brackets.pop().expression() if len(open_brackets) > 1 else None
            if inside is None:
                return None
            open_brackets[-1].operand(inside, span, closed=True)
        else:
            open_brackets[-1].operator(token)
    return open_brackets[0].expression() if len(open_brackets) == 1 else None
