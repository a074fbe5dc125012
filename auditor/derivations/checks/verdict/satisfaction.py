"""Words that say of requirements in general that they are met or exceeded, held against each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.verdict.requirement import comparisons
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import ROUNDED, Basis, Derivation
from auditor.derivations.goals import OWN, Held, bounded
from auditor.facts import Claim, Extent, Fact, Facts, Form, Polarity, Stance
from auditor.interval import Interval

_NOUNS = ("requirements", "targets", "goals", "constraints", "slas", "slos", "objectives", "criteria")
_SINGULAR = frozenset({*(noun.removesuffix("s") for noun in _NOUNS), "criterion"})
_ALL_OF_THEM = re.compile(r"(?:所有|全部|各项)(?:要求|指标|目标|约束)")
_PAST = ("exceed", "surpass")
_RATES = frozenset({"throughput", "request_rate"})
_TIMES = frozenset({"ttft", "tpot", "end_to_end_latency"})
_MEMORY = frozenset({"memory_used", "memory_utilisation", "gpu_memory"})
TOPICS: Mapping[str, frozenset[str]] = {
    "throughput": _RATES,
    "latency": _TIMES,
    "ttft": frozenset({"ttft"}),
    "tpot": frozenset({"tpot"}),
    "slas": _TIMES | _RATES,
    "slos": _TIMES | _RATES,
    "memory": _MEMORY,
    "performance": _RATES | _TIMES | {"gpu_utilisation", "mfu", "memory_utilisation", "load_cv"},
}
"""What the requirements are on, by the words for them; without any, everything."""
SPECIFIC = frozenset(topic for word, topic in TOPICS.items() if word != "performance")
"""Topics that leave "performance" beside them without a meaning of its own."""
Valued = tuple[str, Interval]
"""A concept, and what is stated of it."""
_SIGNS = {"≥": ">", "≤": "<"}


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each claim about requirements in general that can be decided.

    None is supported where anything was found against a limit or requirement, or against a number that it rests on.
    """
    claims = list(general(facts))
    if not claims:
        return
    refuted = {derivation.head for derivation in found if not derivation.holds and derivation.severity != "note"}
    missed = any(not each.holds and _is_of_limit(each) for each in found)
    needs: dict[int, list[Held]] = defaultdict(list)
    reached: dict[int, list[Held]] = defaultdict(list)
    for each in comparisons(facts, tied=True):
        if set(each.reached.scenario) <= OWN:
            needs[each.need.claim.index].append(each)
            reached[each.reached.claim.index].append(each)
    conceded = admitted(facts)
    for mark, numbers in claims:
        chosen = _beside(numbers, reached, needs) if numbers else _of_topic(facts, mark, needs)
        derivation = judge(mark, chosen, conceded, rule) if chosen else None
        if derivation is None:
            continue
        if not derivation.holds or not (missed or _rests_on(chosen, refuted)):
            yield derivation


def _is_of_limit(derivation: Derivation) -> bool:
    """Whether it holds a number against what the number has to keep."""
    return derivation.rule.startswith("verdict/") and derivation.relation in "<>≤≥" and derivation.severity != "note"


def _rests_on(chosen: Sequence[list[Held]], refuted: set[int]) -> bool:
    return any(not refuted.isdisjoint((each.need.claim.index, each.reached.claim.index)) for f in chosen for each in f)


def general(facts: Facts) -> Iterator[tuple[Claim, tuple[int, ...]]]:
    """The favourable verdicts on requirements in the plural, each with the numbers of its own line or row."""
    for ground in facts.claims.grounds:
        for mark in ground.marks:
            if mark.form is Form.VERDICT and mark.polarity is Polarity.GOOD and is_general(facts, mark):
                beside = ground.numbers if ground.extent in (Extent.LINE, Extent.ROW) else ()
                yield mark, tuple(each for each in beside if not _counts(facts.claims.all[each], mark))


def _counts(number: Claim, mark: Claim) -> bool:
    """Whether a number stands within the verdict itself, which speaks of so many requirements."""
    return number.block == mark.block and mark.start <= number.start < mark.end


def speaking_of(facts: Facts, claim: int) -> Iterator[Claim]:
    """The favourable verdicts on requirements in general that speak of a number, too, wherever they stand."""
    fact = facts.by_claim[claim]
    for mark, numbers in general(facts):
        concepts = topics(facts, mark)
        if not numbers and fact is not None and (not concepts or fact.concept in concepts or not fact.known):
            yield mark


def is_general(facts: Facts, mark: Claim) -> bool:
    """Whether a verdict speaks of requirements in the plural, or of every one."""
    said = _said(facts, mark)
    every = "every" in said and not _SINGULAR.isdisjoint(said)
    return every or any(noun in said for noun in _NOUNS) or _ALL_OF_THEM.match(mark.text) is not None


