"""Tokens shared out to experts as if each went to one: "4,096 / 64 experts = 64 tokens each", with top-2 routing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.written import pairs
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Fact, Facts, Operand, Operation, Stance
from auditor.interval import Interval

_PER_EXPERT = re.compile(
    r"tokens?[ _](?:per|/|for each|of each)[ _]?expert|tokens?/expert|expert (?:receives|gets|handles)", re.I
)
_ASSIGNED = re.compile(r"assign|routed|slot|cop(?:y|ies)|top|×|dispatch", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:each|every) expert (?:then )?(?:receives|gets|handles|processes|sees) (?:about |exactly |only )?$", re.I
)
"""What stands right before the share of an expert in running text."""
_PAIRS = re.compile(r"assign|slot|cop(?:y|ies)|dispatch|pairs", re.IGNORECASE)
_TOKENS = (("token", 1),)
_REACH = 120
_BACK = 6
"""Numbers before a share among which its whole is looked for."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each quotient of tokens by the experts of a layer that leaves out how many a token goes to."""
    experts, chosen = _values(facts, "experts"), _values(facts, "experts_per_token")
    if len(chosen) != 1 or not experts:
        return
    several = next(iter(chosen.values()))
    value = several.quantity.value
    if value is None or value <= 1:
        return
    claims = facts.claims.all
    # 1,024 pairs are 256 tokens with four experts each, where 256 is stated, unless they are called a step's tokens.
    multiplied = {count * value for claim in claims if (count := _count(claim)) is not None}
    multiplied -= set(_values(facts, "tokens_in_step"))
    yield from _told(facts, experts, several, rule)
    for left, _, right in pairs(facts):
        if not isinstance(left, Operation) or left.operator != "/" or not isinstance(right, Operand):
            continue
        whole, parts = left.operands[0], left.operands[-1]
        if len(left.operands) != 2 or not isinstance(whole, Operand) or not isinstance(parts, Operand):
            continue
        quotient = _quotient(claims[whole.claim], claims[parts.claim], claims[right.claim])
        if quotient is None or claims[parts.claim].quantity is None or not _is_of_experts(claims[right.claim], facts):
            continue
        if _count(claims[parts.claim]) in experts and _count(claims[whole.claim]) not in multiplied:
            yield _derivation(claims, (whole.claim, parts.claim, right.claim), several, quotient * value, rule)


def _told(facts: Facts, experts: Mapping[Fraction | None, Fact], several: Fact, rule: str) -> Iterator[Derivation]:
    """ "A step has 8,192 tokens; every expert receives 128 tokens" """
    known, claims = {count for count in experts if count}, facts.claims.all
    for fact in facts.all if len(known) == 1 else ():
        text = facts.claims.document.blocks[fact.claim.block].text
        before = text[max(fact.claim.start - _REACH, 0) : fact.claim.start]
        if fact.stance is not Stance.ASSERTED or not _EACH.search(before) or _PAIRS.search(before):
            continue
        count = next(iter(known))
        for whole in claims[max(fact.claim.index - _BACK, 0) : fact.claim.index]:
            told = whole.block == fact.claim.block and _is_of_tokens(whole)
            share = _quotient(whole, experts[count].claim, fact.claim) if told else None
            if share is not None:
                used = (whole.index, experts[count].claim.index, fact.claim.index)
                yield _derivation(claims, used, several, share * (several.quantity.value or 1), rule)


def _is_of_tokens(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.readings[0].unit.dimensions == _TOKENS


def _values(facts: Facts, concept: str) -> dict[Fraction | None, Fact]:
    stated = (fact for fact in facts.all if fact.concept == concept and fact.known and fact.stance is Stance.ASSERTED)
    return {fact.quantity.value: fact for fact in stated}


def _count(claim: Claim) -> Fraction | None:
    return claim.quantity.value if claim.quantity is not None and claim.quantity.whole else None


def _quotient(whole: Claim, parts: Claim, result: Claim) -> Fraction | None:
    """What the division gives, if that is what is printed."""
    a, b = _count(whole), _count(parts)
    if a is None or not b or result.quantity is None or not result.quantity.hull.meets(Interval.point(a / b)):
        return None
    return a / b


def _is_of_experts(result: Claim, facts: Facts) -> bool:
    """Whether the line speaks of the tokens of an expert, and not of assignments, which are counted with top-k."""
    text = facts.claims.document.blocks[result.block].text
    line = text[max(result.start - _REACH, 0) : result.end + _REACH]
    return _PER_EXPERT.search(line) is not None and _ASSIGNED.search(line) is None


def _derivation(
    claims: tuple[Claim, ...], used: tuple[int, int, int], several: Fact, result: Fraction, rule: str
) -> Derivation:
    whole, parts, head = (claims[index] for index in used)
    given = tuple(
        Input(claim.name, claim.quantity.interval, claim.index)
        for claim in (whole, several.claim, parts)
        if claim.quantity is not None
    )
    names = [each.name for each in given]
    point = Interval.point(result)
    stated = head.quantity.hull if head.quantity is not None else point
    working = f"{whole.text} × {several.claim.text} ÷ {parts.text}"
    return Derivation(
        rule=rule,
        head=head.index,
        premises=(whole.index, parts.index, several.claim.index),
        holds=False,
        stated=head.text,
        expected=show.interval(point, head.quantity.readings[0].unit) if head.quantity is not None else str(result),
        interval=point,
        basis=Basis.COMPARISON,
        steps=(Step("each token goes to several", working, point, "", f"{names[0]} {names[1]} * {names[2]} /", given),),
        compared=claim_step(head, stated, head.text),
        near_miss="the number of experts that each token goes to is left out",
    )
