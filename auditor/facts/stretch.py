"""Stretches of labels read as senses: whole labels, and the clauses before and behind a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from auditor.facts.chunks import chunks, first_chunk, last_chunk
from auditor.facts.gathered import PARTING, Gathered
from auditor.facts.sense import NOTHING, Scenarios, Sense
from auditor.facts.variants import variants
from auditor.facts.words import Item, Part
from auditor.rulebook.vocabulary import Term

_RANK = (
    "required",
    "limit",
    "available",
    "headroom",
    "saved",
    "achieved",
    "estimated",
    "theoretical",
    "tail",
    "maximum",
    "minimum",
    "average",
)
STATISTICS = frozenset({"average", "tail"})
"""Roles that say which value of a distribution a number is."""
_TIES = frozenset({"is", "are", "of", "at", "=", ":", "was", "reache", "take", "equal", "come", "to"})
"""Words that tie a name to the number behind it."""
_GROUPS = frozenset({"group", "partition", "shard", "split", "pair", "slice", "subset"})
_COMPRISING = frozenset({"with", "without", "including", "excluding", "incl", "excl"})
"""First words of a bracket that says what a number comprises."""
_RELATIVE = frozenset({"ratio", "proportion", "fraction", "share", "percentage"})
_AT = frozenset({"at", "on", "within"})
"""Words before what a number is counted per."""
_ARITHMETIC = frozenset({"×", "*", "+", "·", "→", "⇒"})
"""Signs of a formula: it names no number."""
_REMARKED = frozenset({"required", "limit", "estimated", "theoretical", "maximum", "minimum", "average"})
"""Roles that a bracket behind a number may give; "excellent headroom" is a judgement."""


def label(found: Sequence[Item]) -> Sense:
    """A key, row, column or heading as a whole."""
    if not found:
        return NOTHING
    parted = list(chunks(found))
    # "kWh (with PUE)" is no PUE.
    naming = (chunk for place, chunk in enumerate(parted) if not (place and chunk[0].text in _COMPRISING))
    named = next((chunk for chunk in naming if any(item.names for item in chunk)), parted[0] if parted else ())
    mentions = tuple(item.term for item in named if item.term is not None and item.names)
    gathered = Gathered(found)
    scope = gathered.scope
    return Sense(
        mentions=mentions,
        clean=not _strange(named) and not _is_formula(found),
        parts=tuple(gathered.parts),
        changes=tuple(gathered.changes),
        scope="" if scope == "system" and not mentions else scope,
        role=gathered.role(min(gathered.roles, key=_RANK.index, default="")),
        scenarios=variants(parted),
        stance=gathered.stance,
        topics=frozenset(gathered.topics),
        variant=gathered.variant and not gathered.changes,
        groups=any(item.text in _GROUPS for item in named),
        sums=gathered.sums,
        relative=any(item.text in _RELATIVE for item in named),
        numbers=any(item.part is Part.NUMBER for item in found),
        bare=not mentions and not gathered.parts and not gathered.unknown,
        last=found[-1].text,
    )


def _is_formula(found: Sequence[Item]) -> bool:
    """Whether a sign of arithmetic stands in it, but in a bracket that says what a name comprises."""
    named = False
    for item in found:
        if item.text == "(" and named:
            return False
        if item.text in _ARITHMETIC:
            return True
        named = named or item.names
    return False


def before(found: Sequence[Item]) -> Sense:
    """The clause before a number; what stands nearest to it counts most."""
    chunk = last_chunk(found)
    backwards = chunk[::-1]
    gathered = Gathered(backwards, tied=True)
    if gathered.stance == "replaced" and (chunk[-1].term is None or chunk[-1].term.stance != "replaced"):
        # "FP16 instead of FP32 (50% savings)": something else is replaced.
        gathered.stance = ""
    sense = _clause(chunk, gathered, *_mention(backwards), scenarios=_situations(chunk), last=True)
    return replace(sense, further=_further(backwards)) if sense.mentions and sense.clean else sense


def after(found: Sequence[Item]) -> Sense:
    """The clause behind a number and its unit, as far as it speaks of it."""
    chunk = first_chunk(found)
    stop = next(
        (place for place, item in enumerate(chunk) if item.has("stop") and not _goes_on(chunk, place)), len(chunk)
    )
    near = chunk[:stop]
    gathered = Gathered(near)
    if near and near[0].text == "of":
        # "83% of the available FLOPS": what is available is the whole.
        gathered.roles.clear()
    named = (None, True) if found and found[0].part is Part.BREAK else _mention(near, parting=False)
    return _clause(near, gathered, *named, scenarios=_situations(near))


def _goes_on(chunk: Sequence[Item], place: int) -> bool:
    """Whether what a number is counted per comes behind a small word: "on every GPU", "per token and per layer"."""
    scopes = [item.term is not None and bool(item.term.scope) for item in chunk[max(place - 1, 0) : place + 2]]
    first = place == 0 and chunk[place].text in _AT
    return len(scopes) > 1 and scopes[-1] and (first or (chunk[place].text == "and" and scopes[0]))


def between(found: Sequence[Item]) -> Sense:
    """What stands between a number and the next, which may have the last words for its name."""
    sense = after(found)
    if not sense.mentions:
        return sense
    place = next(place for place, item in enumerate(found) if item.term is sense.mentions[-1])
    tied = any(item.text in _TIES for item in found[place + 1 :])
    return replace(sense, mentions=()) if tied or place == len(found) - 1 else sense


def beyond(found: Sequence[Item]) -> Sense:
    """What stands between a number and the next, which has a unit of its own but may still be named here."""
    sense = after(found)
    if not sense.mentions:
        return sense
    place = next(place for place, item in enumerate(found) if item.term is sense.mentions[-1])
    tied = any(item.text in _TIES for item in found[place + 1 :])
    return replace(sense, mentions=()) if tied else sense


def remark(found: Sequence[Item]) -> Sense:
    """A bracket behind a number: it qualifies the number, but names nothing."""
    sense = after(found)
    role = sense.role if sense.role in _REMARKED and not sense.mentions and not sense.denies else ""
    opening = found[1].term if len(found) > 1 else None
    scope = sense.scope if opening is not None and opening.scope else ""
    return Sense(scope=scope, role=role, scenarios=sense.scenarios, stance=sense.stance, topics=sense.topics)


def _telling(roles: Sequence[str]) -> str:
    """The first role that says more than which value of a distribution a number is: "a required p99 TTFT"."""
    return next((each for each in roles if each not in STATISTICS), roles[0])


def _clause(
    chunk: Sequence[Item],
    gathered: Gathered,
    mention: Term | None,
    clean: bool,
    *,
    scenarios: Scenarios,
    last: bool = False,
) -> Sense:
    if not chunk:
        return NOTHING
    denied = any(item.text == "not" for item in chunk)
    return Sense(
        mentions=(mention,) if mention is not None else (),
        clean=clean,
        parts=tuple(gathered.parts),
        changes=tuple(gathered.changes),
        scope=gathered.scope,
        role="" if denied or not gathered.roles else gathered.role(_telling(gathered.roles)),
        scenarios=scenarios,
        stance=gathered.stance,
        topics=frozenset(gathered.topics),
        differs=bool(gathered.changes) and _differs(chunk),
        denies=chunk[0].text in ("no", "not", "without"),
        spreads=gathered.spreads and not gathered.whole,
        sums=gathered.sums,
        format=last and _is_format(chunk),
        bare=not gathered.unknown,
        first=chunk[0].text,
        last=chunk[-1].text,
    )


def _mention(found: Iterable[Item], *, parting: bool = True) -> tuple[Term | None, bool]:
    """The first term that names a concept, and whether no word that parts it from the number stands between."""
    clean = True
    parted = False
    for place, item in enumerate(found):
        if item.names:
            return item.term, clean and not (parting and parted)
        clean = clean and item.part is not Part.UNKNOWN
        # "for", "with": what stands beyond them is another number's, or none's; "at" right at a number only ties it.
        parted = parted or item.text in PARTING or (place > 0 and item.has("condition"))
    return None, clean


def _further(found: Iterable[Item]) -> tuple[Term, ...]:
    """The terms behind the first one, as far as no strange or parting word stands before them."""
    named: list[Term] = []
    for place, item in enumerate(found):
        if item.part is Part.UNKNOWN or item.text in PARTING or (place > 0 and item.has("condition")):
            break
        if item.names and item.term is not None:
            named.append(item.term)
    return tuple(named[1:])


def _strange(chunk: Sequence[Item]) -> bool:
    """Whether an unknown word stands beside the mention; a condition behind it may say anything."""
    named = False
    for item in chunk:
        if item.part is Part.UNKNOWN:
            return True
        if named and item.has("condition"):
            return False
        named = named or item.names
    return False


def _situations(chunk: Sequence[Item]) -> Scenarios:
    """In running text only words that are no prepositions; those that may be verbs only before the noun of a plan."""
    found: dict[str, str] = {}
    for place, item in enumerate(chunk):
        if item.term is None or item.term.scenario is None or item.has("weak"):
            continue
        if not item.has("verbal") or (place + 1 < len(chunk) and chunk[place + 1].has("plan")):
            axis, name = item.term.scenario
            found[axis] = name
    return tuple(found.items())


def _is_format(chunk: Sequence[Item]) -> bool:
    """Whether the words end with a storage format: "BF16 =", "in FP8:"."""
    last = next((item for item in reversed(chunk) if item.part is not Part.LINK), None)
    return last is not None and last.term is not None and bool(last.term.precision)


def _differs(chunk: Sequence[Item]) -> bool:
    for item in chunk:
        if item.has("change"):
            return True
        if item.part is Part.UNKNOWN or item.names:
            return False
    return False
