"""Counts of what the list below them names one by one: "8 nodes", and seven names in code below it; "the following 5
changes:", and four items; "`part_0` through `part_7`" are eight. A list that may leave some out has no more of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Block, Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.show import number

_NOUN = re.compile(
    r"\b(?:nodes?|files?|graphs?|DAGs?|modules?|operations?|operators?|ops|tests?|scripts?|functions?|classes|class|tensors?"
    r"|edges?|components?|kernels?|configs?|steps?|tasks?|entries|entry|items?|names?|flags?|options?|metrics?|fields?)\W*\Z",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:following|these|below)\b[^.:;\d]{0,40}\d+ (?:[^\W\d][\w-]* ){0,2}(?:issues?|problems?|findings?|steps?"
    r"|changes|configurations?|options|strategies|scenarios|phases|corrections|modifications|recommendations|defects"
    r"|errors|requirements|constraints|criteria|reasons|points|checks|components|experiments)\b[^.:;\d]{0,60}:\W*\Z",
    re.IGNORECASE,
)
"""A sentence that says how many items the list behind it has."""
_CLOSED = re.compile(r"[\s:.()*]*")
_BETWEEN = re.compile(r"(?:[\s,;/&]|\band\b|\bund\b)*", re.IGNORECASE)
_SAID = re.compile(r"\s*(?:[:(–—]|-\s)")
_NAME = re.compile(r"[A-Za-z_][\w./:-]*")
_OPEN = re.compile(
    r"\b(?:etc|e\.g|incl\w*|such as|for example|similar\w*|others|remaining|respectively|some|sample|examples?|mainly"
    r"|at least|up to|about|more)\b|\.\.\.|…|[~≥≤<>]",
    re.IGNORECASE,
)
"""Words and signs of a list that leaves names out."""
_SEVERAL = re.compile(r"(?:\A|[_.\W])(?:[XNijkn]|\d+[-.:]+\d+)(?:\Z|[_.\W])")
"""A name that stands for several: "layer_X_norm", "block_0-7"."""
_THROUGH = re.compile(r"\s*(?:through|thru|to|until|bis|至|到|–|—|-|\.{2,3}|…)\s*", re.IGNORECASE)
"""What stands between the first and the last of names that are told apart by their numbers."""
_LAST_NUMBER = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,4})(?P<ending>(?:\.[A-Za-z]\w*)*)")
_SHORT = 40
_FEWEST, _MOST = 2, 60


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count that ends its line or item above a list of nothing but names in code."""
    blocks = facts.claims.document.blocks
    below = _below(blocks)
    for fact in facts.all:
        items = below.get(fact.claim.block)
        if items is None or not _is_plain(fact, facts):
            continue
        if _counts_names(fact, facts) and (names := _names(items)):
            between = blocks[fact.claim.block + 1 : items[0].index]
            if not between or (_speak_of(between, fact) and len(names) >= (fact.quantity.value or 0)):
                yield _derivation(fact, names, "", rule)
        elif _ANNOUNCED.search(facts.claims.document.blocks[fact.claim.block].text) and (heads := _heads(items)):
            yield _derivation(fact, heads, "warning", rule)


def _below(blocks: Sequence[Block]) -> Mapping[int, list[Block]]:
    """By block the items of the list that stands directly below it, nested in its item, behind its paragraph, or below
    its heading and the paragraph that opens the list."""
    found: dict[int, list[Block]] = defaultdict(list)
    above: int | None = None
    for block in blocks:
        item = block.item
        if item is None:
            above = block.index if block.cell is None and block.code is None else None
        elif item.parent is not None:
            found[item.parent].append(block)
        elif above is not None and (item.index or block.index == above + 1):
            found[above].append(block)
            if above and blocks[above - 1].level:
                found[above - 1].append(block)
        elif item.index == 0 and item.first:
            above = None
    return found


def _speak_of(between: Sequence[Block], fact: Fact) -> bool:
    """Whether what opens a list names what a heading counts; it may leave some out."""
    noun = _NOUN.search(fact.claim.text)
    stem = noun[0].strip().lower().removesuffix("s") if noun is not None else ""
    return bool(stem) and all(stem in block.text.lower() for block in between)


def _is_plain(fact: Fact, facts: Facts) -> bool:
    """Whether a number counts some whole things, and no more than there may be in a list."""
    quantity = fact.quantity
    plain = quantity.whole and quantity.modality is Modality.EXACT and fact.stance is Stance.ASSERTED
    few = quantity.value is not None and _FEWEST <= quantity.value <= _MOST
    return plain and few and _OPEN.search(facts.claims.document.blocks[fact.claim.block].text) is None


def _counts_names(fact: Fact, facts: Facts) -> bool:
    """Whether things that have names are counted at the end of a line."""
    closes = _CLOSED.fullmatch(facts.claims.document.blocks[fact.claim.block].text, fact.claim.end) is not None
    return closes and _NOUN.search(fact.claim.text) is not None


def _heads(items: Sequence[Block]) -> list[str]:
    """The first words of each item of a list of several."""
    first = [block for block in items if block.item is not None and block.item.first]
    several = len(first) >= _FEWEST and not any(_OPEN.search(block.text[:_SHORT]) for block in first)
    return [block.text[:_SHORT].split(":")[0].strip() for block in first] if several else []


def _names(items: Sequence[Block]) -> list[str]:
    """The names of all items, each of which opens with names in code and at most says something of them; else none."""
    found: list[str] = []
    for block in items:
        if block.item is None or not block.item.first or not block.verbatim or _OPEN.search(block.text):
            return []
        at, end = 0, _head_end(block)
        for span in block.verbatim:
            if span.start >= end:
                return []
            name = block.text[span.start : span.end]
            if _BETWEEN.fullmatch(block.text, at, span.start):
                found.append(name)
            elif found and at and _THROUGH.fullmatch(block.text, at, span.start):
                found += _after(found[-1], name)
            else:
                return []
            at = span.end
        if block.text[at:end].strip(" *"):
            return []
    plain = all(_NAME.fullmatch(name) and not _SEVERAL.search(name) for name in found)
    return found if plain and len(set(found)) == len(found) else []


def _after(first: str, last: str) -> Sequence[str]:
    """The names behind the first of a series that ends with the last: "part_0.txt" through "_3.txt"; one that is none
    for a name that does not end in a greater number."""
    start, end = _LAST_NUMBER.fullmatch(first), _LAST_NUMBER.fullmatch(last)
    if start is None or end is None or not start["stem"].endswith(end["stem"]) or start["ending"] != end["ending"]:
        return [""]
    numbers = range(int(start["number"]) + 1, int(end["number"]) + 1)
    return [f"{start['stem']}{each}{start['ending']}" for each in numbers[: _MOST * _MOST]] or [""]


def _head_end(block: Block) -> int:
    """Where the names of an item end: at the colon, dash or bracket behind the last of them, or with the item."""
    last = block.verbatim[-1].end
    found = _SAID.match(block.text, last)
    return found.start() if found is not None else len(block.text)


def _derivation(fact: Fact, names: Sequence[str], severity: str, rule: str) -> Derivation:
    value, claim = Fraction(len(names)), fact.claim
    point = Interval.point(value)
    holds = fact.quantity.value == value
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    given = (Input("names", point, assumed=f"the list below names {number(value)}: {shown}"),)
    step = Step("names in the list below", shown, point, "", "names", given)
    return one_step(
        claim, step, rule, expected=number(value), holds=holds, basis=Basis.ARITHMETIC, severity=severity, power=0.05
    )
