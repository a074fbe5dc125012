"""Counts in running words that name nothing, "summed up across all 64 GPUs", and are stated elsewhere by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.degrees import one_situation
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.workings import written
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_COUNTS: Mapping[str, str] = {
    "GPU": "gpus",
    "layer": "layers",
    "expert": "experts",
    "head": "attention_heads",
    "sequence": "batch_size",
}
"""The concept that states how many there are, by the unit that counts them."""
_WORD = re.compile(r"[^\W\d_]+")
_NODES = re.compile(r"\b(layer|expert|head) nodes\Z", re.IGNORECASE)
_PLAIN = frozenset({"total", "transformer", "s"})
"""Words within the number that leave it a count of all such things; any other names some of them ("8 TP GPUs")."""
_HOLDERS = frozenset(
    ("group", "groups", "node", "nodes", "server", "servers", "host", "hosts", "machine", "machines", "pair", "pairs",
     "stage", "stages", "partition", "partitions", "each", "apiece", "per")
)  # fmt: skip
"""Words right behind a count that make it one of a part ("2-GPU groups", "4 GPUs each")."""
_NEAR = 24
"""Characters behind a number that hold the word behind it."""
_CHANCE = 0.1

Counts = Mapping[tuple[str, Fraction], list[Fact]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each nameless count that the document also states by name, as often as any other value."""
    counts = _counts(facts)
    factors = written(facts)
    for fact in facts.all:
        concept, value = _COUNTS.get(fact.quantity.unit.symbol, "") or _of_nodes(fact), fact.quantity.value
        if fact.known or not concept or value is None or not _is_plain(fact):
            continue
        if concept == "gpus" and fact.claim.index in factors:
            # "2 nodes × 8 GPUs" are those of a node.
            continue
        found = next((other for other in counts.get((concept, value), ()) if _is_same(fact, other)), None)
        if found is not None:
            yield _derivation(fact, found, value, rule)


def _of_nodes(fact: Fact) -> str:
    """The concept that counts what the nodes of a graph stand for: "all 48 expert nodes"."""
    found = _NODES.search(fact.claim.text)
    return _COUNTS[found[1].lower()] if found is not None else ""


def _counts(facts: Facts) -> Counts:
    """The statements of each count by concept and value; of several values those that stand most often."""
    stated: dict[tuple[str, Fraction], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        value, concept = fact.quantity.value, fact.concept
        if fact.known and concept in _COUNTS.values() and value is not None and _is_total(fact):
            stated[concept, value].append(fact)
    most = Counter[str]()
    for (concept, _), each in stated.items():
        most[concept] = max(most[concept], len(each))
    return {key: each for key, each in stated.items() if len(each) == most[key[0]]}


def _is_total(fact: Fact) -> bool:
    return fact.scope in OF_ALL and _is_said(fact) and not _is_of_part(fact)


def _is_all(fact: Fact) -> bool:
    """Whether the text says that they are all: "all 40 layers on each group"."""
    return _is_said(fact) and fact.claim.label.before.lower().split()[-1:] == ["all"]


def _is_said(fact: Fact) -> bool:
    return fact.quantity.whole and fact.quantity.modality is Modality.EXACT and fact.stance is Stance.ASSERTED


def _is_plain(fact: Fact) -> bool:
    """Whether a number is more than one of all such things, in the plural or before a hyphen."""
    value, text = fact.quantity.value, fact.claim.text
    words = {word.lower() for word in _WORD.findall(text)} - _PLAIN
    nouns = {word.removesuffix("s") for word in words}
    bare = _of_nodes(fact) or nouns <= {fact.quantity.unit.symbol.lower(), "device", "accelerator"}
    return bool(bare) and value is not None and value > 1 and (_is_total(fact) or _is_all(fact))


def _is_of_part(fact: Fact) -> bool:
    words = _WORD.findall(fact.claim.label.after[:_NEAR].lower())
    return bool({*words[:1], *_WORD.findall(fact.claim.text.lower())} & _HOLDERS)


def _is_same(fact: Fact, other: Fact) -> bool:
    return other.claim.block != fact.claim.block and one_situation(fact, other)


def _derivation(fact: Fact, other: Fact, value: Fraction, rule: str) -> Derivation:
    return said_again(fact.claim, other.claim, Interval.point(value), rule, power=_CHANCE)
