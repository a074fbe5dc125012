"""Digits with what is glued to their meaning: scale, unit, a multiplier sign, the accelerators that they count."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.claims import bounds, numerals
from auditor.claims.binding import Bound, bind, bind_below
from auditor.claims.lexicon import UNSCALED, lexicon
from auditor.claims.numerals import Printed
from auditor.frozen import dataclass
from auditor.unit_table import alternatives
from auditor.units import Alternative

_TIMES = re.compile(r"([ \u00a0]?)[x×X]([ \u00a0]?)")
_ACCELERATORS = re.compile(
    r"(?:([^\W\d_]+)[ ])?([^\W\d_]\w*)(?:-\w+)*(?:[ ](\d{1,4}[A-Za-z]{0,2}\b))?(?:[ ]([^\W\d_]+))?"
)
_OF_USUAL = re.compile(r"(?:the |its |their )?(?:mean|average|median|baseline|ideal|minimum|original)\b")
"""What a number is a multiple of, without a number of its own: "1.19 × mean"."""
_OPERAND = frozenset("([$~<≤≥⌈⌊√∑Σ")
_REMARK = re.compile(r"[ ]\((?:[^\W\d]{2}|[~≈]?\d[\d,.]{0,12}[ ]?[^\W\d](?:[^\W\d]|[/ ]){0,24}\)(?![ ]?[=≈×*/+]))")
"""Brackets behind a multiplier that hold words, or the amount that it comes to: "1.5× (51 tokens/s)"."""
_MONEY = frozenset("$€¥")


@dataclass(frozen=True, slots=True)
class Digits:
    """A number with the scale and unit behind it."""

    printed: Printed
    bound: Bound
    start: int
    end: int
    """Where the digits end; `bound.end` is where the unit does."""
    plus: bool = False
    """Whether a `+` stands between the digits and the unit ("850+ tokens/ms")."""


def read_digits(text: str, start: int) -> Digits | None:
    """The number whose first digit is at `start`; None if it is out of range."""
    if not numerals.begins(text, start):
        return None
    end = numerals.extent(text, start)
    if "," in text[start:end] and text[start - 1 : start] in ("[", ",") and text[end : end + 1] in ("]", ","):
        end = text.index(",", start)
    printed = numerals.read(text[start:end])
    if printed is None:
        return None
    below = bind_below(text, end, text[start - 1]) if start and text[start - 1] in _MONEY else None
    found = Digits(printed, below or bind(text, end), start, end)
    if found.bound.units:
        return found
    if text[end : end + 1] == " " and printed.whole and (counted := _accelerators(text, end + 1, named=True)):
        return replace(found, bound=Bound(UNSCALED, _counted(text, end + 1, counted), end + 1, counted, countable=True))
    return _multiple(text, found) or _separated(text, found) or _behind_plus(text, found)


def _behind_plus(text: str, digits: Digits) -> Digits:
    if not bounds.plus(text, digits.bound.end):
        return digits
    late = bind(text, digits.bound.end + 1)
    return replace(digits, bound=replace(late, scales=digits.bound.scales), plus=True) if late.units else digits


def _separated(text: str, digits: Digits) -> Digits | None:
    """The number with thousands set apart by plain spaces, or with a decimal comma; only where it is sure."""
    for end, comma in (
        (numerals.spaced_extent(text, digits.start), False),
        (numerals.comma_extent(text, digits.start), True),
    ):
        if end is None or end <= digits.end:
            continue
        bound = bind(text, end)
        printed = numerals.read(text[digits.start : end].replace(",", ".") if comma else text[digits.start : end])
        decimal = comma and text.startswith("0,", digits.start) and end - digits.start > 3
        scaled = bound.scales is not UNSCALED and text[end : end + 1] == " "
        sure = decimal or scaled or (not comma and numerals.is_grouped(text, digits.start, end))
        if printed is not None and ((bound.units and not (comma and bound.countable)) or sure):
            return Digits(printed, bound, digits.start, end)
    return None


def _multiple(text: str, digits: Digits) -> Digits | None:
    """The number as a multiplier ("100× better") or as a count of accelerators ("8x H100"), if it is one."""
    if digits.bound.end != digits.end:
        return None
    sign = _TIMES.match(text, digits.end)
    if sign is None:
        return None
    behind = text[sign.end() : sign.end() + 1]
    if behind.isdecimal() or (behind in _OPERAND and not _REMARK.match(text, sign.end() - 1)):
        return None
    counted = _accelerators(text, sign.end()) if digits.printed.whole else None
    if counted is not None:
        unit = _counted(text, sign.end(), counted)
        return replace(digits, bound=Bound(UNSCALED, unit, sign.end(), counted, countable=True))
    if (sign[1] and not _OF_USUAL.match(text, sign.end())) or (not sign[2] and (behind.isalnum() or behind == "_")):
        return None
    end = sign.end() - len(sign[2])
    return replace(digits, bound=Bound(UNSCALED, alternatives("×"), end - 1, end))


def _accelerators(text: str, position: int, *, named: bool = False) -> int | None:
    """Where the accelerators that a count is of end: "NVIDIA H100", "A100-80GB GPUs", and unless `named`, "GPUs"."""
    found = _ACCELERATORS.match(text, position)
    if found is None:
        return None
    first, second, model, noun = (found[group].lower() if found[group] else "" for group in (1, 2, 3, 4))
    if model and any(character.isdecimal() for character in second):
        return found.start(3) - 1
    if _is_accelerator(second) and (not first or first in lexicon().makers):
        return found.end(4) if noun in ("gpu", "gpus") else found.start(4) - 1 if noun else found.end()
    if _is_accelerator(first):
        return found.end(1)
    if named or "gpus" not in (first, second if not first else ""):
        return None
    return found.end(1) if first else found.end(2)


def _counted(text: str, start: int, end: int) -> tuple[Alternative, ...]:
    """What a count of accelerators by name counts: GPUs, or the servers that hold them ("2 × DGX H100")."""
    words = text[start:end].lower().split()
    servers = not lexicon().servers.isdisjoint(words) and words[-1] not in ("gpu", "gpus")
    return alternatives("node" if servers else "GPU")


def _is_accelerator(word: str) -> bool:
    return word in lexicon().accelerators or (word.endswith("s") and word[:-1] in lexicon().accelerators)
