"""How a number is meant: required, available, achieved, theoretical ..."""

from __future__ import annotations

from auditor.facts.naming import Around


def role(around: Around) -> str:
    """The role that the words nearest to the number give; empty if it is stated plainly."""
    for sense in around.own:
        if sense.role:
            return sense.role
    return _above(around)


def _above(around: Around) -> str:
    """A heading gives its role to the numbers below, unless it says that requirements are met or checked."""
    for sense in around.above:
        if sense.role and not _judges(sense.topics):
            return sense.role
        if sense.role or not sense.bare:
            return ""
    return ""


def _judges(topics: frozenset[str]) -> bool:
    return "met" in topics