def _said(facts: Facts, mark: Claim) -> list[str]:
    """The words of a verdict, with the key before one that names none ("Performance Requirements: EXCEEDED")."""
    said = words(mark.text)
    if any(word in _NOUNS for word in said):
        return said
    text = facts.claims.document.blocks[mark.block].text
    key = text[text.rfind("\n", 0, mark.start) + 1 : mark.start]
    return [*words(key), *said]


def words(text: str) -> list[str]:
    """The words of a text, lower case."""
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def admitted(facts: Facts) -> frozenset[Valued]:
    """Numbers of which the report itself says somewhere that they are not reached, or cannot be."""
    found = {value(fact) for fact in facts.all if fact.stance in (Stance.DISPUTED, Stance.REJECTED)}
    for ground in facts.claims.grounds:
        if ground.extent is not Extent.DOCUMENT and any(mark.polarity is not Polarity.GOOD for mark in ground.marks):
            found |= {value(fact) for number in ground.numbers if (fact := facts.by_claim[number]) is not None}
    return frozenset(found)


def value(fact: Fact) -> Valued:
    """By what two statements of one requirement are known as one."""
    return fact.concept, fact.quantity.hull


def _beside(
    numbers: Sequence[int], reached: Mapping[int, list[Held]], needs: Mapping[int, list[Held]]
) -> list[list[Held]]:
    """What the numbers beside a verdict reach of each requirement, in the order of the requirements."""
    own = set(numbers)
    asked = {each.need.claim.index for number in own for each in reached.get(number, ())}
    return [[each for each in found if each.reached.claim.index in own] for at, found in needs.items() if at in asked]


def _of_topic(facts: Facts, mark: Claim, needs: Mapping[int, list[Held]]) -> list[list[Held]]:
    """What is reached for each requirement that a verdict on the whole speaks of."""
    concepts = topics(facts, mark)
    return [found for found in needs.values() if not concepts or found[0].need.concept in concepts]


def topics(facts: Facts, mark: Claim) -> frozenset[str]:
    """The concepts that a verdict on requirements speaks of; empty for all."""
    wanted = [TOPICS[word] for word in _said(facts, mark) if word in TOPICS]
    narrow = [topic for topic in wanted if topic in SPECIFIC]
    return frozenset[str]().union(*(narrow or wanted))


def judge(mark: Claim, chosen: Sequence[list[Held]], conceded: frozenset[Valued], rule: str) -> Derivation | None:
    """A favourable verdict against what is reached for each requirement that it speaks of; None where that is open.

    Of each requirement, all that is reached of it; `conceded` are those that the report itself calls missed.
    """
    past = any(word.startswith(_PAST) for word in words(mark.text))
    plain = [found for found in chosen if value(found[0].need) not in conceded]
    failing = [found[0] for found in plain if not any(each.holds for each in found)]
    just = [found[0] for found in plain if all(each.just for each in found)]
    if failing:
        return _derivation(mark, failing[0], rule, holds=False)
    if past and just:
        return _derivation(mark, just[0], rule, holds=False, equal=True)
    if len(plain) < len(chosen) or not all(each.holds for found in plain for each in found):
        return None
    return _derivation(mark, plain[0][0], rule, holds=True)


def _derivation(mark: Claim, each: Held, rule: str, *, holds: bool, equal: bool = False) -> Derivation:
    reading = each.best
    fact, need = each.reached, each.need
    own = claim_step(fact.claim, reading.reached, fact.claim.text, fact.quantity.unit.symbol)
    count = [reading.gpus.claim.index] if reading.gpus is not None else []
    required = bounded(need, each.relation) + reading.steps[-1].values
    if equal:
        message = f"{fact.claim.text} only just reaches the requirement ({required}): it is met, but not exceeded."
    else:
        message = f"{fact.claim.text} does not meet the requirement ({required})."
    return Derivation(
        rule=rule,
        head=mark.index,
        premises=(fact.claim.index, need.claim.index, *count),
        holds=holds,
        stated=f"{mark.text}, {fact.claim.text}",
        expected=required,
        interval=reading.asked,
        relation=_SIGNS[each.relation] if equal else each.relation,
        basis=Basis.COMPARISON,
        severity="warning" if equal else "",
        steps=reading.steps,
        compared=reading.compared or own,
        message="" if holds else f"{said(mark)}, but {message}",
        reservation=ROUNDED if equal else "",
    )


def said(mark: Claim) -> str:
    """A favourable mark or verdict word as a clause: '"meets all requirements" is said', "✓ stands here"."""
    return f'"{mark.text}" is said' if mark.form is Form.VERDICT else f"{mark.text} stands here"
