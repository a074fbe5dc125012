"""The checks that rule files name: each is found by its place, is a check by its signature, and is named by a rule."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.audit import own_rules
from auditor.derivations import checks
from auditor.derivations.checks import check, later_check, names

ALL = {name: check(name) or later_check(name) for name in sorted(names())}
TAKEN = {"facts": "Facts", "rule": "str"}
LATER_TAKEN = {**TAKEN, "found": "Sequence[Derivation]"}


@pytest.mark.parametrize(("name", "made_by"), ALL.items(), ids=ALL)
def test_a_check_takes_facts_and_a_rule_and_gives_derivations(name: str, made_by: Callable[..., Any]) -> None:
    signature = inspect.signature(made_by)
    taken = {each.name: each.annotation for each in signature.parameters.values()}
    assert taken == (LATER_TAKEN if later_check(name) else TAKEN)
    assert signature.return_annotation == "Iterator[Derivation]"


def test_every_check_is_named_by_a_rule_and_no_name_is_taken_twice() -> None:
    named = {name for _, name in own_rules().checks}
    assert set(ALL) <= named
    files = [file.stem for file in Path(checks.__path__[0]).glob("*/[!_]*.py")]
    assert len(files) == len(set(files))
