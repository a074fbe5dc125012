"""A list that sets what is reached beside what is asked, item by item, and calls it kept.

"Required: TTFT < 10 s", "Achieved: 12 s", "Result: met"; or "Memory: 92 GB", "Status: within the 80 GB limit".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.concepts import FALLING, GOALS, RISING
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Fact, Facts, Form, Polarity, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_ASKED = re.compile(
    r"\W*(?:(?:the|our|performance|latency|throughput|TTFT|TPOT|memory|GPU) )*"
    r"(?:requir(?:ed|ements?)|needed|targets?|limits?|thresholds?|budget|SL[AO]|goal|deadline|要求|目标|限制|阈值"
    r"|yêu cầu|mục tiêu|giới hạn)\W*",
    re.IGNORECASE,
)
"""Keys of what is asked."""
_REACHED = re.compile(
    r"\W*(?:measured|achieved|actual|observed|delivered|reached|current|calculated|estimated?|projected|expected|planned|predicted"
    r"|实测|实际|达到|预计|thực tế|đạt được|dự kiến)(?: (?:value|result|duration|time|latency|throughput))?\W*",
    re.IGNORECASE,
)
"""Keys of what is reached."""
_STATUS = re.compile(
    r"\W*(?:status|result|check|assessment|verdict|conclusion|compliance|状态|结果|结论|kết quả|trạng thái)\W*", re.I
)
_WITHIN = re.compile(
    r"\W*(?:✅\W*)?(?:well |comfortably |safely |is |fits |stays )*(?:within|below|under)\s+(?:the |its |our )?\W*\Z",
    re.IGNORECASE,
)
_STANDARD = re.compile(
    r"\W{0,3}(?:(?:GPU|memory|VRAM|HBM|TTFT|latency|SLA|per GPU) ){0,2}(?:limits?|targets?|requirements?|budgets?"
    r"|capacity|thresholds?|SL[AO]s?|ceiling|window)\W*\Z",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"baseline|before|previous|original|\bold\b|max|min|worst|best|peak|margin|headroom|slack|buffer|free|spare|left|saved"
    r"|diff|overhead|per |each|layer|share|budget|part|p\d\d|weights|cache|activation|comm|comput|step|if\b",
    re.IGNORECASE,
)
"""Keys of values that a requirement need not be on."""
_CASE = re.compile(r"\b(?:at|with|without|when|while|under|if|for|during|after|before|once)\b", re.IGNORECASE)
"""Words of a case that a value or a requirement holds in."""
_MODALITY = {Modality.AT_MOST: "≤", Modality.LESS_THAN: "≤", Modality.AT_LEAST: "≥", Modality.MORE_THAN: "≥"}
_OWN = frozenset({"planned", "current", "proposed"})
_CODE = -1
"""Behind the headings of a block of code, whose lines are items too."""
_Place = tuple[tuple[int, ...], int]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such list whose value does not keep what is asked."""
    lists: dict[_Place, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        place = _place(facts, fact.claim)
        if place is not None and fact.stance is Stance.ASSERTED:
            lists[place].append(fact)
    marks = _marks(facts) if lists else {}
    for place, found in lists.items():
        for reached, need, mark in (*_called(found, marks.get(place, ())), *_within(facts, found)):
            relation = _relation(need)
            if relation and _misses(reached, need, relation):
                yield _derivation(reached, need, mark, relation, rule)


def _place(facts: Facts, claim: Claim) -> _Place | None:
    block = facts.claims.document.blocks[claim.block]
    if block.item is not None:
        return block.headings, block.item.list
    if block.code is not None:
        return (*block.headings, _CODE), block.code.fence
    return (block.headings, -1 - block.index) if block.cell is None and "\n" in block.text else None


def _marks(facts: Facts) -> Mapping[_Place, Sequence[Claim]]:
    """By list its ticks, crosses and verdict words."""
    found: dict[_Place, list[Claim]] = defaultdict(list)
    for claim in facts.claims.all:
        place = _place(facts, claim) if claim.form is not Form.QUANTITY else None
        if place is not None:
            found[place].append(claim)
    return found


def _called(found: Sequence[Fact], marks: Sequence[Claim]) -> Iterator[tuple[Fact, Fact, Claim | None]]:
    """The one value and the one requirement of a list that has only favourable marks, and one in its status."""
    said = [mark for mark in marks if mark.polarity is Polarity.GOOD]
    needs = [fact for fact in found if _ASKED.fullmatch(fact.claim.label.key) and fact.role in GOALS]
    alike = [fact for fact in found if needs and fact is not needs[0] and _are_alike(fact, needs[0])]
    named = [fact for fact in alike if _REACHED.fullmatch(fact.claim.label.key)]
    if (
        not named
        and all(fact.known for fact in alike)
        and not any(_ASIDE.search(f"{fact.claim.label.key} {fact.claim.label.before}") for fact in alike)
    ):
        named = alike
    alike = named
    if not said or len(said) < len(marks) or len(needs) != 1 or len(alike) != 1 or alike[0].role in GOALS:
        return
    if not any(_CASE.search(fact.claim.label.after) for fact in (alike[0], needs[0])):
        yield alike[0], needs[0], said[-1]


def _within(facts: Facts, found: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, Claim | None]]:
    """The limit in a list's status, and the one other amount of the list in its unit."""
    for need in found:
        label = need.claim.label
        text = facts.claims.document.blocks[need.claim.block].text
        start = max(text.rfind(label.key, 0, need.claim.start), 0) + len(label.key)
        digits = need.claim.start + next((at for at, c in enumerate(need.claim.text) if c.isdigit()), 0)
        if not _STATUS.fullmatch(label.key) or not _WITHIN.fullmatch(text, start, digits):
            continue
        others = [fact for fact in found if fact is not need and _are_alike(fact, need)]
        if _STANDARD.match(text, need.claim.end) and len(others) == 1 and others[0].role not in GOALS:
            yield others[0], need, None


