"""A tick at a requirement, or the verdict of a section, that names no value: held against what is reached elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.checks.general_verdicts import is_general
from auditor.derivations.checks.verdict.requirement import comparisons
from auditor.derivations.checks.verdict.satisfaction import Valued, admitted, judge, value
from auditor.derivations.concepts import GOALS, OF_ALL, REACHED
from auditor.derivations.derivation import Derivation
from auditor.derivations.goals import OWN, Gpus, Held, goals, held_by_name
from auditor.facts import Claim, Extent, Fact, Facts, Form, Ground, Operand, Operation, Polarity, Stance
from auditor.text import words_of

_KEPT = (
    "meet", "met", "satisf", "fulfil", "exceed", "surpass", "achiev", "reach", "pass", "within", "满足", "达标", "通过",
    "đạt",
)  # fmt: skip
"""Beginnings of words that say of a requirement that it is kept."""
_CASE = re.compile(
    r"\b(?:at|with|without|when|while|under|if|for|during|after|before|worst|peak|cold|beyond|would|could)\b"
    r"|\d ?[KkMx×]\b"
    r"|当|时|如果|khi|nếu",
    re.IGNORECASE,
)
"""Words of a case for which a number holds."""
_OTHERWISE = re.compile(
    r"\b(?:half|halve[sd]?|twice|doubl\w+|faster|triple)\b|一半|减半|两倍|翻倍|một nửa|gấp đôi", re.IGNORECASE
)
"""Words that make another number of one stated before."""
_LONGEST = 400
"""Characters of a line that are looked through."""
_SAID = 8
"""Marks on one requirement that are judged."""
_MOST = 200
"""Numbers, and lines, before a limit that are looked through."""
_Needs = Mapping[int, list[Held]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each favourable mark that stands with a requirement, or a section, and with no value."""
    ticked, nameless = _ticked(facts), list(_nameless(facts))
    needs: dict[int, list[Held]] = defaultdict(list)
    for each in comparisons(facts, tied=True) if facts.claims.grounds else ():
        if set(each.reached.scenario) <= OWN and _is_sure(each):
            needs[each.need.claim.index].append(each)
    if not needs and not nameless:
        return
    conceded = admitted(facts)
    for need, marks in ticked.items():
        own = [sorted(found, key=_doubt) for found in needs.values() if value(found[0].need) == need]
        plain = all(_is_plain(found[0].reached) for found in own)
        for mark in marks[:_SAID] if own else ():
            derivation = judge(mark, own, conceded, rule)
            if derivation is not None and (derivation.holds or plain):
                # A tick alone may say that the requirement was noted.
                yield derivation if derivation.holds or _is_kept(mark) else replace(derivation, severity="warning")
    for mark, chosen in (*_statuses(facts, needs), *nameless):
        derivation = judge(mark, chosen, conceded, rule)
        if derivation is not None:
            yield derivation


def _is_sure(each: Held) -> bool:
    """Whether both are certainly of one thing.

    An amount that is counted per nothing may be a GPU's or that of all; so may a rate, where the GPUs are not known.
    """
    scopes = {each.need.scope, each.reached.scope}
    if len(scopes) == 1 and scopes != {""}:
        return True
    return each.need.concept in REACHED and (scopes <= OF_ALL or any(r.gpus is not None for r in each.readings))


def _doubt(each: Held) -> tuple[bool, bool]:
    """What comes first is stated plainly, and of the same scope."""
    return not _is_plain(each.reached), each.need.scope != each.reached.scope


def _is_plain(fact: Fact) -> bool:
    """Whether a number is a result under a name, "TPOT: 55 ms", and not what running words tell of some case."""
    label = fact.claim.label
    said = " ".join((label.key, label.row, label.column, label.before, label.after))
    return bool(label.key or label.row) and _CASE.search(said) is None


def _ticked(facts: Facts) -> Mapping[Valued, list[Claim]]:
    """By requirement the favourable marks of lines and rows that state it, and not what is reached.

    "Target: 50,000 tokens/s → ✅ met"; a word of judgement goes before a tick.
    """
    found: dict[Valued, list[Claim]] = defaultdict(list)
    wanted = {need.claim.index: need for need in goals(facts)}
    for ground in facts.claims.grounds if wanted else ():
        needs = [wanted[number] for number in ground.numbers if number in wanted]
        if ground.extent not in (Extent.LINE, Extent.ROW) or len(needs) != 1 or _has_value(facts, ground, needs[0]):
            continue
        if _is_good(facts, ground):
            found[value(needs[0])].append(next(filter(_is_kept, ground.marks), ground.marks[0]))
    return found


