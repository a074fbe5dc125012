"""A change in per cent of what a table's row gives before and after: "cuts the P99 TTFT by 43%" under a table with
"TTFT P99 | 1,240 ms | 790 ms". The words name the row in full, and stand in the table's own section or in a summary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from auditor import patterns as re
from auditor.derivations.checks.paired import paired, unpaired, width
from auditor.derivations.checks.relations import DROP, FALL, INVERSE, RISE, SHARE, SURPLUS, Standard
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Derivation
from auditor.derivations.same import singular
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass

_FALLS = (
    "reduc", "cut", "lower", "drop", "fall", "fell", "decreas", "shrink", "shrank", "fewer", "less", "smaller",
    "shorter", "降低", "减少", "下降", "缩短", "giảm",
)  # fmt: skip
_RISES = (
    "rais", "rise", "rose", "increas", "grow", "grew", "gain", "higher", "more", "larger", "提升", "提高", "增加",
    "增长", "tăng",
)  # fmt: skip
_EITHER = ("improv", "faster", "better")
_ALL = (*_FALLS, *_RISES, *_EITHER)
_SUMMARIES = frozenset(
    (
        "summary",
        "abstract",
        "conclusion",
        "conclusions",
        "highlights",
        "findings",
        "results",
        "overview",
        "takeaways",
    )
)
_OTHERS = frozenset(
    (
    "typically", "usually", "generally", "could", "would", "might", "may", "should", "can", "expected",
    "literature", "published", "than", "vs", "versus", "compared", "relative", "over", "against", "per",
    "each", "average", "if", "when", "with", "without", "target", "goal", "further", "additional", "another",
    "same", "while", "remaining", "only",
    )
)  # fmt: skip
"""Words behind which the percentage may be of something else than the row, or of one case of it."""
_ALIKE = {"median": "p50", "average": "mean", "avg": "mean", "tokens": "token", "throughput": "throughput"}
_WORD = re.compile(r"[^\W_]+")
_PER_SECOND = re.compile(r"\b(?:output |generated )?(?:tokens?|tok|requests?|req)\s?/\s?s(?:ec(?:ond)?)?\b")
"""What a row is called that is a throughput."""
_SIDES = {"up": "rise", "down": "fall"}
_BRACKET = re.compile(r"\([^()]*\)")
_RATIOS = ("%", "×", "‰")
_ANY = (SHARE, INVERSE, RISE, FALL, SURPLUS, DROP)
_CHANCE = 0.2
_BEHIND = 4
"""Words behind a percentage that belong to it."""
_VALUES = 40
"""Amounts of one unit in a document; among more something gives any percentage."""
_MOST = 60
"""Rows of one section that are looked through."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The two amounts of a row, as they stand in it."""

    words: frozenset[str]
    first: Fact
    second: Fact


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each change of what one row of the section's tables names and gives twice."""
    sections = _sections(facts)
    everywhere = [row for rows in sections.values() for row in rows][: _MOST + 1]
    tied = {link.result for link in facts.claims.links}
    for fact in facts.all if sections else ():
        if fact.claim.index in tied or not _asks(fact, facts):
            continue
        row = _named(fact, sections.get(facts.claims.document.blocks[fact.claim.block].headings, ()))
        near = row is not None
        if row is None and len(everywhere) <= _MOST and _sums_up(fact, facts):
            row = _named(fact, everywhere)
        found = _judge(fact, row, rule) if row is not None else None
        if row is not None and found is not None and (found.holds or near or not _is_of_others(fact, row, facts)):
            yield found


def _sums_up(fact: Fact, facts: Facts) -> bool:
    """Whether a number stands at the top or under a heading that announces what the tables came to."""
    blocks = facts.claims.document.blocks
    below = [blocks[index].text for index in blocks[fact.claim.block].headings if blocks[index].level > 1]
    return not below or bool(_words(below[-1]) & _SUMMARIES)


def _asks(fact: Fact, facts: Facts) -> bool:
    plain = fact.quantity.is_plain and fact.stance is Stance.ASSERTED and fact.role not in GOALS
    return (
        plain
        and fact.quantity.unit.symbol == "%"
        and bool(fact.quantity.value)
        and facts.claims.document.blocks[fact.claim.block].cell is None
    )


def _sections(facts: Facts) -> Mapping[tuple[int, ...], Sequence[_Row]]:
    """The rows of two comparable amounts, by the headings of their tables; none where a section has too many."""
    cells: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        cell = facts.claims.document.blocks[fact.claim.block].cell
        if cell is not None and cell.row and cell.column and fact.quantity.unit.symbol not in _RATIOS:
            cells[cell.table, cell.row].append(fact)
    found: dict[tuple[int, ...], list[_Row]] = defaultdict(list)
    for amounts in cells.values():
        if len(amounts) == 2 and _are_alike(*amounts):
            words = _words(_BRACKET.sub(" ", amounts[0].claim.label.row))
            headings = facts.claims.document.blocks[amounts[0].claim.block].headings
            found[headings].append(_Row(words, *amounts))
    return {headings: rows for headings, rows in found.items() if len(rows) <= _MOST}