def _are_alike(value: Fact, need: Fact) -> bool:
    """Whether a plain value is of the kind of what is asked; of one GPU each where one is."""
    kinds = [each.quantity.readings[0].unit for each in (value, need)]
    same = kinds[0].dimensions == kinds[1].dimensions and (
        kinds[0].symbol == kinds[1].symbol == "%" or bool(kinds[0].dimensions)
    )
    scopes = value.scope == need.scope or "" in (value.scope, need.scope) or value.scope == "gpu"
    return same and scopes and set(value.scenario) <= _OWN and value.quantity.is_plain


def _relation(need: Fact) -> str:
    """How what is reached has to stand to what is asked; empty where that is open."""
    signed = _MODALITY.get(need.quantity.modality)
    if signed is not None:
        return signed
    powers = dict(need.quantity.readings[0].unit.dimensions)
    if need.concept in RISING or need.concept in FALLING:
        return "≤" if need.concept in FALLING else "≥" if need.role != "limit" else ""
    if powers.get("second", 0) < 0:
        return "" if need.role == "limit" else "≥"
    return "≤" if powers == {"second": 1} or need.role == "limit" else ""


def _ends(need: Fact) -> list[Fraction]:
    value = need.quantity.value
    return [] if value is None else [value * reading.unit.factor for reading in need.quantity.readings]


def _misses(reached: Fact, need: Fact, relation: str) -> bool:
    """Whether the requirement is missed in every reading of the two; of one unit both are read alike."""
    ends, own = _ends(need), reached.quantity
    if not ends:
        return False
    if own.unit.symbol.partition("/")[0] == need.quantity.unit.symbol.partition("/")[0]:
        ends = ends[:1]
        interval = own.readings[0].interval
    else:
        interval = own.hull
    if relation == "≤":
        return interval.low is not None and interval.low > max(ends)
    return interval.high is not None and interval.high <= min(ends)


def _derivation(reached: Fact, need: Fact, mark: Claim | None, relation: str, rule: str) -> Derivation:
    ends = _ends(need)
    asked = Interval.at_most(max(ends)) if relation == "≤" else Interval.at_least(min(ends))
    program = f"{need.claim.name} {relation}"
    limit = Interval(min(ends), max(ends))
    given = (Input(need.claim.name, limit, need.claim.index),)
    return one_step(
        reached.claim,
        Step("what is asked", need.claim.text, asked, need.quantity.unit.symbol, program, given),
        rule,
        expected=f"{relation} {need.claim.text.lstrip('<>≤≥ ')}",
        holds=False,
        beside=() if mark is None else (mark.index,),
        relation=relation,
        basis=Basis.COMPARISON,
    )
