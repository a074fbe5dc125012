"""Words that say of the one requirement of a report that it is met: "The target is met.", "TTFT meets the SLO"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.general_verdicts import TOPICS, is_general
from auditor.derivations.checks.verdict.requirement import comparisons
from auditor.derivations.checks.verdict.satisfaction import admitted, judge
from auditor.derivations.derivation import Derivation
from auditor.derivations.goals import Held
from auditor.facts import Claim, Facts, Form, Polarity
from auditor.text import sentence_at, words_of

_NOUN = re.compile(
    r"\b(?:target|requirement|goal|limit|SL[AO]|objective|threshold|criterion|constraint)\b|要求|目标|yêu cầu|mục tiêu",
    re.IGNORECASE,
)
_KEPT = ("meet", "met", "satisf", "fulfil", "achiev", "reach", "within", "kept", "满足", "达标", "达到", "đạt", "đáp")
_OTHERWISE = re.compile(
    r"(?<![Pp\d])\d|\b(?:if|would|could|should|must|may|might|not|no|only|once|when|unless|until|after|before|with|without|at|under"
    r"|for|on|in case|but|except|almost|nearly|to be|will|can)\b|n't|\?|若|如果|需|nếu|phải",
    re.IGNORECASE,
)
"""Words of a sentence that speaks of a case, of what may be, or of several things."""
_LONGEST = 120


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such sentence, where the report has one requirement of what it speaks of."""
    marks = [(mark, said) for mark, said in _marks(facts)]
    if not marks:
        return
    needs: dict[str, list[Held]] = defaultdict(list)
    for each in comparisons(facts, tied=True):
        if not each.need.scenario:
            needs[each.need.concept].append(each)
    conceded = admitted(facts)
    for mark, said in marks:
        found = _of_one(_of_topic(said, needs))
        derivation = judge(mark, [found], conceded, rule) if found else None
        if derivation is not None:
            yield derivation


def _marks(facts: Facts) -> Iterator[tuple[Claim, str]]:
    """The favourable verdicts on a requirement in the singular, each with its sentence."""
    for mark in facts.claims.all:
        if mark.form is not Form.VERDICT or mark.polarity is not Polarity.GOOD or is_general(facts, mark):
            continue
        block = facts.claims.document.blocks[mark.block]
        start, end = sentence_at(block.text, mark.start, _LONGEST)
        said = block.text[start:end]
        kept = any(word.startswith(_KEPT) for word in words_of(mark.text))
        if kept and block.cell is None and _NOUN.search(said) and not _OTHERWISE.search(said):
            yield mark, said


def _of_topic(said: str, needs: dict[str, list[Held]]) -> Sequence[Sequence[Held]]:
    """What is reached of the quantities that a sentence names; of all where it names none."""
    named = [concepts for word, concepts in TOPICS.items() if word in words_of(said)]
    return [found for concept, found in needs.items() if not named or any(concept in each for each in named)]


def _of_one(chosen: Sequence[Sequence[Held]]) -> list[Held]:
    """What is reached of the one requirement of one quantity; nothing where there are more."""
    values = {(each.need.concept, each.need.quantity.hull) for found in chosen for each in found}
    return [each for found in chosen for each in found] if len(values) == 1 else []
