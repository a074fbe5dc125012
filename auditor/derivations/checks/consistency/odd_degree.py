"""A parallel degree that one line alone states otherwise than the rest: "EP24_TP48" in a report on EP24_TP2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations import same
from auditor.derivations.carried import is_of_another_model, is_piece
from auditor.derivations.concepts import is_of_a_part
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.in_line import by_block
from auditor.derivations.said_again import said_again
from auditor.derivations.workings import worked_with
from auditor.facts import Block, Fact, Facts, Stance

_UNITS: Mapping[str, frozenset[str]] = {
    "tensor_parallel": frozenset({"", "way"}),
    "pipeline_parallel": frozenset({"", "way", "stage"}),
    "expert_parallel": frozenset({"", "way"}),
    "data_parallel": frozenset({"", "way"}),
}
"""Units of what states a degree; ranks are counted of several kinds of groups."""
_WHOLE = frozenset({"", "total"})
_FEWEST = 3
"""Other lines that state a degree alike."""
_OTHERWISE = re.compile(
    r"\b(?:or|vs\.?|versus|instead|than|to|from|not|no|without|if|when|would|could|should|might|may|was|were|previous\w*"
    r"|original\w*|earlier|former\w*|old|current\w*|reduc\w*|increas\w*|chang\w*|rais\w*|lower\w*|baseline|naive"
    r"|alternativ\w*|options?|fallback|variants?|phases?|instances?|pools?|other|another|smaller|larger|only|e\.g|examples?"
    r"|future|scal\w*|compar\w*|reject\w*|consider\w*|exceed\w*|issues?|errors?|wrong|incorrect\w*|mistak\w*|claim\w*"
    r"|draft|versions?|runs?|tests?|trials?|experiments?|cases?|scenarios?|teams?|sites?|v\d+|new|what|why"
    r"|doubl\w*|halv\w*|tripl\w*|quadrupl\w*|twice|expand\w*|extend\w*|grow\w*|upgrad\w*|migrat\w*|switch\w*|mov\w+"
    r"|go(?:es|ing)?|replac\w*|drop\w*|add\w*|remov\w*|tr(?:y|ied|ying)|suggest\w*|next|then|later|once|until|after"
    r"|before|also|even|either|both|while|whereas|but|however|although|though|needs?|more|fewer|less"
    r"|illustrat\w*|sketch\w*|diagram\w*|drawn|simplif\w*|toy|real"
    r"|prefill|decode|attention|shared|experts? TP|minim\w*|maxim\w*|least|most"
    r"|(?:plan|layout|config\w*|setup|strategy|step|pool) [A-Z\d]|with [A-Z]{2} ?=|hoặc|nếu|thay|trước|so)\b"
    r"|->|→|[≥≤<>⚠❌✗]|或|若|如果|比较|对比|改为|方案|替代|之前|原|没有|不",
    re.IGNORECASE,
)
"""Words of a line, of its heading or of what announces its list, that may make a degree one of another plan."""
_OF_PART = re.compile(r"\b(?:attention|experts?|shared|draft|dense|MoE)[- ](?:[TPED]P|tensor|data)\b", re.IGNORECASE)
"""What calls a degree that of some layers."""
_MINUS = re.compile(r"\s[-−–]\s*\Z")
_MOST = 2000
"""Statements of one degree; more are no report's."""
_LABEL = re.compile(
    r"\b(?:TP|PP|EP|DP|(?:tensor|pipeline|expert|data)[- ]parallel\w*|pipeline stages?)\b|并行", re.IGNORECASE
)
"""What a line calls a degree that it states for itself: "**Tensor parallelism**: 4", "### Data parallelism (DP=2)"."""

