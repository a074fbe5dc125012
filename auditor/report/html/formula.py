"""Formulas as MathML, from the postfix programs of a derivation's steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from markupsafe import Markup, escape

from auditor import show
from auditor.frozen import dataclass
from auditor.text import visible

_LONGEST = 64
"""Beyond this many numbers and signs nobody reads a formula; the plain text stands instead."""
_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class _Part:
    """Pieces of MathML in a row, and how tightly they hold together."""

    markup: Markup
    rank: int = _ATOM

    def within(self, rank: int) -> Markup:
        """The piece, in parentheses where it is looser than its place asks for."""
        return self.markup if self.rank >= rank else _row("<mo>(</mo>", self.markup, "<mo>)</mo>")


def name(text: str) -> Markup:
    """A symbol of a rule."""
    return Markup("<mi>{}</mi>").format(visible(text).replace("_", " "))


def words(text: str) -> Markup:
    """A number as the document or a reader would write it."""
    return Markup("<mtext>{}</mtext>").format(visible(text))


def mathml(program: str, names: Mapping[str, Markup]) -> Markup | None:
    """The formula of a postfix program with each name shown as given; None for one that is too long or not whole."""
    tokens = program.split()
    if not tokens or len(tokens) > _LONGEST:
        return None
    stack: list[_Part] = []
    for token in tokens:
        if token in names:
            stack.append(_Part(names[token]))
        elif two := _TWO.get(token):
            if len(stack) < 2:
                return None
            right = stack.pop()
            stack.append(two(stack.pop(), right))
        elif one := _ONE.get(token):
            if not stack:
                return None
            stack.append(one(stack.pop()))
        else:
            stack.append(_constant(token))
    return stack[0].within(0) if len(stack) == 1 else None


def _constant(token: str) -> _Part:
    above, slash, below = token.partition("/")
    if slash:
        return _Part(Markup("<mfrac><mn>{}</mn><mn>{}</mn></mfrac>").format(above, below))
    return _Part(Markup("<mn>{}</mn>").format(visible(_number(token))))


def _number(token: str) -> str:
    digits = token.lstrip("-")
    return show.number(Fraction(token)) if digits.isdecimal() and len(digits) < 40 else token


def _row(*parts: str | Markup) -> Markup:
    return Markup("<mrow>{}</mrow>").format(Markup("").join(Markup(part) for part in parts))


def _infix(sign: str, rank: int, *, strict: bool) -> Callable[[_Part, _Part], _Part]:
    def join(left: _Part, right: _Part) -> _Part:
        between = Markup(f"<mo>{sign}</mo>")
        return _Part(left.within(rank) + between + right.within(rank + strict), rank)

    return join


def _fraction(above: _Part, below: _Part) -> _Part:
    return _Part(Markup("<mfrac>{}{}</mfrac>").format(_row(above.markup), _row(below.markup)))


def _power(base: _Part, exponent: _Part) -> _Part:
    return _Part(Markup("<msup>{}{}</msup>").format(base.within(_ATOM), _row(exponent.markup)), _POWER)


def _call(function: str) -> Callable[[_Part, _Part], _Part]:
    def join(left: _Part, right: _Part) -> _Part:
        call = f"<mi>{function}</mi><mo>(</mo>"
        return _Part(_row(call, left.markup, '<mo separator="true">,</mo>', right.markup, "<mo>)</mo>"))

    return join


def _between(before: str, after: str) -> Callable[[_Part], _Part]:
    def wrap(part: _Part) -> _Part:
        return _Part(_row(f"<mo>{before}</mo>", part.markup, f"<mo>{after}</mo>" if after else ""))

    return wrap


def _root(part: _Part) -> _Part:
    return _Part(Markup("<msqrt>{}</msqrt>").format(part.markup))


def _logarithm(part: _Part) -> _Part:
    return _Part(_row("<msub><mi>log</mi><mn>2</mn></msub><mo>(</mo>", part.markup, "<mo>)</mo>"))


def _minus(part: _Part) -> _Part:
    return _Part(_row("<mo>−</mo>", part.within(_PRODUCT)), _SUM)


_TWO = {
    "+": _infix("+", _SUM, strict=False),
    "-": _infix("−", _SUM, strict=True),
    "*": _infix("×", _PRODUCT, strict=False),
    "/": _fraction,
    "^": _power,
    "min": _call("min"),
    "max": _call("max"),
    "mod": _call("mod"),
}
_ONE = {
    "neg": _minus,
    "ceil": _between("⌈", "⌉"),
    "floor": _between("⌊", "⌋"),
    "sqrt": _root,
    "log2": _logarithm,
    "≥": _between("≥", ""),
    "≤": _between("≤", ""),
    "about": _between("≈", ""),
}
FUNCTIONS = frozenset({"min", "max", "mod", *_ONE}) - {"neg"}
"""Words of a formula that are no names."""


def relation(left: str | Markup, sign: str, right: str | Markup) -> Markup:
    """One line of mathematics: `left sign right`; plain texts become words."""
    sides = (side if isinstance(side, Markup) else words(side) for side in (left, right))
    return Markup('<math displaystyle="true">{}<mo>{}</mo>{}</math>').format(next(sides), escape(sign), next(sides))
