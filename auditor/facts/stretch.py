"""Stretches of labels read as senses: whole labels, and the clauses before and behind a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.facts.sense import Sense
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
_SPREADING = frozenset({"across", "over", "among", "each"})
_PARTING = frozenset({"for", "vs", "versus", "than", "and", "or", "but", "while", "plus"})
"""Words that part what stands before them from the number behind them."""
_REMARKED = frozenset({"required", "limit", "estimated", "theoretical", "maximum", "minimum", "average"})
"""Roles that a bracket behind a number may give; "excellent headroom" is a judgement."""


def label(found: Sequence[Item]) -> Sense:
    """A key, row, column or heading as a whole."""
    chunks = list(_chunks(found))
    named = next((chunk for chunk in chunks if any(item.names for item in chunk)), chunks[0] if chunks else ())
    terms = [item.term for item in found if item.term is not None]
    mentions = tuple(item.term for item in named if item.term is not None and item.names)
    return Sense(
        mentions=mentions,
        clean=not _strange(named),
        parts=tuple(term for term in terms if "part" in term.flags),
        changes=tuple(term for term in terms if "change" in term.flags),
        scope=_scope(terms) if mentions or _scope(terms) != "total" else "",
        role=_role(min((term.role for term in terms if term.role), key=_RANK.index, default=""), terms),
        scenarios=variants(chunks),
        stance=next((term.stance for term in terms if term.stance), ""),
        topics=frozenset(topic for term in terms for topic in term.topics),
        variant=any(item.has("variant") for item in found) and not any(item.has("change") for item in found),
        numbers=any(item.part is Part.NUMBER for item in found),
        bare=not mentions and all(item.part is not Part.UNKNOWN and not item.has("part") for item in found),
        last=found[-1].text if found else "",
    )


def _strange(chunk: Sequence[Item]) -> bool:
    """Whether an unknown word stands beside the mention; a condition behind it may say anything."""
    named = False
    for item in chunk:
        if item.part is Part.UNKNOWN:
            return True
        if named and item.has("stop"):
            return False
        named = named or item.names
    return False


def before(found: Sequence[Item]) -> Sense:
    """The clause before a number; what stands nearest to it counts most."""
    chunk = _last_chunk(found)
    mention: Term | None = None
    clean = True
    for item in reversed(chunk):
        if item.names:
            mention = item.term
            break
        clean = clean and item.part is not Part.UNKNOWN
    terms = [item.term for item in reversed(chunk) if item.term is not None]
    sense = _clause(terms, mention, clean, chunk, chunk[-1].text if chunk else "")
    near = [item.term for item in reversed(_since_condition(chunk)) if item.term is not None]
    return replace(sense, role=_role(_first_role(near), terms) if sense.role else "")


def after(found: Sequence[Item]) -> Sense:
    """The clause behind a number and its unit, as far as it speaks of it."""
    chunk = _first_chunk(found)
    near: list[Item] = []
    whole = bool(chunk) and chunk[0].text == "of"
    for item in chunk:
        if item.has("stop"):
            break
        near.append(item)
    mention: Term | None = None
    clean = True
    for item in near if found and found[0].part is not Part.BREAK else ():
        if item.names:
            mention = item.term
            break
        clean = clean and item.part is not Part.UNKNOWN
    terms = [item.term for item in near if item.term is not None]
    sense = _clause(terms, mention, clean, near, "")
    parting = next((place for place, item in enumerate(near) if item.text in _PARTING), len(near))
    own = [item.term for item in near[:parting] if item.term is not None]
    sense = replace(sense, role=_role(_first_role(own), own) if sense.role else "")
    # "83% of the available FLOPS": what is available is the whole.
    return replace(sense, role="") if whole else sense


def between(found: Sequence[Item]) -> Sense:
    """What stands between a number and the next, which may have the last words for its name."""
    sense = after(found)
    return replace(sense, mentions=()) if sense.mentions and found[-1].term is sense.mentions[-1] else sense


def remark(found: Sequence[Item]) -> Sense:
    """A bracket behind a number: it qualifies the number, but names nothing."""
    sense = after(found)
    role = sense.role if sense.role in _REMARKED and not sense.mentions and not sense.denies else ""
    opening = found[1].term if len(found) > 1 else None
    scope = sense.scope if opening is not None and opening.scope else ""
    return Sense(scope=scope, role=role, scenarios=sense.scenarios, stance=sense.stance, topics=sense.topics)


def _clause(terms: Sequence[Term], mention: Term | None, clean: bool, chunk: Sequence[Item], last: str) -> Sense:
    return Sense(
        mentions=(mention,) if mention is not None else (),
        clean=clean,
        parts=tuple(term for term in terms if "part" in term.flags),
        changes=tuple(term for term in terms if "change" in term.flags),
        scope=_scope(terms),
        role="" if any(item.text == "not" for item in chunk) else _role(_first_role(terms), terms),
        scenarios=tuple(dict(_situations(chunk)).items()),
        stance=next((term.stance for term in terms if term.stance), ""),
        topics=frozenset(topic for term in terms for topic in term.topics),
        differs=_differs(chunk),
        denies=bool(chunk) and chunk[0].text in ("no", "not", "without"),
        spreads=any(item.text in _SPREADING for item in chunk) and not any(item.text == "all" for item in chunk),
        bare=all(item.part is not Part.UNKNOWN for item in chunk),
        first=chunk[0].text if chunk else "",
        last=last,
    )


def _since_condition(chunk: Sequence[Item]) -> Sequence[Item]:
    """The words behind the last "with", "for" or "when": what stands before it is said of something else."""
    for place in range(len(chunk) - 1, -1, -1):
        if chunk[place].has("condition") or chunk[place].text in _PARTING:
            return chunk[place + 1 :]
    return chunk


def _situations(chunk: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """In running text only words that are no prepositions; those that may be verbs only before the noun of a plan."""
    for place, item in enumerate(chunk):
        if item.term is None or item.term.scenario is None or item.has("weak"):
            continue
        if not item.has("verbal") or (place + 1 < len(chunk) and chunk[place + 1].has("plan")):
            yield item.term.scenario


def _differs(chunk: Sequence[Item]) -> bool:
    for item in chunk:
        if item.has("change"):
            return True
        if item.part is Part.UNKNOWN or item.names:
            return False
    return False


def _first_role(terms: Sequence[Term]) -> str:
    return next((term.role for term in terms if term.role), "")


def _role(role: str, terms: Sequence[Term]) -> str:
    """A requirement that is said to be met is one no more: the number is what meets it."""
    return "" if role == "required" and any("passed" in term.topics for term in terms) else role


def _scope(terms: Sequence[Term]) -> str:
    """The scope that is named first; a bare "total" gives way to any other."""
    scopes = [term.scope for term in terms if term.scope]
    return next((scope for scope in scopes if scope != "sum"), scopes[0] if scopes else "")


def _chunks(found: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    chunk: list[Item] = []
    for item in found:
        if item.part is not Part.BREAK:
            chunk.append(item)
        elif chunk:
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)


def _last_chunk(found: Sequence[Item]) -> Sequence[Item]:
    """The words since the last mark of punctuation; an opening bracket right at the number is passed over."""
    end = len(found)
    if end and found[-1].part is Part.BREAK and found[-1].text == "(":
        end -= 1
    start = end
    while start and found[start - 1].part not in (Part.BREAK, Part.NUMBER):
        start -= 1
    return found[start:end]


def _first_chunk(found: Sequence[Item]) -> Sequence[Item]:
    """The words up to the first mark of punctuation; a bracket that opens right behind the number is read too."""
    start = 1 if found and found[0].part is Part.BREAK and found[0].text == "(" else 0
    end = start
    while end < len(found) and found[end].part is not Part.BREAK:
        end += 1
    return found[start:end]
