"""The noun or unit right behind a number, and behind the adjectives between: "4 pipeline stages", "8 GPU nodes"."""

from __future__ import annotations

import re

from auditor.claims.lexicon import Lexicon
from auditor.unit_table import UnitTable
from auditor.units import Term

PARTS = 5
"""Words that are looked through."""
RUN = 8
"""Letters of a run without spaces, as Chinese is written, that may begin with a unit."""
WORD = re.compile(r"(?:[^\W\d_]{1,40}|[%％‰°℃$€¥¢])(?:-[^\W\d_]{1,40}){0,3}")
ADJECTIVE = re.compile(r"[^\W\d_]\w*(?:-\w+)*")
GAP = re.compile(r"[ \t\u00a0\u202f\u2009]?-?|\n")
SPACE = re.compile(r"[ \t\u00a0\n]{1,2}")
_CLASSIFIER = re.compile(r"[个個台臺张張块塊层層条條路名份次枚片套位][ ]?(?=[^\W\d_])")
"""What Chinese sets between a number and what it counts: "3 个 token"."""
_MACHINE = "台"
_ALONE = re.compile(
    r"台(?:\s?(?:$|[^\w\s]|\d)|(?:共|上|内|间|之间|合计|都|各|每)|[ A-Za-z\d-]{0,24}(?:服务器|机器|节点|主机))"
)
"""The measure word of machines where it counts servers: nothing else that it may count stands behind it."""


def head(text: str, position: int, words: Lexicon, table: UnitTable) -> tuple[Term, int, int] | None:
    """The unit right behind, or the plural noun behind adjectives; with where it begins and ends."""
    gap = GAP.match(text, position)
    assert gap is not None
    start = at = gap.end()
    if gap[0].endswith("-"):
        joined = longest(text, at, table)
        return None if joined is None else (joined[0], start, joined[1])
    one = text[position - 1 : position] == "1" and not text[position - 2 : position - 1].isdecimal()
    for step in range(PARTS):
        found = longest(text, at, table)
        if found is not None and text[at : found[1]] == _MACHINE and not _ALONE.match(text, at):
            found = None
        if found is None and (classifier := _CLASSIFIER.match(text, at)):
            found = longest(text, classifier.end(), table)
        if found is not None and (step == 0 or (found[0].countable and (found[0].plural or one))):
            other = _is_measure(text, found, words) or _is_network(text, at, found[1], words)
            return None if other else _noun(text, found, table, start)
        word = ADJECTIVE.match(text, at)
        if word is None or not may_stand_between(word[0].lower(), words):
            return None
        space = SPACE.match(text, word.end())
        if space is None:
            return None
        at = space.end()
    return None


def _is_measure(text: str, found: tuple[Term, int], words: Lexicon) -> bool:
    """Whether a noun only says of what a size is: "128 token length", "16384 expert hidden"."""
    space = SPACE.match(text, found[1]) if found[0].countable and not found[0].plural else None
    word = WORD.match(text, space.end()) if space else None
    return word is not None and word[0].lower() in words.measures


def _is_network(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether a lone G tells a link by its rate: "400G InfiniBand"."""
    word = WORD.match(text, end + 1) if text[start:end] == "G" else None
    return word is not None and word[0].lower() in words.networks


def may_stand_between(word: str, words: Lexicon) -> bool:
    """Whether a word may stand between a count and what is counted."""
    return word in words.modifiers or word in words.makers or word in words.accelerators


def _noun(text: str, found: tuple[Term, int], table: UnitTable, start: int) -> tuple[Term, int, int]:
    """The last noun of a compound: "8 GPU nodes" counts nodes."""
    term, end = found
    while term.countable and not term.plural:
        gap = SPACE.match(text, end)
        later = longest(text, gap.end(), table) if gap and compounds(text, gap) else None
        if later is None or not later[0].plural:
            break
        term, end = later
    return term, start, end


def compounds(text: str, gap: re.Match[str]) -> bool:
    """Whether what follows a gap may be the rest of a compound: a capital that begins a line begins something else."""
    return not ("\n" in gap[0] and text[gap.end() : gap.end() + 1].isupper())


def longest(text: str, position: int, table: UnitTable) -> tuple[Term, int] | None:
    """The longest spelling of the table that begins here."""
    word = WORD.match(text, position)
    if word is None:
        return None
    end = word.end()
    if text[end : end + 1] == "/" and (second := WORD.match(text, end + 1)):
        term = table.exact.get(text[position : second.end()])
        if term is not None:
            return term, second.end()
    if text[end : end + 1] == " " and (second := WORD.match(text, end + 1)):
        term = table.find(text[position : second.end()])
        if term is not None:
            return term, second.end()
    if not word[0].isascii() and (known := glued(word[0], table)) is not None:
        return known[0], position + known[1]
    spelling = word[0]
    while spelling:
        term = table.find(spelling)
        if term is not None:
            return term, position + len(spelling)
        spelling = spelling.rpartition("-")[0]
    return None


def glued(run: str, table: UnitTable) -> tuple[Term, int] | None:
    """The longest spelling at the beginning of a run of letters without spaces, as Chinese is written."""
    for end in range(min(len(run), RUN), 0, -1):
        if (term := table.exact.get(run[:end])) is not None:
            return term, end
    return None