def _nameless(facts: Facts) -> Iterator[tuple[Claim, list[list[Held]]]]:
    """The same of a limit that names no quantity, "Deadline: 21 days → ✅ met": what its section works out before it.

    Only numbers without a name of their own, in the unit of the limit, can be what it is for.
    """
    worked = {
        equation.sides[-1].claim
        for equation in facts.claims.equations
        if isinstance(equation.sides[-1], Operand) and isinstance(equation.sides[0], Operation)
    }
    gpus = Gpus(facts)
    for ground in facts.claims.grounds:
        stated = [fact for number in ground.numbers if (fact := facts.by_claim[number]) is not None]
        needs = [fact for fact in stated if fact.role in GOALS and not fact.known and fact.stance is Stance.ASSERTED]
        if ground.extent is not Extent.LINE or len(needs) != 1 or _has_value(facts, ground, needs[0]):
            continue
        before = [fact for fact in _before(facts, needs[0]) if _is_of_kind(fact, needs[0])]
        held = [held_by_name(fact, needs[0], gpus) for fact in before]
        found = [each for each in held if each is not None]
        if _OTHERWISE.search(" ".join(_lines(facts, before, needs[0]))):
            continue
        shown = any(each.reached.claim.index in worked and _has_unit(each) for each in found)
        if shown and len(found) == len(held) and _is_good(facts, ground):
            found.sort(key=_has_unit, reverse=True)
            yield next(filter(_is_kept, ground.marks), ground.marks[0]), [found]


def _before(facts: Facts, need: Fact) -> Iterator[Fact]:
    """The numbers of the section of a limit that stand before it, the last first."""
    blocks = facts.claims.document.blocks
    for fact in reversed(facts.all[max(need.index - _MOST, 0) : need.index]):
        if blocks[fact.claim.block].headings != blocks[need.claim.block].headings:
            return
        yield fact


def _lines(facts: Facts, before: Sequence[Fact], need: Fact) -> Iterator[str]:
    """The texts from the first of some numbers to a limit."""
    first = min((fact.claim.block for fact in before), default=need.claim.block)
    for block in facts.claims.document.blocks[max(first, need.claim.block - _MOST) : need.claim.block]:
        yield block.text[:_LONGEST]


def _is_of_kind(fact: Fact, need: Fact) -> bool:
    dimensions = need.quantity.readings[0].unit.dimensions
    plain = fact.stance is Stance.ASSERTED and not fact.known and fact.role not in GOALS
    return plain and bool(dimensions) and fact.quantity.readings[0].unit.dimensions == dimensions


def _has_unit(each: Held) -> bool:
    return each.reached.quantity.unit.symbol == each.need.quantity.unit.symbol


def _has_value(facts: Facts, ground: Ground, need: Fact) -> bool:
    """Whether a line or row has another number of the requirement's kind: it is judged with that."""
    kinds = [
        fact.quantity.readings[0].unit.dimensions
        for number in ground.numbers
        if number != need.claim.index and (fact := facts.by_claim[number]) is not None
    ]
    return need.quantity.readings[0].unit.dimensions in kinds


def _is_good(facts: Facts, ground: Ground) -> bool:
    """Whether all marks are favourable, and none speaks of requirements in general."""
    return all(mark.polarity is Polarity.GOOD and not is_general(facts, mark) for mark in ground.marks)


def _is_kept(mark: Claim) -> bool:
    """Whether a mark says in words that something is reached."""
    return mark.form is Form.VERDICT and any(word.startswith(_KEPT) for word in words_of(mark.text))


def _statuses(facts: Facts, needs: _Needs) -> Iterator[tuple[Claim, list[list[Held]]]]:
    """The one favourable "Status: ✅ MET" of a section, with what its own figures reach, where these are of one kind.

    What stands in the list of the status itself is judged with it there.
    """
    blocks = facts.claims.document.blocks
    reached: dict[tuple[int, ...], dict[int, list[Held]]] = defaultdict(lambda: defaultdict(list))
    for index, found in needs.items():
        for each in found:
            reached[blocks[each.reached.claim.block].headings][index].append(each)
    marked: dict[tuple[int, ...], list[Ground]] = defaultdict(list)
    for ground in facts.claims.grounds:
        if ground.extent is Extent.LIST:
            marked[blocks[ground.marks[0].block].headings].append(ground)
    for headings, grounds in marked.items():
        ground, own = grounds[0], list(reached[headings].values()) if headings in reached else []
        listed = any(each.reached.claim.index in ground.numbers for found in own for each in found)
        lone = bool(headings) and len(grounds) == 1 and len({found[0].need.concept for found in own}) == 1
        if lone and not listed and _is_good(facts, ground):
            yield next(filter(_is_kept, ground.marks), ground.marks[0]), own
