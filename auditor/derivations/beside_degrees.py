"""Numbers of GPUs beside the parallel degrees that they come of: "TP=4, PP=2, DP=2: 24 GPUs", "24 GPUs (TP4, PP6)"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import prod

from auditor import patterns as re
from auditor.derivations.by_block import by_block
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.quantity import Modality

_NAME = (
    r"(?:\d+-way )?(?:the )?(?:[TPEDSC]P|(?:tensor|pipeline|data|expert|context|sequence)"
    r"(?:[ _-](?:model[ _-])?parallel(?:ism)?)?)(?:[ _-](?:size|degree|world size|stages?|replicas?|ranks?))?"
)
_JOINT = re.compile(r"[^.;!?\n→⇒|]{1,60}")
"""What stands between two degrees of one plan."""
_APART = re.compile(r"\b(?:or|vs\.?|versus|instead|than|to|from|not|no|without)\b|->", re.IGNORECASE)
_BEHIND = re.compile(
    rf"(?: ?-?{_NAME})?(?: ?\([^()\d.]*\))?[^\w.;!?|]*(?:i\.e\.,? |for a total of |resulting in )?"
    r"(?:(?:on|across|over|using|with|uses?|requires?|requiring|needs?|needing|total(?:s|l?ing|ly)?|in|of|an?|gives?|giving"
    r"|makes?|making|yields?|yielding|equals?|is|are|that|so|therefore|hence|thus|means|comes?|to|all|exactly|the|this"
    r"|plan|model|deployment|strategy|configuration|layout|deployed|runs?|fits?|perfectly|match(?:es|ing)?"
    r"|occup(?:y|ies|ying)|utili[sz](?:es?|ing)|which|world|size|and|we)\b[^\w.;!?|]*"
    r"|(?:总共|一?共|总计|合计|需要?|使用|占用|tổng cộng|cần|dùng)[^\w.;!?|]*)*",
    re.IGNORECASE,
)
"""What stands between the last degree and the number of GPUs; a comma, a colon, an arrow or a parenthesis among it."""
_AHEAD = re.compile(
    r"[^\w.;!?|]*(?:(?:with|using|in|as|at|under|from|arranged|organi[sz]ed|configured|via|by|of|an?|total|altogether|where)\b"
    rf"[^\w.;!?|]*)*(?:{_NAME}[^\w.;!?|]*(?:(?:of|is|set|to|degree|size)\b[^\w.;!?|]*)*)?",
    re.IGNORECASE,
)
"""What stands between a number of GPUs and the first degree."""
_OF_A_PART = re.compile(
    r"[\s-]*(?:per|each|every|/|in (?:each|every|one|a)\b|(?:nodes?|servers?|hosts?|machines?|groups?|stages?|replicas?"
    r"|instances?|cluster|pool|box|system)\b)",
    re.IGNORECASE,
)
"""What a part's or a machine's GPUs are followed by."""
_PARTS = re.compile(
    r"\b(?:each|every|per|one|single|stages?|nodes?|groups?|replicas?|instances?|prefill|decode|only|cluster|pool|available"
    r"|has|have)\b[^.;\n]{0,40}\Z",
    re.IGNORECASE,
)
"""What they are preceded by."""
_MORE = re.compile(
    r"\b(?:spare|idle|unused|stand-?by|reserved?|left over|unallocated|headroom|half|remain\w*|rest|left|others?"
    r"|additional|extra|free|instances|copies|pools?|twice|available|prefill|decode|islands?|cluster|dự phòng)\b"
    r"|预填充|解码|空闲|备用|剩余",
    re.IGNORECASE,
)
"""Words of a line that may tell why there are more GPUs than the degrees take."""
_OF_PLAN = re.compile(
    r"\b(?:deployment|plan|strategy|configuration|layout|setup|design|model) (?:\w+ly )?(?:uses|requires|needs|occupies"
    r"|utili[sz]es|takes|spans|employs|runs on|is deployed on|is deployed across|is distributed across)"
    r"(?: exactly| all| a total of| only| just)?\W*\Z"
    r"|\b(?:[TPEDCS]P ?[×x*·] ?){1,6}[TPEDCS]P\W*\Z",
    re.IGNORECASE,
)
"""What stands before the number of GPUs that a whole plan takes: what does, or the degrees that multiply to it."""
_MULTIPLIED = DEGREES | {"replicas"}
_ROLES = frozenset({"", "required", "achieved", "estimated"})
"""Roles of what a plan takes, not of what there is."""
_FEWEST = 2


class BesideDegrees:
    """Which numbers of GPUs stand right beside the degrees of their plan, and with which of them."""

    def __init__(self, facts: Facts) -> None:
        self._degrees: Mapping[int, Sequence[Fact]] = dict(_found(facts))

    def of(self, fact: Fact) -> Sequence[Fact]:
        """The degrees that a number of GPUs stands beside; empty for one that does not, or that is a part's."""
        return self._degrees.get(fact.claim.index, ())

    def tell_against(self, fact: Fact, derivation: Derivation, facts: Facts) -> bool:
        """Whether degrees alone refute a number that stands beside some of them, and is that of no group of theirs."""
        premises = [premise for claim in derivation.premises if (premise := facts.by_claim[claim]) is not None]
        text = facts.claims.document.blocks[fact.claim.block].text
        degrees = self.of(fact) or (
            premises if _is_count(fact, text) and _OF_PLAN.search(fact.claim.label.before) else ()
        )
        if not degrees or fact.quantity.value in products(degrees) or _MORE.search(text):
            return False
        return len(premises) == len(derivation.premises) and all(each.concept in _MULTIPLIED for each in premises)


