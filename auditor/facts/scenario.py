"""The situation that a number holds in: a version of the plan, a phase, a workload, a variant of a table."""

from __future__ import annotations

from auditor import patterns as re
from auditor.claims import Label
from auditor.facts.around import Around, Naming
from auditor.facts.pairs import Pair
from auditor.facts.sense import Sense

_RECOMMENDED = "recommended"
_ADVISED = re.compile(
    r"\brecommended (?:[\w-]+ ){0,3}(?:strategy|plan|configuration|deployment|setup|layout|solution|approach)\b"
    r"|推荐(?:的)?(?:并行|部署)?(?:方案|配置|策略)",
    re.IGNORECASE,
)
"""A heading over one recommended plan, whose sections are all of it; "Recommendations" stand each for itself."""
_LONGEST = 80
_COMPARED = frozenset({"vs", "versus", "than", "unlike"})
"""Words right before a number that is another one's than the text speaks of."""
_FORMERLY = re.compile(
    r"\b(?:changed|reduced|increased|decreased|lowered|raised|improved|upgraded|up|down) from\Z", re.IGNORECASE
)
"""What stands before a value that another one has replaced: "TP: 4 (changed from 8)"."""
_BESIDE = re.compile(
    r"(?:\b(?:compar(?:ed|ison) (?:to|with)|relative to|vs\.?|versus|unlike|so sánh (?:\w+ )?với)|对比|相比)"
    r"(?: (?:an?|the))?(?: [A-Z]{2})?\Z",
    re.IGNORECASE,
)
"""What stands before a degree of another plan: "compared to a 2-stage pipeline", "half as much vs. TP=4"."""
_DEGREE = "_parallel"
"""How the ids of parallel degrees end."""
PREVIOUS = "previous"
"""The version that the first number of a change holds in."""
_OF_DEGREES = re.compile(
    r"\W*(?:(?:the|chosen|model|GPU) )?(?:parallel(?:ism|i[sz]ation)|mapping|topology|sharding"
    r"|并行(?:策略|配置|方式|方案|设置|度)?|切分方式|(?:chiến lược|cấu hình) song song)\W*",
    re.IGNORECASE,
)
"""Rows of a layout, "Parallelism | TP=8, PP=2", which are no variants."""


def by_pair(pair: Pair | None, around: Around) -> str:
    """The situation that a pair gives: Y of "X vs Y" is another one's, X of "from X to Y" is an earlier one's."""
    if pair is not None and pair.form == "change" and pair.place == 1:
        return PREVIOUS
    second = pair is not None and pair.form == "versus" and pair.place == 2
    return "compared" if second or around.before.last in _COMPARED else ""


def scenario(
    around: Around, label: Label, named: Naming | None, pair: str, tags: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The names of the situation, sorted; of each axis the nearest word counts.

    `pair`: the situation that the number has by its place in a pair; in a table its column says which. `tags`: what
    else tells it apart: the number that heads its line, the model that it is of.
    """
    found: dict[str, str] = {}
    for sense in (around.after, around.before, around.row, around.column, around.key, around.line, *around.above):
        for axis, name in sense.scenarios:
            found.setdefault(axis, name)
    if found.get("version") == _RECOMMENDED and label.headings:
        # Two sections may recommend two things.
        advised = next(filter(_ADVISED.search, label.headings), label.headings[-1])
        found["section"] = " ".join(advised.lower().split())[:_LONGEST]
    if around.variant:
        found["variant"] = around.variant
    found |= _table(around, label, named)
    if not pair and label.before[-4:].lower() == "from" and _FORMERLY.search(label.before):
        found["version"] = PREVIOUS
    if not pair and named is not None and named.concept.id.endswith(_DEGREE) and _BESIDE.search(label.before):
        pair = "compared"
    if pair == PREVIOUS:
        if not (label.row or label.column):
            found.setdefault("version", pair)
    elif pair and not any(sense.role or sense.scenarios for sense in (around.after, around.before)):
        found["pair"] = pair
    return tuple(sorted({*found.values(), *(tag for tag in tags if tag)}))


def _table(around: Around, label: Label, named: Naming | None) -> dict[str, str]:
    """A row or column that does not name what is counted, nor how, is a variant."""
    variants = {}
    for axis, sense, text in (("row", around.row, label.row), ("column", around.column, label.column)):
        if axis == "row" and _OF_DEGREES.fullmatch(text):
            continue
        if text and _is_variant(sense, named) and not sense.scenarios and not around.variant:
            variants[axis] = " ".join(text[:320].lower().split())[:_LONGEST]
    return variants


def _is_variant(sense: Sense, named: Naming | None) -> bool:
    if named is not None and named.sense is sense:
        return False
    return not (sense.bare or (sense.clean and sense.mentions))
