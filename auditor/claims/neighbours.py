"""What a number takes from the numbers beside it: a unit that is written once for both, and how it is tied to them."""

from __future__ import annotations

import re
from fractions import Fraction

from auditor.claims.binding import Bound
from auditor.claims.lexicon import UNSCALED, lexicon
from auditor.claims.limits import compares, names_standard
from auditor.claims.operand import Digits, read_digits
from auditor.claims.token import Token, TokenKind
from auditor.unit_table import alternatives, unit_table
from auditor.units import Alternative, Unit

_HELD = frozenset({"vs", "versus", "against", "instead", "rather", "than", "of", "compared", "to", "with", "."})
_HOLDS = frozenset({"vs", "versus", "against", "instead", "rather", "compared"})
_VERSUS = re.compile(r"[ ](?:vs\.?|versus|against|instead of|rather than|compared (?:to|with))[ ][~<>≤≥]?[ ]?(?=\d)")
_CHANGE = re.compile(r"[ ]to[ ][~<>≤≥]?(?=\d)|[ ]?(?:→|->)[ ]?[~<>≤≥]?(?=\d)")
_PLUS = re.compile(r"[ ]?\+[ ]?(?=\d)")
_SHARE = re.compile(r"/(?=[\d.,]+ ?[^\W\d_%]{1,10}(?:$|[ ]*[),;(\n]|[ ][^\W\d_]))")
_RATIO = re.compile(r":\d+(?:\.\d+)?(?!\d|[.:]\d)")
_TIMES = frozenset({"×", "x", "*", "·", "X", "⋅"})
_FACTORS = _TIMES | {"/", "÷"}
_OPERATES = re.compile(r"[ ]?[/÷×*·⋅][ ]?(?=[\d(])")
_PRODUCT = re.compile(r"[ ]?[×xX*·⋅][ ]?(?=[\d(])")
_NOUN = re.compile(r"[ ][(]([^\W\d_]+)[)]")
_EQUAL = frozenset({"=", "≈"})
_MAXIMUM = frozenset({"max", "maximum"})
_LIMIT = frozenset({"limit", "limits", "cap", "ceiling"})
_LIMIT_BEHIND = re.compile(r"[ ](limits?|cap|ceiling|maximum|max)\b", re.IGNORECASE)
_WORD_BEHIND = re.compile(r"[ ]([^\W\d_]+)")
_MOST_INSIDE = 4
_RELATIVE = frozenset({"%", "×"})
_LINKING = frozenset({":", "=", "is", "of", "at", "was"})

_OF_EACH = re.compile(r" (?:per|on each|for each) (?:GPU|card|device|rank|accelerator)\b", re.IGNORECASE)


def inherited(text: str, digits: Digits, tokens: list[Token]) -> tuple[Alternative, ...]:
    """The unit of a bare number that its partner carries ("35 vs 100 tokens/ms", "8+8 layers"); empty if none."""
    if (found := _SHARE.match(text, digits.bound.end)) and not (tokens and tokens[-1].kind is TokenKind.OPERATOR):
        whole = read_digits(text, found.end())
        return whole.bound.units if whole is not None and not whole.bound.countable else ()
    for joint in (_VERSUS, _PLUS, _CHANGE):
        if (found := joint.match(text, digits.bound.end)) is None:
            continue
        if joint is _CHANGE and "to" in found[0] and not (tokens and tokens[-1].text.lower() == "from"):
            continue
        if joint is _CHANGE and (digits.bound.scales is not UNSCALED or (tokens and tokens[-1].text in _FACTORS)):
            # "58 × 44M → 2.6 GB", "ring 3/4 → 8 GB": an arrow from a calculation leads to another kind of amount.
            return ()
        if joint is _CHANGE and _is_result(tokens):
            # "98,400 × 120 GFLOPs = 11,808 → 59%": an arrow behind what comes out leads to what follows from it.
            return ()
        if joint is _PLUS and tokens and tokens[-1].text in _TIMES:
            # "35% × 80 + 65% × 60": the sum is of the products.
            return ()
        ahead = _units_ahead(text, found.end(), repeats=joint is _PLUS)
        return () if joint is _CHANGE and ahead and ahead[0].unit.symbol == "×" else ahead
    if len(tokens) > 1 and tokens[-1].text in _TIMES and is_accelerator(tokens[-2:-1]):
        return alternatives("GPU")
    # "88% against 7.6 / 8 = 95%": what is compared is worked out, and no percentage itself.
    worked = _OPERATES.match(text, digits.bound.end) is not None
    behind = () if worked else _units_behind(tokens)
    return behind or _held_in_bracket(text, digits, tokens) or _counted_by_key(text, digits, tokens)


