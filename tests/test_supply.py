"""What the project is built from: a lock that satisfies pyproject.toml and tells nothing of who wrote it."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-dev.lock"
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([\w.!+-]+)(?: ;[^\\]*)? \\$", re.MULTILINE)


@pytest.fixture(scope="module")
def lock() -> ModuleType:
    """The script that writes the lock."""
    from importlib.machinery import SourceFileLoader

    loader = SourceFileLoader("lock", str(ROOT / ".ci" / "lock"))
    spec = importlib.util.spec_from_loader("lock", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def pinned() -> dict[str, tuple[int, ...]]:
    """The version of each package of the lock."""
    found = PINNED.findall(LOCK.read_text(encoding="utf-8"))
    return {name.lower().replace("_", "-"): version(text) for name, text in found}


def version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def test_the_lock_satisfies_the_project(lock: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = lock.expanded([*project["dependencies"], f"{project['name']}[test]"])
    assert len(wanted) > 20
    have = pinned()
    for requirement in wanted:
        found = re.match(r"([\w-]+)(?:\[[\w,-]+\])?((?:[<>=]=?[\w.]+,?)*)$", requirement)
        assert found, requirement
        name = found[1].lower()
        assert name in have, f"{name} is not in the lock: write it anew with .ci/lock"
        for sign, bound in re.findall(r"(>=|<)([\w.]+)", found[2]):
            fits = have[name] >= version(bound) if sign == ">=" else have[name] < version(bound)
            assert fits, f"the lock has another version than {requirement}"


def test_the_lock_pins_by_hash_and_names_no_machine() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert len(PINNED.findall(text)) == text.count("==")
    assert not re.search(r"https?:|file:|index|find-links|trusted-host|/home|/root|/tmp", text)
    assert text.count("--hash=sha256:") >= len(pinned())


def test_the_lowest_versions_are_those_of_the_project(lock: ModuleType) -> None:
    assert lock.lowest(["a-b>=1.2", "c[x]>=3,<4", "d"]) == ["a-b==1.2", "c==3"]