def _found(facts: Facts) -> Iterator[tuple[int, Sequence[Fact]]]:
    for index, here in by_block(facts).items():
        text = facts.claims.document.blocks[index].text
        for begin, end in _runs(here, text):
            degrees = here[begin:end]
            behind = here[end] if end < len(here) else None
            ahead = here[begin - 1] if begin > 0 else None
            if behind is not None and _is_count(behind, text) and _between(_BEHIND, degrees[-1], behind, text):
                yield behind.claim.index, degrees
            elif ahead is not None and _is_count(ahead, text) and _between(_AHEAD, ahead, degrees[0], text):
                yield ahead.claim.index, degrees


def _runs(here: Sequence[Fact], text: str) -> Iterator[tuple[int, int]]:
    """Where the degrees of one plan begin and end among the numbers of a block: at least two, each once."""
    begin = 0
    for at in range(1, len(here) + 1):
        if at < len(here) and _goes_on(here[begin:at], here[at], text):
            continue
        if at - begin >= _FEWEST:
            yield begin, at
        begin = at


def _goes_on(run: Sequence[Fact], fact: Fact, text: str) -> bool:
    if not (_is_degree(run[-1]) and _is_degree(fact)) or fact.concept in {each.concept for each in run}:
        return False
    between = text[run[-1].claim.end : fact.claim.start]
    return _JOINT.fullmatch(between) is not None and _APART.search(between) is None


def _is_degree(fact: Fact) -> bool:
    exact = fact.quantity.whole and fact.quantity.hull.is_point
    return exact and fact.concept in _MULTIPLIED and "GPU" not in fact.quantity.unit.symbol


def _is_count(fact: Fact, text: str) -> bool:
    if fact.concept != "gpus" or fact.scope or fact.role not in _ROLES or fact.quantity.modality is not Modality.EXACT:
        return False
    if not fact.quantity.hull.is_point or _OF_A_PART.match(text, fact.claim.end):
        return False
    begin = max(text.rfind("\n", 0, fact.claim.start), text.rfind(". ", 0, fact.claim.start)) + 1
    return _PARTS.search(text[begin : fact.claim.start]) is None


def _between(pattern: re.Pattern[str], first: Fact, second: Fact, text: str) -> bool:
    return pattern.fullmatch(text, first.claim.end, second.claim.start) is not None


def products(degrees: Sequence[Fact]) -> set[Fraction]:
    """What some of the degrees multiply to: a group, stage or replica of the plan has so many GPUs."""
    values = [fact.quantity.value or Fraction(1) for fact in degrees]
    return {Fraction(prod(some)) for size in range(len(values) + 1) for some in combinations(values, size)}
