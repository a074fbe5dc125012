"""A saving told as a share and as a multiple in one breath: "87.5% less (8× smaller)"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor import patterns as re
from auditor import show
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.interval import Interval

_LESS = (
    r"(?:reduc\w+|sav(?:e[sd]?|ings?)|less|smaller|fewer|lower|shorter|drop(?:s|ped)?|falls?|cut|shrinks?|decreases?"
    r"|compression)"
)
_ZH_LESS = r"(?:节省|减少|降低|缩小|压缩|缩减)"
_VI_LESS = r"(?:giảm|tiết kiệm|nhỏ hơn|ít hơn)"
_SAVED = re.compile(rf"\b{_LESS}\b|{_ZH_LESS}|{_VI_LESS}", re.IGNORECASE)
_TIME = re.compile(r"\b(?:latency|time|ttft|tpot|duration)\b|延迟|时间|độ trễ|thời gian", re.IGNORECASE)
_SAME = re.compile(
    r"(?:[^.;；。\n()（）\d]|(?:FP|BF|TF|INT)-?\d+){0,48}?"
    r"(?:[(（]|[,，—–-]? ?\b(?:i\.e\.,?|that is,?|which is|equivalent to|equal to|tức là|tương đương)"
    r"|，?(?:相当于|即|也就是|等于))\s*(?:an?|about|roughly|~|≈|约)?\s*",
    re.IGNORECASE,
)
"""What stands between two numbers of which the second says the first again."""
_MULTIPLE = re.compile(rf"\s?-?(?:fold )?(?:{_LESS}\b)|\s?的?{_ZH_LESS}", re.IGNORECASE)
_SPEED = re.compile(r"\s?(?:faster|quicker|speed-?up)\b|\s?的?加速", re.IGNORECASE)
_SHARE = re.compile(rf"\s?{_LESS}\b(?! (?:accuracy|quality|cost|power|energy))|\s?{_ZH_LESS}", re.IGNORECASE)
_END = re.compile(r"\s?的?[^\s\d.,;:()（）]+\s*(?:[.,;:)）。，；]|\n|\Z)")
"""One word and no more behind the second number: "4× fewer messages" is of other things than the bytes."""
_REACH = 48
_ONE = Interval.point(1)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each second number of such a pair: a share of what there was, and how many times smaller it is
    now."""
    for first, second in pairwise(facts.claims.all):
        units = tuple(each.quantity.unit.symbol for each in (first, second) if each.quantity is not None)
        if (
            first.block != second.block
            or units not in (("%", "×"), ("×", "%"))
            or not is_own_statement(facts, second.index)
        ):
            continue
        text = facts.claims.document.blocks[first.block].text
        if _SAME.fullmatch(text, first.end, second.start) and _is_one_saving(text, first, second, units[0] == "%"):
            yield from _derivation(first, second, rule)


def _is_one_saving(text: str, first: Claim, second: Claim, share_first: bool) -> bool:
    """Whether both speak of the same becoming less: of an amount, or of a time and the speed that it gives."""
    share, multiple = (first, second) if share_first else (second, first)
    around = text[max(first.start - _REACH, 0) : second.start]
    if share_first and not _SAVED.search(around):
        return False
    if not share_first and not _SHARE.match(text, share.end):
        return False
    if share_first and not _END.match(text, second.end):
        return False
    if _MULTIPLE.match(text, multiple.end):
        return True
    behind = text[share.end : share.end + _REACH]
    return _SPEED.match(text, multiple.end) is not None and _TIME.search(around if share_first else behind) is not None


def _derivation(first: Claim, second: Claim, rule: str) -> Iterator[Derivation]:
    if first.quantity is None or second.quantity is None:
        return
    given, stated = first.quantity.readings[0].interval, second.quantity.readings[0].interval
    nominal, share = first.quantity.nominal(), second.quantity.unit.symbol == "%"
    if not all(_is_between(each, above=share) for each in (given, nominal)):
        return
    result, shown = (_ONE - _ONE / each if share else _ONE / (_ONE - each) for each in (given, nominal))
    name, unit = first.name, second.quantity.readings[0].unit
    formula, program = (
        (f"1 − 1 ÷ {first.text}", f"1 1 {name} / -") if share else (f"1 ÷ (1 − {first.text})", f"1 1 {name} - /")
    )
    step = Step("share and multiple", formula, result, unit.symbol, program, (Input(name, given, first.index),))
    yield one_step(
        second, step, rule, expected=show.interval(shown, unit), holds=result.meets(stated), basis=Basis.ARITHMETIC
    )


def _is_between(value: Interval, *, above: bool) -> bool:
    """Whether it is a multiple above one, or a share between nothing and all."""
    if value.low is None or value.high is None:
        return False
    return value.low > 1 if above else value.low > 0 and value.high < 1
