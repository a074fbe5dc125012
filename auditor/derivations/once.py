"""What several checks ask of a document, worked out once for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from auditor.facts import Facts

_Further = ParamSpec("_Further")
_Found = TypeVar("_Found")


def once(work: Callable[Concatenate[Facts, _Further], _Found]) -> Callable[Concatenate[Facts, _Further], _Found]:
    """A function of a document that keeps what it finds with the document's facts; what it gives is not to be changed.

    What is kept is let go when the document is derived.
    """

    @wraps(work)
    def kept(facts: Facts, /, *further: _Further.args, **named: _Further.kwargs) -> _Found:
        asked = work, further, tuple(named.items())
        if asked not in facts.kept:
            facts.kept[asked] = work(facts, *further, **named)
        return cast(_Found, facts.kept[asked])

    return kept