def _are_alike(first: Fact, second: Fact) -> bool:
    """Whether two numbers can be one quantity before and after."""
    plain = all(each.quantity.is_plain and (each.quantity.value or 0) > 0 for each in (first, second))
    dimensions = {each.quantity.readings[0].unit.dimensions for each in (first, second)}
    apart = first.claim.block != second.claim.block and first.quantity.value != second.quantity.value
    return plain and apart and len(dimensions) == 1


def _words(text: str) -> frozenset[str]:
    said = _PER_SECOND.sub(" throughput ", text.lower())
    return frozenset(_ALIKE.get(word, singular(word)) for word in _WORD.findall(said))


def _named(fact: Fact, rows: Sequence[_Row]) -> _Row | None:
    """The one row whose words all stand before the percentage in its clause, or behind it: "43% lower P99 TTFT"."""
    label = fact.claim.label
    behind = label.after.lower().split(" and ")[0]
    for said in (_words(f"{label.key} {label.before}"), _words(behind) if behind.startswith(_ALL) else frozenset()):
        fitting = sorted((row for row in rows if row.words and row.words <= said), key=lambda row: -len(row.words))
        if fitting:
            return None if any(not row.words < fitting[0].words for row in fitting[1:]) else fitting[0]
    return None


def direction_of(fact: Fact) -> str:
    """`falls`, `rises` or `either`, as the words right around a percentage tell; empty if they do not."""
    label = fact.claim.label
    before, after = label.before.lower().split(), label.after.lower().split()
    led = before[-1:] == ["by"] or (before and before[-1].startswith(_ALL))
    if not led and not (after and after[0].startswith(_ALL)):
        return ""
    said = [_SIDES.get(word, word) for word in (*before, *after[:1])]
    ways = {
        way
        for way, stems in (("falls", _FALLS), ("rises", _RISES), ("either", _EITHER))
        if any(word.startswith(stems) for word in said)
    }
    return ways.pop() if len(ways) == 1 else ""


def _judge(fact: Fact, row: _Row, rule: str) -> Derivation | None:
    direction, pair = direction_of(fact), (row.first, row.second)
    if not direction:
        return None
    values = [each.quantity.readings[0].interval for each in pair]
    results = [(standard, standard.value(*values)) for standard in _ANY]
    held = [(each, result) for each, result in results if result is not None and result.meets(fact.quantity.hull)]
    meant = _meant(row, direction)
    right = [(each, result) for each, result in held if each in meant]
    if right:
        chance = width(fact.quantity) * len(meant)
        return paired(fact, pair, *right[0], max(chance, 0.001), rule) if chance <= _CHANCE else None
    behind = fact.claim.label.after.split()[:_BEHIND]
    said = _words(" ".join((fact.claim.label.before, *behind))) - row.words
    by = direction == "rises" and fact.claim.label.before.lower().split()[-1:] == ["by"]
    if by and held and all(each is INVERSE for each, _ in held) and not said & _OTHERS:
        made = unpaired(fact, pair, meant[0], rule)
        return None if made is None else replace(made, severity="warning", near_miss="it is the new amount")
    turned = all(each is (SURPLUS if direction == "falls" else DROP) for each, _ in held) and direction != "either"
    if (held and not turned) or not meant or said & _OTHERS:
        return None
    return unpaired(fact, pair, meant[0], rule)


def _is_of_others(fact: Fact, row: _Row, facts: Facts) -> bool:
    """Whether two other amounts of the document, of the row's unit, give the percentage in some way."""
    kind = row.first.quantity.readings[0].unit.dimensions
    known = {
        each.quantity.nominal(): each
        for each in facts.all
        if each.quantity.readings[0].unit.dimensions == kind and (each.quantity.value or 0) > 0
    }
    if len(known) > _VALUES:
        return True
    own = {row.first.quantity.nominal(), row.second.quantity.nominal()}
    for a, b in permutations(known.values(), 2):
        if {a.quantity.nominal(), b.quantity.nominal()} != own:
            first, second = a.quantity.nominal(), b.quantity.nominal()
            results = (standard.value(first, second) for standard in (RISE, FALL, SHARE))
            if any(result is not None and result.meets(fact.quantity.hull) for result in results):
                return True
    return False


def _meant(row: _Row, direction: str) -> tuple[Standard, ...]:
    """The changes that the words can mean of a row; none where its numbers go the other way."""
    first, second = (each.quantity.value or 0 for each in (row.first, row.second))
    if direction == "either":
        return (FALL, SURPLUS) if second < first else (RISE, DROP)
    if direction == "falls":
        return (FALL,) if second < first else ()
    return (RISE,) if second > first else ()
