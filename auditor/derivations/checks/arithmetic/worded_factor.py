"""A factor in a word with both of its values beside it: "halves the weights from 140 GB to 70 GB", or "20 GB, a third
of the 60 GB"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.derivation import Basis, Derivation, Step, one_step
from auditor.derivations.values import physical
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.show import number

_FACTORS = {
    "doubl": Fraction(2),
    "tripl": Fraction(3),
    "quadrupl": Fraction(4),
    "halv": Fraction(1, 2),
    "翻": Fraction(2),
    "减半": Fraction(1, 2),
    "gấp đôi": Fraction(2),
    "gấp ba": Fraction(3),
    "giảm một nửa": Fraction(1, 2),
    "in half": Fraction(1, 2),
    "by half": Fraction(1, 2),
    "to half": Fraction(1, 2),
    "to a third": Fraction(1, 3),
    "to a quarter": Fraction(1, 4),
    "by a third": Fraction(2, 3),
    "by a quarter": Fraction(3, 4),
    "half": Fraction(1, 2),
    "a third": Fraction(1, 3),
    "one third": Fraction(1, 3),
    "two thirds": Fraction(2, 3),
    "a quarter": Fraction(1, 4),
    "one quarter": Fraction(1, 4),
    "three quarters": Fraction(3, 4),
    "a fifth": Fraction(1, 5),
    "a tenth": Fraction(1, 10),
    "twice": Fraction(2),
    "three times": Fraction(3),
    "four times": Fraction(4),
}
_WORD = r"(?P<word>(?:doubl|tripl|quadrupl|halv)(?:es|ed|e)|(?:doubl|tripl|quadrupl|halv)ing(?= [\w /-]{1,40} from)"
_CUT = (
    r"|(?<=cut )in half|by half|to half|to a third|to a quarter|翻倍|翻番|减半"
    r"|(?:tăng )?gấp đôi|(?:tăng )?gấp ba|giảm một nửa)"
)
OTHER_VERB = (
    r"(?:cut|reduc|rais|tak|bring|brought|lift|lower|mov|improv|drop|increas|giv|yield|go|went|fall|fell|ris|rose|cost"
    r"|add|sav|push|let|mean|keep|need|when|if|as|while|with|and|but|so|because|every|each|per|after|for|at|than)\w*"
)
_BEFORE = re.compile(
    rf"(?:{_WORD}{_CUT}(?:,? (?!{OTHER_VERB}\b)[^\W\d][\w/-]*){{0,5}}?\W{{0,3}}"
    rf"(?:\b(?:from|từ)\s|[(（:：,，→]\s?|从|由)\W{{0,2}}\Z)",
    re.IGNORECASE,
)
"""The word before the first of two values: "doubles throughput from", "the cache halves (", no verb between."""
TO = re.compile(r"\s?(?:to|→|->|⇒|=>|lên|xuống|còn|到|至|(?:降|升|减|增)(?:低|加)?(?:到|至|为))\s?[*`_]{0,2}")
_UP_TO = re.compile(
    rf"\b(?P<word>(?:doubl|tripl|quadrupl|halv)(?:es|ed|e))(?:,? (?!{OTHER_VERB}\b)[^\W\d][\w/-]*){{0,5}}? to \Z",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s?[(,]\s?(?:down |up )?from ", re.IGNORECASE)
"""The same with the new value first: "halves the weights to 30 GB (from 60 GB)"."""
_HALVED_TO = re.compile(r"\s?(?P<word>减半|翻倍|翻番)(?:到|至|为)\s?")
_SHARE = (
    r"(?P<share>half|(?:a|one) third|two thirds|(?:a|one) quarter|three quarters|a fifth|a tenth"
    r"|twice|three times|four times)"
)
_OF = re.compile(
    rf"\s?(?:,|is|are|=|\(|–|—)?\s?(?:only |just |exactly )?{_SHARE} (?:of )?(?:the |its |their |all )?"
    r"(?:full |whole |(?<=of the )(?:[A-Za-z][\w/-]* ){1,3}\()?",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?P<lead>.{{0,16}})\b{_SHARE} of [^.;:,()\d]{{1,40}}\s?[:(]\s?\Z", re.IGNORECASE)
_OUT_OF = re.compile(r"\s?(?:of|out of) (?:the )?", re.IGNORECASE)
_LOOSELY = re.compile(
    r"(?:nearly|almost|roughly|about|around|approximately|more than|over|less than|under|not quite|close to"
    r"|at (?:least|most)|up to|some|barely|well|slightly|not|never|hardly|far from|would have|quite|[~≈<>]"
    r"|不到|近|约|gần|khoảng|hơn)\W{0,2}\Z",
    re.IGNORECASE,
)
"""Words before one that make it no exact factor."""
_MAPPED = re.compile(r"\W{0,3}[,;]\s?\d[\d.,]*\s?(?:[^\W\d][\w/]*\s?)?(?:→|->|⇒|=>|:)")
"""A further pair behind two values: what each of several is or takes, and no change."""
_FAR = 90
_ABOUT = Interval(Fraction(9, 10), Fraction(11, 10))
"""By how much a word may be off; by as much again it is only told loosely."""
_CHANCE = 0.2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each two values whose factor a word tells."""
    numbers = [claim for claim in facts.claims.all if claim.quantity is not None]
    for first, second in pairwise(numbers):
        if first.block != second.block or not are_alike(first, second):
            continue
        text = facts.claims.document.blocks[first.block].text
        before, between = text[max(first.start - _FAR, 0) : first.start], text[first.end : second.start]
        told = None if _MAPPED.match(text, second.end) else _told(before, between)
        if told is not None:
            word, upside = told
            yield _derivation(*((second, first) if upside else (first, second)), word, second, rule)


