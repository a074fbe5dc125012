"""A setting that the text of a document with one plan says otherwise than its table, list or configuration does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.same import explained, sameness
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality
from auditor.text import sentence_at

_COUNTS = frozenset({"gpus", "nodes"})
_PLAN = (
    DEGREES | _COUNTS | {"gpus_per_node", "sequence_length", "global_batch_size", "micro_batch_size", "learning_rate"}
)
"""What a plan sets once."""
_ROLES = frozenset({"", "maximum"})
_MOST = 80
"""Numbers of a document that has one plan."""
_SEVERAL = re.compile(
    r"\b(?:options?|alternativ\w*|scenarios?|variants?|phases?|baseline|compar\w*|versus|vs|ablation"
    r"|extend\w*|upgrad\w*|migrat\w*|scal(?:e|es|ed|ing)|future|next|later|experiments?|sweep|pools?|spare|reserved?"
    r"|old|new|previous\w*|instead|originally|initial\w*|fallback|prefill|stage [1-9a-c]|second stage|first stage"
    r"|draft|teacher|student|actor|critic|reward|eval\w*|pilot|test|changed?|increas\w*|reduc\w*|doubl\w*|halv\w*)\b",
    re.IGNORECASE,
)
"""Words of a document that may speak of two plans, or of two times."""
_SAYS = re.compile(
    r"\b(?:is|are|was|were|runs?|uses?|used|trains?|trained|takes?|has|have|sees?|holds?|keeps?|spans?|deploy\w*"
    r"|launch\w*)\b",
    re.IGNORECASE,
)
"""A word that makes a line a sentence on what the plan does."""
_HEDGED = re.compile(
    r"\b(?:not|no longer|rather|would|could|if|up to|at most|at least|maximum|minimum|each|every|per|other|another|only"
    r"|of (?:the|them|these|which)|too|also support\w*|recommend\w*|should|can|may|might|e\.g\."
    r"|embedding\w*|adapters?|cannot|even|single|fits?|router|final|end|ends|decay\w*|anneal\w*|starts?|ramp\w*|warms|measur\w*|benchmark\w*"
    r"|profil\w*|window|prompts?|outputs?|chunk\w*|serv\w*|inference)\b|[?\"“”]",
    re.IGNORECASE,
)
"""Words of a sentence by which it may not say what the plan is."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each setting of a document with one plan that its text says otherwise."""
    groups = _groups(facts)
    apart = [group for group in groups.values() if len({fact.quantity.value for fact in group}) > 1]
    if len(apart) != 1 or not _is_of_one_plan(facts):
        return
    found = _said_otherwise(apart[0], facts)
    if found is not None and _is_of_the_plan(*found, facts):
        first, last = found
        yield said_again(last.claim, first.claim, first.quantity.hull, rule, holds=False)


def _groups(facts: Facts) -> Mapping[str, Sequence[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.concept in _PLAN and not fact.scope:
            found[fact.concept].append(fact)
    return found


def _is_of_one_plan(facts: Facts) -> bool:
    document = facts.claims.document
    return len(facts.all) <= _MOST and not any(_SEVERAL.search(block.text) for block in document.blocks)


def _said_otherwise(group: Sequence[Fact], facts: Facts) -> tuple[Fact, Fact] | None:
    """The first statement, which declares the setting, and the one sentence that does not agree with it."""
    first, *rest = sorted(group, key=lambda fact: fact.claim.span.start)
    odd = [fact for fact in rest if fact.quantity.value != first.quantity.value]
    if len(odd) != 1 or not all(map(_is_plain, group)) or len({fact.scenario for fact in group}) != 1:
        return None
    declared = _is_declared(first, facts)
    beside = {fact.claim.block for fact in group if fact is not odd[0]} if first.concept in _COUNTS else set()
    apart = odd[0].claim.block not in beside | {first.claim.block}
    return (first, odd[0]) if declared and apart and _is_told(odd[0], facts) else None


def _is_plain(fact: Fact) -> bool:
    exact = fact.quantity.modality is Modality.EXACT and fact.quantity.value is not None
    return exact and fact.stance is Stance.ASSERTED and fact.role in _ROLES


def _is_declared(fact: Fact, facts: Facts) -> bool:
    """Whether a number stands in a table, in code, in a list, or right behind its key."""
    block, label = facts.claims.document.blocks[fact.claim.block], fact.claim.label
    placed = block.cell is not None or block.code is not None or block.item is not None
    return placed or bool(label.key and not label.before)


def _is_told(fact: Fact, facts: Facts) -> bool:
    """Whether a number stands in a sentence, and not in a table, in code or behind a key."""
    block, label = facts.claims.document.blocks[fact.claim.block], fact.claim.label
    placed = block.cell is not None or block.code is not None or bool(label.key)
    return not placed and _SAYS.search(_sentence(fact, facts)) is not None


def _sentence(fact: Fact, facts: Facts) -> str:
    text = facts.claims.document.blocks[fact.claim.block].text
    return text[slice(*sentence_at(text, fact.claim.start))]


def _is_of_the_plan(first: Fact, last: Fact, facts: Facts) -> bool:
    """Whether the sentence can say nothing else: it does not hedge, and its number is no other quantity's."""
    same = sameness(facts)
    if _HEDGED.search(_sentence(last, facts)) or explained(last, first, same.factors):
        return False
    if not (last.claim.degree or same.stated_once(last)):
        return False
    if last.concept in _COUNTS:
        return _is_more(last, first) and _says_again(last, facts)
    return last.concept in DEGREES or last.concept == "learning_rate" or same.share_a_word(last, first)


def _is_more(last: Fact, first: Fact) -> bool:
    """Whether it counts more than there are: fewer may be in use."""
    return (last.quantity.value or 0) > (first.quantity.value or 0)


def _says_again(last: Fact, facts: Facts) -> bool:
    """Whether its sentence says another quantity of the document again, so that it speaks of the same."""
    text = facts.claims.document.blocks[last.claim.block].text
    first, end = sentence_at(text, last.claim.start)
    here = [fact for fact in facts.all if fact.claim.block == last.claim.block and first <= fact.claim.start < end]
    return any(
        each.known
        and each.concept == other.concept != last.concept
        and each.quantity.value == other.quantity.value
        and other.claim.block != last.claim.block
        for each in here
        for other in facts.all
    )
