from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import auditor
from auditor import patterns


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    late = patterns.compile(r"(\d+) gpus?", patterns.IGNORECASE)
    assert "search" not in vars(late)
    found = late.search("on 8 GPUs")
    assert found is not None
    assert found[1] == "8"
    assert "search" in vars(late)


def test_it_has_all_that_a_compiled_one_has() -> None:
    late, ready = patterns.compile("a|(?P<b>b)"), re.compile("a|(?P<b>b)")
    assert [late.pattern, late.groups, late.groupindex] == [ready.pattern, ready.groups, ready.groupindex]
    assert late.sub("-", "cab") == ready.sub("-", "cab")
    assert late.findall("cab") == ready.findall("cab")


def test_a_wrong_one_says_so_when_it_is_used() -> None:
    late = patterns.compile("(")
    with pytest.raises(re.error, match="missing"):
        late.match("")


def test_every_pattern_of_the_program_is_right() -> None:
    late = type(patterns.compile(""))
    stages = [
        import_module(name)
        for _, name, _ in walk_packages(auditor.__path__, "auditor.")
        if name.startswith(("auditor.facts", "auditor.derivations"))
    ]
    found = [each for stage in stages for each in vars(stage).values() if isinstance(each, late)]
    assert len(found) > 100
    for each in found:
        assert re.compile(each.pattern, each.flags)
