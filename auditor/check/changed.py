"""A check of what a change brings: a finding counts if one of its ends was changed, and is shown there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from auditor.check.git import Changes
from auditor.check.hit import Checked, Hit, Mark


def within(checked: Checked, changes: Changes) -> Checked:
    """The document with the findings silenced that no changed line has a part in."""
    # Git ends a line at LF alone, so a CR counts no line here.
    ends = [found.start() for found in re.finditer("\n", checked.source)]
    return replace(checked, hits=tuple(_within(ends, hit, changes) for hit in checked.hits))


def _within(ends: Sequence[int], hit: Hit, changes: Changes) -> Hit:
    if hit.place is None:
        return hit if changes.any or hit.silenced else replace(hit, silenced="unchanged")
    for mark in (hit.place, *hit.related):
        if changes.touches(bisect_left(ends, mark.start) + 1, bisect_left(ends, mark.end) + 1):
            return _moved(hit, mark)
    return hit if hit.silenced else replace(hit, silenced="unchanged")


def _moved(hit: Hit, mark: Mark) -> Hit:
    """The finding at another of its ends, told as such."""
    if hit.place is None or mark == hit.place:
        return hit
    others = (hit.place, *(other for other in hit.related if other != mark))
    told = f"{hit.message} ({hit.place.text} on line {hit.place.line} no longer stands with this.)"
    return replace(hit, place=mark, related=others, message=told)