def _is_result(tokens: list[Token]) -> bool:
    """Whether the next number is what a calculation before it comes to."""
    if len(tokens) < 2 or tokens[-1].text not in _EQUAL:
        return False
    return tokens[-2].number is not None or tokens[-2].kind is TokenKind.CLOSE


def scale_ahead(text: str, digits: Digits, tokens: list[Token]) -> tuple[Fraction, ...]:
    """The scale of a bare number that its partner carries for both: "from 12,100 to 15,900 K tokens".

    Only what brings the two nearer to each other is meant for both: in "from 900 to 1.2 K tokens" it is not.
    """
    if digits.bound.scales is not UNSCALED or digits.bound.units or (tokens and tokens[-1].text in _TIMES):
        return UNSCALED
    found = _VERSUS.match(text, digits.bound.end) or _CHANGE.match(text, digits.bound.end)
    other = read_digits(text, found.end()) if found is not None else None
    if found is None or other is None or other.bound.scales is UNSCALED or not other.bound.units:
        return UNSCALED
    if "to" in found[0].split() and not (tokens and tokens[-1].text.lower() == "from"):
        return UNSCALED
    first, second, factor = digits.printed.value, other.printed.value, other.bound.scales[0]
    return other.bound.scales if first * first < second * second * factor else UNSCALED


def is_accelerator(tokens: list[Token]) -> bool:
    """Whether the last word names an accelerator: "H100 x8"."""
    return bool(tokens) and tokens[-1].text.partition("-")[0].lower() in lexicon().accelerators


def noun_in_parentheses(text: str, position: int) -> tuple[tuple[Alternative, ...], int] | None:
    """The counted noun in parentheses behind a number ("16 (experts)"), and where they end."""
    found = _NOUN.match(text, position)
    term = unit_table().find(found[1]) if found else None
    if found is None or term is None or not (term.countable and term.plural):
        return None
    return term.alternatives, found.end()


def _counted_by_key(text: str, digits: Digits, tokens: list[Token]) -> tuple[Alternative, ...]:
    """What the first number behind a key counts, if an amount of memory is multiplied: "GPUs: 4×64GB"; else empty."""
    if len(tokens) < 2 or tokens[-1].text != ":" or not digits.printed.whole:
        return ()
    term = unit_table().find(tokens[-2].text)
    sign = _PRODUCT.match(text, digits.end)
    if term is None or not (term.countable and term.plural) or sign is None or text[sign.end()] == "(":
        return ()
    other = read_digits(text, sign.end())
    held = other is not None and other.bound.units and other.bound.units[0].unit.dimensions == (("byte", 1),)
    # Weights are themselves measured in bytes: "Weights: 4 × 20GB" counts no parameters.
    return term.alternatives if held and term.alternatives[0].unit.symbol != "parameter" else ()


def counted(tokens: list[Token]) -> Unit | None:
    """The thing counted last before here, to which "each" refers; None if the last number counts nothing."""
    for place in range(len(tokens) - 1, max(len(tokens) - 12, 0) - 1, -1):
        number = tokens[place].number
        if number is not None:
            unit = number.quantity.unit
            if not unit.symbol and place > 1 and tokens[place - 1].text == ":":
                return _noun(tokens[place - 2])
            return unit if len(unit.dimensions) == 1 and unit.factor == 1 and "/" not in unit.symbol else None
    return None