_Told = Mapping[str, Sequence[Fact]]


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each degree that only one line has, where all others of its situation agree on another."""
    told = _told(facts)
    if not told or _tells_of_models(facts):
        return
    for fact, rest in _pairs(told):
        firm = _are_many(fact, rest, told) or (_is_label(fact, facts) and _is_proved(fact, rest, found))
        if firm and _is_of_plan(fact, told, facts):
            yield said_again(fact.claim, rest[0].claim, rest[0].quantity.hull, rule, holds=False)


def _pairs(told: _Told) -> Iterator[tuple[Fact, Sequence[Fact]]]:
    """Each degree that one line alone has, with the statements of its situation if these have one other value."""
    for group in told.values():
        by_situation = _by_situation(group)
        values = {own: {fact.quantity.value for fact in some} for own, some in by_situation.items()}
        for fact in _odd(group):
            own = _situation(fact)
            here = by_situation[own]
            # More values than these two are those of several plans.
            if len(here) < 2 or len(values[own]) > 2 or len(values[own] | values.get(frozenset(), set())) != 2:
                continue
            rest = [*here, *by_situation.get(frozenset(), ())] if own else here
            others = [other for other in rest if other.quantity.value != fact.quantity.value]
            if len(others) == len(rest) - 1:
                yield fact, others


def _by_situation(group: Sequence[Fact]) -> Mapping[frozenset[str], Sequence[Fact]]:
    found: dict[frozenset[str], list[Fact]] = defaultdict(list)
    for fact in group:
        found[_situation(fact)].append(fact)
    return found


def _told(facts: Facts) -> _Told:
    """By degree where the report states it of the whole deployment."""
    found: dict[str, list[Fact]] = defaultdict(list)
    blocks = facts.claims.document.blocks
    of_part = {at for at in by_block(facts) if _OF_PART.search(blocks[at].text)}
    for fact in exact_counts(facts):
        units = _UNITS.get(fact.concept)
        stated = units is not None and fact.known and fact.scope in _WHOLE and fact.quantity.unit.symbol in units
        if stated and fact.quantity.value and fact.claim.block not in of_part:
            found[fact.concept].append(fact)
    return {concept: group for concept, group in found.items() if len(group) <= _MOST}


def _tells_of_models(facts: Facts) -> bool:
    """Whether several models are spoken of, each with a layout that may be its own."""
    several = len({each.entries for each in facts.named if each.kind == "model"}) > 1
    return several or any(is_of_another_model(fact.scenario) for fact in facts.all)


def _odd(group: Sequence[Fact]) -> Iterator[Fact]:
    """The first statement of each value that stands in one line only."""
    lines: dict[object, list[Fact]] = defaultdict(list)
    for fact in group:
        lines[fact.quantity.value].append(fact)
    yield from (same[0] for same in lines.values() if len({fact.claim.block for fact in same}) == 1)


def _situation(fact: Fact) -> frozenset[str]:
    """The situation of a degree; a stage or a GPU has those of the deployment."""
    return frozenset(tag for tag in fact.scenario if not is_piece(tag))


def _is_of_plan(fact: Fact, told: _Told, facts: Facts) -> bool:
    """Whether a line plainly states a degree, beside others that the rest of the report gives alike."""
    if fact.stance is not Stance.ASSERTED or is_of_a_part(fact) or fact.claim.index in worked_with(facts):
        return False
    if same.sameness(facts).is_of_own_layout(fact):
        return False
    blocks = facts.claims.document.blocks
    block = blocks[fact.claim.block]
    if _is_of_other_list(fact, told, blocks) or not all(_is_said_elsewhere(o, told) for o in _beside(fact, told)):
        return False
    headings = fact.claim.label.headings
    around = (block.text, *(headings[1:] or headings), _announcing(block, blocks))
    return not (_MINUS.search(block.text[: fact.claim.start]) or any(_OTHERWISE.search(text) for text in around))


def _beside(fact: Fact, told: _Told) -> Iterator[Fact]:
    """The other degrees of a line."""
    for concept, group in told.items():
        if concept != fact.concept:
            yield from (other for other in group if other.claim.block == fact.claim.block)


def _is_of_other_list(fact: Fact, told: _Told, blocks: Sequence[Block]) -> bool:
    """Whether another item of its list states a degree that no line outside of the list has: a layout of its own."""
    item = blocks[fact.claim.block].item
    if item is None:
        return False
    for concept, group in told.items():
        inside = [o for o in group if (its := blocks[o.claim.block].item) is not None and its.list == item.list]
        outside = {o.quantity.value for o in group if o not in inside}
        if concept != fact.concept and outside and any(o.quantity.value not in outside for o in inside):
            return True
    return False


def _is_said_elsewhere(other: Fact, told: _Told) -> bool:
    """Whether another line states the same degree with the same value."""
    return any(
        o.quantity.value == other.quantity.value and o.claim.block != other.claim.block for o in told[other.concept]
    )


def _are_many(fact: Fact, rest: Sequence[Fact], told: _Told) -> bool:
    """Whether enough other lines speak against a degree; two, if one of them names another degree of its line too."""
    lines = {other.claim.block for other in rest}
    beside = _named(fact.claim.block, told)
    named = any(beside & _named(line, told) for line in lines)
    return len(lines) + named >= _FEWEST


def _named(block: int, told: _Told) -> set[tuple[str, object]]:
    return {(o.concept, o.quantity.value) for group in told.values() for o in group if o.claim.block == block}


def _is_label(fact: Fact, facts: Facts) -> bool:
    """Whether the line is there to state the degree."""
    text, claim = facts.claims.document.blocks[fact.claim.block].text, fact.claim
    return bool(claim.label.key and _LABEL.search(claim.label.key)) or _LABEL.search(text[:30]) is not None


def _is_proved(fact: Fact, rest: Sequence[Fact], found: Sequence[Derivation]) -> bool:
    """Whether what the others state follows from further numbers, and nothing speaks for this one."""
    heads = {other.claim.index for other in rest}
    proofs = [each for each in found if each.holds and each.power is None and each.basis is Basis.DERIVATION]
    if any(each.holds and each.head == fact.claim.index for each in found):
        return False
    return any(heads & {each.head, *each.premises} and fact.claim.index not in each.premises for each in proofs)


def _announcing(block: Block, blocks: Sequence[Block]) -> str:
    """The line right before a list, where it ends in a colon."""
    at = block.index
    while at > 0 and block.item is not None and (item := blocks[at].item) is not None and item.list == block.item.list:
        at -= 1
    text = blocks[at].text.rstrip()
    return text if at < block.index and text.endswith((":", "：")) else ""
