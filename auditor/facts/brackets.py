"""Words near a number that reach otherwise than they seem: "262,144 bytes (256 KiB) per token", "8 experts top-2"."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import patterns as re
from auditor.claims import Claim
from auditor.facts.devices import counts_things
from auditor.text import line_start

_PER = re.compile(r"\s{0,4}(?:[(（][^()（）\n]{1,60}[)）]|[)）])\s*(per [^\W\d_]+(?:(?: and|,)? per [^\W\d_]+)?)")
_ON_EACH = re.compile(
    r" (?:on|to|for|in) (?:each|every)(?: of the)?(?: \d{1,3}(?:\.\d)? ?[GT]i?B|(?: \d{1,4})? \w{1,8}\d\w{0,8}){1,2}"
    r"(?: (?:cards?|GPUs?|devices?|accelerators?))?\b"
)

_REMARK = re.compile(r"\s*\([^)]{4}")
"""A bracket that holds more than the letters of a degree, as "8 (TP)" does."""
_SETTINGS = re.compile(r"(?:[^\W\d_][\w -]{0,24}=\s?\d[\d,]*[,;/+&\s]{0,3}(?:and )?){1,9}")
_RATIO = re.compile(
    r" / |÷|[^\W\d_]{3}/(?!(?:GPU|device|rank|card|node|server|host|layer|stage|replica|step)s?\b)[^\W\d_]{3}"
    r"|\w as (?:a )?(?:%|percent(?:age)?|share|fraction) of (?!(?:the )?(?:peak|theoretical|capacity|GPU|memory)\b)"
    r"|[^\W\d_]{3} relative to ",
    re.IGNORECASE,
)
"""What divides one thing by another; "utilisation/GPU" is per GPU."""
_BY_DEGREE = re.compile(
    r"[^\s/÷][ ]?[/÷][ ]?(?:[A-Z]{1,2}P|(?:tensor|pipeline|expert|data|context|sequence)[ _-]parallel\w*"
    r"|[张流专数上序]\w{1,4}并行度?)(?:[ _](?:size|degree|world size))?[)\s*_`:]*$"
)
_SETTING = re.compile(
    r"(?:\b[A-Z]{1,3}P(?: ?\([^()]{1,40}\))?|parallel\w*|size|degree|并行度?|GPUs?|nodes?)[ ]?[/÷][^/÷]*$",
    re.IGNORECASE,
)
"""What stands before a slash as one of two settings."""
_HEAD = re.compile(r"[^\d\n]{1,80}")


def is_remarked(text: str, end: int) -> bool:
    """Whether a bracket behind the number that ends here names a degree in words: a comment, and no spelling."""
    return _REMARK.match(text, end) is not None


def per_behind(text: str, end: int) -> str:
    """The "per token" behind the bracket that follows a number which ends here, or that closes right behind it; "per
    card" where that is told with the card's size, "on each 80 GB card"."""
    found = _PER.match(text, end)
    if found is None and _ON_EACH.match(text, end):
        return "per card"
    return found[1] if found else ""


def opens_sum(text: str, start: int, end: int) -> bool:
    """Whether a number is the first addend in a bracket: "(10 + 24/t)"."""
    return text[max(start - 1, 0) : start] in ("(", "（") and text[end : end + 3] in (" + ", " - ", " − ")


def before_top(words: str) -> str:
    """The words without a "top-" at their end, which is the name of the next number."""
    stem = words.rstrip("-")
    return stem[:-3] if stem.endswith("top") and not stem[-4:-3].isalnum() else words


def naming(claim: Claim, label: str) -> str:
    """A label; nothing where it says what is divided by what: "Weights / total memory: 14%", "Hidden / TP: 1024"."""
    if _BY_DEGREE.search(label) and not _SETTING.search(label):
        return ""
    unit = claim.quantity.unit.symbol if claim.quantity is not None else ""
    share = unit == "%" or (not unit and "%" in label)
    return "" if share and _RATIO.search(label) else label


def is_by_place(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether a number is one of a list whose names give each its own: the 256 of "Routed experts / top-k: 256 / 8"."""
    beside = [claims[at] for at in (claim.index - 1, claim.index + 1) if 0 <= at < len(claims)]
    keys = [other.label.key for other in beside if other.block == claim.block]
    return any(key and key != claim.label.key for key in keys if claim.label.key)


def line_head(text: str, start: int) -> str:
    """What the line of a number begins with, up to its first number; empty where that is the number itself."""
    head = _HEAD.match(text, line_start(text, start), start)
    return "" if head is None or head.end() == start else head[0].strip()


def is_settings(key: str) -> bool:
    """Whether a key names and sets other numbers, and so not the one behind it: "TP = 4, PP = 2: 8 GPUs"."""
    return _SETTINGS.fullmatch(key) is not None


def is_of_amount(claim: Claim, other: Claim, text: str) -> bool:
    """Whether a bare number opens a bracket behind an amount, and is of its unit: "312 TFLOPS (624 with sparsity)"."""
    if other.block != claim.block or text[max(claim.start - 1, 0) : claim.start] not in ("(", "（"):
        return False
    if claim.quantity is None or other.quantity is None or counts_things(other):
        return False
    return bool(other.quantity.unit.dimensions) and not claim.quantity.unit.symbol


def converts(claim: Claim, other: Claim | None, text: str) -> bool:
    """Whether a bracket says the amount before it in another unit: "98,304 B for the model (96 KiB)"."""
    if other is None or claim.quantity is None or other.quantity is None or other.block != claim.block:
        return False
    if text[max(claim.start - 1, 0) : claim.start] not in ("(", "（") or claim.quantity.unit == other.quantity.unit:
        return False
    names = [{name for name, _ in each.readings[0].unit.dimensions} for each in (claim.quantity, other.quantity)]
    return names[0] <= names[1] and bool(names[0]) and claim.quantity.hull.meets(other.quantity.hull)