def _noun(token: Token) -> Unit | None:
    """What a plural noun counts: the key of "Attention Heads: 16 (64 dimensions each)"."""
    term = unit_table().find(token.text)
    return term.alternatives[0].unit if term is not None and term.countable and term.plural else None


def qualifier(text: str, bound: Bound, position: int, tokens: list[Token], *, bare: bool) -> str:
    """How the number is tied to its neighbours, as `Claim.qualifier`. `bare`: it has no unit or degree of its own."""
    last = tokens[-1].text if tokens else ""
    before = tokens[-2] if len(tokens) > 1 else None
    beside = before is not None and before.kind is TokenKind.NUMBER
    if beside and last == ":" and before is not None and before.number is not None and before.number.qualifier == "a:b":
        return "a:b"
    if beside and last == "+" and before is not None and before.number is not None and before.number.qualifier == "a+b":
        return "a+b"
    if bare and _RATIO.match(text, position) and not (beside and last == ":"):
        return "a:b"
    if not bound.units and _PLUS.match(text, position):
        return "a+b"
    if bare and ((beside and last in _TIMES) or _PRODUCT.match(text, position)):
        return "product"
    return _attribute(text, position, tokens)


def _held_in_bracket(text: str, digits: Digits, tokens: list[Token]) -> tuple[Alternative, ...]:
    """The unit of the number that a bracket holds against its limit, "35 tokens/ms ✓ (requirement: 100)", or tells of
    each GPU, "12,800 tokens/s (200 per GPU)"; else empty.

    A percentage is given without its sign too seldom to be read into a bare number.
    """
    near = range(len(tokens) - 1, max(-1, len(tokens) - 2 - _MOST_INSIDE), -1)
    opened = next((at for at in near if tokens[at].kind is TokenKind.OPEN), 0)
    before = next((tokens[at] for at in range(opened - 1, -1, -1) if tokens[at].kind is not TokenKind.MARK), None)
    if before is None or before.number is None:
        return ()
    inside = [token.text.lower() for token in tokens[opened + 1 :]]
    unit = before.number.units[0].unit
    if not unit.symbol or unit.symbol in _RELATIVE or any(token.number is not None for token in tokens[opened:]):
        return ()
    if not inside and _OF_EACH.match(text, digits.bound.end):
        return before.number.units
    behind = _WORD_BEHIND.match(text, digits.bound.end)
    held = names_standard(inside) or (compares(inside) and behind is not None and names_standard((behind[1],)))
    return before.number.units if held and (behind is None or names_standard((behind[1],))) else ()


def _attribute(text: str, position: int, tokens: list[Token]) -> str:
    if found := _LIMIT_BEHIND.match(text, position):
        return "max" if found[1].lower() in _MAXIMUM else "limit"
    for token in reversed(tokens[-3:]):
        word = token.text.lower()
        if word in _MAXIMUM or word in _LIMIT:
            return "max" if word in _MAXIMUM else "limit"
        if word not in _LINKING:
            break
    return ""


def _units_ahead(text: str, position: int, *, repeats: bool) -> tuple[Alternative, ...]:
    for _ in range(8):
        digits = read_digits(text, position)
        if digits is None or digits.bound.units:
            return digits.bound.units if digits is not None else ()
        found = _PLUS.match(text, digits.bound.end) if repeats else None
        if found is None:
            return ()
        position = found.end()
    return ()


def _units_behind(tokens: list[Token]) -> tuple[Alternative, ...]:
    """The units of the number before, if only words of comparison stand between."""
    words: list[str] = []
    for token in reversed(tokens[-5:]):
        if token.number is not None:
            units = token.number.units
            return units if any(word in _HOLDS for word in words) and units[0].unit.symbol else ()
        if token.text.lower() not in _HELD:
            return ()
        words.append(token.text.lower())
    return ()
