"""Verdicts on requirements in general ("meets all performance requirements"), and what they speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor import patterns as re
from auditor.facts import Claim, Extent, Facts, Form, Polarity
from auditor.text import line_start, words_of

_NOUNS = ("requirements", "targets", "goals", "constraints", "slas", "slos", "objectives", "criteria")
_SINGULAR = frozenset({*(noun.removesuffix("s") for noun in _NOUNS), "criterion"})
_ALL_OF_THEM = re.compile(r"(?:所有|全部|各项)(?:要求|指标|目标|约束)")
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
    said = words_of(mark.text)
    if any(word in _NOUNS for word in said):
        return said
    text = facts.claims.document.blocks[mark.block].text
    key = text[line_start(text, mark.start) : mark.start]
    return [*words_of(key), *said]


def topics(facts: Facts, mark: Claim) -> frozenset[str]:
    """The concepts that a verdict on requirements speaks of; empty for all."""
    wanted = [TOPICS[word] for word in _said(facts, mark) if word in TOPICS]
    narrow = [topic for topic in wanted if topic in SPECIFIC]
    return frozenset[str]().union(*(narrow or wanted))
