"""Scaling that is called linear, against the rates that are told of two numbers of GPUs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval

_SAID = re.compile(
    r"\b(?:linear(?:ly)? (?:\w+ )?scal\w+|scal\w+ (?:\w+ ){0,4}?(?:is |are |perfectly |fully )*linear(?:ly)?)\b"
    r"|线性(?:扩展|增长|提升|加速|缩放)|(?:mở rộng|tăng) tuyến tính",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:near(?:ly)?|almost|close|roughly|approx\w*|sub|super|quasi|non|not|never|if|would|should|could|expected"
    r"|ideal(?:ly)?|in theory|theoretical\w*|context|sequence|prompts?|tokens|batch\w*|experts?|layers?|model size"
    r"|memory|cost|KV|limit\w*|up to|beyond|until|goal|target|assum\w+|versus|vs|compared|instead|previous\w*)\b"
    r"|\bclaim|n't\b|[~≈?]"
    r"|[近亚超非不]|几乎|基本|上下文|序列|批|理论|理想|显存|成本|如果|应|gần|không|lý tưởng|ngữ cảnh|bộ nhớ",
    re.IGNORECASE,
)
"""Words of a sentence that do not say it of the rate over the GPUs, or not quite."""
_RATES = frozenset({"throughput", "request_rate"})
_LEAST = Interval.at_least(Fraction(4, 5))
"""The least share of a proportional rate that some still call linear."""
_Pair = tuple[Fact, Fact]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the first such words whose table or list tells otherwise."""
    if not any(map(_is_said, (block.text for block in facts.claims.document.blocks))):
        return
    for pairs in (*_of_tables(facts), *_of_lines(facts)):
        if not pairs:
            continue
        ordered = sorted(pairs, key=lambda pair: pair[0].quantity.value or 0)
        first, last = ordered[0], ordered[-1]
        if len(ordered) > 1 and first[0].quantity.value != last[0].quantity.value:
            derivation = _derivation(first, last, rule)
            if not derivation.interval.meets(_LEAST):
                yield derivation


def _is_said(text: str) -> bool:
    for found in _SAID.finditer(text):
        begin = max(text.rfind(sign, 0, found.start()) for sign in (". ", "\n", "; ", "|")) + 1
        ends = [end for sign in (". ", "\n", "; ", "|") if (end := text.find(sign, found.end())) >= 0]
        if not _OTHER.search(text[begin : min(ends, default=len(text))]):
            return True
    return False


def _is_plain(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain and bool(fact.quantity.value)
    same = all("gpu" in each or each[:1].isdigit() for each in fact.scenario)
    return told and same and fact.role in ("", "achieved", "estimated", "maximum", "available")


def _of_tables(facts: Facts) -> Iterator[Sequence[_Pair]]:
    """The numbers of GPUs of a table's rows with the one rate of all of them beside it."""
    rows: dict[int, dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    blocks = facts.claims.document.blocks
    for claim, _ in lone_quantities(facts):
        cell, fact = blocks[claim.block].cell, facts.by_claim[claim.index]
        if cell is not None and cell.row and fact is not None:
            rows[cell.table][cell.row].append(fact)
    for table in rows.values():
        yield [pair for row in table.values() if (pair := _pair(row)) is not None]


def _of_lines(facts: Facts) -> Iterator[Sequence[_Pair]]:
    """The lines of one section that give a number of GPUs and a rate."""
    lines: Mapping[int, list[Fact]] = defaultdict(list)
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        if blocks[fact.claim.block].cell is None:
            lines[fact.claim.block].append(fact)
    sections: dict[tuple[int, ...], list[_Pair]] = defaultdict(list)
    for block, own in lines.items():
        pair = _pair(own) if len(own) == len(("gpus", "rate")) else None
        if pair is not None:
            sections[blocks[block].headings].append(pair)
    yield from sections.values()


def _pair(row: Sequence[Fact]) -> _Pair | None:
    gpus = [fact for fact in row if fact.concept == "gpus" and _is_plain(fact)]
    rates = [fact for fact in row if fact.concept in _RATES and fact.scope in OF_ALL and _is_plain(fact)]
    return (gpus[0], rates[0]) if len(gpus) == 1 and len(rates) == 1 else None


def _derivation(first: _Pair, last: _Pair, rule: str) -> Derivation:
    facts = (last[1], first[1], first[0], last[0])
    names = [fact.claim.name for fact in facts]
    given = tuple(Input(n, f.quantity.hull, f.claim.index) for n, f in zip(names, facts, strict=True))
    value = last[1].quantity.hull / first[1].quantity.hull * first[0].quantity.hull / last[0].quantity.hull
    program = f"{names[0]} {names[1]} / {names[2]} * {names[3]} /"
    texts = [fact.claim.text for fact in facts]
    working = f"{texts[0]} / {texts[1]} × {texts[2]} / {texts[3]}"
    nominal = last[1].quantity.nominal() / first[1].quantity.nominal()
    grown = last[0].quantity.nominal() / first[0].quantity.nominal()
    times = [show.number(round(each.low or Fraction(0), 2)) for each in (nominal, grown)]
    return Derivation(
        rule=rule,
        head=last[1].claim.index,
        premises=tuple(fact.claim.index for fact in facts[1:]),
        holds=False,
        stated=texts[0],
        expected=f"{times[0]}× on {times[1]}× the GPUs",
        interval=value,
        basis=Basis.DERIVATION,
        steps=(Step("share of linear scaling", working, value, "%", program, given),),
        compared=Step("linear", "at least 80%", _LEAST, "%", "4 5 / ≥", ()),
    )
