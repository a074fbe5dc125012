"""How far a requirement is exceeded or missed, beside neither of the two numbers: "25 % above the target"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor import show
from auditor.derivations.by_block import by_block
from auditor.derivations.checks.general_verdicts import SPECIFIC, TOPICS
from auditor.derivations.checks.verdict.requirement import comparisons
from auditor.derivations.concepts import GOALS, RISING
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.goals import OWN, Gpus, Held, held_by_name
from auditor.facts import Fact, Facts, Operand, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.text import words_of

_SAID = re.compile(
    r"\A(?:(?:safety )?(?:margin|headroom) )?"
    r"(?P<way>above|over|beyond|below|under|short of|of|(?:better|more|higher|faster|lower|less) than)?"
    r"\W*(?:(?!(?:is|are|was|were|be|still)\b)\w+\W+){0,3}?(?P<noun>requirements?|required|targets?|slas?|slos?|goals?|thresholds?)\b"
)
_LEFT = re.compile(r"\A(?:safety )?(?P<way>margin|headroom)\b")
"""What is left to the number that stands before a margin."""
_BY = re.compile(
    r"\b(?P<way>exceed|surpass|outperform)\w*\W+(?:\w+\W+){0,4}?(?:requirements?|targets?|slas?|slos?|goals?|thresholds?)"
    r"\W+(?:\w+\W+)?by\W*\Z"
)
"""What stands before a margin that ends its sentence: "exceeds the target by 25 %"."""
_THAN = re.compile(
    r"\s*(?P<way>below|under|above|over|beyond|(?:better|faster|lower|more|higher|less) than)\b", re.IGNORECASE
)
"""What stands between a margin and the requirement that it is over."""
_NONE: tuple[None, None, None] = (None, None, None)
_BEHIND = frozenset({":", "(", "[", "–", "—", "-", ","})
"""What stands between a number and its own margin."""
_BELOW = frozenset({"below", "under", "short of", "lower than", "less than"})
_LEFTOVER = frozenset({"margin", "headroom"})
_PAST = frozenset({"exceed", "surpass", "outperform"})
_ONE = Interval.point(1)


@dataclass(frozen=True, slots=True)
class _Margin:
    """One way to work out a margin."""

    formula: str
    program: str
    value: Callable[[Interval, Interval], Interval]
    """From what is reached and what is required."""


_TIMES = _Margin("reached ÷ required", "reached asked /", lambda reached, asked: reached / asked)
_PARTS = _Margin("required ÷ reached", "asked reached /", lambda reached, asked: asked / reached)
_MORE = _Margin("reached ÷ required − 1", "reached asked / 1 -", lambda reached, asked: reached / asked - _ONE)
_LESS = _Margin("1 − reached ÷ required", "1 reached asked / -", lambda reached, asked: _ONE - reached / asked)
_FASTER = _Margin("required ÷ reached − 1", "asked reached / 1 -", lambda reached, asked: asked / reached - _ONE)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each margin over a requirement whose two numbers stand elsewhere."""
    yield from _of_lines(facts, rule)
    said = [(fact, match) for fact in facts.all if (match := _says(fact)) is not None]
    if not said:
        return
    used = _used(facts)
    found = [each for each in comparisons(facts, tied=True) if set(each.reached.scenario) <= OWN]
    for fact, match in said:
        if fact.claim.index in used or fact.stance is not Stance.ASSERTED:
            continue
        chosen = _beside(fact, match, facts, _chosen(fact, found))
        derivation = _judge(fact, match, chosen, rule) if chosen else None
        if derivation is not None and (derivation.holds or _is_of_pair(fact, derivation, facts)):
            yield derivation


def _of_lines(facts: Facts, rule: str) -> Iterator[Derivation]:
    """The margins between their two numbers: "TTFT of 2 s is 80 % below the 10 s target"."""
    gpus = Gpus(facts)
    for link in facts.claims.links:
        if link.form != "than" or link.result is None:
            continue
        ends = [side.claim for side in (link.first, link.second) if isinstance(side, Operand)]
        reached, need, margin = (facts.by_claim[index] for index in (*ends, link.result)) if len(ends) > 1 else _NONE
        if reached is None or need is None or margin is None or need.role not in GOALS or reached.role in GOALS:
            continue
        line = by_block(facts).get(need.claim.block, ())
        way = _THAN.match(facts.claims.document.blocks[need.claim.block].text, margin.claim.end)
        each = held_by_name(reached, need if need.known else replace(need, concept=reached.concept), gpus)
        if way is None or each is None or len(line) != len(_NONE) or margin.stance is not Stance.ASSERTED:
            continue
        derivation = _judge(margin, way, [each], rule)
        if derivation is not None and not derivation.holds:
            yield derivation


def _is_of_pair(fact: Fact, derivation: Derivation, facts: Facts) -> bool:
    """Whether a margin can only be meant of its pair: that of its row, or, where no topic is named, of its section."""
    blocks = facts.claims.document.blocks
    own, reached = blocks[fact.claim.block], blocks[facts.claims.all[derivation.premises[0]].block]
    if own.cell is not None:
        return reached.cell is not None and (own.cell.table, own.cell.row) == (reached.cell.table, reached.cell.row)
    label = fact.claim.label
    return any(word in TOPICS for word in words_of(f"{label.key} {label.before}")) or own.headings == reached.headings


