"""The bandwidth inside a node stated twice: "Intra-node bandwidth: 300 GB/s", and "NVLink 900 GB/s (intra-node)"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import short_line_at

_INSIDE = re.compile(r"\bintra-?node\b|\b(?:within|inside) (?:a|the|each|one|every) node\b|节点内", re.IGNORECASE)
_NAMED = re.compile(r"\bNV-?Link\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:PCIe|PCI-E\w*|Infini-?Band|RoCE\w*|Ethernet|NICs?|effective\w*|measured|achiev\w+|sustain\w+|practical|real\w*"
    r"|actual|observed|usage|used|uses|utili[sz]\w+|bus\w*|algbw|per (?:link|lane|port|direction)|each way|one way"
    r"|unidirectional\w*|aggregat\w+|total|bisection|NVSwitch|fabric|up to|limit\w*|threshold|target\w*|require\w*"
    r"|previous\w*|original\w*|instead|not|without|if|vs|versus|than|old|new)\b",
    re.IGNORECASE,
)
"""Words of a line that make its rate another one than what the link between two GPUs of a node is built for."""
_RATES = ((("byte", 1), ("second", -1)), (("byte", 1), ("gpu", -1), ("second", -1)))
"""A rate, and that of a GPU."""
_TWO_WAYS = Interval.point(Fraction(21, 10))
"""How many times the lower rate may go into the higher one where one counts both ways."""
_LONGEST = 12
"""Items that a list may have before one."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the first rate inside a node that is neither that of its NVLink, nor half of it."""
    stated = [(fact, line) for fact in facts.all if _is_plain(fact) and not _OTHER.search(line := _line(fact, facts))]
    links = [fact for fact, line in stated if _NAMED.search(line) and _is_inside(fact, line, facts)]
    nodes = [fact for fact, line in stated if not _NAMED.search(line) and _INSIDE.search(fact.claim.label.key or line)]
    machines = [frozenset(named.entries) for named in facts.named if named.kind == "accelerator"]
    apart = machines and not machines[0].intersection(*machines)
    if len({fact.quantity.value for fact in links}) != 1 or apart:
        return
    pair = next(((fact, links[0]) for fact in nodes if fact.scenario == links[0].scenario), None)
    if pair is not None and not any(_reaches(fact, links[0]) for fact in nodes):
        yield _derivation(*pair, rule)


def _is_plain(fact: Fact) -> bool:
    rate = fact.quantity.readings[0].unit.dimensions in _RATES and fact.quantity.modality is Modality.EXACT
    return rate and fact.stance is Stance.ASSERTED and not fact.role and bool(fact.quantity.value)


def _line(fact: Fact, facts: Facts) -> str:
    claim, label = fact.claim, fact.claim.label
    line = short_line_at(facts.claims.document.blocks[claim.block].text, claim.start, claim.end)
    return " ".join((label.row, label.column, line)) if label.row or label.column else line


def _is_inside(fact: Fact, line: str, facts: Facts) -> bool:
    """Whether the line of a link, the heading above it or what leads in to its list says that it is of a node."""
    said = (line, *fact.claim.label.headings[-1:], _lead(fact, facts))
    return any(_INSIDE.search(text) for text in said)


def _lead(fact: Fact, facts: Facts) -> str:
    """The line that ends in a colon right above the list that a fact stands in."""
    blocks, at = facts.claims.document.blocks, fact.claim.block
    first = max(at - _LONGEST, 0)
    above = next((block for block in reversed(blocks[first:at]) if block.item is None), None)
    return above.text if blocks[at].item is not None and above is not None and above.text.endswith(":") else ""


def _reaches(fact: Fact, link: Fact) -> bool:
    """Whether a rate is at least that of the link in one direction."""
    high, low = (fact.quantity.nominal() * _TWO_WAYS).high, link.quantity.nominal().low
    return high is None or low is None or high >= low


def _derivation(fact: Fact, link: Fact, rule: str) -> Derivation:
    unit = link.quantity.readings[0].unit
    step = claim_step(link.claim, link.quantity.hull, "stated of the link", unit.symbol)
    return one_step(fact.claim, step, rule, expected=link.claim.text, holds=False, basis=Basis.RESTATEMENT)
