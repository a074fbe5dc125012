"""Parts of words that are looked for before a slow search: one has to stand in whatever the search would find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pytest

from auditor.derivations.checks.latency import percentiles
from auditor.facts import auxiliary_models
from auditor.text import says_any

parser: Any = getattr(re, "_parser")  # noqa: B009


def spelled(pattern: str) -> Iterator[str]:
    """Every text that a pattern without endless repeats matches; of a class one character."""
    yield from _all(parser.parse(pattern))


def _all(parts: Sequence[Any]) -> Iterator[str]:
    for chosen in product(*(list(_each(*part)) for part in parts)):
        yield "".join(chosen)


def _each(kind: Any, value: Any) -> Iterator[str]:
    match str(kind):
        case "LITERAL":
            yield chr(value)
        case "IN":
            yield next(chr(each[1]) if str(each[0]) == "LITERAL" else "5" for each in value)
        case "BRANCH":
            yield from (text for branch in value[1] for text in _all(branch))
        case "SUBPATTERN":
            yield from _all(value[3])
        case "MAX_REPEAT":
            least, most, repeated = value
            yield from (text for times in {least, max(least, min(most, 1))} for text in _all([*repeated] * times))
        case _:
            yield ""


@pytest.mark.parametrize("words", auxiliary_models._ROLES.values(), ids=auxiliary_models._ROLES)
def test_a_role_is_not_missed(words: str) -> None:
    assert all(auxiliary_models._FOLDED.search(text.casefold()) for text in spelled(words))


def test_a_percentile_is_not_missed() -> None:
    names = list(spelled(percentiles._NAME.pattern))
    assert {"p55", "55th percentile", "median"} <= {name.lower() for name in names}
    assert all(percentiles._RANK.search(name) or says_any(name, percentiles._HINTS) for name in names)
