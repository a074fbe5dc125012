"""The bandwidth of the memory in the place of that between accelerators: "All-to-all: 1.6 TB/s ÷ 8 GPUs", where 1.6
TB/s is what the memory delivers. No link is as fast as the memory that it is fed from."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.cited import TOLD
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Bound, Derivation, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality

_LINKED = re.compile(
    r"\b(?:all-?to-?all|all-?reduce|all-?gather|inter-?(?:node|gpu|connect)\w*|cross-node|node-to-node|gpu-to-gpu"
    r"|network|links?|p2p|point-to-point|communications?)\b",
    re.IGNORECASE,
)
_MEMORY = re.compile(r"\b(?:v?ram|hbm\w*|memory|dram|gddr\w*|local|on-device|cache)\b", re.IGNORECASE)
_OF_MANY = re.compile(
    r"\b(?:aggregat\w+|total|bisection|fabric|switch\w*|nvswitch|combined|altogether|whole|sum|nvlink\w*|per node)\b",
    re.IGNORECASE,
)
"""What several links have together, and links that are named: they may be as fast as any number says."""
_NAMED = re.compile(
    r"\b(?:NV-?Link\w*|NVSwitch|Infini-?Band|PCIe|Ethernet|RoCE\w*|NICs?|UALink|XGMI|Infinity Fabric|ICI|HCCS|CXL"
    r"|C2C)\b",
    re.IGNORECASE,
)
"""Links that have a bandwidth of their own."""
_OTHERWISE = re.compile(
    r"\b(?:unlike|not|never|versus|vs|compared|than|wrong\w*|instead|confus\w+|if|would|weights?|stream\w*|hardware)\b",
    re.IGNORECASE,
)
"""Words of a line or section that tells the two apart, or may be about the memory."""
_BANDWIDTH = re.compile(r"\bbandwidth\b", re.IGNORECASE)
_RATE = (("byte", 1), ("second", -1))
_OF_MEMORY = frozenset({"memory_bandwidth", "effective_bandwidth"})
_AROUND = 40
"""Characters of a line around a number that tell what it is of."""


@dataclass(frozen=True, slots=True)
class _Memory:
    """A bandwidth of the memory: its peak or what is stated of its use, or the peak times the share that is used."""

    fact: Fact
    share: Fact | None = None

    @property
    def value(self) -> Interval:
        whole = self.fact.quantity.nominal()
        return whole if self.share is None else whole * self.share.quantity.nominal()


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each bandwidth of communication that is just that of the memory, given elsewhere."""
    stated = [fact for fact in facts.all if _is_of_memory(fact, facts)]
    if not stated:
        return
    memory = {each.value: each for each in (*_used(stated, facts), *map(_Memory, reversed(stated)))}
    places = {place for fact in stated for place in _places(fact)}
    named = {fact.quantity.nominal() for fact in facts.all if _is_plain(fact) and _NAMED.search(_line(fact, facts))}
    for fact in facts.all:
        value = fact.quantity.nominal()
        own = memory.get(value) if value not in named else None
        if own is not None and places.isdisjoint(_places(fact)) and _is_of_a_link(fact, facts):
            # What else stands in its line is the working.
            places.add(fact.claim.block)
            yield _derivation(fact, own, rule)


def _used(stated: list[Fact], facts: Facts) -> Iterator[_Memory]:
    """What the one peak comes to by the shares that are used of it."""
    peaks = {fact.quantity.nominal(): fact for fact in reversed(stated) if fact.concept == "memory_bandwidth"}
    for fact in facts.all if len(peaks) == 1 else ():
        exact = fact.quantity.modality is Modality.EXACT and fact.stance is Stance.ASSERTED
        if fact.concept == "bandwidth_utilisation" and exact:
            yield _Memory(next(iter(peaks.values())), fact)


def _places(fact: Fact) -> Iterator[object]:
    """The block of a number and its section: hardware that is listed with both bandwidths is meant to have both."""
    yield fact.claim.block
    if fact.claim.label.headings:
        yield fact.claim.label.headings


def _is_plain(fact: Fact) -> bool:
    rate = fact.quantity.unit.dimensions == _RATE and fact.quantity.is_plain
    return rate and fact.stance in TOLD


def _line(fact: Fact, facts: Facts) -> str:
    return facts.claims.document.blocks[fact.claim.block].text


def _is_of_memory(fact: Fact, facts: Facts) -> bool:
    """Whether a bandwidth is said to be the memory's, by its name or in its line."""
    if fact.concept not in _OF_MEMORY or not _is_plain(fact):
        return False
    text = _line(fact, facts)
    named = fact.concept == "memory_bandwidth" or _MEMORY.search(text) is not None
    return named and not _LINKED.search(text)


def _is_of_a_link(fact: Fact, facts: Facts) -> bool:
    """Whether the words of a bandwidth, or its section, speak of communication, and of no memory."""
    if not _is_plain(fact):
        return False
    claim, label, text = fact.claim, fact.claim.label, _line(fact, facts)
    before = text[max(claim.start - _AROUND, 0) : claim.start]
    own = " ".join((label.key, label.row, label.column, before))
    said = f"{own} {before}{text[claim.start : claim.end + _AROUND]}"
    if _MEMORY.search(said) or _OF_MANY.search(said):
        return False
    return _LINKED.search(own) is not None or (_BANDWIDTH.search(said) is not None and _is_on_links(fact, text))


def _is_on_links(fact: Fact, text: str) -> bool:
    """Whether a section is about communication alone, and the line tells nothing else."""
    heading = fact.claim.label.headings[-1] if fact.claim.label.headings else ""
    other = any(word.search(heading) for word in (_MEMORY, _OF_MANY, _OTHERWISE))
    # "Efficient use of 1.6 TB/s" may be of the memory all the same.
    first = not fact.claim.label.before or "available" in fact.claim.label.before.lower()
    return first and _LINKED.search(heading) is not None and not other and not _OTHERWISE.search(text)


def _derivation(fact: Fact, memory: _Memory, rule: str) -> Derivation:
    value, stated = memory.value, fact.quantity.nominal()
    unit = fact.quantity.readings[0].unit
    parts = [memory.fact, *([memory.share] if memory.share is not None else [])]
    taken = [(each.claim, each.quantity.nominal()) for each in parts]
    return one_step(
        fact.claim,
        chained("×", taken, "bandwidth of the memory", unit.symbol),
        rule,
        expected=show.interval(value, unit),
        holds=False,
        relation="<",
        bound=Bound.UPPER,
        basis=Basis.COMPARISON,
        compared=claim_step(fact.claim, stated, "bandwidth of the link"),
    )