def _says(fact: Fact) -> re.Match[str] | None:
    if fact.quantity.unit.symbol not in ("%", "×"):
        return None
    before = _BY.search(fact.claim.label.before.lower())
    if before is not None:
        return before
    match = _SAID.match(fact.claim.label.after.lower()) or _LEFT.match(fact.claim.label.after.lower())
    # "60 % MFU target" is the target itself, "3× the requirement" a multiple of it.
    return match if match and (match["way"] or fact.quantity.unit.symbol == "×") else None


def _used(facts: Facts) -> frozenset[int]:
    """The percentages that stand beside their two numbers: they are judged with those."""
    results = {link.result for link in facts.claims.links if link.result is not None}
    sides = {side.claim for equation in facts.claims.equations for side in equation.sides if isinstance(side, Operand)}
    return frozenset(results | sides)


def _chosen(fact: Fact, found: Sequence[Held]) -> list[Held]:
    """What is reached and asked for on the topic that the line names; on every topic where it names none."""
    label = fact.claim.label
    wanted: list[frozenset[str]] = [TOPICS[word] for word in words_of(f"{label.key} {label.before}") if word in TOPICS]
    narrow = [topic for topic in wanted if topic in SPECIFIC]
    concepts = frozenset[str]().union(*(narrow or wanted))
    return [each for each in found if not concepts or each.need.concept in concepts]


def _beside(fact: Fact, match: re.Match[str], facts: Facts, chosen: list[Held]) -> list[Held]:
    """Of a margin right behind a number only what that number is held against, or what is held against it."""
    left = match["way"] in _LEFTOVER
    before = facts.claims.all[fact.claim.index - 1] if fact.claim.index else None
    if before is None or before.block != fact.claim.block or before.quantity is None:
        return [] if left else chosen
    between = facts.claims.document.blocks[fact.claim.block].text[before.end : fact.claim.start]
    if between.strip() not in _BEHIND:
        return [] if left else chosen
    pairs = [each for each in chosen if before.index in (each.reached.claim.index, each.need.claim.index)]
    # What is left of a share is left to the whole.
    return [each for each in pairs if not left or each.reached.quantity.unit.symbol != "%"]


def _judge(fact: Fact, match: re.Match[str], chosen: Sequence[Held], rule: str) -> Derivation | None:
    stated = fact.quantity.hull
    way = match["way"] or ""
    if way in _PAST and any(each.need.concept not in RISING for each in chosen):
        # What exceeds a latency's target by 20 % may be meant to be better or worse.
        return None
    # "8+ RPS" beside "10 RPS" says only again what is asked for.
    definite = [each for each in chosen if _asked(each) is not None and _is_definite(each.best.reached)]
    if {each.need.concept for each in definite} < {each.need.concept for each in chosen}:
        return None
    chosen = definite
    tried = [(each, _margins(way, fact, each)) for each in chosen]
    met = [(each, margin) for each, margins in tried for margin in margins if _value(margin, each).meets(stated)]
    kept = {each.need.concept for each, _ in met}
    concepts = {each.need.concept for each in chosen}
    if met and kept == concepts:
        return _derivation(fact, *met[0], rule, holds=True)
    each, margins = next((each, margins) for each, margins in tried if each.need.concept not in kept)
    if len([one for one in chosen if one.need.concept == each.need.concept]) > 1:
        return None
    return _derivation(fact, each, margins[0], rule, holds=False, severity="" if len(concepts) == 1 else "warning")


def _is_definite(interval: Interval) -> bool:
    return interval.low is not None and interval.high is not None and interval.low > 0


def _margins(way: str, fact: Fact, each: Held) -> tuple[_Margin, ...]:
    """What a margin may mean: of what shall rise more is better, of the rest less."""
    rises = each.need.concept in RISING
    if fact.quantity.unit.symbol == "×":
        return (_TIMES, *((_MORE,) if way in _PAST else ())) if rises else (_PARTS,)
    if way == "of":
        return (_TIMES,)
    if way in _BELOW:
        return (_LESS,)
    return (_MORE,) if rises else (_LESS, _FASTER)


def _value(margin: _Margin, each: Held, *, nominal: bool = False) -> Interval:
    asked = _asked(each)
    assert asked is not None
    return margin.value(each.reached.quantity.nominal() if nominal else each.best.reached, asked)


def _asked(each: Held) -> Interval | None:
    """The number that a requirement names, whichever way it bounds."""
    value = each.need.quantity.value
    if value is None or value <= 0 or each.best.gpus is not None:
        return None
    return Interval.point(value * each.need.quantity.readings[0].unit.factor)


def _derivation(fact: Fact, each: Held, margin: _Margin, rule: str, *, holds: bool, severity: str = "") -> Derivation:
    reached, need, asked = each.reached, each.need, _asked(each)
    assert asked is not None
    inputs = (Input("reached", each.best.reached, reached.claim.index), Input("asked", asked, need.claim.index))
    put_in: Mapping[str, str] = {"reached": reached.claim.text, "required": need.claim.text}
    values = " ".join(put_in.get(word, word) for word in margin.formula.split())
    unit, value = fact.quantity.readings[0].unit, _value(margin, each)
    plain = show.interval(_value(margin, each, nominal=True), unit)
    return one_step(
        fact.claim,
        Step(margin.formula, values, value, unit.symbol, margin.program, inputs),
        rule,
        expected=f"{plain} ({reached.claim.text} against {need.claim.text})",
        holds=holds,
        basis=Basis.ARITHMETIC,
        severity=severity,
    )
