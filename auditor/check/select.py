"""Which findings a check is about: rules by id, folder or kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from auditor.check.hit import Hit
from auditor.errors import UsageError
from auditor.rulebook import Rulebook

OWN = {
    "document/coverage": "document",
    "suppression/unknown": "suppression",
    "suppression/unused": "suppression",
    "suppression/without-reason": "suppression",
    "weaker/mark-kept": "document",
    "weaker/vaguer": "document",
    "weaker/vanished": "document",
}
"""The findings of a check that no rule of the rulebook makes, each with its kind."""


def names(book: Rulebook, wanted: Iterable[str]) -> set[str]:
    """The ids behind ids, folders, `kind:NAME` and `all`. Raises UsageError with the nearest name for one unknown."""
    found: set[str] = set()
    for name in wanted:
        own = {code for code, kind in OWN.items() if name in (code, code.partition("/")[0], f"kind:{kind}")}
        if name == "all":
            own = {*book.rules, *OWN}
        found |= own or set(book.select([name]))
        if own and name.startswith("kind:"):
            found |= _of_kind(book, name)
    return found


def selection(
    book: Rulebook, select: Sequence[str], extend: Sequence[str], ignore: Sequence[str]
) -> Callable[[Hit], bool]:
    """Whether a finding is selected: what `select` names (all if nothing) and `extend`, without what `ignore` names."""
    wanted = names(book, [*select, *extend]) if select else None
    dropped = names(book, ignore)

    def selected(hit: Hit) -> bool:
        return (wanted is None or hit.code in wanted) and hit.code not in dropped

    return selected


def _of_kind(book: Rulebook, name: str) -> set[str]:
    try:
        return set(book.select([name]))
    except UsageError:
        return set()