def are_alike(first: Claim, second: Claim) -> bool:
    """Whether two numbers are plain, positive and of one kind, and no percentages."""
    one, other = first.quantity, second.quantity
    if one is None or other is None or not one.value or not other.value:
        return False
    symbols = (one.unit.symbol, other.unit.symbol)
    plain = one.is_plain and other.is_plain and "%" not in symbols
    same = symbols[0] == symbols[1] or (bool(physical(one)) and physical(one) == physical(other))
    return plain and same and one.value > 0 and other.value > 0


def _told(before: str, between: str) -> tuple[str, bool] | None:
    """The word, and whether it is of the second over the first; None where none is told, or only loosely."""
    if (found := _HALVED_TO.fullmatch(between)) is not None:
        return found["word"], True
    if TO.fullmatch(between) and (found := _BEFORE.search(before)) is not None:
        return None if _LOOSELY.search(before[: found.start("word")]) else (found["word"], True)
    if (found := _OF.fullmatch(between)) is not None:
        return found["share"], False
    if _FROM.fullmatch(between) and (found := _UP_TO.search(before)) is not None:
        return None if _LOOSELY.search(before[: found.start("word")]) else (found["word"], False)
    if _OUT_OF.fullmatch(between) and (found := _NAMED.search(before)) is not None:
        return None if _LOOSELY.search(found["lead"]) else (found["share"], False)
    return None


def _factor(word: str) -> Fraction:
    lowered = word.lower()
    return next(value for name, value in _FACTORS.items() if name in lowered)


def _derivation(part: Claim, base: Claim, word: str, head: Claim, rule: str) -> Derivation:
    """`part` over `base`, against the factor; off by less than a word may be, it holds."""
    assert part.quantity is not None
    assert base.quantity is not None
    factor = _factor(word)
    values = [each.quantity.readings[0].interval for each in (part, base) if each.quantity is not None]
    ratio = values[0] / values[1]
    near = Interval.point(factor) * _ABOUT
    holds = ratio.meets(near)
    printed = (part.quantity.nominal() / base.quantity.nominal()).low or Fraction(0)
    step = chained("÷", [(part, values[0]), (base, values[1])], "factor", "×")
    return one_step(
        head,
        step,
        rule,
        expected=f"{number(round(printed, 3))}×",
        holds=holds,
        stated=word,
        basis=Basis.ARITHMETIC,
        severity="" if not ratio.meets(near * _ABOUT) else "warning",
        compared=Step("the word", word, near, "", f"{factor.numerator} {factor.denominator} / about", ()),
        message=f'"{word}" is said, but {step.values} is {number(round(printed, 2))}.',
        power=_CHANCE,
    )
